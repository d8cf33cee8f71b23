"""Reports of a big town: a million of them made in the database, then asked about.

    python -m tools.bench reports.map reports.list
    REPORTS=50000 python -m tools.bench reports.list     fewer, to try it

Pages are asked as browsers and programs ask them, through the whole stack.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from functools import lru_cache, partial
from multiprocessing import get_context
from random import Random
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tools.bench.pages import RUNS, WARM_UP, browser, connected, medians_ms, queries_of
from tools.bench.stand import TOWN, say, tell
from veche.commons.identity import public as identity
from veche.commons.identity import sessions
from veche.commons.places import demo as places_demo
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.reports.actions import counting, filing
from veche.domains.reports.models import Body, Category
from veche.domains.reports.queries import catalogue, cells, nearby, reading
from veche.kernel import clock
from veche.kernel.ids import new_id

MOST = 1_000_000
SPOTS = 20_000
BODIES = 12
WRITERS, EACH = 2, 600
# Half of the reports lie in the last year; nineteen of twenty are over.
_FILL = """
    INSERT INTO reports_report (
        id, number, category_id, group_id, text, state, stage, visibility, author_id, body_id,
        forwarded_to, place_id, address, latitude, longitude, h6, h7, h8, h9, h10, filed_at,
        changed_at, started_on, term_days, term_unit, pauses, due_on, planned_on, silent_on,
        answered_on, outcome, closed_by, reason, disagreements, supporters, thanked, version)
    SELECT gen_random_uuid(), lpad((10000000 + m.n)::text, 8, '0'), c.code, c.group_id,
           w.words || ' ' || c.title || ' у дома ' || (m.n %% 97), m.state,
           CASE m.state WHEN 'closed' THEN 'done' WHEN 'asked' THEN 'done'
                WHEN 'refused' THEN 'declined' WHEN 'moderation' THEN '' ELSE 'open' END,
           'public', gen_random_uuid(), CASE WHEN m.state IN ('moderation', 'coordination',
           'forwarded') THEN NULL ELSE b.id END, '', s.place_id, 'Луговая улица, ' || (m.n %% 210),
           s.latitude, s.longitude, s.h6, s.h7, s.h8, s.h9, s.h10, m.filed_at,
           m.filed_at + interval '3 days', m.filed_at::date, 8, 'working_days',
           CASE WHEN m.state IN ('forwarded', 'clarifying') THEN ARRAY[m.filed_at::date]
                ELSE ARRAY[]::date[] END,
           CASE WHEN m.is_over THEN m.filed_at::date + 12
                ELSE %(today)s::date - 6 + (m.n %% 29)::int END,
           CASE WHEN m.state = 'planned' THEN %(today)s::date + (m.n %% 20)::int END,
           CASE WHEN m.state IN ('asked', 'clarifying') THEN %(today)s::date + 5 END,
           CASE WHEN m.is_over THEN m.filed_at::date + 4 + (m.n %% 11)::int END,
           CASE WHEN m.state IN ('closed', 'asked') THEN 'solved'
                WHEN m.state = 'refused' THEN 'declining' ELSE '' END,
           CASE WHEN m.state = 'closed' THEN 'silence' ELSE '' END, '', 0, m.n %% 7, 0, 3
      FROM (SELECT n, n %% 100 >= 5 AS is_over,
                   CASE WHEN n %% 100 >= 13 THEN 'closed' WHEN n %% 100 >= 7 THEN 'refused'
                        WHEN n %% 100 >= 5 THEN 'asked' WHEN n %% 100 = 4 THEN 'planned'
                        WHEN n %% 500 = 3 THEN 'moderation' WHEN n %% 500 = 103 THEN 'coordination'
                        WHEN n %% 500 = 203 THEN 'forwarded' WHEN n %% 500 = 303 THEN 'clarifying'
                        WHEN n %% 500 = 403 THEN 'approval' ELSE 'in_work' END AS state,
                   %(now)s::timestamptz - interval '730 days' * power(random(), 1.4) AS filed_at
              FROM generate_series(%(first)s::int, %(last)s::int) AS n) AS m
      JOIN bench_category AS c ON c.place = m.n * 7 %% %(categories)s
      JOIN bench_spot AS s ON s.place = (m.n::bigint * 7919) %% %(spots)s
      JOIN bench_body AS b ON b.place = m.n %% %(bodies)s
      JOIN bench_words AS w ON w.place = m.n %% 5
