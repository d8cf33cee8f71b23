"""«Войти через Госуслуги» against a stand-in process that checks the form of each request."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client

from veche.commons.identity import sessions
from veche.commons.identity.models import ExternalIdentity, Person
from veche.commons.identity.tests import makers, services

BACK = "/sign-in/with/esia/back/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's certificate and the key by which the stand-in signs tokens."""
    made = tmp_path_factory.mktemp("esia")
    services.make_certificates(made)
    return made


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with services.esia(folder) as address:
        yield address


@pytest.fixture(autouse=True)
def listed(town: Any, settings: Any, url: str, folder: Path) -> Iterator[dict[str, Any]]:
    line = {
        "kind": "esia",
        "slug": "esia",
        "level": 3,
        "url": url,
        "issuer": "http://esia.gosuslugi.ru/",
        "client_id": "ZARECHYE01",
        "signer": services.esia_signer(folder),
        "key_file": str(folder / "esia.pem"),
        "towns": [],
    }
    settings.SIGN_IN_PROVIDERS = [line]
    yield line
    (folder / "changes.json").unlink(missing_ok=True)


def visit(browser: Client) -> dict[str, str]:
    away = browser.get("/sign-in/with/esia/")
    assert away.status_code == 302
    answer = httpx.get(away["Location"], trust_env=False)
    assert answer.status_code == 302, answer.text
    return services.brought(answer.headers["location"])


def test_a_request_of_the_right_form_opens_an_account_of_the_third_level(client) -> None:
    assert client.get(BACK, visit(client))["Location"] == "/me/"
    person = Person.objects.get()
    assert (person.level, client.session[sessions.PERSON]) == (3, str(person.id))
    assert ExternalIdentity.objects.get().provider == "esia"
    assert "Личность подтверждена через Госуслуги" in client.get("/me/").content.decode()


def test_the_state_stands_first_on_the_page_and_only_when_connected(client, settings) -> None:
    page = client.get("/sign-in/?next=/polls/").content.decode()
    assert page.index("Войти через Госуслуги") < page.index("Получить код")
    assert "/sign-in/with/esia/?next=%2Fpolls%2F" in page
    settings.SIGN_IN_PROVIDERS = []
    page = client.get("/sign-in/").content.decode()
    assert "Госуслуги" not in page
    assert "Получить код" in page


def test_the_fields_are_those_of_the_service(client) -> None:
    asked = services.brought(client.get("/sign-in/with/esia/")["Location"])
    assert re.fullmatch(r"\d{4}\.\d\d\.\d\d \d\d:\d\d:\d\d \+0000", asked["timestamp"])
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", asked["state"])
    assert re.fullmatch(r"[A-Za-z0-9_=-]+", asked["client_secret"])
    assert asked["redirect_uri"] == f"http://testserver{BACK}"


@pytest.mark.parametrize("field", ["scope", "timestamp", "client_id", "state"])
def test_the_stand_in_really_checks_what_is_signed(client, field: str) -> None:
    away = httpx.URL(client.get("/sign-in/with/esia/")["Location"])
    good = dict(away.params)
    other = services.brought(client.get("/sign-in/with/esia/")["Location"])
    changed = {"timestamp": "2020.01.01 00:00:00 +0000", "state": other["state"]}
    spoilt = {**good, field: changed.get(field, "another")}
    for query, status in ((spoilt, 400), (good, 302)):
        assert httpx.get(away.copy_with(params=query), trust_env=False).status_code == status


def test_anothers_signature_is_refused_by_the_service(client, listed, folder) -> None:
    listed["signer"] = services.esia_signer(folder, "stranger")
    away = client.get("/sign-in/with/esia/")["Location"]
    assert httpx.get(away, trust_env=False).json() == {"error": "signature"}


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["/nonexistent/csp"], id="no program"),
        pytest.param([sys.executable, "-c", "raise SystemExit(3)"], id="fails"),
        pytest.param([sys.executable, "-c", "pass"], id="says nothing"),
    ],
)
def test_a_signer_that_fails_is_told_in_words_and_codes_still_work(
    client, listed, command: list[str]
) -> None:
    listed["signer"] = command
    answer = client.get("/sign-in/with/esia/")
    assert answer.status_code == 503
    assert "войдите по коду" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"iss": "http://evil.example/"}, id="issuer"),
        pytest.param({"aud": "ANOTHER"}, id="audience"),
        pytest.param({"exp": 1_600_000_000}, id="expired"),
        pytest.param({"urn:esia:sbj": {"urn:esia:sbj:is_tru": True}}, id="nobody"),
        pytest.param({"urn:esia:sbj": {"urn:esia:sbj:oid": 5}}, id="not confirmed"),
        pytest.param(
            {"urn:esia:sbj": {"urn:esia:sbj:oid": 5, "urn:esia:sbj:is_tru": "yes"}}, id="almost"
        ),
    ],
)
def test_a_wrong_token_opens_nothing(client, folder, changes: dict[str, Any]) -> None:
    (folder / "changes.json").write_text(json.dumps(changes))
    assert client.get(BACK, visit(client)).status_code == 422
    assert not Person.objects.exists()


def test_an_account_the_state_has_not_confirmed_is_told_what_to_do(client, folder) -> None:
    (folder / "changes.json").write_text(json.dumps({"urn:esia:sbj": {"urn:esia:sbj:oid": 5}}))
    assert "в МФЦ" in client.get(BACK, visit(client)).content.decode()


def test_a_token_by_anothers_key_opens_nothing(client, listed, folder) -> None:
    listed["key_file"] = str(folder / "stranger.pem")
    assert client.get(BACK, visit(client)).status_code == 422
    listed["key_file"] = str(folder / "none.pem")
    assert client.get(BACK, visit(client)).status_code == 503
    assert not Person.objects.exists()


def test_a_wrong_or_used_answer_opens_nothing(client) -> None:
    said = visit(client)
    assert client.get(BACK, {**said, "state": "another"}).status_code == 422
    assert client.get(BACK, said).status_code == 422
    fresh = visit(client)
    assert client.get(BACK, {**fresh, "code": "another"}).status_code == 422
    assert not Person.objects.exists()


def test_a_phone_account_is_raised(client) -> None:
    person = makers.make_person(contact="+79001234567")
    makers.sign_in(client, person)
    client.get(BACK, visit(client))
    assert Person.objects.get().level == 3
