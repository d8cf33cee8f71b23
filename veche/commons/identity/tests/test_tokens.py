"""Keys for programs: how one is made, what it opens, and everything it must not open."""

from __future__ import annotations

import hmac
import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.house.test_routes import all_routes
from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity import queries
from veche.commons.identity.actions import forgetting, sign_ins, tokens
from veche.commons.identity.models import ApiToken, Person
from veche.commons.identity.rules.tokens import SCOPES, new_token, read_token
from veche.commons.identity.tests import makers
from veche.commons.identity.tests.makers import bearer, make_token
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused, TooMany
from veche.kernel.models import KeptAnswer, LimitWindow

ME = "/api/v1/me"


@pytest.fixture
def resident(town: object) -> identity.PersonRef:
    return makers.make_person(contact="+79005550101")


def form(**values: object) -> dict[str, object]:
    return {
        "name": "Бот для дома",
        "scopes": ["own:read", "vote"],
        "ends_on": (sign_ins.today() + timedelta(days=30)).isoformat(),
        "key": uuid4().hex,
        **values,
    }


def shown(page: str) -> str:
    found = re.search(r"veche_[a-z0-9]{8}_[\w-]{43}", html.unescape(page))
    return found[0] if found else ""


def refused(text: str) -> str:
    """The code of a refusal of a key."""
    answer = Client().get(ME, **bearer(text))
    assert answer.status_code == 401, answer.content
    assert answer["WWW-Authenticate"].startswith('Bearer realm="veche"')
    assert answer["Content-Type"] == "application/problem+json"
    return str(answer.json()["code"])


def test_a_key_is_shown_once_and_works(resident: identity.PersonRef) -> None:
    browser = makers.sign_in(Client(), resident)
    sent = form()
    page = browser.post("/me/tokens/new/", sent)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    text = shown(page.content.decode())
    assert text, page.content.decode()
    answer = Client().get(ME, **bearer(text))
    assert answer.status_code == 200
    assert answer.json()["key"]["scopes"] == ["own:read", "vote"]
    assert answer["Cache-Control"] == "private, no-store"
    # The same form again makes no second key and shows nothing.
    again = browser.post("/me/tokens/new/", sent, follow=True)
    assert "Этот ключ уже создан" in again.content.decode()
    listed = browser.get("/me/tokens/").content.decode()
    assert "Бот для дома" in listed
    assert text not in listed + again.content.decode()
    assert ApiToken.objects.count() == 1


def test_only_a_digest_is_kept(resident: identity.PersonRef) -> None:
    text = make_token(resident, "vote", name="Секретное имя")
    row = ApiToken.objects.get()
    kept = repr([bytes(row.mac), bytes(row.sealed_name), row.handle, row.scopes])
    secret = text.removeprefix(f"veche_{row.handle}_")
    everything = kept + repr(list(KeptAnswer.objects.values()))
    everything += repr([entry.details for entry in audit.history(resident.known_id)])
    assert secret not in everything
    assert "Секретное" not in everything
    # Scanners of published code find it by its beginning, its owner by the handle.
    assert text.startswith(f"veche_{row.handle}_")


def test_it_needs_a_fresh_sign_in(resident: identity.PersonRef) -> None:
    browser = makers.sign_in(Client(), resident, is_fresh=False)
    assert "Войти ещё раз" in browser.get("/me/tokens/new/").content.decode()
    assert browser.post("/me/tokens/new/", form()).status_code == 403
    assert not ApiToken.objects.exists()
    out = browser.post("/me/tokens/again/")
    assert out["Location"] == "/sign-in/?next=%2Fme%2Ftokens%2Fnew%2F"
    assert browser.get("/me/").status_code == 302, "signed out until it is proved again"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "   "),
        ("scopes", []),
        ("scopes", ["office:write"]),
        ("ends_on", "2020-01-01"),
        ("ends_on", "2999-01-01"),
        ("ends_on", "вчера"),
        ("key", ""),
    ],
)
def test_a_bad_form_makes_nothing(resident: identity.PersonRef, field: str, value: object) -> None:
    browser = makers.sign_in(Client(), resident)
    assert browser.post("/me/tokens/new/", form(**{field: value})).status_code == 422
    assert not ApiToken.objects.exists()


