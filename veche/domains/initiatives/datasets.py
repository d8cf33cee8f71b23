"""Public tables of initiatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.places import public as places
from veche.domains.initiatives.queries import reading, wording
from veche.kernel.datasets import Column, DataSet


def _proposals() -> Iterator[list[Any]]:
    names = {one.id: one.name for one in places.places()}
    for row in reading.everything(reading.Filters()):
        yield [
            row.slug,
            row.title,
            row.published_at,
            row.state,
            names.get(row.place_id) if row.place_id else None,
            _roubles(row.cost_kopecks),
            _roubles(row.budget_kopecks),
            row.online,
            row.paper,
            row.threshold,
            row.support_until,
            row.due_on,
            row.answered_on,
            row.body or None,
            row.promised_on,
            reverse("initiatives:read-proposal", args=[row.slug]),
        ]


def _roubles(kopecks: int | None) -> float | None:
    return None if kopecks is None else kopecks / 100


DATASETS = (
    DataSet(
        code="initiatives",
        title=_("Предложения жителей"),
        text=_(
            "Опубликованные предложения: где, сколько стоит, кто поддержал числом, что ответили. "
            "В строке одно предложение; авторов и подписавших здесь нет."
        ),
        theme="GOVE",
        period="CONT",
        columns=(
            Column("slug", _("Код")),
            Column("title", _("Предложение"), is_written=True),
            Column("published_at", _("Опубликовано"), "datetime"),
            Column("state", _("Состояние"), words=wording.STATES),
            Column("place", _("Территория")),
            Column("cost_roubles", _("Стоимость, ₽"), "number"),
            Column("budget_roubles", _("Из бюджета, ₽"), "number"),
            Column("support_online", _("Поддержали онлайн"), "integer"),
            Column("support_paper", _("Поддержали на бумаге"), "integer"),
            Column("threshold", _("Сколько нужно"), "integer"),
            Column("support_until", _("Сбор до"), "date"),
            Column("due_on", _("Ответ до"), "date"),
            Column("answered_on", _("Ответ дан"), "date"),
            Column("answered_by", _("Кто ответил")),
            Column("promised_on", _("Обещано к"), "date"),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_proposals,
        page="initiatives:list-proposals",
        keywords=(_("инициатива"), _("предложение")),
    ),
)