"""
_TABLES = (
    "CREATE TEMP TABLE bench_category (place int, code text, group_id text, title text)",
    "CREATE TEMP TABLE bench_body (place int, id uuid)",
    "CREATE TEMP TABLE bench_words (place int, words text)",
    "CREATE TEMP TABLE bench_spot (place int, latitude float8, longitude float8, h6 bigint,"
    " h7 bigint, h8 bigint, h9 bigint, h10 bigint, place_id uuid)",
)
_PIECE = 50_000


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
        _lists()
        with connection.cursor() as cursor:
            for first in range(0, number, _PIECE):
                cursor.execute(
                    _FILL,
                    {
                        "first": first,
                        "last": min(first + _PIECE, number) - 1,
                        "today": reading.today(),
                        "now": clock.now(),
                        "categories": Category.objects.count(),
                        "spots": SPOTS,
                        "bodies": BODIES,
                    },
                )
            counting.recount_cells()
            cursor.execute("ANALYZE")
    say(f"filled in {time.monotonic() - began:.0f} s")
    return number


def _lists() -> None:
    """What the big statement draws from: categories, bodies, spots, words."""
    bodies = [Body.objects.create(name=f"Body {number}") for number in range(BODIES)]
    codes = list(Category.objects.order_by("code").values_list("code", "group_id", "title"))
    words = ("Сломано", "Не работает", "Опасно", "Грязно", "Пора починить")
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(table)
        cursor.executemany(
            "INSERT INTO bench_category VALUES (%s, %s, %s, %s)",
            [(place, *one) for place, one in enumerate(codes)],
        )
        cursor.executemany(
            "INSERT INTO bench_body VALUES (%s, %s)",
            [(place, one.id) for place, one in enumerate(bodies)],
        )
        cursor.executemany("INSERT INTO bench_words VALUES (%s, %s)", list(enumerate(words)))
        with cursor.copy("COPY bench_spot FROM STDIN") as rows:
            for row in _spots():
                rows.write_row(row)
        cursor.execute("ANALYZE bench_spot")


def _spots() -> list[tuple[int | float | UUID | None, ...]]:
    """Points of the town, denser in its middle, each with its cells and its district."""
    draw = Random(311)
    town = places.places("town")[0]
    found: list[tuple[int | float | UUID | None, ...]] = []
    while len(found) < SPOTS:
        latitude = draw.gauss(town.latitude, 0.02)
        longitude = draw.gauss(town.longitude, 0.035)
        place = places.place_at(latitude, longitude)
        if place is not None:
            own = cells.cells_of(latitude, longitude)
            found.append((len(found), latitude, longitude, *own.values(), place.id))
    return found


def coordinator() -> Client:
    """A browser of an official who sees the whole worklist."""
    client = browser()
    with towns.enter(TOWN):
        person_id = new_id()
        identity.register_resident(id=person_id, level=identity.BY_CONTACT)
        identity.grant_role(person_id, identity.COORDINATOR, act="bench")
        session = SessionStore()
        session[sessions.PERSON], session[sessions.EPOCH] = str(person_id), 0
        session.create()
    client.cookies["session"] = session.session_key or ""
    return client


def _frames() -> dict[str, str]:
    """The map from the whole town to one yard."""
    town = places.places("town")[0]
    found = {}
    for name, reach in (("town", 0.2), ("district", 0.05), ("street", 0.012), ("yard", 0.003)):
        west, east = town.longitude - reach * 1.7, town.longitude + reach * 1.7
        south, north = town.latitude - reach, town.latitude + reach
        found[name] = f"/reports/points.json?bbox={west},{south},{east},{north}"
    return found


def _pages(name: str) -> dict[str, str]:
    with towns.enter(TOWN):
        frames = _frames()
        place = next(one for one in places.places() if one.kind != "town")
        body = Body.objects.order_by("name")[0]
    lists = "/reports/"
    work = "/office/reports/?show=open"
    requests = "/open311/v2/requests.json"
    soon = (clock.now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    known: dict[str, dict[str, str]] = {
        "reports.map": frames,
        "reports.list": {
            "all": lists,
            "open": f"{lists}?show=open",
            "theme": f"{lists}?group=roads",
            "place": f"{lists}?place={place.id}",
        },
        "reports.worklist": {
            "all": work,
            "mine": "/office/reports/",
            "late": "/office/reports/?show=late",
            "theme": f"{work}&category=roads.potholes",
            "body": f"{work}&body={body.id}",
            "place": f"{work}&place={place.id}",
        },
        "reports.open311": {
            "two_days": f"{requests}?start_date={soon}",
            "service": f"{requests}?service_code=roads.potholes&start_date={soon}",
            "closed": f"{requests}?status=closed&start_date={soon}",
            "services": "/open311/v2/services.json",
            "whole_thousand": requests,
        },
    }
    return known[name]


def _asked(name: str) -> None:
    """Tell the slowest median of the pages of a name, and each of them."""
    pages = _pages(name)
    client = coordinator() if name == "reports.worklist" else browser()
    spent = medians_ms(client, list(pages.values()))
    queries = {kind: queries_of(client, page) for kind, page in pages.items()}
    # What the specification lets a program take at once is a page of a thousand: told beside.
    counted = {kind: spent[page] for kind, page in pages.items() if kind != "whole_thousand"}
    tell(
        name,
        max(counted.values()),
        "ms",
        queries=max(queries.values()),
        reports=wanted(),
        **{f"{kind}_ms": round(spent[page], 3) for kind, page in pages.items()},
    )


def _duplicates() -> None:
    """Tell how long the search for the same thing nearby takes."""
    with towns.enter(TOWN), connected():
        category = catalogue.category("roads.potholes")
        town = places.places("town")[0]
        ask = partial(nearby.alike, category, (town.latitude, town.longitude), "Яма у дома, опасно")
        median = _median(ask)
        with CaptureQueriesContext(connection) as seen:
            found = ask()
    tell(
        "reports.duplicates",
        median,
        "ms",
        queries=len(seen),
        found=len(found),
        reports=wanted(),
    )


def _median(ask: Callable[[], object]) -> float:
    spent = []
    for number in range(WARM_UP + RUNS):
        began = time.perf_counter()
        ask()
        if number >= WARM_UP:
            spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1000


def _accept() -> None:
    """Tell how many new reports two processes take in a second, photos apart."""
    connections.close_all()
    began = time.monotonic()
    with ProcessPoolExecutor(WRITERS, mp_context=get_context("fork")) as pool:
        taken = sum(pool.map(_write, range(WRITERS)))
    seconds = time.monotonic() - began
    tell("reports.accept", taken / seconds, "per second", taken=taken, reports=wanted())


def _write(writer: int) -> int:
    """What one process sends: each report its own person's."""
    connections.close_all()
    with towns.enter(TOWN):
        town = places.places("town")[0]
        point = filing.Point(town.latitude, town.longitude, "Луговая улица, 54")
        message = filing.Message("pavements.lamp_out", "Не горит фонарь у подъезда", point)
        for number in range(EACH):
            person = identity.PersonRef(id=new_id(), level=identity.BY_CONTACT)
            filing.receive_report(
                person, key=f"bench-{writer}-{number}", request=b"", prepare=lambda: message
            )
    return EACH


def run(name: str) -> None:
    """Tell one measurement."""
    filled()
    if name == "reports.duplicates":
        _duplicates()
    elif name == "reports.accept":
        _accept()
    else:
        _asked(name)
