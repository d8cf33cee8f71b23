"""Nobody is held by silence, work at hand outlives its case, needs end and open anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from veche.commons.identity.tests.makers import make_person
from veche.commons.matching import actions, jobs, public, told
from veche.commons.matching.actions.reaching import start_waiting
from veche.commons.matching.models import Match, Need, Reach, Solver
from veche.commons.matching.queries.standing import today
from veche.commons.matching.rules import states
from veche.commons.matching.tests.expecting import refused
from veche.commons.matching.tests.makers import (
    Talk,
    make_need,
    make_solver,
)
from veche.commons.organisations.tests.makers import make_organisation
from veche.kernel import clock
from veche.kernel.manifest import Judged
from veche.kernel.models import OutboxEvent

pytestmark = pytest.mark.usefixtures("town")


def test_what_nobody_answers_falls_off() -> None:
    talk = Talk()
    jobs.lapse_unanswered()
    assert talk.row.state == states.OFFERED
    Match.objects.update(answer_by=today() - timedelta(days=1))
    jobs.lapse_unanswered()
    jobs.lapse_unanswered()
    assert talk.row.state == states.LAPSED
    notice = told.lapsed({"match_id": str(talk.row.id)})
    assert notice is not None
    assert notice.text == "Ответа не дождались."
    assert OutboxEvent.objects.filter(kind="matching.match_lapsed").count() == 1


def test_who_never_answers_goes_to_the_end_and_then_rests() -> None:
    silent = make_solver(person := make_person())
    long_ago, week = today() - timedelta(days=700), timedelta(days=7)
    for round_ in range(1, states.SILENCES_MAX + 1):
        start_waiting(silent.id, long_ago, round_ - 1)
        need = make_need((asker := make_person()).id)
        slug = actions.ask_for_help(asker, slug=need.slug, solver_slug=silent.slug)
        Match.objects.filter(slug=slug).update(answer_by=today() - week)
        jobs.lapse_unanswered()
        silent.refresh_from_db()
        assert (silent.waits_since, silent.silences) == (today(), round_)
        assert silent.is_open == (round_ < states.SILENCES_MAX)
        waits = set(Reach.objects.filter(solver=silent).values_list("waits_since", flat=True))
        assert waits == ({today()} if silent.is_open else set())
    notice = told.solver_rested({"solver_id": str(silent.id)})
    assert notice is not None
    assert notice.people == (person.id,)
    actions.offer_help(person, slug=make_need(asker.id).slug, solver_slug=silent.slug)
    silent.refresh_from_db()
    assert silent.silences == 0
    actions.open_solver(person, slug=silent.slug)
    silent.refresh_from_db()
    assert (silent.is_open, silent.silences) == (True, 0)


def test_who_says_no_had_their_turn() -> None:
    helper, asker = make_person(), make_person()
    solver, need = make_solver(helper), make_need(asker.id)
    start_waiting(solver.id, today() - timedelta(days=90), 2)
    slug = actions.ask_for_help(asker, slug=need.slug, solver_slug=solver.slug)
    actions.decline_match(helper, slug=slug)
    solver.refresh_from_db()
    assert (solver.waits_since, solver.silences) == (today(), 0)


def long_ago(talk: Talk, days: int) -> None:
    """Nobody has touched a talk for so long, and its day is as long past."""
    row, day = talk.row, today() - timedelta(days=days)
    Match.objects.filter(id=row.id).update(
        changed_at=clock.now() - timedelta(days=days), plan_on=row.plan_on and day
    )


def reminded_long_ago() -> None:
    """Of what they were reminded of nobody said a word since."""
    Match.objects.exclude(reminded_on=None).update(reminded_on=today() - timedelta(days=3))


def reminders() -> int:
    return OutboxEvent.objects.filter(kind="matching.match_reminded").count()


def test_silence_confirms_what_everyone_may_see() -> None:
    seen, unseen = Talk().until(states.PROVEN), Talk().until(states.PROVEN)
    actions.judge_proof(seen.row.id, Judged(True))
    for _hour in range(2):
        for talk in (seen, unseen):
            long_ago(talk, 8)
        jobs.mind_talks()
    assert (seen.row.state, unseen.row.state, reminders()) == (states.PROVEN, states.PROVEN, 2)
    notice = told.reminded({"match_id": str(seen.row.id)})
    assert notice is not None
    assert set(notice.people) == {seen.asker.id, seen.helper.id}
    # Whoever raised it need not wait for the moderator.
    notice = told.reminded({"match_id": str(unseen.row.id)})
    assert notice is not None
    assert notice.people == (unseen.asker.id,)
    for talk in (seen, unseen):
        long_ago(talk, 40)
    # A term that was made shorter meanwhile ends nothing before its reminder was read.
    jobs.mind_talks()
    assert public.due_on(seen.row) == today() + timedelta(days=3)
    assert (seen.row.state, public.due_on(unseen.row)) == (states.PROVEN, None)
    reminded_long_ago()
    jobs.mind_talks()
    # What no moderator has let through becomes no deed by itself, nor does it end: it waits.
    assert (seen.row.state, unseen.row.state) == (states.DONE, states.PROVEN)
    standing = public.need_of(seen.need.source_kind, seen.need.source_id)
    assert standing is not None
    assert (standing.state, standing.is_by_silence) == (states.FULFILLED, True)
    assert [one.party for one in seen.row.steps.all()][-1] == states.SILENCE
    assert Solver.objects.get(id=seen.solver.id).deeds == 1


def test_the_term_of_silence_begins_with_the_moderators_yes() -> None:
    talk = Talk().until(states.PROVEN)
    long_ago(talk, 31)
    actions.judge_proof(talk.row.id, Judged(True))
    jobs.mind_talks()
    assert (talk.row.state, reminders()) == (states.PROVEN, 0)
    assert public.due_on(talk.row) == today() + timedelta(days=14)


def test_a_refused_photo_and_silence_on_both_sides_free_the_need() -> None:
    talk = Talk().until(states.PROVEN)
    actions.judge_proof(talk.row.id, Judged(False))
    long_ago(talk, 31)
    jobs.mind_talks()
    notice = told.reminded({"match_id": str(talk.row.id)})
    assert notice is not None
    assert set(notice.people) == {talk.asker.id, talk.helper.id}
    assert talk.row.state == states.PROVEN
    reminded_long_ago()
    jobs.mind_talks()
    assert talk.row.state == states.LAPSED
    assert Need.objects.get(id=talk.need.id).state == states.OPEN
    assert Solver.objects.get(id=talk.solver.id).deeds == 0


def test_what_stands_still_frees_the_need() -> None:
    agreed, handed = Talk().until(states.AGREED), Talk().until(states.HANDED)
    Match.objects.update(changed_at=clock.now() - timedelta(days=60))
    jobs.mind_talks()
    assert agreed.row.state == states.AGREED
    reminded_long_ago()
    jobs.mind_talks()
    # Its day is still ahead.
    assert (agreed.row.state, handed.row.state) == (states.LAPSED, states.HANDED)
    notice = told.lapsed({"match_id": str(agreed.row.id)})
    assert notice is not None
    assert "договорённость закрыли" in notice.text
    assert Need.objects.get(id=agreed.need.id).state == states.OPEN
    long_ago(handed, 16)
    jobs.mind_talks()
    jobs.mind_talks()
    assert (handed.row.state, reminders()) == (states.HANDED, 2)
    notice = told.reminded({"match_id": str(handed.row.id)})
    assert notice is not None
    assert set(notice.people) == {handed.asker.id, handed.helper.id}
    long_ago(handed, 31)
    reminded_long_ago()
    jobs.mind_talks()
    assert handed.row.state == states.LAPSED
    assert Need.objects.get(id=handed.need.id).state == states.OPEN


def test_a_need_ends_by_its_day() -> None:
    asker, day = make_person(), today() - timedelta(days=1)
    over, ahead = make_need(asker.id, starts_on=day, ends_on=day), make_need(ends_on=today())
    declined, waits = Talk(asker, of=over), Talk(asker, of=over)
    actions.accept_match(asker, slug=declined.slug)
    actions.withdraw_match(asker, slug=declined.slug)
    for _hour in range(2):
        jobs.lapse_unanswered()
    assert Need.objects.get(id=over.id).state == states.CLOSED
    assert Need.objects.get(id=ahead.id).state == states.OPEN
    assert OutboxEvent.objects.filter(kind="matching.need_ran_out").count() == 1
    notice = told.need_ran_out({"need_id": str(over.id)})
    assert notice is not None
    # Whose word was not wanted before has heard so.
    assert set(notice.people) == {asker.id, waits.helper.id}
    # Called again, it is looked for anew.
    assert make_need(asker.id, source_id=over.source_id).state == states.OPEN


def test_work_at_hand_outlives_the_case_above() -> None:
    proven, handed = Talk().until(states.PROVEN), Talk().until(states.HANDED)
    other = make_person()
    for talk in (proven, handed):
        for _twice in range(2):
            public.close_need(source_kind="reports.report", source_id=talk.need.source_id)
    assert (proven.row.state, handed.row.state) == (states.PROVEN, states.HANDED)
    assert {row.state for row in Need.objects.all()} == {states.TAKEN}
    assert OutboxEvent.objects.filter(kind="matching.need_closed").count() == 2
    actions.confirm_work(proven.asker, slug=proven.slug)
    assert Need.objects.get(id=proven.need.id).state == states.FULFILLED
    # Nobody new is looked for behind those who give up.
    actions.withdraw_match(handed.helper, slug=handed.slug)
    assert Need.objects.get(id=handed.need.id).state == states.CLOSED
    solver = make_solver(other)
    refused(
        lambda: actions.offer_help(other, slug=handed.need.slug, solver_slug=solver.slug),
        "need-taken",
    )


def test_what_is_called_for_again_is_looked_for_after_those_at_work() -> None:
    talk = Talk().until(states.HANDED)
    source = talk.need.source_id
    public.close_need(source_kind="reports.report", source_id=source)
    standing = public.need_of("reports.report", source)
    assert standing is not None
    assert (standing.state, standing.is_sought) == (states.TAKEN, False)
    assert standing.may_seek_behind
    # The day it was called for is over by now: another is named.
    past = today() - timedelta(days=1)
    Need.objects.filter(id=talk.need.id).update(starts_on=past, ends_on=past)
    day = today() + timedelta(days=9)
    for _twice in range(2):
        make_need(talk.asker.id, source_id=source, ends_on=day, hands=4, work_kind="painting")
    assert OutboxEvent.objects.filter(kind="matching.need_opened").count() == 2
    actions.withdraw_match(talk.helper, slug=talk.slug)
    jobs.lapse_unanswered()
    need = Need.objects.get(id=talk.need.id)
    assert (need.state, need.ends_on, need.hands) == (states.OPEN, day, 4)
    # Its kind those at work had agreed on.
    assert need.work_kind_id == "cleanup"


def test_a_named_owner_outlives_the_end_of_a_need() -> None:
    need, owner = make_need(source_id="7"), make_organisation(make_person(), 9)
    official = make_person(roles=["author"])
    actions.name_owner(official, slug=need.slug, organisation_id=owner.id)
    public.close_need(source_kind="reports.report", source_id="7")
    assert make_need(source_id="7").owner_organisation_id == owner.id
    public.close_need(source_kind="reports.report", source_id="7")
    # An official says otherwise while calling again: that stays from now on.
    named = make_need(source_id="7", owner_name="ЖЭК № 2", is_owner_named=True)
    assert (named.owner_organisation_id, named.owner_name) == (None, "ЖЭК № 2")
    public.close_need(source_kind="reports.report", source_id="7")
    assert make_need(source_id="7").owner_name == "ЖЭК № 2"


def test_a_source_has_one_need_and_closes_it() -> None:
    first, again = make_need(source_id="7"), make_need(source_id="7")
    assert first.id == again.id
    assert OutboxEvent.objects.filter(kind="matching.need_opened").count() == 1
    helper = make_person()
    slug = actions.offer_help(helper, slug=first.slug, solver_slug=make_solver(helper).slug)
    public.close_need(source_kind="reports.report", source_id="7")
    public.close_need(source_kind="reports.report", source_id="7")
    assert Match.objects.get(slug=slug).state == states.WITHDRAWN
    assert OutboxEvent.objects.filter(kind="matching.need_closed").count() == 1
    standing = public.need_of("reports.report", "7")
    assert standing is not None
    assert standing.state == states.CLOSED
    assert public.need_of("reports.report", "8") is None


def test_a_closed_need_opens_anew() -> None:
    first, other = make_need(source_id="7"), make_need(source_id="8")
    taken = Talk(source_id="9").until(states.AGREED)
    assert sorted(public.open_sources("reports.report")) == ["7", "8"]
    public.close_untaken(source_kind="reports.report", source_ids=["7", "9"])
    first.refresh_from_db()
    assert first.state == states.CLOSED
    assert Need.objects.get(id=taken.need.id).state == states.TAKEN
    again = make_need(source_id="7", title="Убрать двор ещё раз")
    assert (again.id, again.slug, again.state) == (first.id, first.slug, states.OPEN)
    assert (again.title, again.closed_at) == ("Убрать двор ещё раз", None)
    assert OutboxEvent.objects.filter(kind="matching.need_opened").count() == 4
    other.refresh_from_db()
    assert other.state == states.OPEN
