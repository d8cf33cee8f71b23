"""What a process keeps in memory is as good as the database, whoever changed it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from veche.commons.norms import public as norms
from veche.commons.norms.models import Norm
from veche.kernel import stamps

CODE = "test.days"
TODAY = date(2026, 3, 2)


def enter(value: int) -> None:
    norms.enter(CODE, title="T", value=value, unit="calendar_days", legal_ref="L", valid_from=TODAY)


def test_a_change_by_whatever_hand_is_seen(town: Any) -> None:
    enter(5)
    assert norms.value(CODE, TODAY).value == 5
    Norm.objects.filter(code=CODE).update(value=6)
    assert norms.value(CODE, TODAY).value == 6
    Norm.objects.filter(code=CODE).delete()
    with pytest.raises(norms.UnknownNorm):
        norms.value(CODE, TODAY)


def test_what_is_kept_costs_one_question_a_request(
    town: Any, django_assert_num_queries: Any
) -> None:
    enter(5)
    norms.value(CODE, TODAY)
    with django_assert_num_queries(1), stamps.asked_once():
        for day in range(9):
            norms.value(CODE, TODAY + timedelta(days=day))
            norms.working_days()(TODAY)


def test_an_own_change_is_seen_within_a_request(town: Any) -> None:
    with stamps.asked_once():
        enter(5)
        assert norms.value(CODE, TODAY).value == 5
        norms.take_over(CODE, value=7, legal_ref="L", valid_from=TODAY)
        assert norms.value(CODE, TODAY).value == 7


@transaction.atomic
def take_over_and_fail() -> None:
    norms.take_over(CODE, value=7, legal_ref="L", valid_from=TODAY)
    assert norms.value(CODE, TODAY).value == 7
    raise ValueError("not this")


def test_what_was_rolled_back_is_not_believed(town: Any) -> None:
    enter(5)
    with pytest.raises(ValueError, match="not this"):
        take_over_and_fail()
    assert norms.value(CODE, TODAY).value == 5


def test_without_a_stamp_nothing_is_kept(town: Any) -> None:
    read: list[int] = []
    kept = stamps.Kept("test.nothing", lambda: read.append(1))
    kept.of(uuid4())
    kept.of(uuid4())
    assert len(read) == 2


def test_towns_are_kept_apart(town: Any) -> None:
    made = iter(range(9))
    kept = stamps.Kept("norms", lambda: next(made))
    first, second = uuid4(), uuid4()
    assert (kept.of(first), kept.of(second), kept.of(first)) == (0, 1, 0)


def test_stamps_are_asked_in_one_query(town: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1), stamps.asked_once():
        town_id = uuid4()
        assert stamps.stamp("norms", town_id) is not None
        assert stamps.stamp("reports.catalogue", town_id) is not None
        assert stamps.stamp("moderation.bans", town_id) is not None
