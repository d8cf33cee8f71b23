"""Who is represented by the rules set side by side, for pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from veche.domains.budgeting.models import Cycle, Tally
from veche.domains.budgeting.queries import cycles, wording


def represented(cycle: Cycle, tallies: Mapping[int, Sequence[Tally]]) -> dict[str, Any] | None:
    """In all, by fund and by where voters live; None for a count made before this was kept."""
    kept = cycle.represented
    if kept is None:
        return None
    ways = [
        {
            "rule": wording.rule_of(way["rule"], cycle.ballot),
            "completion": wording.COMPLETIONS[way["completion"]] if way["completion"] else "",
            "is_in_force": place == 0,
            **_share(way["represented"], kept["voters"]),
        }
        for place, way in enumerate(kept["ways"])
    ]
    places = _by_place(kept, ways)
    return {
        "voters": kept["voters"],
        "ways": ways,
        "funds": _by_fund(cycle, kept, ways, tallies),
        "places": places,
        "minimum": kept["minimum"],
        "has_joined": any(len(group["names"]) > 1 for group in kept["places"]),
        "has_gaps": any(cell["people"] is None for line in places for cell in line["cells"]),
    }


def _share(people: int | None, of: int) -> dict[str, Any]:
    percent = round(100 * people / of) if people is not None and of else 0
    return {"people": people, "of": of, "percent": percent}


def _cells(
    people: Sequence[int | None], of: int, ways: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {"rule": way["rule"], **_share(count, of)} for way, count in zip(ways, people, strict=True)
    ]


def _by_fund(
    cycle: Cycle,
    kept: Mapping[str, Any],
    ways: Sequence[Mapping[str, Any]],
    tallies: Mapping[int, Sequence[Tally]],
) -> list[dict[str, Any]]:
    """Of those who chose in a fund; nothing where there is one fund, which the sum says already."""
    found: list[dict[str, Any]] = []
    funds = [fund for fund in cycles.funds_of(cycle) if tallies.get(fund.pk)]
    if len(funds) < 2:
        return found
    names = cycles.names_of_places()
    for fund in funds:
        by_way = {(one.rule, one.completion): one.figures for one in tallies[fund.pk]}
        figures = [by_way[way["rule"], way["completion"]] for way in kept["ways"]]
        voters = figures[0]["voters"]
        people = [one["represented"] for one in figures]
        found.append(
            {
                "fund": fund,
                "name": wording.fund_name(fund, names),
                "voters": voters,
                "cells": _cells(people, voters, ways),
            }
        )
    return found


def _by_place(kept: Mapping[str, Any], ways: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = {str(place_id): name for place_id, name in cycles.names_of_places().items()}
    return [
        {
            "name": ", ".join(names.get(one, one) or _("дом не указан") for one in group["names"]),
            "voters": group["voters"],
            "cells": _cells(group["represented"], group["voters"], ways),
        }
        for group in sorted(kept["places"], key=lambda one: (len(one["names"]) > 1, -one["voters"]))
    ]


def of_fund(cycle: Cycle, tallies: Sequence[Tally]) -> list[dict[str, Any]]:
    """The same of one fund alone, for the page of a project; [] where it was not kept."""
    kept = cycle.represented
    if kept is None:
        return []
    by_way = {(one.rule, one.completion): one.figures for one in tallies}
    found = []
    for place, way in enumerate(kept["ways"]):
        figures = by_way[way["rule"], way["completion"]]
        share = _share(figures["represented"], figures["voters"])
        found.append(
            {"rule": wording.rule_of(way["rule"], cycle.ballot), "is_in_force": place == 0, **share}
        )
    return found
