"""Every table that a service declares, with rows in it: as it says, and as it is taken away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from tests.attacks.furnishing import furnish
from veche.commons.datasets import public as datasets
from veche.commons.datasets.public import Known
from veche.commons.hall.tests.makers import open_every_service
from veche.commons.norms import public as norms
from veche.domains.opendata.actions import watching
from veche.domains.opendata.models import Version
from veche.domains.opendata.rules import fields
from veche.kernel.datasets import Column

WORD = "примета"
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "date": (date,),
    "datetime": (datetime,),
    "year": (int,),
}
# The town's public clock is off: nobody is late before everyone.
EMPTY = {"late-promises", "overdue-by-body"}


@pytest.fixture
def known(town: Any) -> Sequence[Known]:
    """All tables of a town in which there is something of everything."""
    norms.load_shipped()
    furnish(WORD)
    open_every_service()
    return datasets.all_sets()


def check(one: Column, value: Any) -> None:
    """Not of its type, not of its list, not of this site: what a program would stumble over."""
    assert type(value) in TYPES[one.type], (one.name, value)
    if one.words:
        assert value in one.words, (one.name, value)
    if one.use == "link":
        resolve(value)
    else:
        assert not (isinstance(value, str) and value.startswith("/")), (one.name, value)
    if one.type == "datetime":
        assert value.tzinfo is not None, one.name


def test_every_declared_table_is_as_it_says(known: Sequence[Known], client: Client) -> None:
    empty = set()
    for told in (one.told for one in known):
        assert re.fullmatch(r"[a-z][a-z0-9-]{2,39}", told.code)
        names = [one.name for one in told.columns]
        assert len(names) == len(set(names))
        assert all(fields.NAME.match(name) for name in names)
        rows = list(told.rows())
        if not rows:
            empty.add(told.code)
        for row in rows:
            assert len(row) == len(told.columns), told.code
            for column, value in zip(told.columns, row, strict=True):
                if value is not None:
                    check(column, value)
        # What goes out is read back, cell by cell, as its columns say.
        answer: Any = client.get(f"/open-data/{told.code}/data.csv")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        header, *sent = csv.reader(io.StringIO(text), delimiter=";")
        assert header == names
        assert len(sent) == len(list(datasets.rows(told.columns, told.rows)))
        for cells in sent:
            for column, words in zip(told.columns, cells, strict=True):
                fields.parse(column.type, words.removeprefix("'"))
        assert client.get(f"/open-data/{told.code}/").status_code == 200
    assert empty == EMPTY


def test_kept_versions_hold_no_words_of_residents(known: Sequence[Known], client: Client) -> None:
    written_in = set()
    for told in (one.told for one in known):
        written = [n for n, one in enumerate(told.columns) if one.is_written]
        said = {fields.to_text(row[n]) for row in told.rows() for n in written} - {""}
        watching.look_at(code=told.code)
        kept = Version.objects.filter(code=told.code).first()
        if told.code in EMPTY:
            assert kept is None
            continue
        shown = list(datasets.rows(told.columns, told.rows))
        assert (kept is not None) == bool(shown), told.code
        if kept is None:
            continue
        assert kept.rows_number == kept.rows.count() == len(shown)
        assert not {one["name"] for one in kept.fields} & {told.columns[n].name for n in written}
        cells = {cell for row in kept.rows.all() for cell in row.cells}
        assert not said & cells, told.code
        if said:
            written_in.add(told.code)
    assert written_in >= {"reports", "initiatives", "orders", "budgeting-projects", "workdays"}
