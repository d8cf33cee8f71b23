"""Public tables of participatory budgeting: money of cycles, projects and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.queries import cycles, projects, results, wording
from veche.kernel.datasets import Column, DataSet


def _projects() -> Iterator[list[Any]]:
    names = cycles.names_of_places()
    for row in projects.everything():
        cycle, fund = row.cycle, row.fund
        is_counted = projects.is_counted(row)
        yield [
            cycle.slug,
            cycle.title,
            fund.code,
            names.get(fund.place_id) if fund.place_id else None,
            row.number,
            row.title,
            row.state,
            row.cost_kopecks / 100,
            row.votes if is_counted else None,
            row.latitude,
            row.longitude,
            row.contractor or None,
            row.accepted_on,
            row.guarantee_until,
            reverse("budgeting:read-project", args=[row.slug]),
        ]


def _funds() -> Iterator[list[Any]]:
    names, files = cycles.names_of_places(), results.files_open()
    for cycle in cycles.public().order_by(*cycles.NEWEST):
        for fund in cycle.funds.all():
            yield [
                cycle.slug,
                cycle.title,
                fund.code,
                names.get(fund.place_id) if fund.place_id else None,
                fund.amount_kopecks / 100,
                cycle.ballot,
                cycle.rule,
                cycle.completion or None,
                reverse("budgeting:export-fund", args=[cycle.slug, fund.code])
                if fund.pk in files
                else None,
                reverse("budgeting:read-cycle", args=[cycle.slug]),
            ]


DATASETS = (
    DataSet(
        code="budgeting-projects",
        title=_("Проекты народного бюджета"),
        text=_(
            "Что жители предложили построить и отремонтировать: сколько стоит, сколько голосов, "
            "победило ли, кто сделал и до какого дня гарантия. В строке один проект."
        ),
        theme="ECON",
        period="CONT",
        columns=(
            Column("cycle", _("Голосование, код")),
            Column("cycle_title", _("Голосование")),
            Column("fund", _("Часть денег, код")),
            Column("place", _("Территория"), note=_("пусто — весь город")),
            Column("number", _("Номер проекта"), "integer", use="label"),
            Column("title", _("Проект"), is_written=True),
            Column("state", _("Состояние"), words=wording.STATES),
            Column("cost_roubles", _("Стоимость, ₽"), "number"),
            Column("votes", _("Голосов"), "integer", note=_("когда голоса посчитаны")),
            Column("latitude", _("Широта"), "number", is_written=True),
            Column("longitude", _("Долгота"), "number", is_written=True),
            Column("contractor", _("Подрядчик")),
            Column("accepted_on", _("Принято"), "date"),
            Column("guarantee_until", _("Гарантия до"), "date"),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_projects,
        page="budgeting:list-cycles",
        keywords=(_("народный бюджет"), _("инициативное бюджетирование")),
    ),
    DataSet(
        code="budgeting-funds",
        title=_("Деньги народного бюджета"),
        text=_(
            "Сколько денег делили в каждом голосовании и по какому правилу. Ссылка .pb ведёт к "
            "бюллетеням, по которым итог можно пересчитать другой программой."
        ),
        theme="ECON",
        period="CONT",
        columns=(
            Column("cycle", _("Голосование, код")),
            Column("cycle_title", _("Голосование")),
            Column("fund", _("Часть денег, код")),
            Column("place", _("Территория"), note=_("пусто — весь город")),
            Column("amount_roubles", _("Сумма, ₽"), "number"),
            Column("ballot", _("Как заполняют бюллетень")),
            Column("rule", _("Правило"), note=_("как его называет акт города")),
            Column("completion", _("Что делают с остатком"), words=wording.COMPLETIONS),
            Column("pb", _("Бюллетени .pb"), use="link"),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_funds,
        page="budgeting:list-cycles",
        keywords=(_("народный бюджет"), "pabulib"),
    ),
)
