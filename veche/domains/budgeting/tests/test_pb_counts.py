"""«Посчитать файл .pb»: each rule in a process of its own, nothing kept, what is wrong by line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.hall.tests.makers import switch_service
from veche.commons.places.tests.makers import make_town
from veche.domains.budgeting.adapters import pb_counts
from veche.domains.budgeting.rules import alone, templates
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.pb_files import REAL, needs_real_data
from veche.domains.budgeting.tests.test_pages import page, post, text_of
from veche.domains.budgeting.views import pb_files
from veche.kernel import locks
from veche.kernel.errors import Invalid

# Twelve want the first and the second, which take all the money; eight want the third.
FILE = """META
key;value
description;Сквер и двор
vote_type;approval
num_projects;3
num_votes;20
budget;500
rule;greedy
max_length;3
PROJECTS
project_id;cost;name;selected
1;300;Сквер;1
2;200;Двор;1
3;200;Урны;0
VOTES
voter_id;vote
"""
BUSY = "Подсчёт сейчас занят другими файлами"
VOTES = "".join(f"{n};1,2\n" for n in range(12)) + "".join(f"{n};3\n" for n in range(12, 20))


def changed(old: str, new: str) -> bytes:
    assert old in FILE + VOTES
    return (FILE + VOTES).replace(old, new).encode()


def file_of(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("город.pb", data)


def by_rule(data: bytes) -> dict[tuple[str, str], list[str]]:
    return {
        (str(way["rule"]), str(way["completion"])): [one["project"].id for one in way["winners"]]
        for way in pb_counts.count(data).ways
    }


def test_each_rule_counts_the_file_and_the_one_it_names_is_marked() -> None:
    found = pb_counts.count((FILE + VOTES).encode())
    assert (found.late, len(found.ways)) == (0, 7)
    greedy = found.ways[0]
    assert [one["project"].id for one in greedy["winners"]] == ["1", "2"]
    assert (greedy["is_named"], greedy["is_same"], greedy["percent"]) == (True, True, 60)
    shares = found.ways[5]
    assert {one["project"].id for one in shares["winners"]} == {"1", "3"}
    assert [one["is_new"] for one in shares["winners"]].count(True) == 1
    assert [one.id for one in shares["gone"]] == ["2"]
    assert (shares["percent"], shares["spent"]) == (100, 500)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("greedy", 0), ("greedy-threshold", 0), ("equalshares", 2), ("equalshares/add1", 4),
        ("unknown", None),
    ],
)  # fmt: skip
def test_the_rule_that_a_file_names_is_the_one_that_is_marked(name: str, way: int | None) -> None:
    found = pb_counts.count(changed("rule;greedy", f"rule;{name}"))
    marked = [place for place, one in enumerate(found.ways) if one["is_named"]]
    assert marked == ([] if way is None else [way])


def test_points_places_and_thresholds_are_read_as_the_format_says() -> None:
    points = """META
