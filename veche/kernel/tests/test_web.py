"""The path of a request: trusted proxies, safe downloads, refusals in one shape, health."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.test import Client, RequestFactory, override_settings

from veche.kernel.web import downloads, problems
from veche.kernel.web.origin import browser_origin_of, origin_of
from veche.kernel.web.proxies import TrustedProxyMiddleware


def factory_for(remote: str, headers: dict[str, str]) -> RequestFactory:
    factory = RequestFactory()
    factory.defaults.update(REMOTE_ADDR=remote, **headers)
    return factory


def seen(remote: str, trusted: list[str], **headers: str) -> HttpRequest:
    passed: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        passed.append(request)
        return HttpResponse()

    with override_settings(TRUSTED_PROXIES=trusted):
        middleware = TrustedProxyMiddleware(view)
    middleware(factory_for(remote, headers).get("/"))
    return passed[0]


def test_forwarded_headers_of_a_stranger_are_ignored() -> None:
    request = seen(
        "203.0.113.9",
        ["10.0.0.0/8"],
        HTTP_X_FORWARDED_FOR="198.51.100.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="evil.example",
    )
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"
    assert not request.is_secure()
    assert "HTTP_X_FORWARDED_HOST" not in request.META


def test_a_trusted_proxy_tells_the_nearest_outside_address() -> None:
    request = seen(
        "10.0.0.2",
        ["10.0.0.0/8"],
        HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.1, 10.0.0.3",
        HTTP_X_FORWARDED_PROTO="https",
    )
    assert request.META["REMOTE_ADDR"] == "198.51.100.1"
    assert request.is_secure()


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "  =1"])
def test_no_cell_of_a_download_runs_as_a_formula(text: str) -> None:
    response = downloads.csv_file("x.csv", ["h"], [[text]])
    body = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    row = list(csv.reader(io.StringIO(body), delimiter=";"))[1]
    assert row[0].startswith("'")


def test_a_streamed_array_is_one_json_object() -> None:
    response = downloads.json_file("x.json", {"a": 1}, "rows", ({"n": n} for n in range(3)))
    body = b"".join(response.streaming_content)  # type: ignore[arg-type]
    assert json.loads(body) == {"a": 1, "rows": [{"n": 0}, {"n": 1}, {"n": 2}]}


def test_an_unforeseen_error_is_logged_by_place_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        raise ValueError("Ivan Petrov, +79001234567")
    except ValueError as error:
        problem = problems.as_problem(error)
    assert problem.status == 500
    assert "Petrov" not in caplog.text
    assert "ValueError" in caplog.text


def test_health_answers_before_any_town_is_looked_up(db: None, client: Client) -> None:
    answer = client.get("/healthz", headers={"host": "10.1.2.3"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_a_host_of_no_town_gets_no_page(db: None, client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 404


@pytest.mark.parametrize(
    ("host", "shown", "browser"),
    [
        ("town.test", "http://town.test", "http://town.test"),
        ("town.test:80", "http://town.test:80", "http://town.test:80"),
        # A port nobody serves here may be the proxy's, or a stranger's word for a shared cache.
        ("town.test:8443", "http://town.test", "http://town.test:8443"),
        ("not a host", "", ""),
    ],
)
def test_a_strangers_port_is_said_to_its_own_browser_alone(
    host: str, shown: str, browser: str
) -> None:
    request = RequestFactory().get("/", headers={"host": host})
    assert origin_of(request) == shown
    assert browser_origin_of(request) == browser


@pytest.mark.parametrize("address", ["/?q=%00", "/?a=1&b=%D0%B4%00%D0%B0", "/polls/%00/"])
def test_a_zero_byte_in_an_address_is_refused_at_the_door(address: str) -> None:
    path, _mark, query = address.partition("?")
    request = RequestFactory().get(path.replace("%00", "\0"), QUERY_STRING=query)
    request.META["HTTP_ACCEPT"] = "application/json"
    door = problems.ProblemMiddleware(lambda _request: pytest.fail("it came in"))
    assert door(request).status_code == 400


def test_what_only_looks_like_a_zero_byte_goes_in() -> None:
    door = problems.ProblemMiddleware(lambda _request: HttpResponse())
    assert door(RequestFactory().get("/?q=%2500&a=%D0%B0")).status_code == 200


def test_a_form_sent_to_where_a_program_writes_is_no_fault_of_ours() -> None:
    request = RequestFactory().post("/", {"sheets": "[]"})
    assert request.POST
    with pytest.raises(RawPostDataException) as raised:
        _ = request.body
    assert problems.as_problem(raised.value).status == 400
