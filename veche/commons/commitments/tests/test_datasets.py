"""What was promised as everyone may take it away."""

from __future__ import annotations

from typing import Any

from veche.commons.commitments.datasets import DATASETS
from veche.commons.commitments.tests.makers import make_commitment, make_done, soon, start_clock


def days_late() -> set[int | None]:
    promises = DATASETS[0]
    place = [one.name for one in promises.columns].index("days_late")
    return {row[place] for row in promises.rows()}


def test_nobody_is_called_punctual_while_the_public_clock_is_off(town: Any) -> None:
    make_commitment(decide_by=soon(-3))
    make_done()
    assert days_late() == {None}
    start_clock()
    assert days_late() == {3, 0}
