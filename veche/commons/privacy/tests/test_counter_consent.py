"""At the counter a home and a birth date are kept for who signed; who did not votes on paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.pages.tests.makers import make_page
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.commons.privacy import actions, manifest, policies, queries
from veche.commons.privacy.events import ConsentSigned
from veche.commons.privacy.models import Consent
from veche.commons.privacy.tests.test_my_data import again, page
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, Refused

DOOR = "/office/check-in/"
WITHOUT = "/office/check-in/without-consent/"
SHEET = "/office/check-in/consent.pdf"


@pytest.fixture
def west(town: Any) -> UUID:
    make_town()
    return next(place.id for place in places.places() if place.name == "Западный")


@pytest.fixture
def admin(west: UUID) -> PersonRef:
    return make_person(roles=["admin"])


@pytest.fixture
def words(admin: PersonRef) -> str:
    return make_page(admin, slug="consents", title="Согласие", text="Храним **район**.")


@pytest.fixture
def clerk(town: Any) -> PersonRef:
    return make_person(level=2, roles=["clerk"])


def typed(west: UUID, consent: str = "", number: str = "92 18 777777", version: int = 1) -> Any:
    return {
        "kind": "passport",
        "number": number,
        "born": "1951-03-04",
        "place": str(west),
        "consent": consent,
        "consent_version": str(version),
    }


def shown(west: UUID, consent: str, version: int = 1, code: str = "") -> identity.ShownDocument:
    return identity.ShownDocument(
        "passport",
        "9218 777777",
        date(1951, 3, 4),
        west,
        code=code,
        consent=consent,
        consent_version=version,
    )


def test_a_signed_sheet_is_a_consent_of_its_own(clerk: PersonRef, west: UUID, words: str) -> None:
    desk = sign_in(Client(), clerk)
    for consent in ("", "earlier"):
        answer = desk.post(DOOR, typed(west, consent))
        assert answer.status_code == 422, consent
        assert "согласи" in answer.content.decode()
    assert not Consent.objects.exists()
    assert desk.post(DOOR, typed(west, "signed"))["Location"].endswith("?done=yes")
    row = Consent.objects.get()
    assert (row.is_given, row.version, row.channel) == (True, 1, "counter")
    assert identity.particulars(row.person_id, date(2026, 3, 4)).home_place_id == west
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject, details::text FROM audit_auditentry")
        told = cursor.fetchall()
    assert "privacy.consent_signed" in {kind for kind, _s, _d in told}
    assert all(str(row.person_id) not in f"{subject} {details}" for _k, subject, details in told)


def test_the_row_keeps_the_day_alone(clerk: PersonRef, west: UUID, words: str) -> None:
    identity.check_in(clerk, shown(west, "signed"))
    at = Consent.objects.get().said_at.astimezone(clock.zone("Europe/Moscow"))
    assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)


def test_its_owner_sees_the_channel(clerk: PersonRef, west: UUID, words: str) -> None:
    person = make_person(contact="own@example.org")
    code = identity.show_code(person)
    identity.check_in(clerk, shown(west, "signed", code=code))
    seen = page(sign_in(Client(), again(person)))
    assert "на приёме, на бумаге" in seen
    assert not queries.needs_consent(again(person))


def test_whoever_agreed_signs_nothing_again(clerk: PersonRef, west: UUID, words: str) -> None:
    person = make_person(contact="own@example.org")
    actions.give_consent(person, version=1)
    identity.check_in(clerk, shown(west, "earlier", code=identity.show_code(person)))
    identity.check_in(clerk, shown(west, "signed"))
    assert [one.channel for one in Consent.objects.all()] == ["site"]


def test_new_words_need_a_new_sheet(
    clerk: PersonRef, admin: PersonRef, west: UUID, words: str
) -> None:
    identity.check_in(clerk, shown(west, "signed"))
    make_page(admin, slug="consents", title="Согласие", text="Храним и дату.")
    with pytest.raises(Conflict, match="consent-changed"):
        identity.check_in(clerk, shown(west, "signed"))
    with pytest.raises(Invalid):
        identity.check_in(clerk, shown(west, "earlier"))
    identity.check_in(clerk, shown(west, "signed", version=2))
    assert Consent.objects.count() == 2


def test_a_town_without_words_asks_nobody(clerk: PersonRef, west: UUID) -> None:
    desk = sign_in(Client(), clerk)
    assert "Сначала согласие" not in desk.get(DOOR).content.decode()
    assert desk.post(DOOR, typed(west))["Location"].endswith("?done=yes")
    assert desk.get(SHEET).status_code == 404


def test_the_sheet_is_printed_for_clerks(clerk: PersonRef, words: str) -> None:
    desk = sign_in(Client(), clerk)
    assert SHEET in desk.get(DOOR).content.decode()
    assert desk.get(SHEET).content.startswith(b"%PDF")
    for roles in ([], ["admin", "privacy"]):
        browser = sign_in(Client(), make_person(roles=roles))
        assert browser.get(SHEET).status_code == 403
        assert browser.get(WITHOUT).status_code == 403
    assert not policies.may_sign_consent(ANONYMOUS)
    with pytest.raises(Refused):
        actions.sign_consent(make_person(), make_person().known_id, 1)


def test_who_refuses_leaves_a_fingerprint_for_a_term(
    clerk: PersonRef, west: UUID, words: str
) -> None:
    desk = sign_in(Client(), clerk)
    assert "Не согласиться можно" in desk.get(WITHOUT).content.decode()
    assert desk.post(WITHOUT, {"kind": "passport", "number": "12"}).status_code == 422
    number = {"kind": "passport", "number": "92 18 777777"}
    assert desk.post(WITHOUT, number)["Location"].endswith("?done=yes")
    person = identity.check_in_without_consent(clerk, kind="passport", number="9218777777")
    found = identity.particulars(person, date(2026, 3, 4))
    assert (found.level, found.age, found.home_place_id) == (2, None, None)
    assert not Consent.objects.exists()
    assert until(person) > datetime.now(UTC) + timedelta(days=179)
    assert identity.check_in(clerk, shown(west, "signed")) == person
    assert until(person) is None
    assert (
        identity.check_in_without_consent(clerk, kind="passport", number="92 18 777777") == person
    )
    assert until(person) is None, "what somebody has agreed to is not shortened"
    assert identity.particulars(person, date(2026, 3, 4)).home_place_id == west


def until(person: UUID) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_at FROM identity_documentmark WHERE person_id = %s", [person])
        return cursor.fetchone()[0]


def test_the_events_name_nobody(clerk: PersonRef, west: UUID, words: str) -> None:
    identity.check_in(clerk, shown(west, "signed"))
    person = Consent.objects.get().person_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload::text FROM kernel_outboxevent")
        assert all(str(person) not in row[0] for row in cursor.fetchall())
    assert ConsentSigned in manifest.MANIFEST.events
    assert audit.history(clerk.known_id)
