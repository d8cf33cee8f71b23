"""Public tables of voters' orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.places import public as places
from veche.domains.orders.queries import reading, wording
from veche.kernel.datasets import Column, DataSet


def _orders() -> Iterator[list[Any]]:
    names = {one.id: one.name for one in places.places()}
    for row in reading.everything(reading.Filters()):
        yield [
            row.slug,
            row.title,
            row.published_at,
            row.state,
            names.get(row.place_id),
            row.support,
            row.due_on,
            row.answered_on,
            row.adopted_on,
            row.year,
            row.sum_kopecks / 100 if row.sum_kopecks is not None else None,
            row.executor or None,
            reverse("orders:read-order", args=[row.slug]),
        ]


DATASETS = (
    DataSet(
        code="orders",
        title=_("Наказы депутатам"),
        text=_(
            "Наказы избирателей и что с ними решил совет: приняты ли, на какой год, сколько денег, "
            "кто делает. В строке один наказ; кто его дал, здесь нет."
        ),
        theme="GOVE",
        period="CONT",
        columns=(
            Column("slug", _("Код")),
            Column("title", _("Наказ"), is_written=True),
            Column("published_at", _("Опубликован"), "datetime"),
            Column("state", _("Состояние"), words=wording.STATES),
            Column("place", _("Округ")),
            Column("support", _("Поддержали"), "integer"),
            Column("due_on", _("Ответ до"), "date"),
            Column("answered_on", _("Ответ дан"), "date"),
            Column("adopted_on", _("Принят советом"), "date"),
            Column("year", _("Год бюджета"), "year"),
            Column("sum_roubles", _("Заложено, ₽"), "number"),
            Column("executor", _("Кто делает")),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_orders,
        page="orders:list-orders",
        keywords=(_("наказ"), _("депутат")),
    ),
)
