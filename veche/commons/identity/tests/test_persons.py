"""Accounts, the vault and what of them the rest of the house may know."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity import queries
from veche.commons.identity.actions import forgetting
from veche.commons.identity.models import (
    Challenge,
    Contact,
    DataKey,
    ErasedContact,
    Person,
    PersonalDetail,
    RoleGrant,
)
from veche.commons.identity.tests.makers import home_of, let_term_pass, make_person
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused, TooMany
from veche.kernel.models import OutboxEvent

TODAY = date(2026, 6, 1)


def test_registered_resident_is_known_by_age_place_and_level(town) -> None:
    person_id, place_id = uuid4(), uuid4()
    assert identity.register_resident(id=person_id, level=2, place_id=place_id, birth_year=1980)
    with CaptureQueriesContext(connection) as asked:
        found = identity.particulars(person_id, TODAY)
    assert found == identity.Particulars(level=2, age=46, home_place_id=place_id)
    assert len(asked) == 1
    assert identity.particulars(person_id, TODAY).age == 46
    assert home_of(person_id) == place_id
    expected = identity.PersonRef(person_id, 2, frozenset(), place_id)
    assert identity.person_by_id(person_id) == expected


def test_nothing_is_known_of_strangers(town) -> None:
    nothing = identity.Particulars(0, None, None)
    assert identity.particulars(uuid4(), TODAY) == nothing
    assert identity.particulars(identity.ANONYMOUS, TODAY) == nothing
    assert identity.person_by_id(uuid4()) is None
    assert home_of(identity.ANONYMOUS) is None
    assert identity.masked_contact(identity.ANONYMOUS) == ""
    assert not identity.has_role(uuid4(), "admin")


def test_many_are_read_in_one_query(town) -> None:
    people = [make_person(birth_year=1980 + n) for n in range(5)]
    with CaptureQueriesContext(connection) as asked:
        found = identity.particulars_of_many([p.id for p in people if p.id], TODAY)
    assert sorted(one.age or 0 for one in found.values()) == [42, 43, 44, 45, 46]
    assert len(asked) == 1


def test_register_many_is_repeatable_and_leaves_the_known_as_they_are(town) -> None:
    known = identity.NewResident(uuid4(), 1, uuid4(), 1990)
    assert identity.register_many([known]) == 1
    key = bytes(DataKey.objects.get(person_id=known.id).wrapped_key)
    changed = identity.NewResident(known.id, 3, uuid4(), 1950)
    fresh = identity.NewResident(uuid4())
    assert identity.register_many([changed, fresh]) == 1
    assert bytes(DataKey.objects.get(person_id=known.id).wrapped_key) == key
    assert identity.particulars(known.id, TODAY) == identity.Particulars(1, 36, known.place_id)
    assert identity.particulars(fresh.id, TODAY) == identity.Particulars(0, None, None)


def test_register_many_survives_the_same_person_twice_in_a_list(town) -> None:
    one = identity.NewResident(uuid4(), 1, uuid4(), 1990)
    assert identity.register_many([one, one]) == 1
    assert PersonalDetail.objects.filter(person_id=one.id).count() == 2


def test_the_vault_holds_nothing_in_the_clear(town) -> None:
    person = make_person(contact="+79001234567", birth_year=1980, place_id=uuid4())
    stored = b"".join(
        bytes(part)
        for row in (
            *Contact.objects.values_list("sealed", "blind_index"),
            *PersonalDetail.objects.values_list("sealed"),
        )
        for part in row
    )
    for secret in (b"9001234567", b"1980", str(person.home_place_id).encode()):
        assert secret not in stored


def test_a_row_moved_to_another_person_does_not_open(town) -> None:
    one, other = make_person(birth_year=1980), make_person()
    sealed = PersonalDetail.objects.get(person_id=one.known_id)
    DataKey.objects.filter(person_id=other.known_id).update(
        wrapped_key=DataKey.objects.get(person_id=one.known_id).wrapped_key
    )
    PersonalDetail.objects.create(person_id=other.known_id, kind=sealed.kind, sealed=sealed.sealed)
    PersonalDetail.objects.create(person_id=one.known_id, kind="home_place", sealed=sealed.sealed)
    assert identity.particulars(other, TODAY).age is None
    assert home_of(one) is None


def test_a_birth_date_is_kept_and_counted(town) -> None:
    person = make_person()
    identity.declare_birth_date(person, date(2012, 6, 2))
    assert identity.particulars(person, TODAY).age == 13
    assert identity.particulars(person, date(2026, 6, 2)).age == 14
    assert [e.kind for e in audit.history(person.known_id)] == ["identity.birth_date_declared"]


@pytest.mark.parametrize("born", [date(1850, 1, 1), date(2999, 1, 1)])
def test_a_birth_date_that_cannot_be_is_refused(town, born) -> None:
    with pytest.raises(Invalid):
        identity.declare_birth_date(make_person(), born)


def test_what_a_document_confirmed_stays(town) -> None:
    person = make_person(level=2, birth_year=1980)
    with pytest.raises(Refused, match="confirmed-by-document"):
        identity.declare_birth_date(person, date(2000, 1, 1))
    assert identity.particulars(person, TODAY).age == 46


def test_a_birth_date_cannot_be_changed_for_every_poll(town) -> None:
    person = make_person()
    identity.declare_birth_date(person, date(2012, 6, 2))
    with pytest.raises(Refused, match="said-already"):
        identity.declare_birth_date(person, date(1990, 1, 1))
    assert identity.particulars(person, TODAY).age == 13
    let_term_pass(person)
    identity.declare_birth_date(person, date(1990, 1, 1))
    assert identity.particulars(person, TODAY).age == 36


def test_a_year_the_town_knows_is_made_a_day_and_not_another_year(town) -> None:
    person = make_person(birth_year=1980)
    with pytest.raises(Refused, match="said-already"):
        identity.declare_birth_date(person, date(1979, 5, 17))
    identity.declare_birth_date(person, date(1980, 5, 17))
    assert identity.own_page(person).birth_date == date(1980, 5, 17)


def test_declaring_is_limited_even_where_nothing_changes(town) -> None:
    person = make_person()
    for _again in range(5):
        identity.declare_birth_date(person, date(1990, 1, 1))
    with pytest.raises(TooMany):
        identity.declare_birth_date(person, date(1990, 1, 1))


def test_a_home_that_is_not_in_the_town_is_refused(town) -> None:
    person = make_person()
    with pytest.raises(Invalid, match="unknown-place"):
        identity.declare_home(person, uuid4())
    assert home_of(person) is None


def test_visitors_declare_nothing(town) -> None:
    with pytest.raises(Refused):
        identity.declare_home(identity.ANONYMOUS, uuid4())
    with pytest.raises(Refused):
        identity.personal_export(identity.ANONYMOUS)
    with pytest.raises(Refused):
        identity.own_page(identity.ANONYMOUS)


def test_the_owner_recognises_a_masked_contact(town) -> None:
    assert identity.masked_contact(make_person(contact="+79001234512")) == "+7 900 •••-••-12"
    assert identity.masked_contact(make_person(contact="ivan@почта.рф")) == "i•••@почта.рф"


def test_a_contact_belongs_to_one_person(town) -> None:
    make_person(contact="+79001234512")
    with pytest.raises(Conflict):
        identity.add_contact(make_person().known_id, "8 900 123-45-12")
    held = Contact.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(
            person_id=make_person().known_id, kind="phone", blind_index=held.blind_index, sealed=b""
        )


def test_the_export_holds_all_that_is_known(town) -> None:
    place_id = uuid4()
    person = make_person(
        contact="+79001234512", birth_year=1980, place_id=place_id, roles=["author"]
    )
    data = identity.personal_export(person)
    assert data["contacts"] == [{"kind": "phone", "address": "+79001234512"}]
    known = {one["kind"]: one["value"] for one in data["details"]}
    assert known == {"birth_date": "1980", "home_place": str(place_id)}
    assert [role["role"] for role in data["roles"]] == ["author"]


def test_erasure_leaves_nothing_and_tells_the_house(town) -> None:
    person = make_person(contact="+79001234512", birth_year=1980, place_id=uuid4())
    identity.erase_person(person)
    for model in (DataKey, Contact, PersonalDetail):
        assert not model.objects.filter(person_id=person.known_id).exists()
    assert identity.person_by_id(person.known_id) is None
    assert identity.particulars(person.known_id, TODAY) == identity.Particulars(0, None, None)
    [event] = OutboxEvent.objects.filter(kind="identity.person_erased")
    assert event.payload == {"person_id": str(person.known_id)}
    assert audit.history(person.known_id)[0].kind == "identity.person_erased"


def test_rows_restored_from_a_copy_cannot_be_read(town) -> None:
    person = make_person(contact="+79001234512", birth_year=1980, place_id=uuid4())
    contacts, details = list(Contact.objects.all()), list(PersonalDetail.objects.all())
    identity.erase_person(person)
    Contact.objects.bulk_create(contacts)
    PersonalDetail.objects.bulk_create(details)
    Person.objects.filter(id=person.known_id).update(is_active=True)
    assert queries.contacts(person.known_id) == []
    assert queries.details(person.known_id) == {}
    assert identity.particulars(person.known_id, TODAY) == identity.Particulars(0, None, None)
    assert identity.masked_contact(person) == ""


def test_who_comes_back_after_erasure_gets_the_same_opaque_id(town, client, enter, sent) -> None:
    """A second account of the same contact would be a second ballot in an open poll."""
    person = make_person(contact="+79001234512", birth_year=1980)
    identity.erase_person(person)
    enter(client, "+79001234512")
    [contact] = Contact.objects.all()
    assert contact.person_id == person.known_id
    assert identity.particulars(person, TODAY).age is None
    assert not ErasedContact.objects.exists()


def test_fingerprints_of_the_erased_are_forgotten_in_time(town, client, enter) -> None:
    person = make_person(contact="+79001234512")
    identity.erase_person(person)
    ErasedContact.objects.update(forget_at=clock.now() - timedelta(seconds=1))
    identity.forget_erased(running_since=clock.now() - timedelta(days=300))
    assert ErasedContact.objects.exists(), "a ballot of theirs may lie in a box that still runs"
    identity.forget_erased(running_since=clock.now())
    assert not ErasedContact.objects.exists()
    enter(client, "+79001234512")
    assert Contact.objects.get().person_id != person.known_id


def test_expired_codes_are_forgotten_with_their_addresses(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": "+79001234512"})
    Challenge.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    client.post("/sign-in/", {"contact": "+79001234513"})
    forgetting.forget_codes()
    assert Challenge.objects.count() == 1


def test_roles_hold_from_one_instant_until_another(town) -> None:
    person = make_person()
    now = datetime.now(UTC)
    identity.grant_role(person.known_id, "clerk", act="№ 1", starts_at=now + timedelta(days=1))
    assert not identity.has_role(person.known_id, "clerk")
    RoleGrant.objects.all().delete()
    earlier = now - timedelta(days=9)
    identity.grant_role(person.known_id, "clerk", act="№ 2", starts_at=earlier, ends_at=now)
    assert not identity.has_role(person.known_id, "clerk")
    identity.grant_role(person.known_id, "clerk", act="№ 3")
    assert identity.has_role(person.known_id, "clerk")
    assert (identity.person_by_id(person.known_id) or identity.ANONYMOUS).is_official


def test_roles_are_given_by_an_act_once_and_written_down(town) -> None:
    admin, person = make_person(roles=["admin"]), make_person()
    identity.grant_role(person.known_id, "author", act="Распоряжение № 12", by=admin)
    with pytest.raises(Conflict):
        identity.grant_role(person.known_id, "author", act="Распоряжение № 13", by=admin)
    with pytest.raises(Invalid):
        identity.grant_role(person.known_id, "approver", act=" ", by=admin)
    with pytest.raises(Invalid):
        identity.grant_role(person.known_id, "mayor", act="№ 1")
    with pytest.raises(NotFound):
        identity.grant_role(uuid4(), "author", act="№ 1")
    identity.revoke_role(person.known_id, "author", by=admin)
    assert not identity.has_role(person.known_id, "author")
    with pytest.raises(NotFound):
        identity.revoke_role(person.known_id, "author", by=admin)
    kinds = [(e.kind, e.actor_id) for e in audit.history(person.known_id)]
    assert kinds == [
        ("identity.role_revoked", admin.known_id),
        ("identity.role_granted", admin.known_id),
    ]


def test_nobody_makes_themselves_an_official(town) -> None:
    person = make_person(roles=["author"])
    with pytest.raises(Refused):
        identity.grant_role(person.known_id, "admin", act="№ 1", by=person)
    admin = make_person(roles=["admin"])
    with pytest.raises(Refused):
        identity.grant_role(admin.known_id, "approver", act="№ 1", by=admin)


def test_a_person_shows_nothing_personal(town) -> None:
    person = make_person(contact="+79001234512", birth_year=1980)
    assert "9001234512" not in repr(person)
    assert "1980" not in repr(identity.particulars(person, TODAY)).replace("46", "")
    assert isinstance(person.known_id, UUID)
