"""Many at the same moment."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction

from veche.commons.commitments import actions, rules
from veche.commons.commitments.models import OutcomeRating
from veche.commons.commitments.tests.makers import again, make_done
from veche.commons.identity.public import PersonRef


def test_forgetting_told_twice_at_once_counts_once(in_thread: Any) -> None:
    made, person = make_done(), PersonRef(id=uuid.uuid4(), level=1)
    actions.rate_outcome(person, commitment_id=made.id, stars=5)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.forget_ratings(person.known_id)
            second = pool.submit(in_thread(actions.forget_ratings), person.known_id)
            with pytest.raises(TimeoutError):
                second.result(timeout=1)
        second.result(timeout=30)
    assert list(again(made).rating.counts) == [0] * len(rules.STARS)


def test_stars_given_at_once_by_many_are_all_counted(in_thread: Any) -> None:
    made = make_done()
    people = [PersonRef(id=uuid.uuid4(), level=1) for _ in range(10)]

    def rate(number: int) -> None:
        actions.rate_outcome(people[number % 10], commitment_id=made.id, stars=1 + (number * 7) % 5)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(in_thread(rate), range(50)))
    counts = [OutcomeRating.objects.filter(stars=stars).count() for stars in rules.STARS]
    assert list(again(made).rating.counts) == counts
    assert sum(counts) == 10
