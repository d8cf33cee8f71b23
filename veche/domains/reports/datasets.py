"""Public tables of reports of what is broken: each of them, and how bodies keep their terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.reports.queries import open_data, public_terms, reading, wording
from veche.domains.reports.queries.open_data import Area
from veche.domains.reports.queries.reading import Filters
from veche.kernel.datasets import Column, DataSet


def _reports() -> Iterator[list[Any]]:
    today = reading.today()
    for row in open_data.everything(Area(Filters(shown="all"))):
        yield [
            row.number,
            row.filed_at,
            row.changed_at,
            row.category.title,
            row.address,
            row.latitude,
            row.longitude,
            row.state,
            row.body.name if row.body else row.forwarded_to or None,
            public_terms.due_of(row, today),
            row.answered_on,
            row.supporters,
            reverse("reports:read-report", args=[row.number]),
        ]


def _bodies() -> Iterator[list[Any]]:
    today = reading.today()
    counted = sorted(public_terms.counted(today))
    for one in public_terms.by_body(today, counted) if counted else ():
        yield [
            one.name or None,
            today,
            one.answered,
            one.in_time,
            one.late,
            one.oldest_on,
            one.waits_for_others,
        ]


DATASETS = (
    DataSet(
        code="reports",
        title=_("Сообщения о проблемах"),
        text=_(
            "О чём жители сообщили городу, где это, кто чинит и в каком оно состоянии. В строке "
            "одно сообщение; авторов и их слов здесь нет, слова — на странице сообщения."
        ),
        theme="ENVI",
        period="CONT",
        columns=(
            Column("number", _("Номер")),
            Column("filed_at", _("Подано"), "datetime"),
            Column("changed_at", _("Изменено"), "datetime"),
            Column("category", _("Тема")),
            Column("address", _("Адрес"), is_written=True),
            Column("latitude", _("Широта"), "number", is_written=True),
            Column("longitude", _("Долгота"), "number", is_written=True),
            Column("state", _("Состояние"), words=wording.STATES),
            Column("body", _("Исполнитель")),
            Column("due_on", _("Срок"), "date", note=_("только где город объявил его всем")),
            Column("answered_on", _("Ответ дан"), "date"),
            Column("supporters", _("Сколько ещё видели"), "integer"),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_reports,
        page="reports:list-reports",
        keywords=(_("проблема"), _("ремонт"), _("благоустройство")),
    ),
    DataSet(
        code="overdue-by-body",
        title=_("Кто как держит сроки"),
        text=_(
            "Сколько ответов на сообщения дал каждый исполнитель за последнее время, сколько "
            "вовремя и сколько просрочено сейчас. Только темы, по которым город объявил сроки всем."
        ),
        theme="GOVE",
        period="DAILY",
        columns=(
            Column("body", _("Исполнитель"), note=_("пусто — ещё ни у кого в работе")),
            Column("on", _("На какой день"), "date", use="today"),
            Column("answered", _("Ответов"), "integer"),
            Column("in_time", _("Вовремя"), "integer"),
            Column("late", _("Просрочено сейчас"), "integer"),
            Column("oldest_on", _("Самый давний срок"), "date"),
            Column("waits_for_others", _("Ждёт других"), "integer"),
        ),
        rows=_bodies,
        page="reports:list-terms",
        keywords=(_("сроки"), _("просрочено")),
    ),
)
