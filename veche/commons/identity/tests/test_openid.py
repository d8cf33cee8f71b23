"""Signing in by OpenID Connect, against a provider that really runs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from veche.commons.identity import public as identity
from veche.commons.identity import sessions
from veche.commons.identity.actions import ceremonies
from veche.commons.identity.models import Ceremony, ExternalIdentity, Person, SignIn
from veche.commons.identity.providers import exchange, oidc
from veche.commons.identity.tests import makers, services
from veche.kernel import clock

BACK = "/sign-in/with/region/back/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with services.openid_provider() as url:
        yield url


@pytest.fixture(autouse=True)
def _allowed(town: Any, settings: Any, issuer: str) -> None:
    settings.SIGN_IN_PROVIDERS = [services.region(issuer)]
    oidc.forget_known()


def visit(browser: Client, subject: str = "alice", back: str = "") -> dict[str, str]:
    """From our page to the provider's, and what it sends back."""
    away = browser.get("/sign-in/with/region/", {"next": back})
    assert away.status_code == 302
    return services.agree(away["Location"], subject)


def come_back(browser: Client, said: dict[str, str]) -> Any:
    return browser.get(BACK, said)


def is_in(browser: Client) -> bool:
    return sessions.PERSON in browser.session


def test_a_newcomer_gets_an_account_and_comes_to_it_again(client) -> None:
    first = come_back(client, visit(client, back="/polls/"))
    assert first["Location"] == "/polls/"
    person = Person.objects.get()
    assert (person.level, client.session[sessions.PERSON]) == (1, str(person.id))
    other = Client()
    come_back(other, visit(other))
    assert other.session[sessions.PERSON] == str(person.id)
    third = Client()
    come_back(third, visit(third, "bob"))
    assert Person.objects.count() == 2
    assert {row.way for row in SignIn.objects.all()} == {"region"}


def test_only_a_fingerprint_is_kept(client) -> None:
    come_back(client, visit(client, "alice@example.org"))
    row = ExternalIdentity.objects.get()
    assert len(bytes(row.blind_index)) == 32
    assert "alice" not in str(row.__dict__) + str(dict(client.session))
    assert not Ceremony.objects.exists()
    assert not any("token" in key for key in list(client.session.keys()))


def test_what_is_asked_is_little_and_bound(client) -> None:
    asked = services.brought(client.get("/sign-in/with/region/")["Location"])
    assert (asked["scope"], asked["response_type"]) == ("openid", "code")
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_the_verifier_goes_with_the_code(client, monkeypatch) -> None:
    sent: list[dict[str, Any]] = []
    fetch = exchange.fetch

    def watched(method: str, url: str, **request: Any) -> dict[str, Any]:
        sent.append(request)
        return fetch(method, url, **request)

    monkeypatch.setattr(oidc, "fetch", watched)
    away = client.get("/sign-in/with/region/")["Location"]
    come_back(client, services.agree(away, "alice"))
    [posted] = [request["data"] for request in sent if "data" in request]
    assert oidc.challenge(posted["code_verifier"]) == services.brought(away)["code_challenge"]
    assert "client_secret" not in posted


@pytest.mark.parametrize("name", ["state", "code"])
def test_a_wrong_answer_opens_nothing(client, name: str) -> None:
    said = visit(client)
    answer = come_back(client, {**said, name: "another"})
    assert answer.status_code == 422
    assert not is_in(client)
    assert come_back(client, said).status_code == 422, "a visit is used up by its answer"


def test_a_code_works_once_and_in_its_own_browser(client) -> None:
    said, thief = visit(client), Client()
    assert come_back(thief, said).status_code == 422
    visit(thief, "mallory")
    assert come_back(thief, said).status_code == 422
    assert come_back(client, said).status_code == 302
    client.post("/sign-out/")
    assert come_back(client, said).status_code == 422
    spent = {**visit(client), "code": said["code"]}
    assert come_back(client, spent).status_code == 422, "the service itself knows it is spent"
    assert not any(map(is_in, (client, thief)))


def test_a_token_of_another_visit_opens_nothing(client, monkeypatch) -> None:
    said, take = visit(client), ceremonies.take
    monkeypatch.setattr(
        ceremonies, "take", lambda kind, key: {**(take(kind, key) or {}), "nonce": "another"}
    )
    assert come_back(client, said).status_code == 422
    assert not is_in(client)


def test_an_expired_token_opens_nothing(client, monkeypatch) -> None:
    said = visit(client)
    late = clock.now() + timedelta(hours=2)
    monkeypatch.setattr("veche.commons.identity.providers.exchange.clock.now", lambda: late)
    assert come_back(client, said).status_code == 422


