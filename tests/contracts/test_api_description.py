"""The API keeps its own description: nothing that can be asked is answered otherwise."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.attacks.furnishing import Furnished, furnish
from tests.shares import SHARES, is_due
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_token

# A page of a list is named by what the page before it said; the first needs no name.
schemathesis.openapi.format("page-token", st.just(""))
DESCRIPTION = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def filled(standing_town: Any) -> Furnished:
    return furnish("Слово")


@pytest.fixture
def made(filled: Furnished, town: Any) -> Furnished:
    return filled


def served_here() -> Any:
    """The whole program as a server runs it, for the town of the test."""
    served = get_wsgi_application()

    def application(environ: dict[str, Any], start: Any) -> Any:
        return served(
            {**environ, "HTTP_HOST": "testserver", "HTTP_ACCEPT_ENCODING": "identity"}, start
        )

    return application


@pytest.fixture
def described(made: Furnished, kept_connection: None) -> Any:
    """The description as a town with something behind every address serves it."""
    return schemathesis.openapi.from_wsgi(DESCRIPTION, served_here())


@SHARES
def test_every_answer_is_described(described: Any, made: Furnished, share: int) -> None:
    assert_kept(described, made, {}, share)


@SHARES
def test_every_answer_to_a_key_is_described(described: Any, made: Furnished, share: int) -> None:
    """A key that may do everything a key may do, in a town where there is something to do."""
    key = make_token(made.resident, *identity.SCOPES)
    assert_kept(described, made, {"Authorization": f"Bearer {key}"}, share)


def assert_kept(described: Any, made: Furnished, headers: dict[str, str], share: int) -> None:
    """No answer is other than the description says; others are asked with a key than without."""
    found: dict[str, list[str]] = {}
    for result in described.get_all_operations():
        operation = result.ok()
        if not is_due(f"{operation.label} {sorted(headers)}", share):
            continue
        for mode in GenerationMode:
            for problem in _problems(operation, mode, made, headers):
                found.setdefault(operation.label, []).append(problem)
    assert not found, "\n\n".join(f"{label}:\n{said[0]}" for label, said in found.items())


def _problems(
    operation: Any, mode: GenerationMode, made: Furnished, headers: dict[str, str]
) -> list[str]:
    """What the checks have against answers to good or bad requests, also about what is there."""
    said: list[str] = []
    real = [made.open.slug, made.closed.slug] if "/polls/" in operation.path else [made.decision]

    # A paper filled against its rules and a question of spaces have the right shape all the same.
    let_go = [positive_data_acceptance] if operation.method.upper() == "POST" else []

    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        for slug in (None, *real):
            if slug is not None:
                case.path_parameters["slug"] = slug
            try:
                case.call_and_validate(headers=headers or None, excluded_checks=let_go)
            except FailureGroup as failures:
                said.extend(str(one) for one in failures.exceptions)
            if "slug" not in case.path_parameters:
                break

    try:
        ask()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "every operation can be asked rightly"
    return said
