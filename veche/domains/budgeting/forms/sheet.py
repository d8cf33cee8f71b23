"""What a printed ballot of a cycle says, and how a typed one is told back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from veche.domains.budgeting import rules
from veche.domains.budgeting.models import Cycle, Fund, Project
from veche.domains.budgeting.queries import counter, cycles, projects, voting, wording

# How the squares of a sheet look; they are named in commons/ballots/printing.
_KINDS = {rules.POINTS: "budget", rules.RANKING: "ranking"}


def content(cycle: Cycle, town: str) -> dict[str, Any]:
    """Everything on a sheet but its number, in the town's language."""
    with translation.override(rules.TOWN_LANGUAGE):
        closes = date_format(wording.last_day(counter.ballot_of(cycle)), "j E")
        rows, names = projects.on_ballot(cycle), cycles.names_of_places()
        funds = [
            (fund, mine)
            for fund in cycles.funds_of(cycle)
            if (mine := [row for row in rows if row.fund_id == fund.pk])
        ]
        return {
            "town": town,
            "heading": _("Бюллетень"),
            "title": cycle.title,
            "hours": _("Бюллетени принимают по %(when)s включительно.") % {"when": closes},
            "how": " ".join(
                filter(
                    None,
                    (
                        wording.how_many(cycle) + ".",
                        _far(cycle),
                        _("Испортили лист — попросите другой."),
                    ),
                )
            ),
            "foot": _(
                "Имени здесь нет, и никто не записывает, кому какой лист достался. Запомните или "
                "сфотографируйте номер: на странице голосования по нему видно, что бюллетень "
                "в урне."
            ),
            "questions": [
                _question(cycle, fund, mine, number, wording.fund_name(fund, names))
                for number, (fund, mine) in enumerate(funds, 1)
            ],
        }


def _far(cycle: Cycle) -> str:
    if cycle.others_max is None or not any(fund.place_id for fund in cycle.funds.all()):
        return ""
    if not cycle.others_max:
        return _("Отмечайте проекты всего города и своего района.")
    return ngettext(
        "Кроме всего города и своего района, можно отметить проекты ещё %(n)s района.",
        "Кроме всего города и своего района, можно отметить проекты ещё %(n)s районов.",
        cycle.others_max,
    ) % {"n": cycle.others_max}


def _question(
    cycle: Cycle, fund: Fund, rows: Sequence[Project], number: int, name: str
) -> dict[str, Any]:
    hints = []
    if cycle.ballot == rules.BUDGET:
        hints.append(
            _("Всего есть %(money)s. Если отмеченное стоит больше, лист недействителен.")
            % {"money": wording.roubles(fund.amount_kopecks)}
        )
    # Points and places may go to all of them: the count takes one.
    words = (
        _("Исключают друг друга, выиграет только один: %(numbers)s.")
        if cycle.ballot in rules.SCORED
        else _("Исключают друг друга, отметьте только один: %(numbers)s.")
    )
    for rivals in voting.rivals_among(rows):
        numbers = ", ".join(f"№\u00a0{one}" for one in rivals)
        hints.append(words % {"numbers": numbers})
    return {
        "number": number,
        "text": name,
        "hint": " ".join(hints),
        "kind": _KINDS.get(cycle.ballot, "several"),
        "numbers": [],
        "options": [
            {
                "text": f"№\u00a0{row.number}. {row.title}",
                "detail": ", ".join(filter(None, (wording.roubles(row.cost_kopecks), row.spot))),
            }
            for row in rows
        ],
    }


def spoken(choice: Mapping[str, Any]) -> str:
    """A typed choice by the numbers of its projects, for two people to compare."""
    said = []
    for answer in choice.values():
        if isinstance(answer, Mapping):
            said += [f"№\u00a0{key}: {points}" for key, points in answer.items()]
        else:
            said += [f"№\u00a0{key}" for key in answer]
    return ", ".join(said)
