"""Reports of a big town: a million of them made in the database, then asked about.

    python -m tools.bench reports.map reports.list
    REPORTS=50000 python -m tools.bench reports.list     fewer, to try it

Pages are asked of the real web server, over HTTP; questions are counted in this process.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from multiprocessing import get_context
from random import Random

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tools.bench import million
from tools.bench.pages import RUNS, WARM_UP, browser, connected, cpu_ms, queries_of
from tools.bench.served import server
from tools.bench.stand import TOWN, tell
from veche.commons.identity import public as identity
from veche.commons.identity import sessions
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.reports.actions import filing
from veche.domains.reports.models import Body, Report
from veche.domains.reports.queries import catalogue, nearby
from veche.kernel import clock
from veche.kernel.ids import new_id

EACH = 600


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
        street_id = places.addresses("Луговая 54")[0].street_id
    lists = "/reports/"
    work = "/office/reports/?show=open"
    requests = "/open311/v2/requests.json"
    now = clock.now()
    hour, soon, before, after = (
        (now - ago).strftime("%Y-%m-%dT%H:%M:%SZ")
        for ago in (timedelta(hours=1), timedelta(days=2), timedelta(days=30), timedelta(days=29.8))
    )
    known: dict[str, dict[str, str]] = {
        "reports.map": {**frames, "street_open": f"{frames['street']}&show=open&group=roads"},
        "reports.list": {
            "all": lists,
            "open": f"{lists}?show=open",
            "theme": f"{lists}?group=roads",
            "place": f"{lists}?place={place.id}",
            "street": f"{lists}?street={street_id}",
            "late": f"{lists}?show=late",
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
            "new_hour": f"{requests}?start_date={hour}",
            "service": f"{requests}?service_code=roads.potholes&start_date={soon}",
            "closed": f"{requests}?status=closed&start_date={before}&end_date={after}",
            "services": "/open311/v2/services.json",
            "whole_thousand": requests,
        },
    }
    return known[name]


def _asked(name: str) -> None:
    """Tell the slowest median of the pages of a name, and each of them."""
    pages = _pages(name)
    client = coordinator() if name == "reports.worklist" else browser()
    served = _served_ms(client, list(pages.values()))
    spent = {kind: served[page] for kind, page in pages.items()}
    # What the specification lets a program take at once is a page of a thousand: told beside.
    counted = [kind for kind in pages if kind != "whole_thousand"]
    slowest = max(counted, key=lambda kind: spent[kind])
    tell(
        name,
        spent[slowest],
        "ms",
        queries=max(queries_of(client, page) for page in pages.values()),
        reports=million.wanted(),
        # On a busy machine the clock measures the machine.
        cpu_ms=round(cpu_ms(client, pages[slowest]), 3),
        **{f"{kind}_ms": round(one, 3) for kind, one in spent.items()},
    )


def _served_ms(client: Client, pages: Sequence[str]) -> dict[str, float]:
    """Median of each page as the real web server answers it over one open connection."""
    cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    headers = {"Accept-Encoding": "gzip", "Cookie": cookies}
    spent: dict[str, list[float]] = {page: [] for page in pages}
    with server() as (site, _process_id):
        line = HTTPConnection(site.removeprefix("http://"), timeout=60)
        for number in range(WARM_UP + RUNS):
            # In turn: what else the machine does meets them alike.
            for page in pages:
                began = time.perf_counter()
                line.request("GET", page, headers=headers)
                answer = line.getresponse()
                answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{page} answered {answer.status}")
                if number >= WARM_UP:
                    spent[page].append(time.perf_counter() - began)
        line.close()
    return {page: statistics.median(times) * 1000 for page, times in spent.items()}


def _duplicates() -> None:
    """Tell how long the search for the same thing nearby takes."""
    with towns.enter(TOWN), connected():
        category = catalogue.category("roads.potholes")
        there = Report.objects.filter(category=category.code, stage="open").order_by("number")[0]
        point = (there.latitude, there.longitude)
        ask = partial(nearby.alike, category, point, f"Опять: {there.text}")
        median = _median(ask)
        with CaptureQueriesContext(connection) as seen:
            found = ask()
    tell(
        "reports.duplicates",
        median,
        "ms",
        queries=len(seen),
        found=len(found),
        reports=million.wanted(),
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
    """Tell how many new reports are taken in a second, photos apart, a process on each core."""
    connections.close_all()
    writers = len(os.sched_getaffinity(0))
    fork = get_context("fork")
    with ProcessPoolExecutor(writers, fork, initializer=_write, initargs=(0, WARM_UP)) as pool:
        list(pool.map(_write, range(writers), [WARM_UP] * writers))
        began = time.monotonic()
        own = sum(pool.map(_write, range(writers), [EACH] * writers))
        seconds = time.monotonic() - began
    taken = writers * EACH
    tell(
        "reports.accept",
        taken / seconds,
        "per second",
        taken=taken,
        writers=writers,
        # Of the writers alone: the database works beside them.
        cpu_ms=round(own / taken * 1000, 3),
        reports=million.wanted(),
    )


def _write(writer: int, number: int) -> float:
    """Send so many, each another person's, from a place of its own; processor seconds spent."""
    began = time.process_time()
    draw = Random(writer)  # noqa: S311  a measurement, not a secret
    with towns.enter(TOWN):
        town = places.places("town")[0]
        for _ in range(number):
            latitude, longitude = draw.gauss(town.latitude, 0.005), draw.gauss(town.longitude, 0.01)
            point = filing.Point(latitude, longitude, "Луговая улица, 54")
            message = filing.Message("pavements.lamp_out", "Не горит фонарь у подъезда", point)
            person = identity.PersonRef(id=new_id(), level=identity.BY_CONTACT)
            filing.receive_report(
                person, key=str(new_id()), request=b"", prepare=partial(_same, message)
            )
    return time.process_time() - began


def _same(message: filing.Message) -> filing.Message:
    return message


def run(name: str) -> None:
    """Tell one measurement."""
    million.filled()
    if name == "reports.duplicates":
        _duplicates()
    elif name == "reports.accept":
        _accept()
    else:
        _asked(name)