def test_a_token_for_another_town_hall_opens_nothing(client, settings, issuer) -> None:
    said = visit(client)
    settings.SIGN_IN_PROVIDERS = [services.region(issuer, client_id="another")]
    assert come_back(client, said).status_code == 422
    assert not is_in(client)


def test_another_issuer_is_not_believed(client, settings, issuer) -> None:
    settings.SIGN_IN_PROVIDERS = [services.region(issuer.replace("127.0.0.1", "localhost") + "/")]
    answer = client.get("/sign-in/with/region/")
    assert answer.status_code == 503
    settings.SIGN_IN_PROVIDERS = [services.region(issuer)]
    said = visit(client)
    assert come_back(client, {**said, "iss": "https://evil.example"}).status_code == 422


def test_a_token_signed_by_a_stranger_opens_nothing(client, monkeypatch) -> None:
    said = visit(client)
    with services.openid_provider() as stranger:
        strange = exchange.fetch("GET", f"{stranger}/jwks")
    known = oidc.known
    monkeypatch.setattr(oidc, "known", lambda url: strange if "jwks" in url else known(url))
    assert come_back(client, said).status_code == 422
    assert not is_in(client)


def test_changed_keys_of_the_service_are_asked_for_anew(client, issuer, monkeypatch) -> None:
    said = visit(client)
    address = oidc.known(f"{issuer}/.well-known/openid-configuration")["jwks_uri"]
    others = {"keys": [RSAKey.generate_key(2048).as_dict(private=False)]}
    monkeypatch.setitem(oidc._known, address, (time.monotonic() - 60, others))
    come_back(client, said)
    assert is_in(client)
    stranger = Client()
    said = visit(stranger)
    monkeypatch.setitem(oidc._known, address, (time.monotonic(), others))
    come_back(stranger, said)
    assert not is_in(stranger), "not again and again"


def test_a_refusal_and_a_silent_service_are_told_in_words(client, settings) -> None:
    state = services.brought(client.get("/sign-in/with/region/")["Location"])["state"]
    refused = come_back(client, {"state": state, "error": "access_denied"})
    assert "отказались" in refused.content.decode()
    oidc.forget_known()
    settings.SIGN_IN_PROVIDERS = [services.region(f"http://127.0.0.1:{services.free_port()}")]
    silent = client.get("/sign-in/with/region/")
    assert silent.status_code == 503
    assert "войдите по коду" in silent.content.decode()


def test_nobody_else_is_let_in(client, settings, issuer) -> None:
    settings.SIGN_IN_PROVIDERS = [services.region(issuer, towns=["elsewhere"])]
    assert client.get("/sign-in/with/region/").status_code == 404
    assert "Портал области" not in client.get("/sign-in/").content.decode()
    settings.SIGN_IN_PROVIDERS = []
    assert client.get("/sign-in/with/region/").status_code == 404
    settings.SIGN_IN_PROVIDERS = [services.region(issuer)]
    assert "Портал области" in client.get("/sign-in/").content.decode()


def test_whoever_is_signed_in_links_it(client, settings, issuer) -> None:
    settings.SIGN_IN_PROVIDERS = [services.region(issuer, level=2)]
    person = makers.make_person(contact="+79001234567")
    makers.sign_in(client, person)
    assert "Подтвердить через Портал области" in client.get("/me/").content.decode()
    come_back(client, visit(client))
    assert Person.objects.get().level == 2
    other = Client()
    come_back(other, visit(other))
    assert other.session[sessions.PERSON] == str(person.id)
    again = come_back(client, visit(client, "bob"))
    assert again.status_code == 403, "one account of each service"


def test_a_visit_begun_by_another_person_links_nothing(client) -> None:
    said = visit(client)
    session = client.session
    person = makers.make_person()
    session[sessions.PERSON], session[sessions.EPOCH] = str(person.id), 0
    session.save()
    assert come_back(client, said).status_code == 422
    assert not ExternalIdentity.objects.exists()


def test_who_erases_an_account_and_returns_is_the_same_opaque_id(client) -> None:
    come_back(client, visit(client))
    person = identity.person_by_id(Person.objects.get().id)
    assert person is not None
    assert identity.personal_export(person)["sign_in_services"] == ["region"]
    identity.erase_person(person)
    assert not ExternalIdentity.objects.exists()
    fresh = Client()
    come_back(fresh, visit(fresh))
    assert fresh.session[sessions.PERSON] == str(person.id)
    assert Person.objects.count() == 1