key;value
vote_type;cumulative
num_projects;2
num_votes;2
budget;100.50
max_sum_points;10
PROJECTS
project_id;cost
a;100.5
b;100
VOTES
voter_id;vote;points
1;a,b;3,7
2;a;3
"""
    greedy = by_rule(points.encode())
    assert next(iter(greedy.values())) == ["b"]
    ordinal = points.replace("cumulative", "ordinal").replace(";points", "")
    ordinal = (
        ordinal.replace("a,b;3,7", "b,a").replace("2;a;3", "2;b").replace("max_sum_points;10\n", "")
    )
    assert next(iter(by_rule(ordinal.encode()).values())) == ["b"]
    strict = changed("rule;greedy", "rule;greedy\nmin_project_score_threshold;13")
    assert all(winners == [] for winners in by_rule(strict).values())
    one = FILE.replace("approval", "choose-1").replace("max_length;3", "max_length;1")
    found = pb_counts.count((one + VOTES.replace("1,2", "1")).encode())
    assert len(found.ways) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "META"),
        (b"\xff\xfe", "UTF-8"),
        (changed("3;200;Урны;0", "3;двести;Урны;0"), "Строка 14: в столбце cost"),
        (changed("19;3", "19;4"), "Строка 36: проекта «4» нет"),
        (changed("budget;500\n", ""), "budget"),
        (changed("budget;500", "budget;Infinity"), "budget"),
        (changed("budget;500", "budget;1e400"), "budget"),
        (changed("3;200;Урны", "3;999999999999999;Урны"), "слишком велики"),
        (b" " * (alone.BYTES_MAX + 1), "5 МБ"),
    ],
)
def test_what_is_wrong_is_said_by_line(data: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        pb_counts.count(data)
    assert any(said in str(line) for line in refused.value.fields.values())


@pytest.mark.parametrize(
    ("limit", "said"),
    [("PROJECTS_MAX", "проектов больше 2"), ("VOTES_MAX", "голосов больше 2")],
)
def test_too_much_is_refused_before_any_line_is_read(
    monkeypatch: pytest.MonkeyPatch, limit: str, said: str
) -> None:
    monkeypatch.setattr(pb_counts, limit, 2)
    with pytest.raises(Invalid) as refused:
        pb_counts.count(changed("19;3", "19;4"))
    assert said in str(refused.value.fields["1"])


def test_what_was_not_ready_in_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pb_counts, "SECONDS", 0)
    found = pb_counts.count((FILE + VOTES).encode())
    assert (found.ways, found.late) == ([], 7)


def test_a_count_that_broke_is_no_count_that_was_late(
    budget_town: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    client: Client,
) -> None:
    monkeypatch.setattr(pb_counts, "PROGRAM", "veche.domains.budgeting.rules.nowhere")
    found = pb_counts.count((FILE + VOTES).encode())
    assert (found.ways, found.late, found.broken) == ([], 0, 7)
    assert "No module named" in caplog.text
    shown = text_of(post(client, "count-file", file=file_of((FILE + VOTES).encode())))
    assert "ошибки на нашей стороне" in shown
    assert "успели" not in shown


def test_the_process_writes_a_line_for_each_rule() -> None:
    given: dict[str, Any] = {
        "budget": 10, "costs": [10], "ballots": [[[0, 1]]], "score_min": 0,
        "ways": [[templates.MOST_VOTES, ""], [templates.PHRAGMEN, ""]],
    }  # fmt: skip
    assert [one["winners"] for one in alone.counts(given)] == [[0], [0]]
    assert [*alone.counts({**given, "budget": -1})] == [{"flaw": "Money is not below zero."}]
    out = io.StringIO()
    for one in alone.counts(json.loads(json.dumps(given))):
        out.write(json.dumps(one))
    assert '"spent": 10' in out.getvalue()


def test_a_count_stands_behind_everything_else() -> None:
    command = [sys.executable, "-m", alone.__name__, "5"]
    waits: dict[str, Any] = {"stdin": subprocess.PIPE, "cwd": pb_counts.ROOT}
    with subprocess.Popen(command, **waits) as process:  # noqa: S603
        least = min(os.nice(0) + alone.NICE, 19)
        for _n in range(600):
            if os.getpriority(os.PRIO_PROCESS, process.pid) == least:
                break
            time.sleep(0.1)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == least
        process.kill()


def test_one_file_is_counted_at_a_time_and_nobody_waits_for_it(
    in_thread: Callable[..., Any], client: Client
) -> None:
    make_town()
    switch_service("budgeting", "on")
    begun, ended = Event(), Event()

    def counts_long() -> None:
        with locks.tried(pb_files.LOCK) as is_free:
            assert is_free
            begun.set()
            ended.wait(timeout=120)

    data = (FILE + VOTES).encode()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(in_thread(counts_long))
        assert begun.wait(timeout=60)
        try:
            came = time.monotonic()
            refused = post(client, "count-file", file=file_of(data))
            assert time.monotonic() - came < locks.WAITS_MS / 1000 / 2
            assert refused.status_code == 429
            assert BUSY in text_of(refused)
        finally:
            ended.set()
        first.result(timeout=60)
    assert post(client, "count-file", file=file_of(data)).status_code == 200


@pytest.mark.usefixtures("budget_town")
def test_all_visitors_together_have_few_counts_a_minute(client: Client) -> None:
    seen = [
        client.post(
            reverse("budgeting:count-file"), {"file": file_of(b"")}, REMOTE_ADDR=f"10.0.0.{n}"
        )
        for n in range(pb_files.ALL + 1)
    ]
    assert [one.status_code for one in seen] == [422] * pb_files.ALL + [429]
    assert BUSY in text_of(seen[-1]), "who came once has not tried too often"


@pytest.mark.usefixtures("budget_town")
def test_anybody_counts_a_file_and_nothing_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pb_files, "ALL", 100)

    def sent(data: bytes) -> Any:
        return post(client, "count-file", file=file_of(data))

    assert "Посчитать файл .pb" in page(client, "count-file")
    assert post(client, "count-file").status_code == 422
    shown = text_of(sent((FILE + VOTES).encode()))
    assert "правило файла" in shown
    assert "как в файле" in shown
    assert "в файле победил" in shown
    bad = sent(changed("19;3", "19;4"))
    assert bad.status_code == 422
    assert "Строка 36" in text_of(bad)
    assert not apps.get_model("files", "StoredFile").objects.exists()
    marked = changed("Сквер;1", "<script>alert(1)</script>;1")
    assert "<script>alert" not in text_of(sent(marked))
    for _n in range(10):
        late = sent(b"")
    assert late.status_code == 429
    cycle, _rows = makers.make_counted()
    assert "count-file" in page(client, "read-results", cycle.slug)


@needs_real_data
def test_the_real_files_give_what_they_say() -> None:
    assert REAL is not None
    for name, place in (("Poland_Warszawa_2026.pb", 0),):
        found = pb_counts.count(Path(REAL / name).read_bytes())
        assert found.ways[place]["is_same"]
