"""A resident's own addresses: from «Я» to the answer, and nothing of anybody else's."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_joined, make_person, sign_in
from veche.commons.webhooks import actions, policies, public
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.tests.makers import add, is_signed, receiver
from veche.kernel import jobs
from veche.kernel.errors import Conflict, NotFound, Refused, TooMany

HERE = "/me/webhooks/"
KIND = "polls.poll_closed"
NOWHERE = "http://127.0.0.1:1/"


@pytest.fixture
def resident(town: Any, settings: Any) -> PersonRef:
    settings.WEBHOOKS_LOCAL = True
    return make_person()


def test_from_me_to_the_signed_answer(resident: PersonRef, tmp_path: Path) -> None:
    browser = sign_in(Client(), resident)
    assert HERE in browser.get("/me/").content.decode()
    assert "Адресов пока нет" in browser.get(HERE).content.decode()
    with receiver(tmp_path, "take") as there:
        form = {"url": there.url, "kinds": [KIND], "key": uuid4().hex}
        page = html.unescape(browser.post(f"{HERE}add/", form).content.decode())
        secret = re.search(r"whsec_[\w+/=]{44}", page)
        assert secret is not None
        one = Endpoint.objects.get()
        assert one.owner_id == resident.id
        assert browser.post(f"{HERE}{one.id}/test/")["Location"].startswith(HERE)
        jobs.run_waiting()
        (request,) = there.got()
        assert is_signed(request, secret[0])
    log = browser.get(f"{HERE}{one.id}/").content.decode()
    assert "Принято" in log
    assert "/office/" not in log.partition("<main")[2], "nothing leads to the town's pages"
    resend = f"{HERE}deliveries/{Delivery.objects.get().id}/resend/"
    assert resend in log
    assert browser.post(resend).status_code == 302


def test_the_secret_is_changed_on_a_page_and_shown_once(resident: PersonRef) -> None:
    one, earlier = add(resident, NOWHERE, KIND, is_own=True)
    browser = sign_in(Client(), resident)
    page = browser.get(f"{HERE}{one}/secret/").content.decode()
    key = re.search(r'name="key" value="([\w-]+)"', page)
    assert key is not None
    shown = html.unescape(browser.post(f"{HERE}{one}/secret/", {"key": key[1]}).content.decode())
    secret = re.search(r"whsec_[\w+/=]{44}", shown)
    assert secret is not None
    assert secret[0] != earlier
    again = browser.post(f"{HERE}{one}/secret/", {"key": key[1]})
    assert again["Location"] == f"{HERE}{one}/?done=shown"
    assert "Прежний секрет подходит до" in browser.get(f"{HERE}{one}/").content.decode()
    assert browser.post(f"{HERE}{one}/secret/", {"key": "x"}).status_code == 422


def test_nobody_reaches_anothers_nor_the_towns(resident: PersonRef) -> None:
    own, _secret = add(resident, NOWHERE, KIND, is_own=True)
    admin, other = make_person(roles=["admin"]), make_person()
    towns, _secret = add(admin, NOWHERE, KIND)
    sent = actions.test_webhook(resident, own, is_own=True)
    for person, space, one in (
        (other, HERE, own),
        (admin, HERE, own),
        (admin, "/office/webhooks/", own),
        (admin, HERE, towns),
    ):
        browser = sign_in(Client(), person)
        assert browser.get(f"{space}{one}/").status_code == 404
        for verb in ("test", "stop", "start", "remove", "secret"):
            answer = browser.post(f"{space}{one}/{verb}/", {"key": uuid4().hex})
            assert answer.status_code == 404, (space, verb)
        assert browser.post(f"{space}deliveries/{sent}/resend/").status_code == 404
    browser = sign_in(Client(), resident)
    assert browser.get(f"/office/webhooks/{towns}/").status_code == 403
    assert browser.get(f"{HERE}{towns}/").status_code == 404
    assert str(towns) not in browser.get(HERE).content.decode()
    assert Client().get(HERE)["Location"].startswith("/sign-in/?next=")
    assert Endpoint.objects.filter(state="on").count() == 2


def test_a_visitor_owns_nothing(town: Any) -> None:
    assert not policies.may_own_webhooks(identity.ANONYMOUS)
    assert policies.may_own_webhooks(make_person())
    with pytest.raises(Refused):
        add(identity.ANONYMOUS, NOWHERE, KIND, is_own=True)


def test_five_addresses_and_no_more(resident: PersonRef) -> None:
    for number in range(actions.OWN_MAX):
        add(resident, f"{NOWHERE}{number}", KIND, is_own=True)
    with pytest.raises(Conflict):
        add(resident, NOWHERE, KIND, is_own=True)
    add(make_person(), NOWHERE, KIND, is_own=True)


def test_the_house_is_full_at_last(resident: PersonRef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "ALL_OWN_MAX", 1)
    add(resident, NOWHERE, KIND, is_own=True)
    with pytest.raises(Conflict) as refusal:
        add(make_person(), NOWHERE, KIND, is_own=True)
    assert refusal.value.code == "webhooks-full"
    add(make_person(roles=["admin"]), NOWHERE, KIND)


def test_nobody_has_us_knock_at_a_door_all_day(resident: PersonRef) -> None:
    one, _secret = add(resident, NOWHERE, KIND, is_own=True)
    for _ in range(actions.TRIES_BY_HAND[0] - 1):
        actions.test_webhook(resident, one, is_own=True)
    with pytest.raises(TooMany):
        actions.test_webhook(resident, one, is_own=True)
    with pytest.raises(TooMany):
        actions.start_webhook(resident, one, is_own=True)


def test_an_erased_persons_addresses_are_gone(resident: PersonRef) -> None:
    add(resident, NOWHERE, KIND, is_own=True)
    add(make_person(roles=["admin"]), NOWHERE, KIND)
    identity.erase_person(resident)
    jobs.run_waiting()
    assert [one.owner_id for one in Endpoint.objects.all()] == [None]


def test_two_accounts_that_become_one_keep_both(resident: PersonRef) -> None:
    other = make_person()
    add(other, NOWHERE, KIND, is_own=True)
    public.join_owners([resident.known_id], [other.known_id])
    assert Endpoint.objects.get().owner_id == resident.id


def test_they_stand_in_the_copy_of_ones_data(resident: PersonRef) -> None:
    add(resident, NOWHERE, KIND, is_own=True)
    make_joined(resident)
    told = identity.personal_export(resident)["services"]["webhooks"]
    assert [(one["url"], one["kinds"], one["state"]) for one in told] == [(NOWHERE, [KIND], "on")]
    assert identity.personal_export(make_person())["services"]["webhooks"] == []


def test_me_tells_of_an_address_that_was_stopped(resident: PersonRef) -> None:
    one, _secret = add(resident, NOWHERE, KIND, is_own=True)
    browser = sign_in(Client(), resident)
    assert "Мы перестали слать события" not in browser.get("/me/").content.decode()
    Endpoint.objects.update(state="broken")
    page = browser.get("/me/").content.decode()
    assert "Мы перестали слать события" in page
    assert f"{HERE}{one}/" in page
    browser.post(f"{HERE}{one}/start/")
    assert "Мы перестали слать события" not in browser.get("/me/").content.decode()
    with pytest.raises(NotFound):
        actions.start_webhook(make_person(), one, is_own=True)
