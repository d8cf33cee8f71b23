"""Belonging to an organisation: asked by a person, given by a clerk, ended by those who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, merge
from veche.commons.norms import public as norms
from veche.commons.organisations import actions, jobs, manifest, public, queries, rules
from veche.commons.organisations.models import Membership, Organisation
from veche.commons.organisations.tests.makers import (
    admit,
    ask,
    entrepreneur,
    give,
    make_organisation,
    numbers,
)
from veche.commons.places.tests.makers import make_town
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused, TooMany
from veche.kernel.models import RetentionRun

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def clerk(town: Any) -> identity.PersonRef:
    return make_person(roles=["clerk"])


@pytest.fixture
def village(town: Any) -> None:
    make_town()


def journal(subject: Any) -> str:
    """All that stays for good about a request or an organisation."""
    kept = audit.history(subject)
    assert kept
    return repr(kept)


def test_asked_is_not_yet_may(clerk: identity.PersonRef) -> None:
    person = make_person()
    row = ask(person)
    assert not queries.may_act(person, row.organisation_id)
    assert public.organisations_of(person) == []
    assert queries.organisations().items == []
    assert row.due_on == norms.due_on("organisation.check_days", queries.today())
    admit(clerk, row)
    assert queries.may_act(person, row.organisation_id)
    assert [one.may_act for one in public.organisations_of(person)] == [True]
    assert [one.kind for one in audit.history(row.id)] == [
        "organisations.member_admitted",
        "organisations.membership_asked",
    ]


def test_a_member_belongs_and_does_not_act(clerk: identity.PersonRef) -> None:
    head, person = make_person(), make_person()
    one = make_organisation(head)
    actions.ask_to_join(person, slug=one.slug, post="учитель", right=rules.ACTS)
    admit(clerk, queries.memberships_of(person)[0], right=rules.MEMBER)
    assert not queries.may_act(person, one.id)
    assert [own.may_act for own in public.organisations_of(person)] == [False]
    assert queries.number_who_act(one.id) == 1
    with pytest.raises(NotFound):
        queries.acting_membership(person, one.slug)


def test_a_right_lapses_with_its_last_day(clerk: identity.PersonRef) -> None:
    person = make_person()
    row = ask(person)
    admit(clerk, row, until=queries.today())
    assert queries.may_act(person, row.organisation_id)
    Membership.objects.update(until=queries.today() - timedelta(days=1))
    assert not queries.may_act(person, row.organisation_id)
    assert public.organisations_of(person) == []
    assert queries.number_who_act(row.organisation_id) == 0


def test_one_organisation_of_one_number(clerk: identity.PersonRef) -> None:
    first, second = make_person(), make_person()
    asked = ask(first)
    again = ask(second, name="Совсем другое имя")
    assert again.organisation_id == asked.organisation_id
    assert Organisation.objects.get().name == "Школа № 1"
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind=rules.NKO, name="Копия", **numbers(1))


@pytest.mark.parametrize(
    "given",
    [
        {"inn": "7707083894"},
        {"inn": ""},
        {"ogrn": "1027700132196"},
        {"kind": "church"},
        {"name": " "},
        {"inn": entrepreneur()["inn"]},
        {**entrepreneur(), "address": "Луговая улица, 54"},
    ],
)
def test_wrong_numbers_make_nothing(given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        ask(make_person(), **given)
    assert not Organisation.objects.exists()


def test_a_tos_needs_no_registration() -> None:
    for name in ("ТОС «Липы»", "ТОС «Клёны»"):
        ask(make_person(), kind=rules.TOS, name=name, inn="", ogrn="")
    assert Organisation.objects.filter(inn="").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(kind=rules.UK, name="Без номера")


def test_a_tos_without_numbers_is_not_made_twice() -> None:
    given: dict[str, Any] = {"kind": rules.TOS, "inn": "", "ogrn": "", "address": "Луговая, 5"}
    person = make_person()
    first = ask(person, name="ТОС «Липы»", **given)
    second = ask(make_person(), name="тос «липы»", **given)
    assert second.organisation_id == first.organisation_id
    with pytest.raises(Refused) as refusal:
        ask(person, name="ТОС «Липы»", **given)
    assert refusal.value.code == "asked-already"
    elsewhere = ask(make_person(), name="ТОС «Липы»", **given | {"address": "Садовая, 1"})
    assert elsewhere.organisation_id != first.organisation_id


def test_nobody_asks_twice_at_once() -> None:
    person = make_person()
    one = make_organisation(person)
    with pytest.raises(Refused) as refusal:
        actions.ask_to_join(person, slug=one.slug, post="ещё раз", right=rules.ACTS)
    assert refusal.value.code == "asked-already"


def test_a_desk_is_not_flooded() -> None:
    person = make_person()
    for number in range(1, 11):
        ask(person, number)
    with pytest.raises(TooMany):
        ask(person, 11)


def test_the_number_is_told_by_the_person(clerk: identity.PersonRef) -> None:
    row = ask(make_person())
    with pytest.raises(Invalid) as problem:
        admit(clerk, row, number="00000000")
    assert "number" in problem.value.fields
    admit(clerk, row, number=f"{row.number[:4]} {row.number[4:]}")


@pytest.mark.parametrize(
    "given",
    [
        {"paper": actions.ShownPaper("note", None)},  # type: ignore[arg-type]
        {"right": "king"},
    ],
)
def test_a_clerk_says_what_was_seen(clerk: identity.PersonRef, given: dict[str, Any]) -> None:
    row = ask(make_person())
    with pytest.raises((Invalid, TypeError)):
        admit(clerk, row, **given)
    tomorrow = queries.today() + timedelta(days=1)
    with pytest.raises(Invalid):
        admit(clerk, row, paper=actions.ShownPaper(rules.PAPERS[0], tomorrow))
    with pytest.raises(Invalid):
        admit(clerk, row, until=queries.today() - timedelta(days=1))
    with pytest.raises(Invalid):
        admit(clerk, row, place_id=uuid4())
    row.refresh_from_db()
    assert row.state == rules.ASKED


def test_a_clerk_admits_nobody_alone() -> None:
    clerk = make_person(roles=["clerk"])
    row = ask(clerk)
    for person in (clerk, make_person(roles=["admin"]), make_person()):
        with pytest.raises(Refused):
            admit(person, row)
        with pytest.raises(Refused):
            actions.refuse_request(person, request_id=row.id, reason="Сам себе")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(decided_by=clerk.known_id)
    with pytest.raises(Conflict):
        actions.close_organisation(clerk, slug=row.organisation.slug, reason="Моя")


def test_a_refusal_has_a_reason_and_frees_the_number(clerk: identity.PersonRef) -> None:
    person = make_person()
    row = ask(person)
    with pytest.raises(Invalid):
        actions.refuse_request(clerk, request_id=row.id, reason=" ")
    actions.refuse_request(clerk, request_id=row.id, reason="Нет выписки")
    row.refresh_from_db()
    assert (row.state, row.reason) == (rules.REFUSED, "Нет выписки")
    assert Organisation.objects.get().state == rules.REFUSED
    assert "Нет выписки" not in journal(row.id)
    again = ask(person)
    assert again.organisation_id != row.organisation_id
    with pytest.raises(NotFound):
        admit(clerk, row)


def test_a_refusal_of_one_leaves_the_others_waiting(clerk: identity.PersonRef) -> None:
    first, second = ask(make_person()), ask(make_person())
    actions.refuse_request(clerk, request_id=first.id, reason="Не он")
    admit(clerk, second)
    assert Organisation.objects.get().state == rules.CHECKED


def test_people_leave_and_are_let_go(clerk: identity.PersonRef) -> None:
    head, fellow, stranger = make_person(), make_person(), make_person()
    one = make_organisation(head)
    actions.ask_to_join(fellow, slug=one.slug, post="учитель", right=rules.MEMBER)
    row = queries.memberships_of(fellow)[0]
    admit(clerk, row)
    for person in (stranger, fellow):
        with pytest.raises(NotFound):
            actions.end_membership(person, membership_id=queries.memberships_of(head)[0].id)
        with pytest.raises(NotFound):
            actions.end_membership(person, membership_id=row.id, slug=one.slug)
    actions.end_membership(head, membership_id=row.id, slug=one.slug)
    row.refresh_from_db()
    assert (row.state, row.ended_by) == (rules.ENDED, rules.BY_FELLOW)
    with pytest.raises(NotFound):
        actions.end_membership(
            head, membership_id=queries.memberships_of(head)[0].id, slug=one.slug
        )
    actions.end_membership(head, membership_id=queries.memberships_of(head)[0].id)
    assert not queries.may_act(head, one.id)
    assert queries.organisation(one.slug).name == "Школа № 1", "the organisation itself stays"


def test_a_request_taken_back_leaves_nothing() -> None:
    person = make_person()
    row = ask(person)
    actions.end_membership(person, membership_id=row.id)
    assert not Organisation.objects.exists()
    assert queries.memberships_of(person) == []


def test_taking_a_request_back_keeps_what_another_was_refused(clerk: identity.PersonRef) -> None:
    refused, leaving = make_person(), make_person()
    row, other = ask(refused), ask(leaving)
    actions.refuse_request(clerk, request_id=row.id, reason="Нет выписки")
    actions.end_membership(leaving, membership_id=other.id)
    assert [one.reason for one in queries.memberships_of(refused)] == ["Нет выписки"]
    organisation = Organisation.objects.get()
    row.refresh_from_db()
    assert (organisation.state, organisation.decided_at) == (rules.REFUSED, row.decided_at)
    days = norms.value("organisation.refused_keep_days", queries.today()).value
    Membership.objects.filter(id=row.id).update(decided_at=row.asked_at - timedelta(days=days + 2))
    Organisation.objects.update(decided_at=row.asked_at - timedelta(days=days + 2))
    jobs.forget_refused()
    assert not Organisation.objects.exists()


def test_an_entrepreneur_who_leaves_is_forgotten() -> None:
    person = make_person()
    one = make_organisation(person, kind=rules.BUSINESS, name="ИП Иванов И. И.", **entrepreneur())
    actions.end_membership(person, membership_id=queries.memberships_of(person)[0].id)
    one.refresh_from_db()
    assert (one.name, one.inn, one.ogrn, one.state) == ("", "", "", rules.CLOSED)
    with pytest.raises(NotFound):
        queries.organisation(one.slug)


def test_a_closed_organisation_has_nobody_who_acts(clerk: identity.PersonRef) -> None:
    head, waiting = make_person(), make_person()
    one = make_organisation(head)
    actions.ask_to_join(waiting, slug=one.slug, post="учитель", right=rules.MEMBER)
    actions.close_organisation(clerk, slug=one.slug, reason="Школу закрыли")
    assert not queries.may_act(head, one.id)
    assert queries.memberships_of(waiting)[0].reason == "Школу закрыли"
    assert "Школу закрыли" not in journal(one.id)
    with pytest.raises(NotFound):
        public.organisation(one.slug)
    assert make_organisation(head).inn == one.inn, "its number is free again"


def test_an_erased_person_belongs_nowhere() -> None:
    person, other = make_person(), make_person()
    one = make_organisation(person)
    gone = make_organisation(
        other, 2, kind=rules.BUSINESS, name="ИП Петров П. П.", **entrepreneur(2)
    )
    for erased in (person, other):
        payload = {"person_id": str(erased.id)}
        for _time in range(2):
            manifest._erased(payload, uuid4())
    assert not Membership.objects.exists()
    assert queries.number_who_act(one.id) == 0
    gone.refresh_from_db()
    assert gone.name == ""


def test_two_accounts_made_one_keep_the_right() -> None:
    person, other = make_person(), make_person(level=2)
    one = make_organisation(person)
    joined = merge(person, other)
    assert queries.may_act(joined, one.id)
    assert [own.organisation.id for own in public.organisations_of(joined)] == [one.id]
    assert [part["post"] for part in public.own_part(joined.known_id)] == ["директор"]


def test_two_accounts_made_one_belong_once(clerk: identity.PersonRef) -> None:
    """The stronger right goes on; whoever is let go then has none left under another account."""
    head, phone, checked = make_person(), make_person(), make_person(level=2)
    one = make_organisation(head)
    for person, right in ((phone, rules.ACTS), (checked, rules.MEMBER)):
        actions.ask_to_join(person, slug=one.slug, post="завуч", right=right)
        admit(clerk, queries.memberships_of(person)[0])
    # A request under the other account, for what they have already, is no second person either.
    assert (queries.number_who_act(one.id), len(queries.members(one.id))) == (2, 3)
    joined = merge(phone, checked)
    assert (queries.number_who_act(one.id), len(queries.members(one.id))) == (2, 2)
    assert queries.may_act(joined, one.id), "the right to act outweighs membership"
    [own] = [row for row in queries.memberships_of(joined) if row.state == rules.JOINED]
    [gone] = [row for row in queries.memberships_of(joined) if row.state == rules.ENDED]
    assert (own.person_id, gone.ended_by) == (phone.known_id, rules.BY_SELF)
    assert "organisations.membership_ended" in journal(gone.id)
    actions.end_membership(head, membership_id=own.id, slug=one.slug)
    assert not queries.may_act(joined, one.id)
    assert public.organisations_of(joined) == []


@pytest.mark.parametrize(
    "other",
    [{"until": timedelta(days=-1)}, {"starts_on": timedelta(days=100)}],
    ids=["lapsed", "begins later"],
)
def test_two_accounts_made_one_keep_what_holds_today(
    clerk: identity.PersonRef, other: dict[str, timedelta]
) -> None:
    phone, checked = make_person(), make_person(level=2)
    one = make_organisation(make_person())
    for person, right in ((phone, rules.ACTS), (checked, rules.MEMBER)):
        actions.ask_to_join(person, slug=one.slug, post="завуч", right=right)
        admit(clerk, queries.memberships_of(person)[0])
    days = {name: queries.today() + away for name, away in other.items()}
    Membership.objects.filter(person_id=phone.known_id).update(**days)
    assert [own.may_act for own in public.organisations_of(checked)] == [False]
    joined = merge(phone, checked)
    assert [own.organisation.id for own in public.organisations_of(joined)] == [one.id]
    [gone] = [row for row in queries.memberships_of(joined) if row.state == rules.ENDED]
    assert gone.person_id == phone.known_id


def test_a_lapsed_right_does_not_undo_a_new_request(clerk: identity.PersonRef) -> None:
    phone, checked = make_person(), make_person(level=2)
    one = make_organisation(make_person())
    for person in (phone, checked):
        actions.ask_to_join(person, slug=one.slug, post="завуч", right=rules.MEMBER)
    admit(clerk, queries.memberships_of(phone)[0])
    yesterday = queries.today() - timedelta(days=1)
    Membership.objects.filter(person_id=phone.known_id).update(until=yesterday)
    joined = merge(phone, checked)
    admit(clerk, next(row for row in queries.memberships_of(joined) if row.state == rules.ASKED))
    assert [own.organisation.id for own in public.organisations_of(joined)] == [one.id]


def test_two_requests_of_two_accounts_become_one() -> None:
    phone, checked = make_person(), make_person(level=2)
    row = ask(phone)
    assert ask(checked).organisation_id == row.organisation_id
    joined = merge(phone, checked)
    asked = [one for one in queries.memberships_of(joined) if one.state == rules.ASKED]
    assert len(asked) == 1
    assert asked[0].organisation.state == rules.ASKED


def test_a_clerk_who_let_in_their_own_other_account_has_let_in_nobody() -> None:
    clerk, other = make_person(roles=["clerk"], level=2), make_person()
    row = ask(other)
    admit(clerk, row)
    assert queries.may_act(other, row.organisation_id)
    joined = merge(other, clerk)
    assert joined.known_id == clerk.known_id
    assert not queries.may_act(joined, row.organisation_id)
    assert queries.number_who_act(row.organisation_id) == 0


def test_a_mandate_of_either_account_is_the_persons(village: Any) -> None:
    elder, checked = make_person(contact="elder@example.org"), make_person(level=2)
    slug = give("elder@example.org")
    joined = merge(elder, checked)
    assert [one.slug for one in public.mandates_of(joined)] == [slug]
    assert len(queries.mandates_on(queries.today())) == 1


def test_a_clerks_slip_of_the_year_is_told(clerk: identity.PersonRef) -> None:
    row = ask(make_person())
    far = queries.today() + timedelta(days=400)
    with pytest.raises(Invalid) as refusal:
        admit(clerk, row, starts_on=far)
    assert refusal.value.code == "bad-day"
    row.refresh_from_db()
    assert row.state == rules.ASKED


def test_a_right_from_a_day_on_begins_that_day(clerk: identity.PersonRef) -> None:
    head, person = make_person(), make_person()
    one = make_organisation(head)
    day = queries.today() + timedelta(days=6)
    actions.ask_to_join(person, slug=one.slug, post="завуч", right=rules.ACTS, starts_on=day)
    row = queries.memberships_of(person)[0]
    assert row.starts_on == day
    admit(clerk, row, starts_on=day)
    assert not queries.may_act(person, one.id)
    assert public.organisations_of(person) == []
    with pytest.raises(NotFound):
        queries.acting_membership(person, one.slug)
    assert queries.number_who_act(one.id) == 1
    assert row.id in [member.id for member in queries.members(one.id)], "fellows see who comes"
    Membership.objects.filter(id=row.id).update(starts_on=queries.today())
    assert queries.may_act(person, one.id)
    assert queries.number_who_act(one.id) == 2


def test_a_day_behind_or_far_ahead_or_after_the_end_is_refused(clerk: identity.PersonRef) -> None:
    head, person = make_person(), make_person()
    one, today = make_organisation(head), queries.today()
    for days in (-1, 400):
        with pytest.raises(Invalid) as refused:
            actions.ask_to_join(
                person,
                slug=one.slug,
                post="завуч",
                right=rules.ACTS,
                starts_on=today + timedelta(days=days),
            )
        assert "starts_on" in refused.value.fields
    actions.ask_to_join(person, slug=one.slug, post="завуч", right=rules.ACTS)
    row = queries.memberships_of(person)[0]
    with pytest.raises(Invalid):
        admit(clerk, row, starts_on=today + timedelta(days=9), until=today + timedelta(days=8))
    admit(clerk, row, starts_on=today - timedelta(days=9))
    assert queries.may_act(person, one.id), "a day that has passed is no condition"


def test_nobody_joins_what_was_closed_meanwhile(
    clerk: identity.PersonRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list was read, then a clerk closed the organisation, then the request took its lock."""
    one = make_organisation(make_person())
    found = queries.organisation(one.slug)
    actions.close_organisation(clerk, slug=one.slug, reason="Ликвидирована")
    monkeypatch.setattr(queries, "organisation", lambda _slug: found)
    with pytest.raises(NotFound):
        actions.ask_to_join(make_person(), slug=one.slug, post="завуч", right=rules.ACTS)


