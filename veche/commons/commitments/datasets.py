"""Public tables of what was decided and promised, and of who is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.commitments import public, queries, rules
from veche.kernel.datasets import Column, DataSet
from veche.kernel.errors import Text

_STATES: dict[str, Text] = {
    rules.OWED: _("ждём решения"),
    rules.DECIDED: _("решено"),
    rules.IN_WORK: _("в работе"),
    rules.DONE: _("сделано"),
    rules.DECLINED: _("отклонено"),
}


def _promises() -> Iterator[list[Any]]:
    day = public.public_day()
    for row in queries.everything():
        yield [
            row.slug,
            row.source_title,
            row.source_kind,
            row.state,
            row.owed_at,
            row.decide_by,
            row.decided_at,
            row.due_on,
            row.closed_at,
            row.body_name or None,
            row.act_number or None,
            row.act_on,
            _days_late(row.deadline_on, day),
            reverse("commitments:read-decision", args=[row.slug]),
        ]


def _days_late(deadline: date | None, day: date) -> int | None:
    """None while the town's public clock is off: nobody is told then who is late."""
    if day == date.min:
        return None
    return max((day - deadline).days, 0) if deadline is not None else 0


def _late() -> Iterator[list[Any]]:
    day = public.public_day()
    for body, number, oldest in queries.late_by_body(day):
        yield [body or None, day, number, oldest]


DATASETS = (
    DataSet(
        code="promises",
        title=_("Решения и обещания города"),
        text=_(
            "Что город решил по опросам и предложениям жителей, что пообещал и к какому дню, что "
            "сделано. В строке одно решение."
        ),
        theme="GOVE",
        period="CONT",
        columns=(
            Column("slug", _("Код")),
            Column("title", _("О чём"), is_written=True),
            Column("source", _("Откуда"), note=_("вид того, по чему решали")),
            Column("state", _("Состояние"), words=_STATES),
            Column("owed_at", _("Ждём с"), "datetime"),
            Column("decide_by", _("Решить до"), "date"),
            Column("decided_at", _("Решено"), "datetime"),
            Column("due_on", _("Обещано к"), "date"),
            Column("closed_at", _("Закончено"), "datetime"),
            Column("body", _("Кто отвечает")),
            Column("act_number", _("Номер акта")),
            Column("act_on", _("Дата акта"), "date"),
            Column(
                "days_late",
                _("Дней опоздания"),
                "integer",
                note=_("пусто, пока город не включил открытый счёт сроков"),
                use="today",
            ),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_promises,
        page="commitments:list-decisions",
        keywords=(_("решение"), _("обещание")),
    ),
    DataSet(
        code="late-promises",
        title=_("Кто опаздывает с обещанным"),
        text=_(
            "Сколько решений и обещаний просрочено у каждого, кто за них отвечает, и с какого дня. "
            "Пока город не включил открытый счёт сроков, здесь пусто."
        ),
        theme="GOVE",
        period="DAILY",
        columns=(
            Column("body", _("Кто отвечает")),
            Column("on", _("На какой день"), "date", use="today"),
            Column("overdue", _("Просрочено"), "integer"),
            Column("oldest_on", _("Самый давний срок"), "date"),
        ),
        rows=_late,
        page="commitments:list-decisions",
        keywords=(_("просрочено"), _("сроки")),
    ),
)
