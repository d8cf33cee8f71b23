"""Slips with codes as PDF: to cut apart, to fold, to be drawn from a box by the class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from veche.commons.documents import public as documents
from veche.domains.schools import rules
from veche.kernel.text import in_fours

LAYOUT = Path(__file__).parent.parent / "papers" / "slips.typ"
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def slips_pdf(
    title: str, school: str, until: str, piles: Sequence[tuple[str, Sequence[str]]], address: str
) -> bytes:
    """A page of slips for each class; `address` is the whole one where a code is entered."""
    with translation.override(rules.TOWN_LANGUAGE):
        said = {
            "title": title,
            "school": school,
            "until": _("Последний день — %(day)s") % {"day": until},
            "how": _("Откройте адрес и введите код. Кому какой код, никто не записывал."),
            "address": address.removeprefix("https://").removeprefix("http://"),
            "qr": _qr(address),
            "piles": [
                {
                    "name": _("Класс %(name)s, талонов: %(n)s") % {"name": name, "n": len(codes)},
                    "hint": _("Разрежьте, сложите и дайте вытянуть. Кому какой, не записывайте."),
                    "codes": [in_fours(code) for code in codes],
                }
                for name, codes in piles
            ],
        }
        return documents.typeset(LAYOUT, said)


def _qr(address: str) -> str:
    image = segno.make(address, error="m", micro=False).svg_inline(border=0, scale=4)
    return image.replace("<svg ", f"<svg {_NAMESPACE} ", 1)
