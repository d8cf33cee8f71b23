"""A town with a million reports: all of it made inside the database, by the owner of its tables.

Nothing here is drawn row by row in Python but the spots (twenty thousand doors of the demo town):
states follow age, delays have long tails, the middle of the town has more than its edge, a few
people tell of much. Indexes are taken down before and built after: that is most of the time saved.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from random import Random
from typing import Any

import psycopg
from psycopg import sql

from tools.bench import million_sql
from tools.bench.stand import TOWN, owner, say
from veche.commons.notifications import cells as notified
from veche.commons.places import demo as places_demo
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.reports.actions import counting
from veche.domains.reports.demo import bodies, grammar, rhythm, spots, texts
from veche.domains.reports.models import Body, Category, PublicClock, Responsibility
from veche.domains.reports.queries import catalogue, cells, reading
from veche.kernel import clock

MOST = 1_000_000
SPOTS, RESIDENTS, AREAS = 20_000, 150_000, 20_000
# Slots that categories share by their weights.
SLOTS = 997
# Texts of one category.
WAYS = 60
METRES = 60.0
TABLES = (
    "reports_report",
    "reports_step",
    "reports_photo",
    "reports_supporter",
    "reports_thanks",
    "files_storedfile",
    "audit_auditentry",
    "notifications_following",
    "notifications_area",
)


def wanted() -> int:
    """A million, or as many as REPORTS says."""
    return int(os.environ.get("REPORTS", MOST))


@lru_cache
def filled() -> int:
    """Fill the town; how many reports it has."""
    number = wanted()
    say(f"filling a town with {number:,} reports")
    began = time.monotonic()
    with towns.enter(TOWN):
        places_demo.load(say)
        _bodies()
        _load(number)
        counting.recount_cells()
    say(f"filled in {time.monotonic() - began:.0f} s")
    return number


def _bodies() -> None:
    """Who answers for what, and that the town counts its lateness before everyone."""
    categories = list(Category.objects.all())
    today = reading.today()
    for name, (contact, codes) in bodies.BODIES.items():
        body = Body.objects.create(name=name, contact=contact)
        for one in categories:
            if one.code in codes or one.group_id in codes:
                Responsibility.objects.update_or_create(
                    category=one, place_id=None, defaults={"body": body}
                )
    PublicClock.objects.bulk_create(
        PublicClock(
            category=one,
            is_on=True,
            starts_on=today - timedelta(days=300),
            act_title="Bench",
            act_number="1",
            act_on=today - timedelta(days=301),
        )
        for one in categories
    )


def _load(number: int) -> None:
    values = {"first": 0, "last": number - 1, "now": clock.now(), "today": reading.today()}
    with owner() as connection, connection.cursor() as cursor:
        _lists(cursor)
        with connection.transaction(), _without_indexes(cursor):
            for name, statement in million_sql.STATEMENTS.items():
                began = time.monotonic()
                cursor.execute(statement, {**values, "residents": RESIDENTS, "areas": AREAS})
                say(f"  {name}: {cursor.rowcount:,} in {time.monotonic() - began:.0f} s")
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def _without_indexes(cursor: psycopg.Cursor[Any]) -> Iterator[None]:
    """Take the indexes down that no constraint stands on; build them again, the same."""
    cursor.execute(million_sql.INDEXES, {"tables": list(TABLES)})
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    began = time.monotonic()
    for _name, definition in found:
        cursor.execute(definition)
    say(f"  {len(found)} indexes in {time.monotonic() - began:.0f} s")


def _lists(cursor: psycopg.Cursor[Any]) -> None:
    """What the big statements draw from: categories with their words, bodies, spots."""
    cursor.execute(million_sql.LISTS)
    with cursor.copy("COPY bench_category FROM STDIN") as rows:
        for row in _categories():
            rows.write_row(row)
    with cursor.copy("COPY bench_words FROM STDIN") as rows:
        for code in texts.TEXTS:
            for place, words in enumerate(_said(code)):
                rows.write_row((code, place, words))
    with cursor.copy("COPY bench_spot FROM STDIN") as rows:
        for spot in _spots():
            rows.write_row(spot)
    cursor.execute("ANALYZE bench_category, bench_words, bench_spot")


def _categories() -> Iterator[tuple[Any, ...]]:
    """Every category as many times as its theme weighs, with its body and its term."""
    known = catalogue.terms(reading.today())
    rows = list(Category.objects.select_related("group").order_by("code"))
    weights = [rhythm.GROUPS[one.group_id] for one in rows]
    answering = dict(Responsibility.objects.values_list("category", "body"))
    draw = Random(311)  # noqa: S311  a measurement, not a secret
    for slot, one in enumerate(draw.choices(rows, weights, k=SLOTS)):
        term = known[one.code]
        body, ways = answering[one.code], len(_said(one.code))
        yield (
            slot,
            one.code,
            one.group_id,
            one.visibility,
            body,
            term.days,
            term.unit,
            ways,
        )


@lru_cache
def _said(code: str) -> tuple[str, ...]:
    teller = grammar.Teller(Random(code), texts.SLOTS)  # noqa: S311  a measurement, not a secret
    patterns = grammar.of_season(texts.TEXTS[code], reading.today().month)
    return tuple(teller.say(patterns, "54", texts.OUTSIDE) for _way in range(WAYS))


def _spots() -> Iterator[tuple[Any, ...]]:
    """Points by the doors of the town, each with its cells, its district, its street."""
    draw = Random(312)  # noqa: S311  a measurement, not a secret
    doors = [
        door
        for street in spots.STREETS
        for door in places.addresses(street, limit=places.MOST_ADDRESSES)
    ]
    for number in range(SPOTS):
        door = draw.choice(doors)
        angle, far = draw.uniform(0, 2 * math.pi), METRES * math.sqrt(draw.random())
        latitude = door.latitude + far * math.cos(angle) / cells.METRES_PER_DEGREE
        across = cells.METRES_PER_DEGREE * math.cos(math.radians(door.latitude))
        longitude = door.longitude + far * math.sin(angle) / across
        own = cells.cells_of(latitude, longitude)
        middle = notified.rounded(latitude, longitude)
        yield (
            number,
            latitude,
            longitude,
            *own.values(),
            door.place_id,
            door.street_id,
            door.text,
            *middle,
            notified.cell_of(*middle),
        )
