"""Turnout and results by groups: computed once, when the rows of a closed box are published."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
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
# Stands for a question where a table tells what follows of a choice.
TRAIT = "trait"
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


def split_by_place(
    box_id: UUID, traits: Sequence[str], of: Callable[[rules.Choice], Iterable[str]]
) -> tuple[int, Table]:
    """What follows of each ballot, by where voters live; with the minimum, by the same rule.

    `of` names the traits of a choice, each of which anybody may work out of the published rows.
    The rule guards this table beside those rows, not beside the tables of `breakdown`: of one box
    either these are told or this one, and this one once. No groups when nothing can be told.
    """
    tally, minimum = breakdown_rules.Tally(), smallest_group()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_STANDING, (box_id,))
        while rows := cursor.fetchmany(2000):
            for choice, channel, _level, stratum, _age_band in rows:
                lines = ((TRAIT, trait) for trait in ("", *of(json.loads(choice))))
                tally.add(lines, {"place": stratum}, is_accounted=channel == PAPER)
    keys = [(TRAIT, ""), *((TRAIT, trait) for trait in traits)]
    found = breakdown_rules.tables(tally, keys, minimum)
    return minimum, found[0] if found else Table("place")


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
