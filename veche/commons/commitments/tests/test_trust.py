"""Trust in a decision: asked once of each, changeable, shown by weeks and never of too few."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.commitments import actions, policies, public, queries, rules
from veche.commons.commitments.models import TrustWeek
from veche.commons.commitments.tests.makers import (
    RESIDENT,
    UNCONFIRMED,
    VISITOR,
    make_commitment,
    make_decided,
)
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.kernel.errors import Invalid, Refused

MONDAY = date(2026, 11, 2)


def tell(commitment: rules.Commitment, *stars: int) -> None:
    for one in stars:
        person = PersonRef(id=uuid.uuid4(), level=1)
        actions.tell_trust(person, commitment_id=commitment.id, stars=one)


def test_who_may_tell(town: Any) -> None:
    decided, owed = make_decided(), make_commitment()
    assert policies.may_tell_trust(RESIDENT, decided)
    for person, commitment in ((RESIDENT, owed), (UNCONFIRMED, decided), (VISITOR, decided)):
        assert not policies.may_tell_trust(person, commitment)
        with pytest.raises(Refused):
            actions.tell_trust(person, commitment_id=commitment.id, stars=3)


def test_each_person_has_one_answer_and_may_change_it(town: Any) -> None:
    made = make_decided()
    tell(made, 5, 5, 5, 5)
    for stars in (1, 1, 4):
        actions.tell_trust(RESIDENT, commitment_id=made.id, stars=stars)
    (point,) = queries.trust_line(made.id, queries.smallest_group())
    assert (point.answers, point.mean) == (5, 24 / 5)
    assert point.week_on.weekday() == 0
    assert public.trust_by(RESIDENT.id) == [(made.id, 4)]  # type: ignore[arg-type]


def test_a_mean_of_four_is_not_shown(town: Any) -> None:
    made = make_decided()
    tell(made, 1, 2, 3, 4)
    assert queries.trust_line(made.id, queries.smallest_group()) == ()
    page = Client().get(made.url).content.decode()
    assert "Пока ответили немногие" in page


def test_a_past_week_stays_as_it_was(town: Any) -> None:
    made = make_decided()
    tell(made, 1, 1, 1, 1)
    actions.tell_trust(RESIDENT, commitment_id=made.id, stars=1)
    TrustWeek.objects.update(week_on=public.today() - timedelta(days=21))
    actions.tell_trust(RESIDENT, commitment_id=made.id, stars=5)
    first, second = queries.trust_line(made.id, queries.smallest_group())
    assert (first.answers, first.mean) == (5, 1)
    assert (second.answers, second.mean) == (5, 9 / 5)


def test_an_erased_person_leaves_the_line(town: Any) -> None:
    made = make_decided()
    tell(made, 2, 2, 2, 2, 2)
    actions.tell_trust(RESIDENT, commitment_id=made.id, stars=5)
    public.forget_ratings(RESIDENT.id)  # type: ignore[arg-type]
    (point,) = queries.trust_line(made.id, queries.smallest_group())
    assert (point.answers, point.mean) == (5, 2)


def test_only_one_to_five(town: Any) -> None:
    made = make_decided()
    for stars in (0, 6, -1):
        with pytest.raises(Invalid):
            actions.tell_trust(RESIDENT, commitment_id=made.id, stars=stars)


def test_the_page_asks_shows_and_keeps(town: Any) -> None:
    made = make_decided()
    tell(made, 4, 4, 4, 4)
    browser = sign_in(Client(), make_person())
    assert "Доверяете ли вы этому решению?" in browser.get(made.url).content.decode()
    assert browser.post(f"{made.url}trust/", {"stars": "4"}).status_code == 302
    assert browser.post(f"{made.url}trust/", {}).status_code == 422
    page = Client().get(made.url).content.decode()
    assert "<svg" in page
    assert "Войти и ответить" in page
    told = Client().get(f"/api/v1/decisions/{made.slug}/trust").json()
    assert [(one["answers"], one["mean"]) for one in told] == [(5, 4.0)]
    assert "Доверяете" not in Client().get(make_commitment().url).content.decode()


weekly = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), max_size=12)


@given(weekly, st.integers(1, 9))
def test_the_line_runs(weeks: list[tuple[int, int]], least: int) -> None:
    rows = [
        (MONDAY + timedelta(weeks=at), count, count * stars)
        for at, (count, stars) in enumerate(weeks)
    ]
    line = rules.trust_line(rows, least)
    assert all(point.answers >= least and 1 <= point.mean <= 5 for point in line)
    assert list(line) == sorted(line, key=lambda point: point.week_on)
    whole = sum(count for count, _stars in weeks)
    assert (line[-1].answers == whole) if whole >= least else not line
