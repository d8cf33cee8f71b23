"""What each verb does, tells and refuses."""

import contextlib
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from veche.commons.audit import public as audit
from veche.commons.commitments import actions, jobs, public, rules
from veche.commons.commitments.manifest import MANIFEST
from veche.commons.commitments.models import Commitment, DueChange, OutcomeRating
from veche.commons.commitments.tests.makers import (
    ANSWERABLE,
    APPROVING,
    AUTHORING,
    CLERK,
    RESIDENT,
    VISITOR,
    again,
    decision,
    kinds,
    make_commitment,
    make_decided,
    make_done,
    make_in_work,
    soon,
)
from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.identity.events import PersonErased
from veche.commons.identity.public import PersonRef
from veche.kernel.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.usefixtures("town")


def audited(made: rules.Commitment) -> list[str]:
    return [entry.kind.partition(".")[2] for entry in audit.history(made.id)]


def test_owe_is_idempotent() -> None:
    made = make_commitment(source_id="7")
    assert made.state == rules.OWED
    assert made.deadline_on == made.decide_by
    assert make_commitment(source_id="7", title="Другое", decide_by=soon(1)) == made
    assert kinds() == ["commitments.commitment_owed"]
    assert audited(made) == ["commitment_owed"]


def test_owe_joins_the_callers_transaction() -> None:
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        make_commitment(source_id="8")
        raise ZeroDivisionError
    assert public.of("polls.poll", "8") is None


def test_record_decision_says_who_and_by_when() -> None:
    made = make_decided()
    assert (made.state, made.deadline_on, made.answerable) == (rules.DECIDED, soon(60), ANSWERABLE)
    assert made.act == decision().act
    assert made.indicator == decision().indicator
    assert kinds()[-1] == "commitments.commitment_decided"
    assert "decision_recorded" in audited(made)
    with pytest.raises(Refused):
        actions.record_decision(APPROVING, commitment_id=made.id, text=decision())


def test_record_decision_refuses_a_term_already_past() -> None:
    with pytest.raises(Invalid) as caught:
        actions.record_decision(
            APPROVING, commitment_id=make_commitment().id, text=decision(due_on=soon(-1))
        )
    assert "due_on" in caught.value.fields


def test_add_stage_sets_the_work_going() -> None:
    made = make_in_work()
    actions.add_stage(APPROVING, commitment_id=made.id, title="Свет", planned_on=soon(40))
    found = again(made)
    assert found.state == rules.IN_WORK
    assert [(stage.position, stage.title) for stage in found.stages] == [
        (1, "Дорожки"),
        (2, "Свет"),
    ]


