"""Each policy: a grant and the denials beside it. No database is asked."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.initiatives import policies, rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.rules import Participant

AUTHOR_ID = uuid4()
AUTHOR = PersonRef(AUTHOR_ID, 1)
OTHER = PersonRef(uuid4(), 1)
UNSURE = PersonRef(uuid4(), 0)
GROWN, YOUNG, UNTOLD = Participant(True, 1, 40), Participant(True, 1, 12), Participant(True, 1)
TODAY = date(2026, 11, 29)


def role(name: str) -> PersonRef:
    return PersonRef(uuid4(), 1, frozenset({name}))


def proposal(state: str = rules.COLLECTING, **given: object) -> Proposal:
    values = {"author_id": AUTHOR_ID, "is_public": state in rules.SHOWN, **given}
    return Proposal(state=state, title="Скамейки", **values)


def codes(*decisions: object) -> list[str]:
    return ["" if one else one.code for one in decisions]  # type: ignore[attr-defined]


def test_reading() -> None:
    draft = proposal(rules.DRAFT)
    assert policies.may_read_proposal(ANONYMOUS, proposal())
    assert policies.may_read_proposal(AUTHOR, draft)
    assert policies.may_read_proposal(OTHER, draft, is_member=True)
    assert not policies.may_read_proposal(OTHER, draft)
    assert not policies.may_read_proposal(ANONYMOUS, proposal(is_public=False))


def test_proposing() -> None:
    found = [policies.may_propose(one) for one in (AUTHOR, ANONYMOUS, UNSURE)]
    assert codes(*found) == ["", "sign-in-needed", "level-needed"]


def test_changing() -> None:
    draft = proposal(rules.DRAFT)
    assert policies.may_change_proposal(AUTHOR, draft)
    assert policies.may_change_proposal(AUTHOR, proposal(rules.REJECTED))
    joined = PersonRef(uuid4(), 1, earlier_ids=(AUTHOR_ID,))
    assert policies.may_change_proposal(joined, draft)
    assert codes(policies.may_change_proposal(OTHER, draft)) == ["not-own"]
    assert codes(policies.may_change_proposal(AUTHOR, proposal())) == ["sent-already"]
    assert codes(policies.may_change_proposal(OTHER, proposal(rules.DRAFT, author_id=None))) == [
        "not-own"
    ]


def test_joining_a_group() -> None:
    draft = proposal(rules.DRAFT)
    assert policies.may_join_group(OTHER, draft, GROWN, 16)
    assert codes(
        policies.may_join_group(ANONYMOUS, draft, GROWN, 16),
        policies.may_join_group(OTHER, draft, YOUNG, 16),
        policies.may_join_group(OTHER, draft, UNTOLD, 16),
        policies.may_join_group(OTHER, proposal(), GROWN, 16),
    ) == ["sign-in-needed", "age", "birth-date", "sent-already"]


@pytest.mark.parametrize(
    ("who", "of", "group", "code"),
    [
        (AUTHOR, GROWN, 10, ""),
        (AUTHOR, GROWN, 9, "group-small"),
        (AUTHOR, YOUNG, 10, "age"),
        (OTHER, GROWN, 10, "not-own"),
    ],
)
def test_filing(who: PersonRef, of: Participant, group: int, code: str) -> None:
    decision = policies.may_file_proposal(
        who, proposal(rules.DRAFT), who=of, min_age=16, group=group, group_min=10
    )
    assert codes(decision) == [code]


def test_supporting_and_taking_it_back() -> None:
    row = proposal()
    assert policies.may_support_proposal(OTHER, row, GROWN, 16)
    assert policies.may_withdraw_support(OTHER, row)
    assert codes(
        policies.may_support_proposal(ANONYMOUS, row, GROWN, 16),
        policies.may_support_proposal(OTHER, row, YOUNG, 16),
        policies.may_support_proposal(OTHER, proposal(rules.CONSIDERED), GROWN, 16),
        policies.may_support_proposal(OTHER, proposal(is_public=False), GROWN, 16),
        policies.may_withdraw_support(ANONYMOUS, row),
        policies.may_withdraw_support(OTHER, proposal(rules.ANSWERED)),
    ) == [
        "sign-in-needed",
        "age",
        "not-collecting",
        "not-collecting",
        "sign-in-needed",
        "not-collecting",
    ]


def test_taking_up_anew() -> None:
    better = proposal(rules.ANSWERED, outcome=rules.DECLINED, ground=rules.BETTER)
    assert policies.may_begin_anew(OTHER, proposal(rules.EXPIRED))
    assert policies.may_begin_anew(OTHER, better)
    assert codes(
        policies.may_begin_anew(ANONYMOUS, better),
        policies.may_begin_anew(OTHER, proposal(rules.EXPIRED, is_public=False)),
        policies.may_begin_anew(OTHER, proposal(rules.ANSWERED, ground="law")),
        policies.may_begin_anew(OTHER, proposal()),
    ) == ["sign-in-needed", "wrong-state", "wrong-state", "wrong-state"]


def test_showing_how_it_is_there() -> None:
    assert policies.may_add_photos(AUTHOR, proposal())
    assert codes(
        policies.may_add_photos(OTHER, proposal()),
        policies.may_add_photos(AUTHOR, proposal(is_public=False)),
        policies.may_add_photos(AUTHOR, proposal(rules.ANSWERED)),
    ) == ["not-own", "wrong-state", "wrong-state"]


def test_judging_a_call() -> None:
    official = role("coordinator")
    own = PersonRef(AUTHOR_ID, 1, frozenset({"coordinator"}))
    assert policies.may_judge_call(official, proposal())
    assert codes(
        policies.may_judge_call(AUTHOR, proposal()),
        policies.may_judge_call(own, proposal()),
        policies.may_judge_call(official, proposal(), is_member=True),
        policies.may_judge_call(official, proposal(rules.ANSWERED)),
    ) == ["not-yours", "own-proposal", "own-proposal", "wrong-state"]


def test_retiring() -> None:
    assert policies.may_retire_proposal(AUTHOR, proposal())
    assert codes(
        policies.may_retire_proposal(OTHER, proposal()),
        policies.may_retire_proposal(AUTHOR, proposal(rules.CONSIDERED)),
    ) == ["not-own", "not-collecting"]


def test_working_and_answering() -> None:
    waits = proposal(rules.CONSIDERED, remarks_until=date(2026, 11, 28))
    assert policies.may_work_on_proposals(role("author"))
    assert not policies.may_work_on_proposals(role("clerk"))
    assert not policies.may_work_on_proposals(ANONYMOUS)
    assert policies.may_answer_proposal(role("approver"), waits, TODAY)
    open_still = proposal(rules.CONSIDERED, remarks_until=TODAY)
    assert codes(
        policies.may_answer_proposal(role("author"), waits, TODAY),
        policies.may_answer_proposal(role("approver"), proposal(), TODAY),
        policies.may_answer_proposal(role("approver"), open_still, TODAY),
    ) == ["not-yours", "wrong-state", "remarks-open"]


def test_handing_on() -> None:
    official = role("author")
    assert policies.may_hand_on_proposal(official, proposal(rules.CONSIDERED))
    assert policies.may_hand_on_proposal(official, proposal(rules.ANSWERED, outcome=rules.ACCEPTED))
    assert codes(
        policies.may_hand_on_proposal(OTHER, proposal(rules.CONSIDERED)),
        policies.may_hand_on_proposal(official, proposal()),
        policies.may_hand_on_proposal(official, proposal(rules.ANSWERED, outcome=rules.DECLINED)),
    ) == ["not-yours", "wrong-state", "wrong-state"]


def test_thresholds_and_signatures() -> None:
    assert policies.may_set_thresholds(role("approver"))
    assert policies.may_set_thresholds(role("admin"))
    assert not policies.may_set_thresholds(role("author"))
    assert not policies.may_set_thresholds(ANONYMOUS)
    assert policies.may_take_signatures(role("clerk"), proposal())
    assert codes(
        policies.may_take_signatures(role("admin")),
        policies.may_take_signatures(role("clerk"), proposal(rules.EXPIRED)),
    ) == ["not-yours", "not-collecting"]
