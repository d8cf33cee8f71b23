"""A poll's logic: its phase, who may vote, what a draft lacks, shares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from veche.domains.polls import rules
from veche.domains.polls.rules import DraftQuestion

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "opens", "closes", "expected"),
    [
        ("draft", None, None, "draft"),
        ("draft", -1, 1, "draft"),
        ("review", -1, 1, "review"),
        ("published", 1, 2, "upcoming"),
        ("published", 0, 2, "open"),
        ("published", -1, 0, "closed"),
        ("published", -2, -1, "closed"),
        ("published", None, None, "closed"),
        ("closed", -1, 1, "closed"),
        ("importing", -1, 1, "open"),
    ],
)
def test_the_hours_decide_the_phase(
    state: str, opens: int | None, closes: int | None, expected: str
) -> None:
    hours = [None if hour is None else NOW + hour * HOUR for hour in (opens, closes)]
    assert rules.phase(state, hours[0], hours[1], NOW) == expected


def test_a_poll_ends_at_its_close_and_not_a_moment_later() -> None:
    close = NOW + HOUR
    tick = timedelta(microseconds=1)
    assert rules.phase("published", NOW, close, close - tick) == "open"
    assert rules.phase("published", NOW, close, close) == "closed"
    assert rules.phase("published", NOW, close, NOW - tick) == "upcoming"


def question(**changed: Any) -> DraftQuestion:
    given: dict[str, Any] = {"code": "q1", "kind": "one", "text": "Что?", "options": ["a", "b"]}
    return DraftQuestion(**{**given, **changed})


def flaws(*questions: DraftQuestion, **changed: Any) -> set[str]:
    given: dict[str, Any] = {
        "title": "Опрос", "opens_at": NOW, "closes_at": NOW + HOUR, "now": NOW,
        "needs_act": False, "has_act": False,
    }  # fmt: skip
    found = rules.flaws(**{**given, "questions": questions or (question(),), **changed})
    return {flaw.code for flaw in found}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": "  "}, "no-title"),
        ({"opens_at": None}, "no-dates"),
        ({"closes_at": NOW}, "dates-reversed"),
        ({"now": NOW + HOUR}, "dates-past"),
        ({"needs_act": True}, "no-act"),
        ({"questions": ()}, "no-questions"),
    ],
)
def test_a_passport_must_be_whole(changed: dict[str, Any], code: str) -> None:
    assert code in flaws(**changed)
    assert flaws() == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": " "}, "no-text"),
        ({"options": ["a"]}, "too-few-options"),
        ({"options": ["a", "b"], "neutral": 1}, "too-few-options"),
        ({"kind": "several", "maximum": 3}, "bad-limits"),
        ({"kind": "several", "minimum": 0}, "bad-limits"),
        ({"kind": "several", "minimum": 2, "maximum": 1}, "bad-limits"),
        ({"kind": "scale", "scale": (5, 5)}, "bad-scale"),
        ({"kind": "scale", "scale": (1, 12)}, "bad-scale"),
        ({"kind": "budget", "total": 0}, "no-total"),
        ({"shown_if": "none", "shown_if_options": ["a"]}, "bad-branch"),
        ({"shown_if": "q0", "shown_if_options": []}, "bad-branch"),
        ({"shown_if": "q0", "shown_if_options": ["z"]}, "bad-branch"),
    ],
)
def test_a_question_must_be_answerable(changed: dict[str, Any], code: str) -> None:
    assert code in flaws(question(code="q0"), question(**changed))


def test_a_question_may_hang_on_an_earlier_one_only() -> None:
    hanging = question(code="q2", shown_if="q1", shown_if_options=["a"])
    assert flaws(question(), hanging) == set()
    assert flaws(hanging, question()) == {"bad-branch"}
