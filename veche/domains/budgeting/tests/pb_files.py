"""Elections as `.pb` files for the tests: small ones, and the real ones where they are given.

A reader of the tests' own, of a few lines: the format is at https://pabulib.org/format.
"""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from veche.domains.budgeting.tests.exact import Town

REAL = (
    Path(os.environ["VECHE_REAL_DATA"]) / "participatory-budgeting"
    if os.environ.get("VECHE_REAL_DATA")
    else None
)
needs_real_data = pytest.mark.skipif(
    REAL is None, reason="VECHE_REAL_DATA names no folder with real elections"
)


@dataclass(frozen=True)
class File:
    """A file read: its projects' names by place, and which it says were selected."""

    town: Town
    names: list[str]
    selected: set[str]
    meta: dict[str, str]
    areas: list[str]

    def named(self, projects: tuple[int, ...]) -> set[str]:
        return {self.names[one] for one in projects}


def read(text: str) -> File:
    """The published order is that of the file."""
    head, rest = text.split("PROJECTS\n", 1)
    listed, votes = rest.split("VOTES\n", 1)
    meta = {row["key"]: row["value"] for row in _rows(head.split("META\n", 1)[1])}
    projects = _rows(listed)
    names = [row["project_id"] for row in projects]
    place = {name: number for number, name in enumerate(names)}
    ballots = []
    for row in _rows(votes):
        chosen = [one.strip() for one in row["vote"].split(",") if one.strip()]
        points = row.get("points") or ",".join("1" for _one in chosen)
        marks = map(int, points.split(",") if chosen else [])
        ballots.append({place[one]: mark for one, mark in zip(chosen, marks, strict=True)})
    town = Town(
        budget=int(meta["budget"]),
        costs=[int(row["cost"]) for row in projects],
        ballots=ballots,
        order=list(range(len(names))),
        score_min=int(meta.get("min_project_score_threshold", 0)),
    )
    return File(
        town,
        names,
        selected={row["project_id"] for row in projects if row.get("selected") == "1"},
        meta=meta,
        areas=[row.get("neighborhood", "") for row in projects],
    )


def real(name: str) -> File:
    assert REAL is not None
    return read((REAL / name).read_text("utf-8-sig"))


def _rows(section: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(section), delimiter=";"))
