"""Counters of many processes, told to those who may read them, and log lines that name nobody."""

from __future__ import annotations

import json
import logging
import multiprocessing
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver

from veche.kernel import jobs, metrics
from veche.kernel.logs import JsonLines
from veche.kernel.web import measured


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(metrics, "_own", {})
    with override_settings(METRICS_DIR=tmp_path):
        yield


def _count(times: int) -> None:
    for _ in range(times):
        metrics.add("veche_requests_total", route="polls:poll", status="200")


def test_processes_count_together_and_go_on_counting_when_they_are_gone() -> None:
    _count(3)
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_count, args=(times,)) for times in (5, 7)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    counted = {name: value for name, value in metrics.total().items() if value}
    assert counted == {'veche_requests_total{route="polls:poll",status="200"}': 15.0}
    _count(1)
    assert sum(metrics.total().values()) == 16


def test_what_does_not_fit_is_left_out_and_breaks_nothing() -> None:
    metrics.add("veche_x", route="r" * 300)
    for number in range(metrics.SLOTS + 5):
        metrics.add("veche_y", n=str(number))
    assert len(metrics.total()) == metrics.SLOTS
    metrics.add("veche_ballots_accepted_total")
    assert metrics.total()["veche_ballots_accepted_total"] == 1, "it had its place before"


def routes(patterns: Iterable[Any]) -> int:
    """How many addresses the house answers at."""
    return sum(routes(one.url_patterns) if isinstance(one, URLResolver) else 1 for one in patterns)


def test_every_route_and_job_has_places_for_all_it_counts() -> None:
    """A bucket for each bound and one above them, the sum, the count, and ten statuses."""
    of_a_route = len(measured.SECONDS) + 1 + 2 + 10
    needed = len(metrics.FIXED) + of_a_route * routes(get_resolver().url_patterns)
    needed += 2 * len(jobs.registered())
    assert needed <= metrics.SLOTS


def test_labels_are_escaped() -> None:
    assert metrics.named("m", {"a": 'x"\n\\'}) == 'm{a="x\\"\\n\\\\"}'


@pytest.mark.django_db
def test_metrics_are_told_to_the_network_and_the_token_alone(client: Client) -> None:
    assert client.get("/metrics").status_code == 404
    with override_settings(METRICS_FROM=["10.0.0.0/8"], METRICS_TOKEN="t" * 20):
        inside = Client()
        assert inside.get("/metrics", REMOTE_ADDR="203.0.113.5").status_code == 404
        assert inside.get("/metrics", REMOTE_ADDR="10.2.3.4").status_code == 200
        wrong = {"Authorization": "Bearer " + "u" * 20}
        assert inside.get("/metrics", headers=wrong).status_code == 404
        right = {"Authorization": "Bearer " + "t" * 20}
        assert inside.get("/metrics", headers=right).status_code == 200


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_nothing_finer() -> None:
    with override_settings(METRICS_FROM=["127.0.0.0/8"]):
        client = Client()
        client.get("/sign-in/?next=/polls/secret-slug/vote/")
        client.get("/no-such-page/with-a-name/")
        client.get("/healthz")
        text = client.get("/metrics").content.decode()
    assert 'veche_requests_total{route="identity:sign-in",status="200"} 1' in text
    assert 'le="+Inf"} 1' in text
    assert "veche_jobs_waiting " in text
    assert "veche_database_up 1" in text
    assert "secret-slug" not in text
    assert "with-a-name" not in text
    for line in text.splitlines():
        assert re.fullmatch(r'# TYPE \w+ \w+|\w+(\{(\w+="[^"]*",?)+\})? [0-9.e+-]+', line), line


def _formatted(name: str, message: str, error: Exception | None = None) -> dict[str, Any]:
    caught: Any = None
    if error is not None:
        try:
            raise error
        except Exception:
            caught = sys.exc_info()
    record = logging.LogRecord(name, logging.ERROR, "/x/y.py", 7, message, (), caught)
    told: dict[str, Any] = json.loads(JsonLines().format(record))
    return told


def test_a_log_line_quotes_neither_exceptions_nor_foreign_libraries() -> None:
    row = ValueError("Key (phone)=(+79001112233) already exists")
    told = _formatted("veche.jobs", "job failed: polls.close in zarechye", row)
    assert told["message"] == "job failed: polls.close in zarechye"
    assert told["exception"] == "ValueError"
    assert "79001112233" not in json.dumps(told)
    foreign = _formatted("procrastinate.worker", "Job x(contact='+79001112233') failed", row)
    assert foreign["message"] == "y:7"
    assert "79001112233" not in json.dumps(foreign)
