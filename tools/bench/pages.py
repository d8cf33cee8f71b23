"""Server time and queries of the pages that everyone opens, with a large real poll loaded."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tools.bench import voting
from tools.bench.stand import TOWN, say, tell
from veche.commons.identity import public as identity
from veche.commons.identity import sessions
from veche.commons.towns import public as towns
from veche.kernel.ids import new_id

WARM_UP, RUNS = 20, 200


def browser() -> Client:
    """Somebody who asks as browsers do."""
    return Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")


def median_ms(client: Client, page: str) -> float:
    """Median time of the whole stack from request to last byte, in this process."""
    return medians_ms(client, [page])[page]


def medians_ms(client: Client, pages: Sequence[str]) -> dict[str, float]:
    """The same of several pages, asked in turn: what else the machine does meets them alike."""
    spent: dict[str, list[float]] = {page: [] for page in pages}
    for number in range(WARM_UP + RUNS):
        for page in pages:
            began = time.perf_counter()
            _get(client, page)
            if number >= WARM_UP:
                spent[page].append(time.perf_counter() - began)
    return {page: statistics.median(times) * 1000 for page, times in spent.items()}


def cpu_ms(client: Client, page: str) -> float:
    """Median processor time of this process for a page: what a busy machine does not change."""
    spent = []
    for _ in range(RUNS // 4):
        began = time.process_time()
        _get(client, page)
        spent.append(time.process_time() - began)
    return statistics.median(spent) * 1000


def queries_of(client: Client, page: str) -> int:
    """How many statements a warm page asks."""
    with connected():
        _get(client, page)
        with CaptureQueriesContext(connection) as seen:
            _get(client, page)
    return len(seen)


@contextmanager
def connected() -> Iterator[None]:
    """Keep the test client from closing the connection whose queries are counted."""
    connection.ensure_connection()
    yield


def _get(client: Client, page: str) -> None:
    answer = client.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status_code}")


def signed_in() -> Client:
    """A browser of a resident."""
    client = browser()
    with towns.enter(TOWN):
        person_id = new_id()
        identity.register_resident(id=person_id, level=identity.BY_CONTACT)
        session = SessionStore()
        session[sessions.PERSON], session[sessions.EPOCH] = str(person_id), 0
        session.create()
    client.cookies["session"] = session.session_key or ""
    return client


def _median_in(language: str, page: str) -> float:
    """The same in another language than Russian."""
    client = browser()
    client.cookies["language"] = language
    return round(median_ms(client, page), 3)


def run(name: str) -> None:
    """Tell the median of one page, for a visitor and for a resident."""
    file = voting.path()
    if file is None:
        return
    slug, _seconds, ballots = voting.imported(file)
    page = {"web.home": "/", "web.poll": f"/polls/{slug}/", "web.result": f"/polls/{slug}/result/"}
    visitor, resident = browser(), signed_in()
    say(f"asking {page[name]}")
    languages = {}
    if name == "web.home":
        languages = {f"{code}_ms": _median_in(code, page[name]) for code in ("tt", "en")}
    tell(
        name,
        median_ms(visitor, page[name]),
        "ms",
        **languages,
        cpu_ms=round(cpu_ms(visitor, page[name]), 3),
        queries=queries_of(visitor, page[name]),
        signed_in_ms=round(median_ms(resident, page[name]), 3),
        signed_in_queries=queries_of(resident, page[name]),
        ballots=ballots,
    )
