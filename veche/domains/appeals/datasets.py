"""Public tables of appeals: numbers by month, nobody's words and nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from veche.domains.appeals.queries import wording, worklist
from veche.kernel.datasets import Column, DataSet


def _monthly() -> Iterator[list[Any]]:
    for month, kind, source, number, _late in worklist.monthly():
        yield [month, kind, source, number]


DATASETS = (
    DataSet(
        code="appeals-by-month",
        title=_("Обращения по месяцам"),
        text=_(
            "Сколько обращений по закону № 59-ФЗ пришло в город за месяц: какого вида и каким "
            "путём. Содержания и авторов здесь нет."
        ),
        theme="GOVE",
        period="MONTHLY",
        columns=(
            Column("month", _("Месяц"), "date", "group", note=_("первое число месяца")),
            Column("kind", _("Вид"), "string", "group", words=wording.KINDS),
            Column("source", _("Каким путём"), "string", "group", words=wording.SOURCES),
            Column("appeals", _("Обращений"), "integer", "persons"),
        ),
        rows=_monthly,
        page="appeals:list-terms",
        keywords=(_("обращения граждан"), _("59-ФЗ")),
    ),
)
