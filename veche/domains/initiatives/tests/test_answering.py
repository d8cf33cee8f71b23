"""The town's answer, its term, and the poll that grows from a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from veche.commons.commitments import public as commitments
from veche.commons.commitments.tests import makers as promises
from veche.commons.identity.tests.makers import make_person
from veche.domains.initiatives import jobs, public, rules
from veche.domains.initiatives.actions import answering, filing, setting_up
from veche.domains.initiatives.actions.setting_up import ThresholdText
from veche.domains.initiatives.models import HandedOn, Proposal
from veche.domains.initiatives.queries import onward, terms, wording, worklist
from veche.domains.initiatives.queries.onward import KIND
from veche.domains.initiatives.tests import makers
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.manifest import Judged
from veche.kernel.policies import ALLOWED, refuse

pytestmark = pytest.mark.usefixtures("places_town")


def test_the_town_answers_with_reasons(town: Any) -> None:
    row = makers.reached()
    approver = makers.role("approver")
    with pytest.raises(Refused):
        answering.answer_proposal(
            makers.role("author"), slug=row.slug, version=row.version, answer=makers.answer()
        )
    with pytest.raises(Invalid) as bare:
        answering.answer_proposal(
            approver,
            slug=row.slug,
            version=row.version,
            answer=makers.answer(outcome=rules.DECLINED, text="Нет.", promised_on=None),
        )
    assert set(bare.value.fields) == {"text", "ground"}
    with pytest.raises(Conflict):
        answering.answer_proposal(
            approver, slug=row.slug, version=row.version - 1, answer=makers.answer()
        )
    answering.answer_proposal(
        approver,
        slug=row.slug,
        version=row.version,
        answer=makers.answer(outcome=rules.DECLINED, ground="money"),
    )
    row = makers.fresh(row)
    assert (row.state, row.outcome, row.ground, row.promised_on) == (
        rules.ANSWERED,
        rules.DECLINED,
        "money",
        None,
    )
    with pytest.raises(Refused):
        answering.answer_proposal(
            approver, slug=row.slug, version=row.version, answer=makers.answer()
        )


def test_a_promise_says_no_more_than_the_proposal(town: Any) -> None:
    row = makers.answered(makers.reached(makers.make_proposal(title="Убрать гараж Петрова")))

    def titles() -> set[str]:
        found = commitments.of(KIND, row.id)
        return {found.source_title} if found else set()

    hidden = filing.as_text(row).replace("Петрова", "███")
    filing.rewrite_proposal(proposal_id=row.id, text=hidden)
    assert titles() == {"Убрать гараж ███"}
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=False))
    assert titles() == {"Ответ на предложение жителей"}
    filing.judge_proposal(proposal_id=row.id, judged=Judged(is_passed=True))
    assert titles() == {"Убрать гараж ███"}


def test_nobody_of_the_group_answers_for_the_town(town: Any) -> None:
    approver = make_person(roles=["approver"], birth_year=makers.BORN)
    row = makers.reached(makers.make_proposal(approver))
    with pytest.raises(Refused) as refused:
        answering.answer_proposal(
            approver, slug=row.slug, version=row.version, answer=makers.answer()
        )
    assert refused.value.code == "own-proposal"
    row = makers.answered(row, outcome=rules.DECLINED, ground="law")
    assert public.source_of(approver, str(row.id)) is None
    # Two accounts that became one were counted twice: what was reached stays reached.
    row.support -= 1
    assert wording.progress(row)["left"] == "Порог набран"


def test_remarks_have_their_days_first(town: Any) -> None:
    row = makers.reached()
    Proposal.objects.filter(id=row.id).update(remarks_until=terms.today())
    with pytest.raises(Refused) as early:
        answering.answer_proposal(
            makers.role("approver"), slug=row.slug, version=row.version, answer=makers.answer()
        )
    assert early.value.code == "remarks-open"


def test_what_is_late_stands_first_and_is_told_once(town: Any) -> None:
    soon, late = makers.reached(), makers.reached(makers.make_proposal(title="Фонари в сквере"))
    Proposal.objects.filter(id=late.id).update(due_on=terms.today() - timedelta(days=2))
    official = makers.role("author")
    found = worklist.work_page(official, worklist.WAITING).items
    assert [one.id for one in found] == [late.id, soon.id]
    assert worklist.work_page(official, worklist.LATE).items == [late]
    for _n in range(2):
        jobs.mark_overdue()
    assert makers.fresh(late).is_overdue_told
    assert not makers.fresh(soon).is_overdue_told
    assert worklist.overdue(terms.today()) == []
    with pytest.raises(Refused):
        worklist.work_page(makers.resident(), worklist.WAITING)


def test_what_found_no_support_ends(town: Any) -> None:
    row = makers.make_proposal()
    jobs.expire_proposals()
    assert makers.fresh(row).state == rules.COLLECTING
    Proposal.objects.filter(id=row.id).update(support_until=terms.today() - timedelta(days=1))
    jobs.expire_proposals()
    assert makers.fresh(row).state == rules.EXPIRED


def test_a_yes_is_a_promise_with_a_day(town: Any) -> None:
    day = terms.today() + timedelta(days=90)
    row = makers.answered(promised_on=day)
    course = commitments.of(KIND, row.id)
    assert course is not None
    assert (course.due_on, course.answerable.body_name) == (day, row.body)
    assert commitments.promised(day, day)[1][0].title == row.title
    last = wording.timeline(row, day, course)[-1]
    assert last["state"] == "now"
    assert wording.timeline(row, day + timedelta(days=1), course)[-1]["state"] == "late"
    refused = makers.answered(
        makers.reached(makers.make_proposal(title="Мост через овраг")),
        outcome=rules.DECLINED,
        ground="money",
        promised_on=None,
    )
    assert commitments.of(KIND, refused.id) is None
    with pytest.raises(Invalid) as past:
        makers.answered(
            makers.reached(makers.make_proposal(title="Фонтан у вокзала")),
            promised_on=terms.today() - timedelta(days=1),
        )
    assert set(past.value.fields) == {"promised_on"}


def test_asking_residents_is_a_promise_too(town: Any) -> None:
    row, day = makers.reached(), terms.today() + timedelta(days=20)
    with pytest.raises(Invalid) as bare:
        makers.answered(row, outcome=rules.ASKING, promised_on=None)
    assert set(bare.value.fields) == {"promised_on"}
    row = makers.answered(row, outcome=rules.ASKING, promised_on=day)
    course = wording.course_of(row)
    assert course is not None
    assert (course.due_on, row.promised_on) == (day, day)
    assert str(wording.timeline(row, day, course)[-1]["title"]) == "Готовим вопрос жителям"
    # The town has promised to ask, not the benches; once it has asked, its desk says what is left.
    assert course.source_title == f"Спросить жителей: {row.title}"
    filing.rewrite_proposal(proposal_id=row.id, text=filing.as_text(row))
    renamed = wording.course_of(row)
    assert renamed is not None
    assert renamed.source_title == course.source_title


def test_a_promise_to_ask_that_is_kept_waits_on_the_desk(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, day = makers.reached(), terms.today() + timedelta(days=60)
    row = makers.answered(row, outcome=rules.ASKING, promised_on=day)
    makers.answered(makers.reached(makers.make_proposal(title="Фонтан")), promised_on=day)
    poll, official = uuid4(), makers.role("author")
    HandedOn.objects.create(proposal=row, kind="made.thing", target_id=poll, by_id=uuid4())
    over: list[UUID] = []

    def look(ids: Sequence[UUID]) -> dict[UUID, onward.Target]:
        return {one: onward.Target("Опрос", "", "/o/", is_over=one in over) for one in ids}

    way = onward.Way("made.thing", "", "", "", Mock(), Mock(), look)
    monkeypatch.setattr(onward, "_ways", {way.kind: way})
    assert public.waiting(official, 5) == []
    over.append(poll)
    with CaptureQueriesContext(connection) as asked:
        (matter,) = worklist.asked(5)
    assert (matter.id, len(asked)) == (row.id, 3)
    (shown,) = public.waiting(official, 5)
    assert (shown.title, "обещание" in str(shown.note)) == (row.title, True)
    course = wording.course_of(row)
    assert course is not None
    promises.give_up(course)
    assert public.waiting(official, 5) == []


def test_old_drafts_go(town: Any) -> None:
    draft_id = makers.make_draft(makers.resident())
    row = makers.make_proposal()
    long_ago = row.changed_at - timedelta(days=400)
    Proposal.objects.update(changed_at=long_ago)
    jobs.forget_drafts()
    assert not Proposal.objects.filter(id=draft_id).exists()
    assert Proposal.objects.filter(id=row.id).exists()


def test_a_way_on_is_taken_once_in_one_transaction(town: Any) -> None:
    made: list[Any] = []

    def begin(person: Any, handed: onward.Handed) -> Any:
        made.append(handed)
        return handed.proposal_id

    way = onward.Way(
        kind="made.thing",
        title="Сделать",
        noun="Вещь",
        icon="vote",
        may=lambda person: ALLOWED if person.has_role("author") else refuse("нет"),
        begin=begin,
        look=lambda ids: {one: onward.Target("Вещь", "", "/office/") for one in ids},
    )
    kept = onward.ways()
    onward.use_ways([way])
    try:
        row = makers.answered()
        author = makers.role("author")
        for _n in range(2):
            answering.hand_on_proposal(author, slug=row.slug, kind="made.thing")
        assert len(made) == 1
        assert made[0].title == row.title
        assert HandedOn.objects.count() == 1
        with pytest.raises(NotFound):
            answering.hand_on_proposal(author, slug=row.slug, kind="other")
        with pytest.raises(Refused):
            answering.hand_on_proposal(
                author, slug=makers.make_proposal(title="Рано").slug, kind="made.thing"
            )
        with pytest.raises(Refused):
            answering.hand_on_proposal(makers.resident(), slug=row.slug, kind="made.thing")
        with pytest.raises(Refused):
            answering.hand_on_proposal(makers.role("coordinator"), slug=row.slug, kind="made.thing")
    finally:
        onward.use_ways(kept)


def test_thresholds_are_dated_and_of_places(town: Any) -> None:
    place = terms.territories()[0]
    old = makers.make_proposal(place_id=place.id)
    text = ThresholdText(9, terms.today(), "Решение совета", "14", terms.today())
    with pytest.raises(Refused):
        setting_up.set_threshold(makers.role("author"), place_ids=[None], text=text)
    with pytest.raises(Invalid):
        setting_up.set_threshold(makers.role("approver"), place_ids=[old.id], text=text)
    assert setting_up.set_threshold(makers.role("approver"), place_ids=[place.id], text=text) == 1
    assert terms.threshold(place.id) == 9
    assert terms.threshold(None) == 6
    assert makers.fresh(old).threshold == 4
    later = ThresholdText(20, terms.today() + timedelta(days=5), "Решение", "15", terms.today())
    setting_up.set_threshold(makers.role("admin"), place_ids=[None, place.id], text=later)
    assert terms.threshold(place.id) == 9
    found = {one.place.name if one.place else "": one for one in terms.thresholds()}
    assert found[place.name].number == 9
    assert [one.number for one in found[""].coming] == [20]