def test_refused_requests_are_deleted_in_time(clerk: identity.PersonRef) -> None:
    row = ask(make_person())
    actions.refuse_request(clerk, request_id=row.id, reason="Нет выписки")
    jobs.forget_refused()
    assert Organisation.objects.exists()
    days = norms.value("organisation.refused_keep_days", queries.today()).value
    long_ago = row.asked_at - timedelta(days=days + 2)
    Membership.objects.update(decided_at=long_ago)
    Organisation.objects.update(decided_at=long_ago)
    jobs.forget_refused()
    assert not Organisation.objects.exists()
    assert not Membership.objects.exists()
    runs = RetentionRun.objects.filter(job="organisations.forget_refused").order_by("ran_at")
    assert [run.destroyed for run in runs] == [0, 2]


def test_asking_who_may_act_costs_a_query(django_assert_num_queries: Any) -> None:
    person = make_person()
    for number in range(1, 5):
        make_organisation(person, number)
    with django_assert_num_queries(1):
        assert len(public.organisations_of(person)) == 4
    with django_assert_num_queries(0):
        assert public.organisations_of(identity.ANONYMOUS) == []
    with django_assert_num_queries(0):
        assert public.mandates_of(identity.ANONYMOUS) == []


def test_a_clerk_may_not_guess_the_number_of_a_request(clerk: identity.PersonRef) -> None:
    row = ask(make_person())
    wrong = "0" * 8 if row.number != "0" * 8 else "1" * 8
    for _try in range(10):
        with pytest.raises(Invalid):
            admit(clerk, row, number=wrong)
    with pytest.raises(TooMany):
        admit(clerk, row, number=row.number)
    row.refresh_from_db()
    assert row.state == rules.ASKED
