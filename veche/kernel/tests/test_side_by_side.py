"""Work shared out among processes: all of it, in the same town, and never half of it in silence."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.db import connection

from veche.kernel import side_by_side


def _here(number: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (schema,) = cursor.fetchone()
    assert schema == "t_zarechye"
    return os.getpid() * 100 + number


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})


def test_each_is_done_once_by_others_in_the_same_town(committed_town: Any, two_cores: None) -> None:
    found = list(side_by_side.done(_here, 7))
    assert sorted(one % 100 for one in found) == list(range(7))
    assert os.getpid() not in {one // 100 for one in found}
    assert _here(1) == os.getpid() * 100 + 1, "our own connection comes back"


def test_inside_a_transaction_everything_is_done_here(town: Any, two_cores: None) -> None:
    assert {one // 100 for one in side_by_side.done(_here, 3)} == {os.getpid()}


def test_a_failure_is_told(committed_town: Any, two_cores: None) -> None:
    def work(number: int) -> int:
        if number == 3:
            raise ValueError("three")
        return number

    with pytest.raises(ValueError, match="three"):
        list(side_by_side.done(work, 6))
