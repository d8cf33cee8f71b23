"""At the counter: one document opens one account, and the clerk learns nothing of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from veche.commons.identity import public as identity
from veche.commons.identity.actions.checking_in import CODE_TRIES_MAX
from veche.commons.identity.models import DocumentMark, Person
from veche.commons.identity.rules.documents import BadDocument, canonical
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.kernel.errors import Conflict, Invalid, Refused, TooMany

BORN = date(1951, 3, 4)


@pytest.fixture
def west(town: Any) -> UUID:
    make_town()
    return next(place.id for place in places.places() if place.name == "Западный")


@pytest.fixture
def clerk(town: Any) -> identity.PersonRef:
    return make_person(level=2, roles=["clerk"])


def shown(west: UUID, number: str = "9218 123456", **more: Any) -> identity.ShownDocument:
    return identity.ShownDocument("passport", number, BORN, west, **more)


def test_a_document_makes_a_person_once(clerk: identity.PersonRef, west: UUID) -> None:
    first = identity.check_in(clerk, shown(west))
    again = identity.check_in(clerk, shown(west, "92 18 № 123-456"))
    other = identity.check_in(clerk, shown(west, "9218 123457"))
    assert first == again != other
    found = identity.particulars(first, date(2026, 3, 4))
    assert (found.level, found.age, found.home_place_id) == (2, 75, west)


def test_the_number_is_kept_nowhere(clerk: identity.PersonRef, west: UUID) -> None:
    identity.check_in(clerk, shown(west))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM identity_documentmark AS m")
        assert "123456" not in cursor.fetchone()[0]
        cursor.execute("SELECT actor_id, subject, details::text FROM audit_auditentry")
        rows = [row for row in cursor.fetchall() if row[0] == clerk.id]
    person = DocumentMark.objects.get().person_id
    assert all(str(person) not in f"{subject} {details}" for _by, subject, details in rows)


@pytest.mark.parametrize("number", ["", "12345", "9218 12345", "九二18 123456", "9218 1234567"])
def test_what_is_no_passport_is_refused(clerk: identity.PersonRef, west: UUID, number: str) -> None:
    with pytest.raises(Invalid) as refusal:
        identity.check_in(clerk, shown(west, number))
    assert "number" in refusal.value.fields


def test_letters_of_both_keyboards_make_one_number() -> None:
    assert canonical("foreign", "АВ 1234567") == canonical("foreign", "ab-1234567")
    with pytest.raises(BadDocument):
        canonical("foreign", "')--;")


def test_only_clerks_check(west: UUID) -> None:
    for roles in ([], ["author", "approver", "admin"]):
        with pytest.raises(Refused):
            identity.check_in(make_person(roles=roles), shown(west))
    with pytest.raises(Refused):
        identity.check_in(identity.ANONYMOUS, shown(west))


def test_a_code_ties_the_account_to_the_document(clerk: identity.PersonRef, west: UUID) -> None:
    phone = make_person(contact="+79001112233")
    code = identity.show_code(phone)
    assert identity.check_in(clerk, shown(west, code=f" {code[:4]} {code[4:]}")) == phone.id
    raised = identity.person_by_id(phone.known_id)
    assert raised is not None
    assert (raised.level, raised.home_place_id) == (2, west)
    own = identity.own_page(raised)
    assert own.is_home_confirmed
    assert own.is_birth_date_confirmed
    assert identity.check_in(clerk, shown(west)) == phone.id
    assert identity.personal_export(raised)["documents_seen"][0]["kind"] == "passport"


def test_a_code_works_once_and_no_guess_works(clerk: identity.PersonRef, west: UUID) -> None:
    code = identity.show_code(make_person())
    identity.check_in(clerk, shown(west, code=code))
    for wrong in (code, "00000000", "нет"):
        with pytest.raises(Invalid) as refusal:
            identity.check_in(clerk, shown(west, code=wrong))
        assert "code" in refusal.value.fields


def test_a_document_of_another_account_joins_nothing(clerk: identity.PersonRef, west: UUID) -> None:
    first = identity.check_in(clerk, shown(west))
    phone = make_person()
    with pytest.raises(Conflict) as refusal:
        identity.check_in(clerk, shown(west, code=identity.show_code(phone)))
    assert refusal.value.code == "document-of-another"
    assert Person.objects.get(id=phone.known_id).level == 1
    assert DocumentMark.objects.get().person_id == first


def test_a_new_passport_leads_to_the_same_person(clerk: identity.PersonRef, west: UUID) -> None:
    first = identity.check_in(clerk, shown(west))
    newer = shown(west, "9225 777777", previous="9218 123456")
    assert identity.check_in(clerk, newer) == first
    assert identity.check_in(clerk, shown(west, "9225 777777")) == first
    identity.check_in(clerk, shown(west, "1111 111111"))
    with pytest.raises(Conflict):
        identity.check_in(clerk, shown(west, "9225 777777", previous="1111 111111"))


def test_a_mistyped_number_opens_nobody_elses_account(
    clerk: identity.PersonRef, west: UUID
) -> None:
    first = identity.check_in(clerk, shown(west))
    wrong = replace(shown(west), born=date(1990, 1, 1))
    with pytest.raises(Conflict) as refusal:
        identity.check_in(clerk, wrong)
    assert refusal.value.code == "other-birth-date"
    assert identity.check_in(clerk, replace(wrong, is_correction=True)) == first
    assert identity.particulars(first, date(2026, 1, 1)).age == 36


def test_birth_dates_are_not_tried_one_after_another(clerk: identity.PersonRef, west: UUID) -> None:
    identity.check_in(clerk, shown(west))
    seen = []
    for day in range(1, 12):
        with pytest.raises((Conflict, TooMany)) as refusal:
            identity.check_in(clerk, replace(shown(west), born=date(1990, 1, day)))
        seen.append(type(refusal.value))
    assert seen == [Conflict] * 7 + [TooMany] * 4


def test_what_the_state_says_stands(clerk: identity.PersonRef, west: UUID) -> None:
    sure = make_person(level=3, birth_year=1951)
    other = replace(shown(west, code=identity.show_code(sure)), born=date(1990, 1, 1))
    with pytest.raises(Conflict):
        identity.check_in(clerk, replace(other, is_correction=True))


def test_a_clerk_serves_others(clerk: identity.PersonRef, west: UUID) -> None:
    with pytest.raises(Refused) as refusal:
        identity.check_in(clerk, shown(west, code=identity.show_code(clerk)))
    assert refusal.value.code == "own-document"


def test_who_erases_the_account_and_returns_is_the_same(
    clerk: identity.PersonRef, west: UUID
) -> None:
    phone = make_person(contact="+79001112233")
    first = identity.check_in(clerk, shown(west, code=identity.show_code(phone)))
    found = identity.person_by_id(first)
    assert found is not None
    identity.erase_person(found)
    assert identity.person_by_id(first) is None
    assert identity.check_in(clerk, shown(west)) == first
    back = identity.person_by_id(first)
    assert back is not None
    assert back.level == 2


def form(west: UUID, **changed: str) -> dict[str, str]:
    return {
        "kind": "passport",
        "number": "9218 123456",
        "born": "1951-03-04",
        "place": str(west),
        **changed,
    }


def test_the_page_leads_back_and_shows_nobody(clerk: identity.PersonRef, west: UUID) -> None:
    browser = sign_in(Client(), clerk)
    assert browser.get("/office/check-in/").status_code == 200
    answer = browser.post("/office/check-in/", form(west, next="/polls/"))
    assert (answer.status_code, answer["Location"]) == (302, "/polls/")
    page = browser.get("/office/check-in/").content.decode()
    assert "Личность подтверждена" in page
    assert "1951" not in page
    assert browser.post("/office/check-in/end/").status_code == 302
    assert "Личность подтверждена" not in browser.get("/office/check-in/").content.decode()


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"number": "1"}, 422, "четыре цифры серии"),
        ({"born": "1851-01-01"}, 422, "Проверьте год рождения"),
        ({"born": "вчера"}, 422, "Такого дня нет"),
        ({"place": ""}, 422, "выберите район"),
        ({"code": "12345678"}, 422, "Код не подошёл"),
        ({"kind": "library"}, 422, "Такого варианта нет"),
    ],
)
def test_the_page_says_what_is_wrong(
    clerk: identity.PersonRef, west: UUID, changed: dict[str, str], status: int, said: str
) -> None:
    answer = sign_in(Client(), clerk).post("/office/check-in/", form(west, **changed))
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not DocumentMark.objects.exists()


def test_codes_are_not_tried_one_by_one(clerk: identity.PersonRef, west: UUID) -> None:
    browser = sign_in(Client(), clerk)
    for number in range(CODE_TRIES_MAX[0]):
        with pytest.raises(Invalid):
            identity.check_in(clerk, shown(west, code=f"{number:08d}"))
    page = form(west, code=identity.show_code(make_person(contact="+79001112233")))
    assert browser.post("/office/check-in/", page).status_code == 429
    assert browser.post("/office/check-in/", form(west)).status_code == 302, "papers still do"


def test_a_wrong_date_may_be_corrected_on_the_page(clerk: identity.PersonRef, west: UUID) -> None:
    browser = sign_in(Client(), clerk)
    browser.post("/office/check-in/", form(west))
    answer = browser.post("/office/check-in/", form(west, born="1990-01-01"))
    assert answer.status_code == 409
    assert "is_correction" in answer.content.decode()
    again = browser.post("/office/check-in/", form(west, born="1990-01-01", is_correction="on"))
    assert again.status_code == 302


def test_the_resident_shows_a_code(town: Any) -> None:
    browser = sign_in(Client(), make_person())
    assert "Показать код" in browser.get("/me/check-in/").content.decode()
    assert "Код для оператора" in browser.post("/me/check-in/").content.decode()
    assert Client().get("/me/check-in/").status_code == 302


def test_residents_find_the_counter_closed(town: Any) -> None:
    browser = sign_in(Client(), make_person())
    assert browser.get("/office/check-in/").status_code == 403
    assert browser.post("/office/check-in/", {}).status_code == 403
    assert browser.post("/office/check-in/end/").status_code == 403
