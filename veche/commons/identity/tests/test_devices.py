"""Where one is signed in: what is kept of a browser, and ending it from afar."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client

from veche.commons.identity import public as identity
from veche.commons.identity import queries, sessions
from veche.commons.identity.actions import forgetting, sign_ins
from veche.commons.identity.models import SignIn
from veche.commons.identity.rules.devices import device_words
from veche.commons.identity.tests import makers

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0"


def is_in(browser: Client) -> bool:
    return browser.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (ANDROID, "Chrome, Android"),
        (FIREFOX, "Firefox, Windows"),
        (ANDROID.replace("Chrome/126", "YaBrowser/24 Chrome/126"), "Яндекс Браузер, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", ""),
        ("<script>alert(1)</script>" * 100, ""),
    ],
)
def test_a_browser_is_two_words(agent: str, words: str) -> None:
    assert device_words(agent) == words
    assert len(words) <= 40


def test_signing_in_notes_the_browser_and_no_address(town, client, enter) -> None:
    phone = Client(HTTP_USER_AGENT=ANDROID, REMOTE_ADDR="192.0.2.77")
    enter(phone, "+79001234567")
    row = SignIn.objects.get()
    assert (row.way, row.device) == ("code", "Chrome, Android")
    assert "192.0.2.77" not in str(row.__dict__)
    page = phone.get("/me/devices/").content.decode()
    assert "Chrome, Android" in page
    assert "Это устройство" in page
    assert "Выйти везде" not in page, "there is nowhere else"


def test_one_browser_is_ended_from_another(town, enter) -> None:
    here, there = Client(HTTP_USER_AGENT=FIREFOX), Client(HTTP_USER_AGENT=ANDROID)
    enter(here, "+79001234567")
    enter(there, "+79001234567")
    [other] = [one for one in SignIn.objects.all() if "Android" in one.device]
    assert here.post(f"/me/devices/{other.id}/end/").status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_all_others_end_at_once_with_those_begun_before_the_list(town, enter) -> None:
    here, there, old = Client(), Client(), Client()
    for browser in (here, there, old):
        enter(browser, "+79001234567")
    session = old.session
    SignIn.objects.filter(id=session.pop(sessions.SIGN_IN)).delete()
    session.save()
    assert is_in(old), "an upgrade signs nobody out"
    here.post("/me/devices/end-others/")
    assert [is_in(one) for one in (here, there, old)] == [True, False, False]
    assert SignIn.objects.count() == 1


def test_nobody_ends_anothers(town) -> None:
    mine, theirs = makers.make_person(), makers.make_person()
    browser = makers.sign_in(Client(), theirs)
    [row] = queries.sign_ins(theirs.known_id)
    assert makers.sign_in(Client(), mine).post(f"/me/devices/{row.id}/end/").status_code == 404
    assert Client().post(f"/me/devices/{row.id}/end/").status_code == 302
    assert is_in(browser)


def test_signing_out_and_in_again_leaves_one_row(town, client, enter) -> None:
    enter(client, "+79001234567")
    client.post("/sign-out/")
    assert not SignIn.objects.exists()
    enter(client, "+79001234567")
    enter(client, "+79001234567")
    assert SignIn.objects.count() == 1


def test_a_day_is_noted_once_and_costs_no_query_else(town, client, django_assert_num_queries):
    person = makers.make_person()
    makers.sign_in(client, person)
    SignIn.objects.update(seen_on=date(2020, 1, 1))
    client.get("/me/devices/")
    assert SignIn.objects.get().seen_on == sign_ins.today()
    # Session, account, list, the stamp of the town's settings, the bell.
    with django_assert_num_queries(5):
        client.get("/me/devices/")


def test_unseen_browsers_are_forgotten(town) -> None:
    person = makers.make_person()
    fresh, stale = (sign_ins.open_sign_in(person.known_id, "code", "") for _ in range(2))
    SignIn.objects.filter(id=stale).update(seen_on=sign_ins.today() - timedelta(days=33))
    assert forgetting.forget_browsers() == 1
    assert [row.id for row in SignIn.objects.all()] == [fresh]


def test_a_copy_of_ones_data_tells_it_and_erasure_forgets_it(town) -> None:
    person = makers.make_person(contact="+79001234567")
    sign_ins.open_sign_in(person.known_id, "passkey", FIREFOX)
    [told] = identity.personal_export(person)["signed_in"]
    assert (told["device"], told["way"]) == ("Firefox, Windows", "passkey")
    identity.erase_person(person)
    assert not SignIn.objects.exists()


def test_a_sign_in_of_another_person_opens_nothing(town, client) -> None:
    makers.sign_in(client, makers.make_person())
    other = sign_ins.open_sign_in(makers.make_person().known_id, "code", "")
    session = client.session
    session[sessions.SIGN_IN] = str(UUID(str(other)))
    session.save()
    assert not is_in(client)
