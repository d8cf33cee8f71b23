"""From an offer to a deed: each step by who may take it, and refused to the others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_joined, make_person
from veche.commons.matching import actions, jobs, public, told
from veche.commons.matching.models import Match, Need, Reach, Solver
from veche.commons.matching.queries import matches
from veche.commons.matching.queries.standing import read_by, today
from veche.commons.matching.rules import states
from veche.commons.matching.tests.expecting import refused
from veche.commons.matching.tests.makers import (
    Talk,
    make_need,
    make_solver,
    tell,
    verify,
)
from veche.commons.organisations.tests.makers import make_organisation
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.manifest import Judged
from veche.kernel.models import OutboxEvent

pytestmark = pytest.mark.usefixtures("town")


def test_from_an_offer_to_a_deed() -> None:
    talk = Talk().until(states.DONE)
    row = talk.row
    assert Need.objects.get(id=talk.need.id).state == states.FULFILLED
    assert Solver.objects.get(id=talk.solver.id).deeds == 1
    assert [one.kind for one in audit.history(row.id)][::-1] == [
        "matching.help_offered",
        "matching.match_accepted",
        "matching.plan_written",
        "matching.plan_agreed",
        "matching.work_allowed",
        "matching.work_handed_over",
        "matching.work_proven",
        "matching.work_confirmed",
    ]
    assert [one.party for one in row.steps.all()] == [
        *(states.SOLVER, states.ASKER, states.SOLVER, states.ASKER, states.OWNER),
        *(states.ASKER, states.SOLVER, states.RAISER),
    ]
    event = OutboxEvent.objects.get(kind="matching.work_confirmed")
    assert event.payload["source_id"] == talk.need.source_id


def test_of_two_who_accept_the_second_is_told() -> None:
    talk = Talk()
    other = make_person()
    slug = actions.offer_help(
        other, slug=talk.need.slug, solver_slug=make_solver(other, name="Другой сосед").slug
    )
    actions.accept_match(talk.asker, slug=talk.slug)
    refused(lambda: actions.accept_match(talk.asker, slug=slug), "need-taken")
    # The database holds it too, whatever the code above does.
    with pytest.raises(IntegrityError), transaction.atomic():
        Match.objects.filter(slug=slug).update(state=states.AGREED)
    actions.withdraw_match(talk.helper, slug=talk.slug, reason="Заболел")
    actions.accept_match(talk.asker, slug=slug)
    assert Match.objects.get(slug=slug).state == states.AGREED


def test_steps_belong_to_their_sides() -> None:
    talk = Talk()
    stranger = make_person()
    with pytest.raises(NotFound):
        actions.accept_match(stranger, slug=talk.slug)
    refused(lambda: actions.accept_match(talk.helper, slug=talk.slug), states.NOT_YOURS)
    talk.until(states.DRAFTED)
    refused(lambda: actions.agree_plan(talk.helper, slug=talk.slug), states.OWN_PLAN)
    talk.until(states.PLANNED)
    refused(lambda: actions.allow_work(talk.asker, slug=talk.slug), states.NOT_YOURS)
    refused(lambda: actions.hand_over_work(talk.asker, slug=talk.slug), states.NOT_NOW)
    talk.until(states.PROVEN)
    # No official's word closes what a resident has raised.
    refused(lambda: actions.confirm_work(talk.official, slug=talk.slug), states.NOT_YOURS)
    actions.return_work(talk.asker, slug=talk.slug, reason="Ещё угол")
    assert talk.row.state == states.HANDED
    talk.until(states.DONE)
    refused(lambda: actions.confirm_work(talk.asker, slug=talk.slug), states.NOT_NOW)


def test_a_changed_plan_asks_the_owner_anew() -> None:
    talk = Talk().until(states.ALLOWED)
    talk.plan(talk.asker)
    row = talk.row
    assert (row.state, row.allowed_at, row.planned_by) == (states.DRAFTED, None, states.ASKER)
    past = actions.Plan(today() - timedelta(days=1), 1, "Вчера")
    with pytest.raises(Invalid):
        actions.write_plan(talk.asker, slug=talk.slug, plan=past)


def test_the_owner_of_the_place_speaks_for_it() -> None:
    head = make_person()
    owner = make_organisation(head, 3)
    talk = Talk(owner_organisation_id=owner.id, owner_name=owner.name).until(states.PLANNED)
    refused(lambda: actions.allow_work(talk.official, slug=talk.slug), states.NOT_YOURS)
    refused(lambda: actions.forbid_work(head, slug=talk.slug, reason=" "), "invalid")
    actions.allow_work(head, slug=talk.slug)
    assert talk.row.allowed_by == head.id
    actions.forbid_work(head, slug=talk.slug, reason="Идёт ремонт труб")
    assert talk.row.state == states.FORBIDDEN
    # The next helpers know it before they begin.
    assert matches.last_refusal(talk.need) == "Идёт ремонт труб"
    need = Need.objects.get(id=talk.need.id)
    assert need.state == states.OPEN
    # Another owner has refused nobody, and the former hears that it is asked no more.
    actions.name_owner(talk.official, slug=need.slug, organisation_id=None)
    need.refresh_from_db()
    assert matches.last_refusal(need) == ""
    replaced = OutboxEvent.objects.get(kind="matching.owner_replaced")
    notice = told.owner_replaced(replaced.payload)
    assert notice is not None
    assert notice.people == (head.id,)


def test_an_official_names_whose_the_place_is() -> None:
    head, coordinator = make_person(), make_person(roles=["coordinator"])
    owner = make_organisation(head, 31)
    talk = Talk().until(states.PLANNED)
    name: dict[str, Any] = {"slug": talk.need.slug, "organisation_id": owner.id}
    refused(lambda: actions.name_owner(talk.asker, **name), "not-an-official")
    refused(
        lambda: actions.name_owner(coordinator, slug=talk.need.slug, organisation_id=uuid4()),
        "invalid",
    )
    helping = make_person(roles=["author"])
    own = Talk(solver=(helping, make_solver(helping))).until(states.PLANNED)
    own_name = {**name, "slug": own.need.slug}
    refused(lambda: actions.name_owner(helping, **own_name), "own-matter")
    for _twice in range(2):
        actions.name_owner(coordinator, **name)
    assert OutboxEvent.objects.filter(kind="matching.owner_named").count() == 1
    assert talk.row.state == states.PLANNED
    notice = told.owner_named({"need_id": str(talk.need.id)})
    assert notice is not None
    assert set(notice.people) == {talk.asker.id, talk.helper.id}
    # Whose the place is hears that their own word is waited for.
    asked = OutboxEvent.objects.get(kind="matching.owner_asked")
    of_owner = tell(asked.kind, asked.payload)
    assert of_owner is not None
    assert (of_owner.people, "разрешите" in of_owner.text) == ((head.id,), True)
    refused(lambda: actions.allow_work(coordinator, slug=talk.slug), states.NOT_YOURS)
    actions.allow_work(head, slug=talk.slug)
    refused(lambda: actions.name_owner(coordinator, **name), states.NOT_NOW)


def test_an_official_has_no_word_on_the_place_for_a_need_of_their_own() -> None:
    official = make_person(roles=["author"])
    talk = Talk(official).until(states.PLANNED)
    refused(lambda: actions.allow_work(official, slug=talk.slug), states.NOT_YOURS)
    refused(
        lambda: actions.name_owner(official, slug=talk.need.slug, organisation_id=None),
        "own-matter",
    )
    actions.allow_work(make_person(roles=["author"]), slug=talk.slug)


def test_an_offer_to_the_town_reaches_its_officials() -> None:
    author, approver = make_person(roles=["author"]), make_person(roles=["approver"])
    given = actions.NewNeed("Покрасить забор", "cleanup", 54.5, 36.5)
    need = Need.objects.get(slug=actions.declare_need(author, given=given))
    talk = Talk(author, approver, of=need)

    def on_the_desk() -> list[Any]:
        return [one.due_on for one in public.waiting(approver, 10)]

    assert on_the_desk() == [talk.row.answer_by]
    notice = told.waits_for_you({"match_id": str(talk.row.id)})
    assert notice is not None
    assert notice.people == (author.id,)
    talk.until(states.DRAFTED)
    assert on_the_desk() == [None]
    talk.until(states.HANDED)
    assert on_the_desk() == []
    talk.until(states.PROVEN)
    assert len(on_the_desk()) == 1
    # Whoever helps there answers for the town to nobody.
    helper = make_person(roles=["approver"])
    other = Talk(author, of=make_need(), solver=(helper, make_solver(helper)))
    assert other.need.raised_by is None
    assert len(public.waiting(helper, 10)) == 1
    actions.forget_person([author.known_id])
    assert Need.objects.get(id=need.id).declared_by is None


def test_words_are_read_by_both_sides_alone() -> None:
    head = make_person()
    owner = make_organisation(head, 32)
    talk = Talk(None, head, owner_organisation_id=owner.id, owner_name=owner.name)
    talk.until(states.HANDED)
    actions.prove_work(
        talk.helper, slug=talk.slug, words="Убрали", photo_ids=[talk.photo(talk.helper)]
    )
    actions.return_work(talk.asker, slug=talk.slug, reason="Ещё угол, мой телефон прежний")

    def read(person: PersonRef) -> list[bool]:
        return [bool(one) for one in read_by(*matches.match_for(person, talk.slug))]

    for side in (talk.asker, talk.helper):
        assert read(side) == [True, True]
    for other in (head, make_person(roles=["coordinator"])):
        assert read(other) == [False, False]


def test_what_the_town_must_do_is_never_shifted() -> None:
    refused(lambda: make_need(is_town_duty=True), "town-duty")
    assert not Need.objects.exists()


def test_dangerous_work_needs_a_verified_organisation() -> None:
    head, asker = make_person(), make_person()
    firm = make_organisation(head, 4)
    solver = make_solver(
        head, organisation_id=firm.id, kinds=["electric"], licences={"electric": "№ 7 от 1.02.2026"}
    )
    need = make_need(asker.id, work_kind="electric")
    assert need.is_dangerous
    assert public.offers_for(need.id) == []
    act = {"slug": need.slug, "solver_slug": solver.slug}
    refused(lambda: actions.offer_help(head, **act), states.UNLICENSED)
    refused(lambda: actions.ask_for_help(asker, **act), states.UNLICENSED)
    verify(solver, "electric")
    assert [one.name for one in public.offers_for(need.id)] == [firm.name]
    slug = actions.offer_help(head, **act)
    # A paper changed after the check is looked at anew.
    make_solver(
        head, organisation_id=firm.id, kinds=["electric"], licences={"electric": "№ 8 от 1.03.2026"}
    )
    refused(lambda: actions.accept_match(asker, slug=slug), states.UNLICENSED)


def test_a_kind_that_becomes_dangerous_asks_for_the_paper() -> None:
    talk, taken, at_work = Talk(), Talk().until(states.PLANNED), Talk().until(states.HANDED)
    head = make_person()
    firm = make_solver(head, organisation_id=make_organisation(head, 5).id)
    hired = Talk(solver=(head, firm)).until(states.AGREED)
    both = make_solver(make_person(), kinds=["cleanup", "painting"])
    text = actions.KindText("Уборка", is_dangerous=True, licence="Удостоверение")
    for _twice in range(2):
        actions.save_work_kind(make_person(roles=["admin"]), given=text, code="cleanup")
    assert public.offers_for(make_need().id) == []
    for _twice in range(2):
        jobs.drop_skills("cleanup")
    assert OutboxEvent.objects.filter(kind="matching.skill_dropped").count() == 4
    # Whoever helps, once; hands at work need no paper any more.
    wanted = OutboxEvent.objects.filter(kind="matching.licence_wanted")
    assert {one.payload["match_id"] for one in wanted} == {
        str(one.row.id) for one in (talk, taken, hired)
    }
    assert wanted.count() == 3
    assert at_work.row.state == states.HANDED
    rests, goes_on = (
        told.skill_dropped({"solver_id": str(one.id), "code": "cleanup"})
        for one in (talk.solver, both)
    )
    assert rests is not None
    assert goes_on is not None
    assert ("не предлагаем" in rests.text, "не предлагаем" in goes_on.text) == (True, False)
    assert not Solver.objects.get(id=talk.solver.id).is_open
    refused(lambda: actions.accept_match(talk.asker, slug=talk.slug), states.UNLICENSED)
    refused(lambda: actions.allow_work(taken.official, slug=taken.slug), states.UNLICENSED)
    assert [one.work_kind_id for one in both.skills.all()] == ["painting"]
    kinds = Reach.objects.filter(solver__organisation_id=None).values_list("work_kind", flat=True)
    assert set(kinds) == {"painting"}


def test_a_danger_taken_back_before_the_job_changes_nothing() -> None:
    solver, admin = make_solver(), make_person(roles=["admin"])
    for is_dangerous in (True, False):
        text = actions.KindText("Уборка", is_dangerous=is_dangerous, licence="Удостоверение")
        actions.save_work_kind(admin, given=text, code="cleanup")
    actions.drop_skill("cleanup", solver.id)
    jobs.drop_skills("cleanup")
    assert not OutboxEvent.objects.filter(kind="matching.skill_dropped").exists()
    assert [one.name for one in public.offers_for(make_need().id)] == [solver.name]


def test_a_name_that_was_not_let_through_is_shown_to_nobody() -> None:
    helper = make_person()
    rude = make_solver(helper, is_read=False, name="Грубиян")
    talk = Talk(solver=(helper, rude))
    standing = public.need_of(talk.need.source_kind, talk.need.source_id, talk.asker)
    assert standing is not None
    assert [one.helper for one in standing.talks] == ["Житель"]
    actions.judge_solver(rude.id, Judged(True))
    standing = public.need_of(talk.need.source_kind, talk.need.source_id, talk.asker)
    assert standing is not None
    assert [one.helper for one in standing.talks] == ["Грубиян"]


def test_a_resident_cannot_claim_dangerous_work() -> None:
    with pytest.raises(Invalid):
        make_solver(kinds=["electric"], licences={"electric": "№ 1"})
    solver = make_solver(kinds=["electric", "cleanup"], licences={"electric": "№ 1"})
    assert [one.work_kind_id for one in solver.skills.all()] == ["cleanup"]


def test_an_official_does_not_check_their_own() -> None:
    clerk = make_person(roles=["clerk"])
    firm = make_organisation(clerk, 5)
    solver = make_solver(
        clerk, organisation_id=firm.id, kinds=["electric"], licences={"electric": "№ 7"}
    )
    skill = solver.skills.get()
    check: dict[str, Any] = {"skill_id": skill.pk, "is_good": True}
    refused(lambda: actions.check_licence(clerk, **check), "own-licence")
    other = make_person(roles=["clerk"])
    refused(lambda: actions.check_licence(other, skill_id=skill.pk, is_good=False), "invalid")
    actions.check_licence(other, **check)
    with pytest.raises(NotFound):
        actions.check_licence(other, **check)


def test_nobody_confirms_their_own_help() -> None:
    person = make_person()
    solver, need = make_solver(person), make_need(person.id)
    refused(lambda: actions.offer_help(person, slug=need.slug, solver_slug=solver.slug), "own-need")
    # An official who helps is no owner and no asker beside it.
    official = make_person(roles=["author"])
    mine, open_need = make_solver(official, name="Сотрудник"), make_need()
    slug = actions.offer_help(official, slug=open_need.slug, solver_slug=mine.slug)
    refused(lambda: actions.accept_match(official, slug=slug), states.NOT_YOURS)


def test_asking_first_and_the_limits_of_it() -> None:
    asker, helper = make_person(), make_person()
    need, solver = make_need(asker.id), make_solver(helper)
    with pytest.raises(Refused):
        actions.ask_for_help(make_person(), slug=need.slug, solver_slug=solver.slug)
    slug = actions.ask_for_help(asker, slug=need.slug, solver_slug=solver.slug)
    with pytest.raises(Conflict):
        actions.offer_help(helper, slug=need.slug, solver_slug=solver.slug)
    actions.decline_match(helper, slug=slug)
    for number in range(5):
        other = make_solver(name=f"Сосед {number}")
        actions.ask_for_help(asker, slug=need.slug, solver_slug=other.slug)
    last = make_solver(name="Сосед последний")
    refused(
        lambda: actions.ask_for_help(asker, slug=need.slug, solver_slug=last.slug), "asked-enough"
    )


def test_a_page_above_is_told_what_each_may_see() -> None:
    talk = Talk()
    source = (talk.need.source_kind, talk.need.source_id)
    seen = {
        name: public.need_of(*source, person)
        for name, person in (
            ("asker", talk.asker),
            ("helper", talk.helper),
            ("other", make_person()),
        )
    }
    assert [one.is_turn for one in seen["asker"].talks] == [True]  # type: ignore[union-attr]
    assert [one.is_turn for one in seen["helper"].talks] == [False]  # type: ignore[union-attr]
    assert seen["other"].talks == ()  # type: ignore[union-attr]
    assert [bool(one and one.offer_url) for one in seen.values()] == [False, True, True]
    assert [bool(one and one.is_asker) for one in seen.values()] == [True, False, False]
    talk.until(states.PLANNED)
    standing = public.need_of(*source)
    assert standing is not None
    assert (standing.owner, standing.is_allowed) == ("Администрация города", False)
    assert "хозяина места" in standing.step
    assert public.helper_ids(*source) == frozenset()
    talk.until(states.DONE)
    assert public.helper_ids(*source) == {talk.helper.id}


def test_a_need_tells_its_owner_how_it_stands() -> None:
    talk = Talk().until(states.PLANNED)
    standing = public.need_of(talk.need.source_kind, talk.need.source_id)
    assert standing is not None
    assert (standing.state, standing.helper) == (states.TAKEN, "Сосед с дрелью")
    assert standing.plan_on == talk.row.plan_on


def test_only_those_whose_turn_it_is_are_told() -> None:
    talk = Talk()
    notice = told.waits_for_you({"match_id": str(talk.row.id)})
    assert notice is not None
    assert notice.people == (talk.asker.id,)
    talk.until(states.DRAFTED)
    notice = told.waits_for_you({"match_id": str(talk.row.id)})
    assert notice is not None
    assert notice.people == (talk.asker.id,)
    talk.until(states.DONE)
    assert told.waits_for_you({"match_id": str(talk.row.id)}) is None
    done = told.confirmed({"match_id": str(talk.row.id)})
    assert done is not None
    assert done.people == (talk.helper.id,)


@pytest.mark.parametrize("kind", told.NOTICES, ids=lambda one: one.event)
def test_each_notice_has_words(kind: Any) -> None:
    talk = Talk().until(states.PLANNED)
    row = talk.row
    payload = {
        "match_id": str(row.id),
        "need_id": str(row.need_id),
        "solver_id": str(row.solver_id),
        "organisation_id": str(uuid4()),
        "code": "cleanup",
    }
    notice = kind.tell(payload)
    if kind.event == "matching.need_opened":
        assert notice is None  # taken by now
        return
    assert notice.title
    assert notice.text
    assert notice.url.startswith("/")


def test_erased_people_leave_deeds_without_a_name() -> None:
    done, live = Talk().until(states.DONE), Talk().until(states.AGREED)
    actions.forget_person([done.helper.known_id, live.helper.known_id])
    actions.forget_person([done.helper.known_id])
    assert done.row.state == states.DONE
    assert (done.row.solver.name, done.row.words, done.row.proof) == ("", "", "")
    assert live.row.state == states.WITHDRAWN
    assert Need.objects.get(id=live.need.id).state == states.OPEN
    assert not Reach.objects.filter(solver=live.solver).exists()
    actions.forget_person([done.asker.known_id])
    assert Need.objects.get(id=done.need.id).raised_by is None


def test_two_accounts_become_one() -> None:
    person, other = make_person(), make_person()
    kept, gone = make_solver(person), make_solver(other, name="Он же")
    need = make_need(other.id)
    actions.join_persons([person.known_id], [other.known_id])
    rows = {row.id: row for row in Solver.objects.all()}
    assert rows[kept.id].person_id == person.id
    assert rows[gone.id].person_id is None
    assert not rows[gone.id].is_open
    assert Need.objects.get(id=need.id).raised_by == person.id
    earlier: UUID = make_joined(person)
    assert earlier != uuid4()
