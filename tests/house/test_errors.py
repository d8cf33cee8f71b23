"""Every refusal has one shape, for people and for programs."""

import json
from collections.abc import Iterator

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.test import RequestFactory

from veche.kernel.errors import Problem, TooMany
from veche.kernel.web.problems import answer, as_problem, csrf_failure, server_error

SHAPE = {"type", "title", "detail", "advice", "code", "status", "fields"}
OPTIONAL = {"advice"}


def kinds(kind: type[Problem] = Problem) -> Iterator[type[Problem]]:
    """Each kind of refusal there is, those of apps as well."""
    yield kind
    for narrower in kind.__subclasses__():
        yield from kinds(narrower)


def told(problem: Problem) -> dict[str, object]:
    response = answer(RequestFactory().get("/api/v1/polls"), problem)
    assert response["Content-Type"] == "application/problem+json"
    assert response.status_code == problem.status
    said: dict[str, object] = json.loads(response.content)
    return said


@pytest.mark.parametrize("kind", sorted(set(kinds()), key=str))
def test_a_refusal_tells_the_same_things(kind: type[Problem]) -> None:
    problem = kind.__new__(kind)
    more = {"retry_after": 5} if issubclass(kind, TooMany) else {}
    Problem.__init__(problem, "No", advice="Wait", fields={"date": "Late"})
    vars(problem).update(more)
    said = told(problem)
    assert SHAPE - OPTIONAL <= said.keys() <= SHAPE
    assert (said["title"], said["fields"], said["code"]) == ("No", {"date": "Late"}, kind.code)
    # Of ours only another program's silence is nobody's fault here: the same may be sent again.
    assert 400 <= problem.status < 500 or problem.status == 503


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Http404("poll 7"), 404),
        (RequestDataTooBig("body"), 413),
        (SuspiciousOperation("host"), 400),
        (ValueError("row (anna@example.org)"), 500),
    ],
)
def test_what_the_framework_raises_tells_them_too(error: Exception, status: int) -> None:
    said = told(as_problem(error))
    assert said["status"] == status
    assert str(error) not in json.dumps(said)


def test_a_stale_form_tells_them_too() -> None:
    response = csrf_failure(RequestFactory().post("/api/v1/polls"), "no token")
    assert json.loads(response.content).keys() >= SHAPE - OPTIONAL


def test_what_breaks_outside_of_a_view_is_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        raise ValueError("row (anna@example.org)")
    except ValueError:
        response = server_error(RequestFactory().get("/api/v1/polls"))
    assert response.status_code == 500
    assert "ValueError" in caplog.text
    assert "anna" not in caplog.text + response.content.decode()
