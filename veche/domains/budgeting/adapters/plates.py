"""«Это выбрали соседи»: the plate that stands at a finished object, as PDF to print."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import segno
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.commons.documents import public as documents
from veche.commons.towns import public as towns
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.queries import cycles, wording

LAYOUT = Path(__file__).parent.parent / "papers" / "plate.typ"
SHEETS = ("a4", "a5")
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
# A longer title is set smaller, so that the plate stays one sheet.
_LONG = 60


def plate_pdf(row: Project, sheet: str, *, page_url: str, broken_url: str) -> bytes:
    """One sheet of an accepted project. `sheet` is one of `SHEETS`; addresses are whole ones."""
    with translation.override(rules.TOWN_LANGUAGE):
        words = {
            "sheet": sheet,
            "town": towns.current().name,
            "heading": _("Это выбрали соседи"),
            "title": row.title,
            "size": 22 if len(row.title) > _LONG else 32,
            "where": wording.where(row, cycles.names_of_places()),
            "votes": wording.grouped(row.votes),
            "chose": ngettext(
                "житель выбрал этот проект", "жителей выбрали этот проект", row.votes
            ),
            "lines": _lines(row),
            "codes": [
                {
                    "qr": _qr(page_url),
                    "title": _("Как это было"),
                    "text": _("Голоса, цена, ход работ"),
                },
                {
                    "qr": _qr(broken_url),
                    "title": _("Сломалось? Сообщите"),
                    "text": _("Место уже вписано")
                    if row.latitude is not None
                    else _("Скажите, что и где"),
                },
            ],
        }
        return documents.typeset(LAYOUT, words)


def _lines(row: Project) -> list[list[str]]:
    said = [
        [
            _("Цена"),
            wording.roubles(row.contract_kopecks or row.cost_kopecks + row.partners_kopecks),
        ],
        [_("Подрядчик"), row.contractor],
        [_("Принято"), _day(row.accepted_on)],
        [_("Гарантия до"), _day(row.guarantee_until)],
    ]
    return [line for line in said if line[1]]


def _day(on: date | None) -> str:
    return date_format(on, r"j E Y \г.", use_l10n=False) if on else ""


def _qr(address: str) -> str:
    image = segno.make(address, error="m", micro=False).svg_inline(border=0, scale=4)
    return image.replace("<svg ", f"<svg {_NAMESPACE} ", 1)
