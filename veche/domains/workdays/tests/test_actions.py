"""Calling, the owner's word, coming, hours: what each does and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person
from veche.commons.organisations.tests.makers import make_organisation
from veche.domains.workdays import rules
from veche.domains.workdays.actions import calling, joining, keeping, listing, summing_up
from veche.domains.workdays.actions.listing import WorkText
from veche.domains.workdays.adapters import told
from veche.domains.workdays.models import Day, Hand, Sheet
from veche.domains.workdays.queries import reading, terms
from veche.domains.workdays.rules import Mark
from veche.domains.workdays.tests import makers
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("places_town")


def test_what_the_town_owes_and_what_is_dangerous_is_not_put_on_neighbours(town: Any) -> None:
    for work, code in (("roads", "town-duty"), ("roof-snow", "dangerous")):
        with pytest.raises(Refused) as caught:
            calling.call_day(make_person(), given=makers.given(work=work))
        assert caught.value.code == code
        assert caught.value.advice
    assert not Day.objects.exists()


def test_a_day_is_called_once_the_owner_has_agreed(town: Any) -> None:
    caller = make_person()
    row = makers.asking(caller)
    assert (row.state, row.is_public, row.hands) == (rules.ASKING, False, 1)
    stranger = make_person()
    with pytest.raises(NotFound):
        calling.allow_day(stranger, slug=row.slug)
    with pytest.raises(Refused) as caught:
        calling.allow_day(caller, slug=row.slug)
    assert caught.value.code == "own-day"
    calling.allow_day(makers.role("approver"), slug=row.slug)
    row = makers.fresh(row)
    assert (row.state, row.is_public) == (rules.CALLED, True)
    with pytest.raises(Refused):
        calling.allow_day(makers.role("approver"), slug=row.slug)


def test_the_owner_is_the_organisation_and_nobody_else(town: Any) -> None:
    boss = make_person()
    owner = make_organisation(boss)
    row = makers.asking(owner_organisation_id=owner.id)
    # Whose the place is, the caller's word alone does not say: a friend's firm lets nobody in.
    assert told._owner_asked({"day_id": str(row.id)}) is None
    with pytest.raises(NotFound):
        calling.allow_day(boss, slug=row.slug)
    official = makers.role("coordinator")
    assert [one.id for one in reading.waiting_for_owner(official, 9)] == [row.id]
    calling.turn_over_day(official, slug=row.slug, organisation_id=owner.id)
    with pytest.raises(Refused) as caught:
        calling.allow_day(makers.role("approver"), slug=row.slug)
    assert caught.value.code == "not-owner"
    with pytest.raises(Invalid) as own:
        makers.asking(boss, owner_organisation_id=owner.id)
    assert set(own.value.fields) == {"owner"}
    told_to = told._owner_asked({"day_id": str(row.id)})
    assert told_to is not None
    assert told_to.people == (boss.id,)
    calling.allow_day(boss, slug=row.slug)
    assert makers.fresh(row).allowed_by_id == boss.id


def test_an_official_names_the_owner_who_says_no(town: Any) -> None:
    boss = make_person()
    owner = make_organisation(boss)
    row = makers.asking()
    calling.turn_over_day(makers.role("coordinator"), slug=row.slug, organisation_id=owner.id)
    calling.forbid_day(boss, slug=row.slug, reason="Там лежит кабель.")
    row = makers.fresh(row)
    assert (row.state, row.owner_name) == (rules.FORBIDDEN, owner.name)
    with pytest.raises(Refused):
        makers.join(row, make_person(roles=["approver"]))


def test_what_a_moderator_has_not_read_is_nobodys_to_allow(town: Any) -> None:
    row = makers.asking()
    calling.judge_day(day_id=row.id, judged=Judged(is_passed=False))
    with pytest.raises(Refused):
        calling.allow_day(makers.role("approver"), slug=row.slug)
    calling.judge_day(day_id=row.id, judged=Judged(is_passed=True))
    calling.allow_day(makers.role("approver"), slug=row.slug)
    calling.judge_day(day_id=row.id, judged=Judged(is_passed=False))
    assert not makers.fresh(row).is_public


def test_neighbours_come_change_and_leave(town: Any) -> None:
    row, person = makers.called(), make_person()
    makers.join(row, person, hands=3)
    assert makers.fresh(row).hands == 4
    helper = makers.join(row, person, hands=2)
    assert (makers.fresh(row).hands, helper.badge) == (3, 2)
    joining.leave_day(person, slug=row.slug)
    joining.leave_day(person, slug=row.slug)
    assert makers.fresh(row).hands == 1
    with pytest.raises(Conflict) as caught:
        makers.join(row, person, sheet_number=7)
    assert caught.value.code == "sheet-changed"
    with pytest.raises(Invalid):
        makers.join(row, person, shares_name=True)
    makers.came_to_pass(row)
    with pytest.raises(Refused) as over:
        makers.join(row, person)
    assert over.value.code == "day-over"


def test_who_called_takes_the_day_back_whole(town: Any) -> None:
    caller = make_person()
    row = makers.called(caller)
    with pytest.raises(Refused):
        joining.leave_day(caller, slug=row.slug)
    with pytest.raises(Refused):
        calling.cancel_day(make_person(), slug=row.slug, reason="weather")
    with pytest.raises(Invalid):
        calling.cancel_day(caller, slug=row.slug, reason="Дождь, а вы все дураки")
    calling.cancel_day(caller, slug=row.slug, reason="weather")
    row = makers.fresh(row)
    assert (row.state, row.is_public, row.reason) == (rules.CANCELLED, True, "weather")
    said = told._cancelled({"day_id": str(row.id)})
    assert said is not None
    assert "погода" in said.text


def test_hours_are_certified_and_nobody_vouches_for_themselves(town: Any) -> None:
    caller, came, away = make_person(), make_person(), make_person()
    row = makers.called(caller)
    for person in (came, away):
        makers.join(row, person)
    with pytest.raises(Refused):
        summing_up.sum_up_day(caller, slug=row.slug, marks=[Mark(2, 60)])
    makers.came_to_pass(row)
    with pytest.raises(Invalid) as caught:
        summing_up.sum_up_day(caller, slug=row.slug, marks=[Mark(1, 120), Mark(2, 0)])
    assert caught.value.code == "nobody-came"
    marks = [Mark(1, 240), Mark(2, 90), Mark(3, 0)]
    summing_up.sum_up_day(caller, slug=row.slug, marks=marks, result="Стоит!")
    row = makers.fresh(row)
    assert (row.state, row.came, row.minutes) == (rules.DONE, 2, 180)
    lines = {one.person_id: one for one in reading.helpers(row)}
    assert lines[came.known_id].number
    assert lines[caller.known_id].minutes == 90
    assert lines[away.known_id].number is None
    with pytest.raises(Refused):
        summing_up.sum_up_day(caller, slug=row.slug, marks=marks)


def test_hours_stand_beside_points(town: Any) -> None:
    came = make_person()
    row = makers.done(None, came)
    doers = told._worked({"day_id": str(row.id)})
    assert {(one.person_id, one.minutes) for one in doers} == {
        (came.known_id, 120),
        (row.caller_id, 120),
    }


def test_the_list_holds_those_who_agreed_and_says_who_took_it(town: Any) -> None:
    caller, agreed, silent = make_person(), makers.named(), makers.named()
    row = makers.called(caller)
    makers.join(row, agreed, shares_name=True)
    makers.join(row, silent)
    with pytest.raises(Refused):
        summing_up.list_hours(caller, slug=row.slug)
    makers.came_to_pass(row)
    marks = [Mark(one.badge, 60) for one in reading.helpers(row)]
    summing_up.sum_up_day(caller, slug=row.slug, marks=marks)
    _row, lines = summing_up.list_hours(caller, slug=row.slug)
    assert [(one.name, one.minutes) for one in lines] == [(makers.ANNA, 60)]
    kinds = ["identity.volunteer_name_opened"]
    assert len(audit.history(agreed.known_id, kinds=kinds)) == 1
    assert not audit.history(silent.known_id, kinds=kinds)
    identity.set_volunteer_name(agreed, None)
    assert summing_up.list_hours(makers.role("approver"), slug=row.slug)[1] == []
    with pytest.raises(Refused):
        summing_up.list_hours(agreed, slug=row.slug)


def test_too_soon_and_too_far_is_refused(town: Any) -> None:
    for days in (0, 1, rules.AHEAD_DAYS + 1):
        on = terms.today() + timedelta(days=days)
        with pytest.raises(Invalid) as caught:
            calling.call_day(make_person(), given=makers.given(on=on))
        assert "on" in caught.value.fields


def test_the_program_reminds_once_and_ends_what_nobody_answers_for(town: Any) -> None:
    row, unanswered = makers.called(), makers.asking()
    today = terms.today()
    assert not keeping.remind_of_day(day_id=row.id, today=today)
    makers.came_to_pass(row, days=-1)
    assert keeping.remind_of_day(day_id=row.id, today=today)
    assert not keeping.remind_of_day(day_id=row.id, today=today)
    row = makers.came_to_pass(row, days=1)
    assert keeping.ask_how_it_went(day_id=row.id, today=today)
    assert not keeping.ask_how_it_went(day_id=row.id, today=today)
    makers.came_to_pass(unanswered, days=0)
    assert reading.unanswered(today) == [unanswered.id]
    terms_over = {
        "answered_before": today + timedelta(days=1),
        "summed_up_before": today - timedelta(days=14),
    }
    assert keeping.lapse_day(day_id=unanswered.id, **terms_over)
    assert not keeping.lapse_day(day_id=row.id, **terms_over)
    makers.came_to_pass(row, days=15)
    assert reading.not_summed_up(terms_over["summed_up_before"]) == [row.id]
    assert keeping.lapse_day(day_id=row.id, **terms_over)
    assert makers.fresh(row).state == rules.LAPSED


def test_an_erased_person_calls_nobody_and_keeps_no_hours(town: Any) -> None:
    caller, came = make_person(), make_person()
    was, coming = makers.done(caller, came), makers.called(caller)
    makers.join(coming, came)
    keeping.forget_person([came.known_id])
    assert makers.fresh(coming).hands == 1
    assert not Hand.objects.filter(person_id=came.known_id).exists()
    assert makers.fresh(was).minutes == 240
    keeping.forget_person([caller.known_id])
    assert makers.fresh(coming).state == rules.CANCELLED
    assert not Day.objects.filter(caller_id=caller.known_id).exists()


def test_two_accounts_come_once(town: Any) -> None:
    one, other = make_person(), make_person()
    row, was = makers.called(), makers.done(None, one, other)
    makers.join(row, one, hands=2)
    makers.join(row, other, hands=3)
    keeping.join_people(surviving=[one.known_id], joined=[other.known_id])
    assert makers.fresh(row).hands == 3
    assert Hand.objects.filter(day=row, person_id=one.known_id).count() == 1
    assert Hand.objects.filter(day=was, person_id=one.known_id).count() == 1
    assert not Hand.objects.filter(person_id=other.known_id).exists()


def test_a_changed_sheet_is_a_new_version_and_danger_stays_danger(town: Any) -> None:
    admin = makers.role("admin")
    text = WorkText("Скамейка", rules.NEIGHBOURS, "", "Перчатки", "Новое правило.")
    listing.save_work(admin, text=text, code="bench")
    listing.save_work(admin, text=text, code="bench")
    assert [one.number for one in Sheet.objects.filter(work="bench").order_by("number")] == [1, 2]
    with pytest.raises(Refused):
        listing.save_work(makers.role("clerk"), text=text, code="bench")
    unsafe = WorkText("Сварка", rules.NEIGHBOURS, "", "", "Осторожно.")
    with pytest.raises(Invalid) as caught:
        listing.save_work(admin, text=unsafe)
    assert "standing" in caught.value.fields
    bare = WorkText("Новая", rules.NEIGHBOURS, "", "", "")
    with pytest.raises(Invalid):
        listing.save_work(admin, text=bare)
    with pytest.raises(Invalid):
        listing.save_work(admin, text=WorkText("Новая", rules.DUTY, "", "", ""))
