"""The receipt by which residents pay their share of a project: PDF with the code banks read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from veche.commons.documents import public as documents
from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.queries import wording
from veche.domains.budgeting.rules import requisites

LAYOUT = Path(__file__).parent.parent / "papers" / "receipt.typ"
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def purpose_of(row: Project) -> str:
    """By which the treasury's statement finds the project: its number and its code."""
    # not shown: the treasury reads it
    return f"Инициативный платёж, проект № {row.number}, код {row.slug}"


def receipt_pdf(row: Project, given: Mapping[str, str], kopecks: int | None) -> bytes:
    """One sheet. Who pays is written by themselves, or not at all."""
    said = requisites.code(given, purpose_of(row), kopecks)
    image = segno.make(said, encoding="utf-8", error="m", micro=False)
    with translation.override(rules.TOWN_LANGUAGE):
        words = {
            "heading": _("Доля жителей в проекте"),
            "title": row.title,
            "qr": image.svg_inline(border=2, scale=4).replace("<svg ", f"<svg {_NAMESPACE} ", 1),
            "how": _("Наведите камеру приложения банка: всё заполнится само."),
            "note": _("Платёж добровольный. Не потраченное вернут по решению совета."),
            "lines": [
                [_("Получатель"), given["name"]],
                [_("ИНН"), given["inn"]],
                [_("КПП"), given["kpp"]],
                [_("Казначейский счёт"), given["account"]],
                [_("Банк"), given["bank_name"]],
                [_("БИК"), given["bic"]],
                [_("Единый казначейский счёт"), given["bank_account"]],
                [_("КБК"), given["kbk"]],
                [_("ОКТМО"), given["oktmo"]],
                [_("Назначение"), purpose_of(row)],
                [_("Сумма"), wording.roubles(kopecks) if kopecks else "____________________"],
            ],
        }
        return documents.typeset(LAYOUT, words)
