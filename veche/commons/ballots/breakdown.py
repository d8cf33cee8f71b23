"""Turnout and results by groups: computed once, when the rows of a closed box are published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from veche.commons.ballots import breakdown_rules, rules
from veche.commons.ballots.breakdown_rules import Group, Key, Table
from veche.commons.ballots.casting import PAPER
from veche.commons.ballots.models import Box, Breakdown
from veche.commons.ballots.standing import last_of_each
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock

SMALLEST_GROUP = "poll.result_group_min"
_STANDING = last_of_each("choice::text, channel, level, stratum, age_band")


def smallest_group() -> int:
    """How many voters a told cell holds at least, by the norm in force today."""
    return norms.value(SMALLEST_GROUP, clock.today(towns.current().time_zone)).value


def break_down(box: Box) -> None:
    """Write the tables of a closed box; joins the transaction that publishes its rows."""
    paper = rules.paper_from_json(box.paper)
    minimum = smallest_group()
    found = breakdown_rules.tables(_gathered(box.id, paper), _lines(paper), minimum)
    tables = {"minimum": minimum, "dimensions": [_as_json(table) for table in found]}
    Breakdown.objects.create(box=box, tables=tables)


def breakdown(box_id: UUID) -> tuple[int, tuple[Table, ...]] | None:
    """The minimum and the tables of a box; None until its rows are published."""
    kept = Breakdown.objects.filter(box_id=box_id).values_list("tables", flat=True).first()
    if kept is None:
        return None
    return kept["minimum"], tuple(_from_json(table) for table in kept["dimensions"])


def _gathered(box_id: UUID, paper: tuple[rules.Question, ...]) -> breakdown_rules.Tally:
    tally = breakdown_rules.Tally()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_STANDING, (box_id,))
        while rows := cursor.fetchmany(2000):
            for choice, channel, level, stratum, age_band in rows:
                made = rules.marks(paper, json.loads(choice))
                # An unknown age is a group too: what is left out of a table is told by subtraction.
                groups = {
                    "channel": channel,
                    "level": str(level),
                    "place": stratum,
                    "age": age_band,
                }
                lines = ((m.question, m.key) for m in made if m.votes)
                tally.add(lines, groups, is_accounted=channel == PAPER)
    return tally


def _lines(paper: tuple[rules.Question, ...]) -> list[Key]:
    """«Answered» and the options of each question; how own words and places read is not told."""
    lines: list[Key] = []
    for question in paper:
        names = question.options
        if question.kind == "scale":
            names = tuple(str(mark) for mark in range(question.low, question.high + 1))
        lines += [(question.id, ""), *((question.id, name) for name in names)]
    return lines


def _as_json(table: Table) -> dict[str, Any]:
    return {
        "name": table.dimension,
        "shown": [list(key) for key in table.shown],
        "groups": [
            {"names": list(group.names), "figures": [group.lines[key] for key in table.shown]}
            for group in table.groups
        ],
    }


def _from_json(data: Mapping[str, Any]) -> Table:
    shown = tuple((question, option) for question, option in data["shown"])
    groups = tuple(
        Group(tuple(group["names"]), dict(zip(shown, group["figures"], strict=True)))
        for group in data["groups"]
    )
    return Table(data["name"], groups, shown)
