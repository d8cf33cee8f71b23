"""The certificate of hours as PDF, with the address by which anybody checks it."""

from __future__ import annotations

from pathlib import Path

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from veche.commons.documents import public as documents
from veche.commons.identity.public import VolunteerName
from veche.commons.towns import public as towns
from veche.domains.workdays import rules
from veche.domains.workdays.models import Hand
from veche.domains.workdays.queries import wording
from veche.kernel.text import in_fours

LAYOUT = Path(__file__).parent.parent / "papers" / "certificate.typ"
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def certificate_pdf(one: Hand, name: VolunteerName, check_url: str) -> bytes:
    """One page to print or to send."""
    row = one.day
    image = segno.make(check_url, error="m").svg_inline(border=0, scale=4)
    with translation.override(rules.TOWN_LANGUAGE):
        words = {
            "town": towns.current().name,
            "heading": _("Справка о добровольной работе"),
            "name": name.full,
            "hours": wording.length(one.minutes),
            "lines": [
                [_("Что сделали"), row.title],
                [_("Вид работ"), row.work.title],
                [_("Где"), row.address],
                [_("Когда"), wording.when(row)],
                [_("Номер"), in_fours(one.number or "")],
            ],
            "foot": _("Проверить справку: %(url)s") % {"url": check_url},
            "note": _(
                "Часы отметил тот, кто позвал соседей на общее дело; сам себе их не отмечает никто."
            ),
            "qr": image.replace("<svg ", f"<svg {_NAMESPACE} ", 1),
        }
        return documents.typeset(LAYOUT, words)
