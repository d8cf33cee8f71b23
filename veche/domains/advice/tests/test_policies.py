"""Each right: one grant, and those who are refused."""

from __future__ import annotations

from uuid import uuid4

from veche.commons.identity.public import ADMIN, ANONYMOUS, CLERK, PersonRef
from veche.domains.advice import policies
from veche.domains.advice.models import Answer, Guide, Question

ASKER, OTHER, WEAK = (
    PersonRef(uuid4(), level=1),
    PersonRef(uuid4(), level=1),
    PersonRef(uuid4(), level=0),
)
OFFICIAL = PersonRef(uuid4(), level=1, roles=frozenset({ADMIN}))
COUNTER = PersonRef(uuid4(), level=1, roles=frozenset({CLERK}))


def question(**given: object) -> Question:
    return Question(**{"author_id": ASKER.id, "is_public": True, **given})


def said(author: PersonRef = OTHER, **given: object) -> Answer:
    of = given.pop("question", question())
    return Answer(**{"author_id": author.id, "is_public": True, "question": of, **given})


def test_reading_and_asking() -> None:
    assert policies.may_read_question(ANONYMOUS, question())
    assert policies.may_read_question(ASKER, question(is_public=False))
    assert not policies.may_read_question(OTHER, question(is_public=False))
    assert not policies.may_read_question(ASKER, question(is_public=False, is_withdrawn=True))
    assert policies.may_ask_question(ASKER)
    assert not policies.may_ask_question(ANONYMOUS)
    assert not policies.may_ask_question(WEAK)
    assert policies.may_ask_question(ASKER, asked=5, limit=5).code == "enough"


def test_taking_a_question_back() -> None:
    assert policies.may_withdraw_question(ASKER, question())
    assert not policies.may_withdraw_question(OTHER, question())
    assert policies.may_withdraw_question(ASKER, question(answers=1)).code == "answered-already"
    assert not policies.may_withdraw_question(ANONYMOUS, question(author_id=None))


def test_answering_and_voices() -> None:
    assert policies.may_answer_question(OTHER, question())
    assert not policies.may_answer_question(ANONYMOUS, question())
    assert not policies.may_answer_question(OTHER, question(is_public=False))
    assert policies.may_speak_for_town(OFFICIAL)
    assert not policies.may_speak_for_town(OTHER)
    assert not policies.may_speak_for_town(COUNTER)
    assert policies.may_keep_guides(OFFICIAL)
    assert not policies.may_keep_guides(OTHER)
    assert not policies.may_keep_guides(ANONYMOUS)


def test_an_answer_is_its_authors_until_it_is_the_best() -> None:
    assert policies.may_withdraw_answer(OTHER, said())
    assert not policies.may_withdraw_answer(ASKER, said())
    best = said()
    best.question.best = best
    assert policies.may_withdraw_answer(OTHER, best).code == "best-already"


def test_marking() -> None:
    assert policies.may_rate_answer(ASKER, said())
    assert not policies.may_rate_answer(OTHER, said())
    assert not policies.may_rate_answer(ANONYMOUS, said())


def test_the_best_is_chosen_by_the_asker_or_an_official() -> None:
    assert policies.may_choose_best(ASKER, said())
    assert policies.may_choose_best(OFFICIAL, said())
    assert not policies.may_choose_best(OTHER, said())
    assert policies.may_choose_best(ASKER, said(ASKER)).code == "own-answer"
    assert not policies.may_choose_best(ASKER, said(is_public=False))
    assert not policies.may_choose_best(ANONYMOUS, said(question=question(author_id=None)))


def test_doubting() -> None:
    assert policies.may_doubt_guide(OTHER, Guide())
    assert not policies.may_doubt_guide(ANONYMOUS, Guide())
    assert not policies.may_doubt_guide(OTHER, Guide(is_outdated=True))