def test_the_action_checks_what_a_form_would(resident: identity.PersonRef) -> None:
    late = sign_ins.today() + timedelta(days=tokens.most_days() + 1)
    for days in (-1, tokens.most_days() + 1):
        with pytest.raises(Invalid):
            make_token(resident, "vote", days=days)
    with pytest.raises(Invalid):
        make_token(resident, "vote", "nothing")
    with pytest.raises(Refused):
        make_token(identity.ANONYMOUS, "vote")
    with pytest.raises(Refused):
        tokens.make_token(
            resident, name="Бот", scopes=["vote"], ends_on=late, key=uuid4().hex, is_fresh=False
        )


def test_there_is_an_end_to_keys(resident: identity.PersonRef) -> None:
    for number in range(tokens.TOKENS_MAX):
        make_token(resident, "vote", name=f"Бот {number}")
    with pytest.raises(Conflict):
        make_token(resident, "vote")


def test_the_owner_revokes_it_and_nobody_else(resident: identity.PersonRef) -> None:
    text = make_token(resident, "own:read")
    one = queries.tokens(resident.known_id)[0]
    stranger = makers.sign_in(Client(), makers.make_person())
    assert stranger.post(f"/me/tokens/{one.id}/revoke/").status_code == 404
    with pytest.raises(NotFound):
        tokens.revoke_token(makers.make_person(), one.id)
    assert Client().get(ME, **bearer(text)).status_code == 200
    owner = makers.sign_in(Client(), resident)
    assert "Отозвать ключ" in owner.get(f"/me/tokens/{one.id}/revoke/").content.decode()
    assert owner.post(f"/me/tokens/{one.id}/revoke/").status_code == 302
    assert refused(text) == "bad-token"


def test_what_is_no_key_gets_one_answer(resident: identity.PersonRef) -> None:
    real = make_token(resident, "own:read")
    handle = real.split("_")[1]
    ended = make_token(resident, "own:read", name="Старый")
    ApiToken.objects.filter(handle=ended.split("_")[1]).update(
        ends_on=sign_ins.today() - timedelta(days=1),
        added_on=sign_ins.today() - timedelta(days=2),
    )
    texts = [
        ended,
        new_token().whole,
        f"veche_{handle}_{'A' * 43}",  # somebody's handle with another secret
        real[:-1] + ("A" if real[-1] != "A" else "B"),
        real.upper(),
        real + "A",
        handle,
        "",
        "x" * 5000,
        "veche_\x00",
    ]
    said = {Client().get(ME, **bearer(text)).content for text in texts}
    assert len(said) == 1, "unknown, altered, ended: not told apart"
    for text in texts:
        assert refused(text) == "bad-token"


def test_the_comparison_is_the_same_for_a_known_handle(
    resident: identity.PersonRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[int, int]] = []
    real = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        compared.append((len(one), len(other)))
        return real(one, other)

    monkeypatch.setattr("veche.commons.identity.actions.tokens.hmac.compare_digest", watched)
    handle = make_token(resident, "own:read").split("_")[1]
    for text in (new_token().whole, f"veche_{handle}_{'A' * 43}"):
        assert refused(text) == "bad-token"
    assert compared == [(32, 32), (32, 32)]


def test_a_key_in_the_address_or_a_form_is_not_heard(resident: identity.PersonRef) -> None:
    text = make_token(resident, *SCOPES)
    for query in ("access_token", "token", "key", "Authorization", "api_key"):
        assert Client().get(ME, {query: text}).status_code == 401
    assert Client().get(ME, HTTP_AUTHORIZATION=f"Basic {text}").status_code == 401
    assert Client().get(ME, HTTP_X_API_KEY=text).status_code == 401
    answer = Client().get(ME)
    assert answer.json()["code"] == "token-needed"
    assert answer["WWW-Authenticate"] == 'Bearer realm="veche", scope="own:read"'


def test_a_scope_is_asked_of_each_operation(resident: identity.PersonRef) -> None:
    for scope in SCOPES:
        text = make_token(resident, scope, name=scope)
        for path, needed in (
            (ME, "own:read"),
            (f"{ME}/votes", "own:read"),
            (f"{ME}/opinions", "own:read"),
            (f"{ME}/data", "data:read"),
        ):
            answer = Client().get(path, **bearer(text))
            assert answer.status_code == (200 if scope == needed else 403), (scope, path)
            if scope != needed:
                assert answer.json()["code"] == "scope-needed"
                challenge = answer["WWW-Authenticate"]
                assert f'error="insufficient_scope", scope="{needed}"' in challenge


def test_a_session_opens_no_operation_of_a_key(resident: identity.PersonRef) -> None:
    browser = makers.sign_in(Client(), resident)
    for path in (ME, f"{ME}/votes", f"{ME}/data"):
        assert browser.get(path).status_code == 401


