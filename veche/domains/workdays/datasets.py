"""Public tables of neighbours' days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.workdays.queries import reading, wording
from veche.kernel.datasets import Column, DataSet


def _days() -> Iterator[list[Any]]:
    for row in reading.everything():
        yield [
            row.slug,
            row.title,
            row.on,
            row.state,
            row.work.title,
            row.address,
            row.hands_needed,
            row.came,
            round(row.minutes / 60, 1),
            reverse("workdays:read-day", args=[row.slug]),
        ]


DATASETS = (
    DataSet(
        code="workdays",
        title=_("Субботники и дела соседей"),
        text=_(
            "Дни, на которые соседи звали друг друга поработать: где, что делали, сколько пришло, "
            "сколько часов. Кто приходил, здесь нет."
        ),
        theme="ENVI",
        period="CONT",
        columns=(
            Column("slug", _("Код")),
            Column("title", _("Дело"), is_written=True),
            Column("on", _("День"), "date"),
            Column("state", _("Состояние"), words=wording.STATES),
            Column("work", _("Вид работ")),
            Column("address", _("Место"), is_written=True),
            Column("hands_needed", _("Сколько рук звали"), "integer"),
            Column("came", _("Сколько пришло"), "integer", "persons"),
            Column("hours", _("Часов работы"), "number"),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_days,
        page="workdays:list-days",
        keywords=(_("субботник"), _("соседи")),
    ),
)
