"""Signing in by a code, and everything that can be tried against it."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.audit import public as audit
from veche.commons.identity import known, sessions
from veche.commons.identity import public as identity
from veche.commons.identity.actions import signing_in
from veche.commons.identity.models import Challenge, Contact, Person
from veche.commons.identity.tests import makers
from veche.kernel import clock
from veche.kernel.errors import TooMany

PHONE = "8 (900) 123-45-67"


def person_id_of(client: Client) -> str | None:
    return client.session.get(sessions.PERSON)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_newcomer_signs_up_by_the_same_door(town, client, sent, enter) -> None:
    answer = enter(client, PHONE)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    person = Person.objects.get()
    assert (person.level, person_id_of(client)) == (1, str(person.id))
    assert sent[0].address == "+79001234567"
    assert [e.kind for e in audit.history(person.id)] == ["identity.signed_up"]


def test_whoever_returns_gets_the_same_account(town, client, enter) -> None:
    enter(client, PHONE)
    enter(Client(), "+7 900 123 45 67")
    assert Person.objects.count() == Contact.objects.count() == 1
    [person] = Person.objects.all()
    assert audit.history(person.id)[0].kind == "identity.signed_in"


def test_the_door_leads_back_to_the_poll(town, client, enter) -> None:
    back = "/polls/park/vote/?step=2"
    page = client.get("/sign-in/", {"next": back})
    assert "/polls/park/vote/?step=2" in page.content.decode()
    assert enter(client, PHONE, back)["Location"] == back


def test_what_a_visitor_had_begun_survives_signing_in(town, client, enter) -> None:
    client.get("/sign-in/")
    session = client.session
    session["draft"] = {"park": [1, 2]}
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    enter(client, PHONE)
    assert client.session["draft"] == {"park": [1, 2]}


def test_answers_are_the_same_whether_an_account_exists_or_not(town, sent) -> None:
    known, unknown = "+7 900 123-45-67", "+7 900 765-43-21"
    makers.make_person(contact=known)
    seen = []
    for contact in (known, unknown):
        browser = Client()
        with CaptureQueriesContext(connection) as asked:
            first = browser.post("/sign-in/", {"contact": contact})
        page = browser.get("/sign-in/code/").content.decode()
        missed = browser.post("/sign-in/code/", {"code": wrong(sent[-1].code)})
        tables = [q["sql"].split(" WHERE ")[0][:40] for q in asked.captured_queries]
        seen.append(
            (first.status_code, first["Location"], tables, missed.status_code)
            + (page.count("+7 900 •••-••-"), len(page) - len(browser.cookies.output()))
        )
    assert seen[0][:5] == seen[1][:5]


def test_nothing_is_looked_up_before_the_code_is_right(town, client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.post("/sign-in/", {"contact": PHONE})
    statements = " ".join(q["sql"] for q in asked.captured_queries)
    assert "identity_contact" not in statements
    assert "identity_person" not in statements


def test_a_wrong_code_says_how_many_tries_are_left(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    answer = client.post("/sign-in/code/", {"code": wrong(sent[-1].code)})
    assert answer.status_code == 422
    assert re.search("4 попытки|попыток: 4", answer.content.decode())
    assert person_id_of(client) is None


def test_a_code_cannot_be_guessed_at_more_than_five_times(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    code = sent[-1].code
    for _ in range(5):
        client.post("/sign-in/code/", {"code": wrong(code)})
    answer = client.post("/sign-in/code/", {"code": code})
    assert answer.status_code == 422
    assert "больше не действует" in answer.content.decode()
    assert not Person.objects.exists()


def test_new_codes_do_not_give_new_tries_without_end(town, sent) -> None:
    """Five codes an hour and ten tries at one contact, whichever browser of a house asks."""
    tried, last = 0, 0
    for _ in range(8):
        browser = Client()
        if browser.post("/sign-in/", {"contact": PHONE}).status_code != 302:
            continue
        for _ in range(5):
            last = browser.post("/sign-in/code/", {"code": wrong(sent[-1].code)}).status_code
            tried += last == 422
    assert tried <= signing_in.TRIES_PER_CONTACT[0]
    assert last == 429
    assert len(sent) == signing_in.CODES_PER_CONTACT[0]


def test_too_many_codes_are_refused_with_the_time_to_wait(town, sent) -> None:
    for _ in range(5):
        assert Client().post("/sign-in/", {"contact": PHONE}).status_code == 302
    answer = Client().post("/sign-in/", {"contact": "+79001234567"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert re.search(r"через \d+ минут", answer.content.decode())
    assert Client().post("/sign-in/", {"contact": "a@example.org"}).status_code == 302


def test_a_stranger_elsewhere_does_not_shut_the_owner_out(town, sent) -> None:
    for _ in range(8):
        stranger = Client(REMOTE_ADDR="203.0.113.9")
        stranger.post("/sign-in/", {"contact": PHONE})
        for _again in range(4):
            stranger.post("/sign-in/code/", {"code": wrong(sent[-1].code)})
    assert len(sent) == signing_in.CODES_PER_CONTACT[0]
    owner = Client()
    assert owner.post("/sign-in/", {"contact": PHONE}).status_code == 302
    answer = owner.post("/sign-in/code/", {"code": sent[-1].code})
    assert answer.status_code == 302


def test_many_households_together_are_bounded(town, sent) -> None:
    """Neither codes without end for the owner nor more guesses than one household has."""
    tried = 0
    for n in range(30):
        browser = Client(REMOTE_ADDR=f"203.0.113.{n}")
        if browser.post("/sign-in/", {"contact": PHONE}).status_code == 302:
            answer = browser.post("/sign-in/code/", {"code": wrong(sent[-1].code)})
            tried += answer.status_code == 422
    assert len(sent) == signing_in.CODES_PER_CONTACT_OF_ALL[0]
    assert tried == len(sent), "who has got a code is heard once, whoever tried before"


def test_further_tries_of_many_households_are_bounded(town, sent) -> None:
    tried = 0
    for n in range(30):
        browser = Client(REMOTE_ADDR=f"203.0.113.{n}")
        if browser.post("/sign-in/", {"contact": PHONE}).status_code == 302:
            for _again in range(4):
                answer = browser.post("/sign-in/code/", {"code": wrong(sent[-1].code)})
                tried += answer.status_code == 422
    assert tried == len(sent) + signing_in.TRIES_PER_CONTACT_OF_ALL[0]


def test_strangers_cannot_shut_out_a_browser_that_was_signed_in_before(town, sent, enter) -> None:
    """Neither from many addresses nor from the owner's own, as behind a carrier's."""
    owner = Client()
    enter(owner, PHONE)
    assert owner.cookies["known"]["httponly"]
    assert owner.cookies["known"]["path"] == "/sign-in/"
    assert "9001234567" not in owner.cookies["known"].value
    owner.post("/sign-out/")
    for n in range(30):
        stranger = Client(REMOTE_ADDR=f"203.0.113.{n}" if n % 3 else "127.0.0.1")
        stranger.post("/sign-in/", {"contact": PHONE})
        for _again in range(5):
            stranger.post("/sign-in/code/", {"code": wrong(sent[-1].code)})
    assert Client().post("/sign-in/", {"contact": PHONE}).status_code == 429
    assert enter(owner, PHONE).status_code == 302
    assert person_id_of(owner)
    owner.post("/sign-out/")
    for _again in range(6):
        last = owner.post("/sign-in/", {"contact": PHONE}).status_code
    assert last == 429, "the browser's own share is no larger than anybody's"


def test_the_mark_of_a_browser_is_good_for_its_contact_alone() -> None:
    cookie = ""
    for index in (b"a", b"b", b"c", b"b", b"d"):
        cookie = known.with_mark(cookie, index)
        assert known.browser_of(cookie, index)
    assert not known.browser_of(cookie, b"a"), "three are kept"
    assert not known.browser_of(cookie, b"e")
    assert len({known.browser_of(cookie, index) for index in (b"b", b"c", b"d")}) == 3
    for planted in ("", "~~~", "\xff" * 49, "0" * 49, cookie.replace(".", "~")):
        assert not known.browser_of(planted, b"d")


def test_one_address_cannot_call_every_number(town, sent, monkeypatch) -> None:
    monkeypatch.setattr(signing_in, "CODES_PER_ADDRESS", (3, 600))
    codes = [
        Client().post("/sign-in/", {"contact": f"+7900000000{n}"}).status_code for n in range(5)
    ]
    assert codes == [302, 302, 302, 429, 429]


def test_a_town_has_a_ceiling_of_its_own(town, sent, monkeypatch) -> None:
    monkeypatch.setattr(signing_in, "CODES_PER_TOWN", (2, 3600))
    codes = [
        Client()
        .post("/sign-in/", {"contact": f"+7900000000{n}"}, REMOTE_ADDR=f"10.0.0.{n}")
        .status_code
        for n in range(3)
    ]
    assert codes == [302, 302, 429]


def test_who_is_refused_spends_nothing_of_the_towns(town, sent, monkeypatch) -> None:
    monkeypatch.setattr(signing_in, "CODES_PER_ADDRESS", (1, 600))
    monkeypatch.setattr(signing_in, "CODES_PER_TOWN", (2, 3600))
    codes = [
        Client().post("/sign-in/", {"contact": f"+7900000000{n}"}, REMOTE_ADDR=address).status_code
        for n, address in enumerate(["10.0.0.1"] * 4 + ["10.0.0.2"])
    ]
    assert codes == [302, 429, 429, 429, 302]


def test_a_household_asks_as_one_address(town, sent, monkeypatch) -> None:
    monkeypatch.setattr(signing_in, "CODES_PER_ADDRESS", (1, 600))
    codes = [
        Client().post("/sign-in/", {"contact": f"+7900000000{n}"}, REMOTE_ADDR=address).status_code
        for n, address in enumerate(["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:3::1"])
    ]
    assert codes == [302, 429, 302]


def test_an_expired_code_is_refused(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    Challenge.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    answer = client.post("/sign-in/code/", {"code": sent[-1].code})
    assert "больше не действует" in answer.content.decode()
    assert not Person.objects.exists()
    assert "Время кода вышло" in client.get("/sign-in/code/").content.decode()


def test_a_code_works_once(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    begun = client.session["sign_in"]
    assert client.post("/sign-in/code/", {"code": sent[-1].code}).status_code == 302
    replay = Client()
    replay.get("/sign-in/")
    session = replay.session
    session["sign_in"] = begun
    session.save()
    replay.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    answer = replay.post("/sign-in/code/", {"code": sent[-1].code})
    assert answer.status_code == 422
    assert person_id_of(replay) is None


def test_a_code_opens_only_the_browser_that_asked_for_it(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    other = Client()
    answer = other.post("/sign-in/code/", {"code": sent[-1].code})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    other.post("/sign-in/", {"contact": "+79007654321"})
    assert other.post("/sign-in/code/", {"code": sent[0].code}).status_code == 422


def test_a_new_code_replaces_the_old_one(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE, "next": "/polls/park/"})
    again = client.post("/sign-in/code/", {"again": "1"})
    assert "Отправили новый код" in client.get(again["Location"]).content.decode()
    assert len(sent) == 2
    if sent[0].code != sent[1].code:
        assert client.post("/sign-in/code/", {"code": sent[0].code}).status_code == 422
    answer = client.post("/sign-in/code/", {"code": sent[1].code})
    assert answer["Location"] == "/polls/park/"


def test_asking_again_for_a_forgotten_code_leads_to_the_first_step(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE, "next": "/polls/park/"})
    Challenge.objects.all().delete()
    answer = client.post("/sign-in/code/", {"again": "1"})
    assert answer["Location"] == "/sign-in/?next=%2Fpolls%2Fpark%2F"


def test_the_code_is_stored_neither_in_the_clear_nor_with_the_address(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    row = Challenge.objects.get()
    stored = (
        b"".join(bytes(part) for part in (row.code_mac, row.sealed_address, row.blind_index))
        + str(client.session.items()).encode()
    )
    assert sent[-1].code.encode() not in stored
    assert b"9001234567" not in stored


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "1" * 10_000, "٣٤٥٦٧٨"])
def test_what_is_no_code_spends_no_try(town, client, sent, code) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    answer = client.post("/sign-in/code/", {"code": code})
    assert answer.status_code == 422
    assert Challenge.objects.get().attempts == 0


def test_a_pasted_code_is_read_with_its_spaces(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    code = sent[-1].code
    pasted = f"\u200b {code[:3]} {code[3:]}\u200e"
    assert client.post("/sign-in/code/", {"code": pasted}).status_code == 302


@pytest.mark.parametrize("contact", ["", "x" * 10_000, "+1 202 555 0100", "имя@", "<script>"])
def test_what_is_no_contact_is_explained_and_nothing_is_sent(town, client, sent, contact) -> None:
    answer = client.post("/sign-in/", {"contact": contact})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "<script>" not in answer.content.decode().split("</head>")[1]
    assert not sent
    assert not Challenge.objects.exists()


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "https://evil.example/",
        "https:evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "evil.example",
        "/\x01/evil.example",
        "///evil.example",
        "/" + "a" * 10_000,
    ],
)
def test_the_door_never_leads_out_of_town(town, client, enter, back) -> None:
    assert enter(client, PHONE, back)["Location"] == "/me/"
    assert client.get("/sign-in/", {"next": back})["Location"] == "/me/"


def test_a_planted_session_is_worth_nothing_after_signing_in(town, client, sent) -> None:
    client.post("/sign-in/", {"contact": PHONE})
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/sign-in/code/", {"code": sent[-1].code})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert attacker.get("/me/").status_code == 302


def test_a_session_key_of_the_visitors_own_making_is_not_taken(town, client, enter) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    enter(client, PHONE)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32


def test_signing_in_as_another_empties_the_session(town, client, enter) -> None:
    makers.sign_in(client, makers.make_person())
    session = client.session
    session["draft"] = "mine"
    session["sign_in"] = None
    session.save()
    request = client.get("/me/").wsgi_request
    sessions.begin(request, makers.make_person().known_id, 0, "code")
    assert "draft" not in request.session


def test_signing_out_ends_this_session_and_keeps_the_others(town, client, enter) -> None:
    other = Client()
    enter(client, PHONE)
    enter(other, PHONE)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = client.post("/sign-out/")
    assert answer.status_code == 302
    assert answer["Clear-Site-Data"] == '"storage"'
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/me/").status_code == 302
    assert other.get("/me/").status_code == 200


def test_signing_out_everywhere_ends_all_sessions(town, client, enter) -> None:
    other = Client()
    enter(client, PHONE)
    enter(other, PHONE)
    client.post("/sign-out/", {"everywhere": "1"})
    assert other.get("/me/").status_code == 302


def test_a_link_does_not_sign_anyone_out(town, client, enter) -> None:
    enter(client, PHONE)
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/code/", "/sign-out/", "/me/erase/"])
def test_forms_without_their_token_are_refused(town, path) -> None:
    browser = Client(enforce_csrf_checks=True)
    makers.sign_in(browser, makers.make_person())
    assert browser.post(path, {"contact": PHONE, "everywhere": "1"}).status_code == 403


def test_the_token_changes_at_the_door(town, sent) -> None:
    browser = Client()
    browser.get("/sign-in/")
    before = browser.cookies[settings.CSRF_COOKIE_NAME].value
    browser.post("/sign-in/", {"contact": PHONE})
    browser.post("/sign-in/code/", {"code": sent[-1].code})
    assert browser.cookies[settings.CSRF_COOKIE_NAME].value != before


def test_a_closed_account_is_told_only_to_its_owner(town, client, sent) -> None:
    person = makers.make_person(contact=PHONE)
    Person.objects.filter(id=person.known_id).update(is_active=False)
    assert client.post("/sign-in/", {"contact": PHONE}).status_code == 302
    answer = client.post("/sign-in/code/", {"code": sent[-1].code})
    assert answer.status_code == 403
    assert "закрыта" in answer.content.decode()
    assert person_id_of(client) is None


def test_a_failed_sending_says_what_to_do_and_leaves_nothing(town, client, monkeypatch) -> None:
    monkeypatch.setitem(settings.CODE_CHANNELS, "phone", "")
    answer = client.post("/sign-in/", {"contact": PHONE})
    assert answer.status_code == 400
    assert "электронной почты" in answer.content.decode()
    assert not Challenge.objects.exists()


def test_nothing_personal_reaches_the_log(town, client, sent, enter, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    enter(client, PHONE)
    client.get("/me/")
    for _ in range(7):
        Client().post("/sign-in/", {"contact": PHONE})
    said = " ".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert "9001234567" not in said
    assert all(message.code not in said for message in sent)


def test_the_pages_of_the_door_are_not_kept_by_browsers(town, client) -> None:
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]


def test_a_visitor_without_a_cookie_costs_no_query(town, rf) -> None:
    request = rf.get("/")
    request.session = sessions_engine()
    with CaptureQueriesContext(connection) as asked:
        assert identity.person_of(request) is identity.ANONYMOUS
    assert len(asked) == 0


def test_a_person_costs_two_queries(town, client) -> None:
    person = makers.make_person(roles=["author"])
    makers.sign_in(client, person)
    request = client.get("/sign-out/").wsgi_request
    for name in ("_veche_person",):
        delattr(request, name)
    request.session = sessions_engine(client.cookies[settings.SESSION_COOKIE_NAME].value)
    with CaptureQueriesContext(connection) as asked:
        assert identity.person_of(request) == person
        assert identity.person_of(request).has_role("author")
    assert len(asked) == 2


def sessions_engine(key: str | None = None) -> SessionStore:
    return SessionStore(key)


def test_limits_are_told_as_too_many(town, sent, monkeypatch) -> None:
    monkeypatch.setattr(signing_in, "TRIES_PER_ADDRESS", (0, 600))
    with pytest.raises(TooMany):
        signing_in.check_code(UUID(int=1), "123456", "192.0.2.1")
