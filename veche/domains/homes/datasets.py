"""Public tables of homes: what was off, where, for how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.homes.queries import outages, wording
from veche.kernel.datasets import Column, DataSet


def _outages() -> Iterator[list[Any]]:
    for row in outages.everything():
        hours = (row.ends_at - row.starts_at).total_seconds() / 3600
        yield [
            row.number,
            row.trouble,
            row.nature,
            row.where,
            row.why,
            row.answers,
            row.starts_at,
            row.ends_at,
            round(hours, 1),
            row.is_cancelled,
            reverse("homes:read-outage", args=[row.number]),
        ]


DATASETS = (
    DataSet(
        code="outages",
        title=_("Отключения и аварии"),
        text=_(
            "Где и когда не было воды, тепла, света, газа, лифта или проезда, почему и кто чинил. "
            "В строке одно отключение."
        ),
        theme="REGI",
        period="CONT",
        columns=(
            Column("number", _("Номер")),
            Column("trouble", _("Что отключили"), words=wording.TROUBLES),
            Column("nature", _("Авария или работы"), words=wording.NATURES),
            Column("where", _("Где")),
            Column("why", _("Почему")),
            Column("answers", _("Кто отвечает")),
            Column("starts_at", _("Началось"), "datetime"),
            Column("ends_at", _("Закончилось"), "datetime"),
            Column("hours", _("Часов"), "number"),
            Column("is_cancelled", _("Отменено"), "boolean"),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_outages,
        page="homes:list-outages",
        keywords=(_("вода"), _("отопление"), _("ЖКХ")),
    ),
)
