"""What residents do with reports by API, each under a key with the right to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from veche.commons.files.tests.makers import photo
from veche.commons.identity.public import READ_OWN, REPORT, SUPPORT, PersonRef
from veche.commons.identity.tests.makers import bearer, make_person, make_token
from veche.commons.notifications import public as notifications
from veche.domains.reports.actions import working
from veche.domains.reports.models import Report
from veche.domains.reports.rules import states
from veche.domains.reports.tests import makers

pytestmark = pytest.mark.usefixtures("places_town")
ALL = "/api/v1/reports"
AGAIN = "the-same-word-again"


def sent(person: PersonRef, row: Report, act: str, body: dict[str, Any], retry: str = AGAIN) -> Any:
    return Client().post(
        f"{ALL}/{row.number}/{act}",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": retry},
        **bearer(make_token(person, REPORT)),
    )


def uploaded(person: PersonRef) -> str:
    answer = Client().post(
        "/api/v1/report-photos",
        {"photo": SimpleUploadedFile("a.jpg", photo())},
        **bearer(make_token(person, REPORT)),
    )
    assert answer.status_code == 200, answer.content
    return str(answer.json()["id"])


def asked(author: PersonRef) -> Report:
    row, executor = makers.at_work(author)
    return makers.approved(makers.answered(row, executor))


def test_a_neighbour_joins_and_follows_once(client: Client) -> None:
    row, neighbour = makers.passed(makers.make_report()), make_person()
    key = bearer(make_token(neighbour, SUPPORT))
    for _ in range(2):
        answer = client.put(f"{ALL}/{row.number}/support", **key)
        assert answer.json() == {"number": row.number, "supporters": 1}
    there = f"{ALL}/{row.number}/following"
    for followed in (True, True, False):
        body: Any = {"data": {"followed": followed}, "content_type": "application/json"}
        assert client.put(there, **body, **key).json()["followed"] is followed
    assert not notifications.is_following(neighbour, f"reports.report:{row.id}")
    other = bearer(make_token(neighbour, REPORT))
    assert client.put(f"{ALL}/{row.number}/support", **other).status_code == 403
    hidden = makers.make_report()
    assert client.put(f"{ALL}/{hidden.number}/support", **key).status_code == 404
    assert client.put(f"{ALL}/{hidden.number}/following", **body, **key).status_code == 404


def test_the_author_confirms_once(client: Client) -> None:
    author = make_person()
    row = asked(author)
    seen = client.get(f"{ALL}/{row.number}").json()["version"]
    assert sent(make_person(), row, "confirmation", {"version": seen}).status_code == 403
    assert sent(author, row, "confirmation", {"version": seen - 1}).status_code == 409
    for _ in range(2):
        answer = sent(author, row, "confirmation", {"version": seen})
        assert answer.json() == {
            "number": row.number,
            "state": states.CLOSED,
            "version": seen + 1,
        }
    assert sent(author, row, "confirmation", {"version": seen}, "another-word-now").status_code in {
        403,
        409,
    }


def test_the_author_disagrees_with_a_photo(client: Client) -> None:
    author = make_person()
    row = asked(author)
    stranger = str(makers.upload(make_person()))
    for photos in ([], [stranger]):
        said = {"version": row.version, "text": "Не горит", "photos": photos}
        answer = sent(author, row, "disagreement", said, f"no-photo-of-mine-{len(photos)}")
        assert answer.status_code == 422
        assert "photos" in answer.json()["fields"]
    said = {"version": row.version, "text": "Не горит, мой +7 900 000-00-01", "photos": []}
    said["photos"] = [uploaded(author)]
    for _ in range(2):
        answer = sent(author, row, "disagreement", said)
        assert answer.json()["state"] == states.IN_WORK, answer.content
    row = makers.fresh(row)
    assert row.disagreements == 1
    assert "900" not in row.steps.get(verb="disagree").text
    assert sent(author, row, "disagreement", {**said, "text": "Другое"}).status_code == 409


def test_the_author_clarifies(client: Client) -> None:
    author = make_person()
    row, executor = makers.at_work(author)
    working.ask_clarification(executor, number=row.number, version=row.version, text="Где?")
    row = makers.fresh(row)
    said = {"version": row.version, "text": "Второй подъезд"}
    assert sent(author, row, "clarification", said).json()["state"] == states.IN_WORK


def test_an_author_reads_by_a_key_what_others_do_not(client: Client) -> None:
    author = make_person()
    row = makers.make_report(author)
    there = f"{ALL}/{row.number}"
    assert client.get(there).status_code == 404
    assert client.get(there, **bearer(make_token(author, REPORT))).status_code == 404
    assert client.get(there, **bearer(make_token(author, READ_OWN))).json()["version"] == 1