def test_complete_stage_keeps_the_photos(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = make_decided()
    before = files.save_photo(photo(), owner=AUTHORING.id, purpose="commitments.stage")
    after = files.save_photo(photo(), owner=AUTHORING.id, purpose="commitments.stage")
    stage_id = actions.add_stage(
        AUTHORING,
        commitment_id=made.id,
        title="Дорожки",
        planned_on=soon(20),
        photo_before_id=before.id,
    )
    actions.complete_stage(
        AUTHORING,
        commitment_id=made.id,
        stage_id=stage_id,
        done_on=soon(-1),
        note="Плитка лежит",
        photo_after_id=after.id,
    )
    (stage,) = again(made).stages
    assert (stage.photo_before_id, stage.photo_after_id) == (before.id, after.id)
    assert all(found.is_public for found in files.refs([before.id, after.id]).values())
    assert kinds()[-1] == "commitments.stage_completed"
    with pytest.raises(Invalid):
        actions.complete_stage(
            AUTHORING, commitment_id=made.id, stage_id=stage_id, done_on=soon(-1)
        )


def test_nobody_publishes_anothers_photo(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = make_decided()
    theirs = files.save_photo(photo(), owner=RESIDENT.id, purpose="draft")
    with pytest.raises(NotFound):
        actions.add_stage(
            AUTHORING,
            commitment_id=made.id,
            title="Дорожки",
            planned_on=soon(20),
            photo_before_id=theirs.id,
        )
    assert not files.refs([theirs.id])[theirs.id].is_public


def test_a_stage_is_completed_within_its_own_commitment_only() -> None:
    made, other = make_in_work(), make_in_work()
    for stage_id in (other.stages[0].id, uuid.uuid4()):
        with pytest.raises(NotFound):
            actions.complete_stage(
                AUTHORING, commitment_id=made.id, stage_id=stage_id, done_on=soon(0)
            )


def test_complete_stage_refuses_tomorrow() -> None:
    made = make_in_work()
    with pytest.raises(Invalid):
        actions.complete_stage(
            AUTHORING, commitment_id=made.id, stage_id=made.stages[0].id, done_on=soon(1)
        )


def test_change_due_keeps_the_old_term_in_sight() -> None:
    made = make_decided()
    actions.change_due(
        APPROVING, commitment_id=made.id, new_due_on=soon(90), reason="Подрядчик сорвал срок"
    )
    found = again(made)
    assert (found.due_on, found.deadline_on) == (soon(90), soon(90))
    (change,) = found.due_changes
    assert (change.old_due_on, change.new_due_on) == (soon(60), soon(90))
    assert audit.history(made.id)[0].reason == change.reason == "Подрядчик сорвал срок"


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_change_due_needs_a_reason(reason: str) -> None:
    made = make_decided()
    with pytest.raises(Invalid):
        actions.change_due(APPROVING, commitment_id=made.id, new_due_on=soon(90), reason=reason)
    assert again(made).due_on == soon(60)


def test_moved_terms_cannot_be_rewritten() -> None:
    made = make_decided()
    actions.change_due(APPROVING, commitment_id=made.id, new_due_on=soon(90), reason="Дожди")
    for statement in (
        "UPDATE commitments_duechange SET reason = 'иное'",
        "DELETE FROM commitments_duechange",
    ):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert DueChange.objects.get().reason == "Дожди"


def test_decline_publishes_the_reason_and_a_name() -> None:
    made = make_commitment()
    with pytest.raises(Invalid):
        actions.decline_commitment(
            APPROVING, commitment_id=made.id, reason=" ", answerable=ANSWERABLE
        )
    actions.decline_commitment(
        APPROVING, commitment_id=made.id, reason="Нет денег в бюджете", answerable=ANSWERABLE
    )
    found = again(made)
    assert (found.state, found.deadline_on) == (rules.DECLINED, None)
    assert (found.decline_reason, found.answerable) == ("Нет денег в бюджете", ANSWERABLE)
    assert kinds()[-1] == "commitments.commitment_declined"


def test_finish_waits_for_every_stage() -> None:
    made = make_in_work()
    with pytest.raises(Invalid) as caught:
        actions.finish_commitment(APPROVING, commitment_id=made.id, outcome="Готово")
    assert caught.value.code == "stages-open"
    done = make_done()
    assert (done.state, done.deadline_on, done.outcome) == (rules.DONE, None, "Сквер открыт")
    assert done.indicator is not None
    assert done.indicator.now == Decimal(61)
    assert done.indicator.share == pytest.approx(0.5)
    assert kinds()[-1] == "commitments.commitment_done"


@pytest.mark.parametrize("person", [CLERK, RESIDENT, VISITOR])
def test_only_officials_act(person: PersonRef) -> None:
    owed, work = make_commitment(), make_in_work()
    one: dict[str, Any] = {"commitment_id": owed.id}
    two: dict[str, Any] = {"commitment_id": work.id}
    tries: list[Callable[[], Any]] = [
        lambda: actions.record_decision(person, **one, text=decision()),
        lambda: actions.add_stage(person, **two, title="Этап", planned_on=soon(1)),
        lambda: actions.complete_stage(person, **two, stage_id=work.stages[0].id, done_on=soon(0)),
        lambda: actions.change_due(person, **two, new_due_on=soon(99), reason="Причина"),
        lambda: actions.decline_commitment(person, **one, reason="Нет", answerable=ANSWERABLE),
        lambda: actions.finish_commitment(person, **two, outcome="Готово"),
    ]
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()
    assert again(owed) == owed
    assert again(work) == work


def test_unknown_ids_are_not_found() -> None:
    with pytest.raises(NotFound):
        actions.rate_outcome(RESIDENT, commitment_id=uuid.uuid4(), stars=5)
    with pytest.raises(NotFound):
        actions.record_decision(APPROVING, commitment_id=uuid.uuid4(), text=decision())


def test_rate_outcome_counts_each_person_once() -> None:
    made = make_done()
    neighbour = PersonRef(id=uuid.uuid4(), level=2)
    actions.rate_outcome(RESIDENT, commitment_id=made.id, stars=2)
    actions.rate_outcome(RESIDENT, commitment_id=made.id, stars=2)
    actions.rate_outcome(neighbour, commitment_id=made.id, stars=5)
    assert again(made).rating.counts == (0, 1, 0, 0, 1)
    actions.rate_outcome(RESIDENT, commitment_id=made.id, stars=4)
    assert again(made).rating.counts == (0, 0, 0, 1, 1)
    assert again(made).rating.mean == 4.5
    assert public.ratings_by(RESIDENT.id) == [(made.id, 4)]  # type: ignore[arg-type]


@pytest.mark.parametrize("stars", [0, 6, -1, 10**9])
def test_rate_outcome_takes_one_to_five(stars: int) -> None:
    with pytest.raises(Invalid):
        actions.rate_outcome(RESIDENT, commitment_id=make_done().id, stars=stars)


def test_forget_ratings_takes_the_stars_back() -> None:
    made, other = make_done(), make_done()
    neighbour = PersonRef(id=uuid.uuid4(), level=2)
    for one in (made, other):
        actions.rate_outcome(RESIDENT, commitment_id=one.id, stars=5)
    actions.rate_outcome(neighbour, commitment_id=made.id, stars=1)
    public.forget_ratings(RESIDENT.id)  # type: ignore[arg-type]
    assert again(made).rating.counts == (1, 0, 0, 0, 0)
    assert again(other).rating.total == 0
    assert OutcomeRating.objects.count() == 1


def test_lateness_is_told_once_for_each_deadline() -> None:
    owed = make_commitment(decide_by=soon(-3))
    work = make_decided()
    make_commitment(decide_by=soon(0))
    Commitment.objects.filter(id=work.id).update(due_on=soon(-1), deadline_on=soon(-1))
    before = len(kinds())
    jobs.notice_overdue()
    jobs.notice_overdue()
    assert kinds()[before:] == ["commitments.commitment_overdue"] * 2
    assert [one.id for one in public.overdue(public.today())] == [owed.id, work.id]
    actions.change_due(APPROVING, commitment_id=work.id, new_due_on=soon(5), reason="Дожди")
    Commitment.objects.filter(id=work.id).update(due_on=soon(-2), deadline_on=soon(-2))
    jobs.notice_overdue()
    assert kinds().count("commitments.commitment_overdue") == 3


def test_the_database_keeps_states_whole() -> None:
    made = make_decided()
    for change in (
        {"state": "lost"},
        {"deadline_on": None},
        {"state": rules.DONE},
        {"state": rules.DECLINED, "deadline_on": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(id=made.id).update(**change)


def test_lists_show_what_their_filter_says() -> None:
    owed, late = make_commitment(), make_commitment(decide_by=soon(-3))
    work, done = make_in_work(), make_done()

    def ids(shown: str) -> list[uuid.UUID]:
        return [one.id for one in public.list_page(shown).items]

    assert ids("all") == [done.id, work.id, late.id, owed.id]
    assert ids("owed") == [late.id, owed.id]
    assert ids("work") == [work.id]
    assert ids("done") == [done.id]
    assert ids("late") == [late.id]
    assert len(public.list_page("work").items[0].stages) == 1


def test_pages_neither_skip_nor_repeat() -> None:
    made = [make_commitment(decide_by=soon(1 + number % 3)).id for number in range(13)]
    for shown in ("all", "owed"):
        found: list[uuid.UUID] = []
        token = ""
        while True:
            page = public.list_page(shown, after=token, size=4)
            found += [one.id for one in page.items]
            token = page.next_token
            if not token:
                break
        assert sorted(found) == sorted(made)


def test_the_towns_day_decides_on_lateness(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_commitment(decide_by=soon(0))
    assert made.days_late(public.today()) == 0
    assert made.days_late(public.today() + timedelta(days=3)) == 3


def test_an_erased_person_leaves_the_counts() -> None:
    made = make_done()
    actions.rate_outcome(RESIDENT, commitment_id=made.id, stars=3)
    _name, consumer = MANIFEST.listens[PersonErased.kind]
    for _ in range(2):
        consumer({"person_id": str(RESIDENT.id)}, uuid.uuid4())
    assert again(made).rating.total == 0