def test_of_a_key_and_a_session_the_key_counts(resident: identity.PersonRef) -> None:
    other = makers.make_person(contact="+79005550202")
    browser = makers.sign_in(Client(), other)
    answer = browser.get(ME, **bearer(make_token(resident, "own:read")))
    assert answer.json()["contact"].endswith("01")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.get("Vary", "")
    # A bad key is refused though the session is good, and on what everybody may read.
    assert browser.get("/api/v1/polls", **bearer("veche_bad")).status_code == 401


def test_no_page_listens_to_a_key(resident: identity.PersonRef) -> None:
    text = make_token(resident, *SCOPES)
    person_pages = [
        "/" + route.path
        for route in all_routes()
        if route.path.startswith(("me/", "office/")) and "<" not in route.path
    ]
    assert len(person_pages) > 30
    for address in person_pages:
        with_key = Client().get(address, **bearer(text))
        assert with_key.status_code in {302, 403, 405}, address
        assert Client().post(address, **bearer(text)).status_code in {302, 403, 404, 405}, address
    assert ApiToken.objects.count() == 1
    assert queries.contacts(resident.known_id) == [("phone", "+79005550101")]


def test_no_operation_makes_keys_or_touches_ways_in() -> None:
    paths = {route.path for route in all_routes() if route.path.startswith("api/")}
    for word in ("token", "key", "passkey", "contact", "sign-", "session", "erase", "consent"):
        assert not any(word in path for path in paths), word


def test_roles_stay_behind(town: object) -> None:
    chief = makers.make_person(roles=["admin", "author"], contact="chief@example.org")
    grant = tokens.use_token(make_token(chief, *SCOPES), "198.51.100.1")
    assert grant.person.roles == frozenset()
    assert grant.person.id == chief.id


def test_a_gone_account_is_gone_for_its_keys(resident: identity.PersonRef) -> None:
    blocked, erased, merged = (makers.make_person(contact=f"+7900555030{n}") for n in range(3))
    texts = [make_token(one, "own:read") for one in (blocked, erased, merged)]
    Person.objects.filter(id=blocked.known_id).update(is_active=False)
    identity.erase_person(erased)
    makers.merge(merged, resident)
    for text in texts:
        assert refused(text) == "bad-token"
    assert ApiToken.objects.filter(person_id__in=[erased.known_id, merged.known_id]).count() == 0


def test_too_many_tries_and_too_many_asks(
    resident: identity.PersonRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "BAD_TRIES_PER_CLIENT", (3, 600))
    monkeypatch.setattr(tokens, "ASKS_PER_TOKEN", (5, 600))
    text = make_token(resident, "own:read")
    statuses = [Client().get(ME, **bearer("veche_no")).status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    # Somebody's bad tries do not shut a good key out, even from the same address.
    asked = [Client().get(ME, **bearer(text)) for _ in range(6)]
    assert [one.status_code for one in asked] == [200] * 5 + [429]
    assert int(asked[-1]["Retry-After"]) > 0
    LimitWindow.objects.all().delete()
    for _ in range(5):
        tokens.use_token(text, "198.51.100.1")
    with pytest.raises(TooMany):
        tokens.use_token(text, "198.51.100.2")


def test_the_day_of_use_is_kept_and_no_more(
    resident: identity.PersonRef, django_assert_num_queries: object
) -> None:
    text = make_token(resident, "own:read")
    assert queries.tokens(resident.known_id)[0].used_on is None
    Client().get(ME, **bearer(text))
    assert queries.tokens(resident.known_id)[0].used_on == sign_ins.today()
    with django_assert_num_queries(3):  # type: ignore[operator]  # key, account, limit
        tokens.use_token(text, "198.51.100.1")


def test_keys_are_in_my_data_and_their_end_is_the_end(resident: identity.PersonRef) -> None:
    make_token(resident, "own:read", name="Бот для копии")
    assert identity.own_values(resident)["programs"][0]["name"] == "Бот для копии"
    page = makers.sign_in(Client(), resident).get("/me/data/").content.decode()
    assert "Бот для копии" in page
    ApiToken.objects.update(
        added_on=sign_ins.today() - timedelta(days=90),
        ends_on=sign_ins.today() - timedelta(days=40),
    )
    forgetting.forget_codes()
    assert not ApiToken.objects.exists()


def test_reading_a_key() -> None:
    made = new_token()
    assert read_token(made.whole) == made
    for text in ("", "veche_", made.whole + " ", made.handle, made.whole.replace("_", "-")):
        assert read_token(text) is None
