"""The numbered sheet for signatures as PDF: a page for each, with its number and a QR of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from veche.commons.documents import public as documents
from veche.commons.towns import public as towns
from veche.domains.initiatives import rules
from veche.domains.initiatives.models import LINES, Proposal, Sheet
from veche.domains.initiatives.queries import terms, wording
from veche.kernel.text import in_fours

LAYOUT = Path(__file__).parent.parent / "papers" / "sheet.typ"
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def pack_pdf(row: Proposal, sheets: Sequence[Sheet]) -> bytes:
    """The sheets of a pack, one a page."""
    with translation.override(rules.TOWN_LANGUAGE):
        return documents.typeset(LAYOUT, {**_words(row), "sheets": [_sheet(one) for one in sheets]})


def _words(row: Proposal) -> dict[str, object]:
    age = terms.value("min_age")
    return {
        "town": towns.current().name,
        "heading": _("Подписной лист"),
        "title": row.title,
        "where": wording.where(row, wording.names_of_places()),
        "result": _("Что получится: %(result)s") % {"result": _short(row.result)},
        "how": _(
            "Подпись означает: я поддерживаю это предложение. Сведения листа нужны, чтобы "
            "посчитать каждого один раз, их обрабатывают на основании закона: 152-ФЗ, статья 6, "
            "часть 1, пункт 2. Подписывают жители города с %(age)s лет, каждый один раз."
        )
        % {"age": age},
        "columns": [
            "№",
            _("Фамилия, имя, отчество"),
            _("Дата рождения"),
            _("Адрес"),
            _("Документ: серия и номер"),
            _("Дата"),
            _("Подпись"),
        ],
        "lines": LINES,
        "foot": _(
            "Собирал подписи: ____________________________________   Дата ______________   "
            "Принесите лист на приём до %(day)s. Лист хранится у города, на портал попадает только "
            "число подписей."
        )
        % {"day": wording.day(row.support_until)},
    }


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 240 else f"{line[:239]}…"


def _sheet(one: Sheet) -> dict[str, str]:
    image = segno.make(one.number, error="m", micro=False).svg_inline(border=0, scale=4)
    return {
        "number": in_fours(one.number),
        "qr": image.replace("<svg ", f"<svg {_NAMESPACE} ", 1),
    }
