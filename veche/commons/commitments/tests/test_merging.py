"""Two accounts that become one have one say of each decision."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from veche.commons.commitments import actions, manifest, queries, rules
from veche.commons.commitments.models import OutcomeRating, TrustRating, TrustWeek
from veche.commons.commitments.tests.makers import again, make_done
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_joined, make_person, merge


def say(person: PersonRef, made: rules.Commitment, *, stars: int, trust: int) -> None:
    actions.rate_outcome(person, commitment_id=made.id, stars=stars)
    actions.tell_trust(person, commitment_id=made.id, stars=trust)


def counted(made: rules.Commitment) -> tuple[Any, list[tuple[int, int]]]:
    weeks = TrustWeek.objects.filter(commitment_id=made.id)
    return again(made).rating.counts, list(weeks.values_list("answers", "total"))


def test_after_a_merge_one_say_is_counted(town: Any) -> None:
    both, one_only = make_done(), make_done()
    phone, checked = make_person(), make_person(level=2)
    say(phone, both, stars=1, trust=2)
    say(checked, both, stars=5, trust=4)
    say(phone, one_only, stars=3, trust=3)
    survivor = merge(phone, checked)
    assert counted(both) == ((0, 0, 0, 0, 1), [(1, 4)])
    assert counted(one_only) == ((0, 0, 1, 0, 0), [(1, 3)])
    assert queries.stars_of(survivor.known_id, one_only.id) == 3

    say(survivor, one_only, stars=4, trust=5)
    assert counted(one_only) == ((0, 0, 0, 1, 0), [(1, 5)])
    copied = manifest.MANIFEST.export
    assert copied is not None
    assert len(copied(survivor.known_id)) == 4


def test_what_an_earlier_account_said_is_copied_and_erased(town: Any) -> None:
    made, person = make_done(), make_person()
    say(PersonRef(id=make_joined(person), level=1), made, stars=2, trust=1)
    copied = manifest.MANIFEST.export
    assert copied is not None
    assert copied(person.known_id) == [
        {"decision": str(made.id), "stars": 2},
        {"decision": str(made.id), "trust": 1},
    ]
    manifest._forget({"person_id": str(person.id)}, uuid4())
    assert counted(made) == ((0, 0, 0, 0, 0), [(0, 0)])
    assert not OutcomeRating.objects.exists()
    assert not TrustRating.objects.exists()
