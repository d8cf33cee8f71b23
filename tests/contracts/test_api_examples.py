"""What the API's description shows as an example has the form of what is really answered."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from tests.attacks import addresses
from tests.attacks.furnishing import Furnished, furnish
from tests.attacks.made import EVERY_KIND, cast, close, make_poll
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import bearer, make_token
from veche.domains.polls import exports

# Keys that are data: codes of questions, options and lines, ids.
CODE = re.compile(r"[a-z]?\d+|\d{4}-\d{2}-\d{2}|[0-9a-f-]{36}")
QUERIES = {"/api/v1/addresses": {"q": "Луговая"}, "/api/v1/search": {"q": "Слово"}}


def differences(shown: Any, real: Any, where: str = "") -> list[str]:
    """Where the forms part; nothing is said of what either leaves empty."""
    if isinstance(shown, dict) and isinstance(real, dict):
        if all(CODE.fullmatch(key) for key in {**shown, **real}):
            one = next(iter(shown.values()), None)
            pairs = [(one, value, f"{where}.*") for value in real.values()]
        elif shown.keys() != real.keys():
            return [f"{where}: {sorted(shown)} is shown, {sorted(real)} comes"]
        else:
            pairs = [(shown[key], real[key], f"{where}.{key}") for key in shown]
        return [said for pair in pairs for said in differences(*pair)]
    if isinstance(shown, list) and isinstance(real, list):
        return [said for one in real if shown for said in differences(shown[0], one, f"{where}[]")]
    if shown is None or real is None or kind(shown) == kind(real):
        return []
    return [f"{where}: {shown!r} is shown, {real!r} comes"]


def kind(value: Any) -> type:
    """Whole and other numbers are one kind."""
    return float if type(value) is int else type(value)


def thing(made: Furnished, route: str) -> Mapping[str, str]:
    """What to ask that operation about; of polls the closed one, which tells everything."""
    if "/polls/" in route and "/receipts/" in route:
        return {"slug": made.open.slug, "number": made.receipt}
    if "/polls/" in route:
        return {"slug": made.closed.slug}
    if "{" not in route or "{year}" in route:
        return {"year": "2026"}
    return addresses.named(route, made.things)[0]


def test_examples_look_like_answers(town: Any) -> None:
    made = furnish("Слово")
    browser, key = Client(), bearer(make_token(made.resident, *identity.SCOPES))
    paths = browser.get("/api/v1/openapi.json").json()["paths"]
    compared, wrong = 0, {}
    for route, verbs in paths.items():
        if "get" not in verbs:
            continue
        content = verbs["get"]["responses"]["200"]["content"]
        shown = content.get("application/json", {}).get("example")
        if shown is None:
            continue
        address = addresses.fill(route, thing(made, route))
        own = key if verbs["get"].get("security") else {}
        answer = browser.get(address, QUERIES.get(route, {}), **own)
        status, text = addresses.read(answer)
        assert status == 200, (route, text)
        compared += 1
        if found := differences(shown, json.loads(text)):
            wrong[route] = found
    assert not wrong
    assert compared > 10


def test_the_comparison_can_fail() -> None:
    assert differences({"q1": ["o1"]}, {"q1": "o1"})
    assert differences({"a": 1}, {"a": 1, "b": 2})
    assert differences([{"a": ""}], [{"a": 1}])
    assert not differences({"o1": {"votes": 1}}, {"o2": {"votes": 2}, "o3": {"votes": 2.5}})


WRITTEN = {
    "q1": ("o1", ["o1"]),
    "q2": ("o1|o2", ["o1", "o2"]),
    "q3": ("o2|o1|o3", ["o2", "o1", "o3"]),
    "q4": ("5", 5),
    "q5": ("o1=6|o2=4", {"o1": 6, "o2": 4}),
    "q7": ("54.55,36.65", [54.55, 36.65]),
}


def test_each_kind_is_written_as_its_description_says(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word for word: who changes how a kind is written changes what is said of it."""
    poll = make_poll(*EVERY_KIND)
    row = {code: value for code, (_cell, value) in WRITTEN.items()} | {"q6": True}
    assert {code: str(exports.cell(value)) for code, value in row.items()} == {
        **{code: cell for code, (cell, _value) in WRITTEN.items()},
        "q6": "1",
    }
    said = {one["field"]: (one["written_csv"], one["written_json"]) for one in exports.fields(poll)}
    in_csv = {code: words[0] for code, words in said.items()}
    in_json = {code: words[1] for code, words in said.items()}
    assert {code for code, words in in_csv.items() if "|" in words} == {"q2", "q3", "q5"}
    assert not [words for words in in_json.values() if "|" in words]
    listed = {code for code, words in in_json.items() if words.startswith("список")}
    assert listed == {code for code, value in row.items() if isinstance(value, list)}
    assert in_json["q5"].startswith("объект")
    assert in_json["q6"].startswith("true")


def test_a_real_row_is_written_so(town: Any) -> None:
    poll = make_poll(*EVERY_KIND)
    cast(poll)
    close(poll)
    file = json.loads(addresses.answer_of(Client().get, f"/polls/{poll.slug}/ballots.json")[1])
    assert file["ballots"] == [{"q1": ["o1"]}]
    assert [one["field"] for one in file["fields"]] == [f"q{n}" for n in range(1, 9)]
