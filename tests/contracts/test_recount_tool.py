"""The recount that anyone runs at home, on the file that the pages hand out."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from veche.commons.ballots import public as ballots
from veche.domains.polls import queries
from veche.domains.polls.models import Neutral, Option, Poll, Question, QuestionKind, State
from veche.kernel import clock
from veche.kernel.ids import new_id

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools/recount/recount_open.py"
PAGE = ROOT / "docs/use/doubter.md"
EXAMPLE = ROOT / "docs/use/example-ballots.json"
PAPER: list[dict[str, Any]] = [
    {"kind": QuestionKind.ONE},
    {"kind": QuestionKind.SEVERAL, "maximum": 3, "is_required": False},
    {"kind": QuestionKind.RANKING, "maximum": 3},
    {"kind": QuestionKind.SCALE},
    {"kind": QuestionKind.YES_NO, "is_required": False},
    {"kind": QuestionKind.TEXT, "is_required": False},
    {"kind": QuestionKind.PLACE, "is_required": False},
    {"kind": QuestionKind.BUDGET, "total": 100},
]
CHOICES: list[dict[str, Any]] = [
    {"q1": ["o1"], "q3": ["o2", "o1", "o3"], "q4": 5, "q8": {"o1": 60, "o3": 40}},
    {
        "q1": ["o4"],
        "q2": ["o1", "o3"],
        "q3": ["o4"],
        "q4": 1,
        "q5": ["o2"],
        "q6": "Скамейку бы.",
        "q7": [54.51234, 36.26],
        "q8": {"o2": 1},
    },
    {"q1": ["o1"], "q2": ["o2"], "q3": ["o3"], "q4": 5, "q5": ["o2"], "q8": {"o1": 7}},
]


@pytest.fixture
def taken(town: Any) -> dict[str, Any]:
    """The file of a closed poll with a question of every kind, as the page hands it out."""
    poll = closed_poll()
    response = Client().get(f"/polls/{poll.slug}/ballots.json")
    assert response.status_code == 200
    return json.loads(b"".join(response.streaming_content))


def closed_poll() -> Poll:
    now = clock.database_now()
    poll = Poll.objects.create(
        title="Всё обо всём",
        state=State.CLOSED,
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=1),
    )
    for number, asked in enumerate(PAPER, start=1):
        question = Question.objects.create(
            poll=poll, position=number, code=f"q{number}", text=f"Вопрос {number}", **asked
        )
        for place in range(1, 5):
            neutral = Neutral.UNSURE if place == 4 else Neutral.NONE
            Option.objects.create(
                question=question,
                position=place,
                code=f"o{place}",
                text=f"Вариант {place}",
                neutral=neutral,
            )
    fill(poll)
    return poll


def fill(poll: Poll) -> None:
    ballots.open_box(
        poll.id,
        paper=queries.paper_of(poll),
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        is_revisable=False,
    )
    for choice in CHOICES:
        leave = ballots.issue_pass(poll.id, person_id=new_id(), stratum="", level=1, channel="web")
        ballots.cast(leave, choice)
    Poll.objects.filter(id=poll.id).update(closes_at=ballots.close_box(poll.id))
    ballots.publish(poll.id)


def recount(data: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    """What the tool says of this file."""
    file = folder / "ballots.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return run_tool(file)


def run_tool(file: Path) -> subprocess.CompletedProcess[str]:
    """Run the tool as a doubter does: this house's program is out of its reach."""
    return subprocess.run(
        [sys.executable, "-I", TOOL, file],
        cwd=file.parent,
        env={"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def test_the_handed_out_file_agrees_with_its_rows(taken: dict[str, Any], tmp_path: Path) -> None:
    done = recount(taken, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 ballots, the count agrees" in done.stdout
    assert "o1 Вариант 1: 2 votes\n" in done.stdout
    assert "o2 Вариант 2: 1 votes, 2 points" in done.stdout, "first of a ranking of three gets two"


def test_the_file_says_no_more_than_the_choice(taken: dict[str, Any]) -> None:
    assert "Скамейку" not in json.dumps(taken, ensure_ascii=False)
    spoken = next(row for row in taken["ballots"] if "q6" in row)
    assert spoken["q6"] is True
    assert spoken["q7"] == [54.512, 36.26]
    assert {name for row in taken["ballots"] for name in row} <= {f"q{n}" for n in range(1, 9)}


def test_a_changed_row_is_noticed(taken: dict[str, Any], tmp_path: Path) -> None:
    row = next(row for row in taken["ballots"] if row["q1"] == ["o4"])
    row["q1"] = ["o1"]
    done = recount(taken, tmp_path)
    assert done.returncode == 1
    assert "q1 / lines / o1 / votes: the file says 2, its rows give 3" in done.stdout


@pytest.mark.parametrize("kind", ["added", "taken away"])
def test_a_row_more_or_less_is_noticed(kind: str, taken: dict[str, Any], tmp_path: Path) -> None:
    rows = taken["ballots"]
    taken["ballots"] = [*rows, rows[0]] if kind == "added" else rows[1:]
    done = recount(taken, tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("totals / ballots: the file says 3")


def test_changed_totals_are_noticed(taken: dict[str, Any], tmp_path: Path) -> None:
    taken["totals"]["questions"]["q8"]["lines"]["o1"]["points"] += 1
    done = recount(taken, tmp_path)
    assert done.returncode == 1
    assert "q8 / lines / o1 / points: the file says 68, its rows give 67" in done.stdout


def test_the_example_of_the_page_is_what_the_tool_says() -> None:
    done = run_tool(EXAMPLE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout in PAGE.read_text(encoding="utf-8")


def test_another_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = recount({"title": "Такой страницы нет", "status": 404}, tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("take it from /polls/<id>/ballots.json")
    assert "Traceback" not in done.stderr
