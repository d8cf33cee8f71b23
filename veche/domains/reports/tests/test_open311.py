"""Open311 GeoReport v2 against the examples of the specification: same names, same shapes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from veche.commons.files.tests.makers import photo
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import REPORT, VOTE
from veche.commons.identity.tests.makers import make_person, make_token
from veche.domains.reports.models import Category, Report
from veche.domains.reports.rules import geo_report, states
from veche.domains.reports.tests import makers

pytestmark = pytest.mark.usefixtures("places_town")

HERE = "/open311/v2"
# The examples of wiki.open311.org/GeoReport_v2, element by element.
SPEC_SERVICE = """<services><service><service_code>001</service_code>
<service_name>Cans left out 24x7</service_name><description>Garbage or recycling cans</description>
<metadata>true</metadata><type>realtime</type><keywords>lorem, ipsum, dolor</keywords>
<group>sanitation</group></service></services>"""
SPEC_DEFINITION = """<service_definition><service_code>DMV66</service_code><attributes><attribute>
<variable>true</variable><code>WHISHETN</code><datatype>singlevaluelist</datatype>
<required>true</required><datatype_description></datatype_description><order>1</order>
<description>What is the ticket/tag/DL number?</description><values><value><key>123</key>
<name>Ford</name></value></values></attribute></attributes></service_definition>"""
SPEC_MADE = """<service_requests><request><service_request_id>293944</service_request_id>
<service_notice>The City will inspect and require the responsible party to correct</service_notice>
<account_id/></request></service_requests>"""
SPEC_TOKEN = """<service_requests><request><service_request_id>638344</service_request_id>
<token>12345</token></request></service_requests>"""
SPEC_REQUEST = """<service_requests><request><service_request_id>638344</service_request_id>
<status>closed</status><status_notes>Duplicate request.</status_notes>
<service_name>Sidewalk and Curb Issues</service_name><service_code>006</service_code>
<description></description><agency_responsible></agency_responsible>
<service_notice></service_notice>
<requested_datetime>2010-04-14T06:37:38-08:00</requested_datetime>
<updated_datetime>2010-04-14T06:37:38-08:00</updated_datetime>
<expected_datetime>2010-04-15T06:37:38-08:00</expected_datetime>
<address>8TH AVE and JUDAH ST</address><address_id>545483</address_id><zipcode>94122</zipcode>
<lat>37.762221815</lat><long>-122.4651145</long>
<media_url>http://city.gov.s3.amazonaws.com/requests/media/638344.jpg</media_url>
</request></service_requests>"""
SPEC_ERRORS = """<errors><error><code>403</code>
<description>Invalid api_key received -- can't proceed with create_request.</description></error>
</errors>"""
SPEC_DISCOVERY = """<discovery><changeset>2010-11-23 18:09</changeset>
<contact>You can email or call for assistance api@mycity.org</contact>
<key_service>You can request a key here: http://api.mycity.gov/api_key/request</key_service>
<endpoints><endpoint><specification>http://wiki.open311.org/GeoReport_v2</specification>
<url>http://open311.mycity.gov/v2</url><changeset>2010-11-23 18:09</changeset>
<type>production</type><formats><format>text/xml</format></formats></endpoint></endpoints>
</discovery>"""


def skeleton(of: ElementTree.Element) -> Any:
    """Names alone: a list is the shape of its first item."""
    inside = list(of)
    if not inside:
        return of.tag
    if len({one.tag for one in inside}) == 1 and of.tag.endswith(("s", "discovery")):
        return of.tag, [skeleton(inside[0])]
    return of.tag, [skeleton(one) for one in inside]


def same_shape(answer: Any, example: str) -> None:
    """The XML of the answer has the elements of the specification's example, in its order."""
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    ours = skeleton(ElementTree.fromstring(answer.content))  # noqa: S314  our own answer
    assert ours == skeleton(ElementTree.fromstring(example))  # noqa: S314  an example above


def key(scopes: tuple[str, ...] = (REPORT,), **given: Any) -> tuple[Any, str]:
    person = make_person(**given)
    return person, make_token(person, *scopes)


def send(client: Client, text: str, **given: Any) -> Any:
    data = {
        "api_key": text,
        "service_code": makers.CATEGORY,
        "description": "Не горит фонарь",
        "lat": "54.55",
        "long": "36.65",
        **given,
    }
    headers = data.pop("headers", {})
    form = data.pop("form", "json")
    return client.post(f"{HERE}/requests.{form}", data, headers=headers)


def test_discovery_names_the_endpoint(client: Client, town: Any) -> None:
    same_shape(
        client.get(f"{HERE}/discovery.xml"),
        SPEC_DISCOVERY.replace(
            "<format>text/xml</format>", "<format>text/xml</format><format>text/xml</format>"
        ),
    )
    told = client.get(f"{HERE}/discovery.json").json()
    assert told["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert told["endpoints"][0]["url"].endswith("/open311/v2")


def test_services_are_listed_as_the_specification_writes_them(client: Client, town: Any) -> None:
    same_shape(client.get(f"{HERE}/services.xml"), SPEC_SERVICE)
    told = client.get(f"{HERE}/services.json").json()
    assert isinstance(told, list)
    codes = {one["service_code"]: one for one in told}
    assert codes["utilities.gas"]["metadata"] is True
    assert codes[makers.CATEGORY]["metadata"] is False
    assert codes[makers.CATEGORY]["type"] == "realtime"


def test_a_definition_tells_the_question(client: Client, town: Any) -> None:
    answer = client.get(f"{HERE}/services/utilities.gas.xml")
    same_shape(answer, SPEC_DEFINITION)
    told = client.get(f"{HERE}/services/utilities.gas.json").json()
    attribute = told["attributes"][0]
    assert (attribute["datatype"], attribute["required"], attribute["order"]) == (
        "singlevaluelist",
        True,
        1,
    )
    assert [one["key"] for one in attribute["values"]] == ["yes", "no"]
    assert client.get(f"{HERE}/services/no.such.json").status_code == 404
    # What a program is refused without, the definition says is required.
    pictured = Category.objects.filter(photo_required=True)[0]
    attributes = client.get(f"{HERE}/services/{pictured.code}.json").json()["attributes"]
    assert [one["required"] for one in attributes if one["code"] == "photo"] == [True]


def test_a_request_is_filed_and_found_by_its_number(client: Client, town: Any) -> None:
    person, text = key()
    answer = send(client, text, form="xml")
    assert answer.status_code == 201, answer.content
    same_shape(answer, SPEC_MADE)
    row = Report.objects.get()
    assert (row.author_id, row.state) == (person.id, states.MODERATION)
    assert client.get(f"{HERE}/requests/{row.number}.xml").status_code == 404
    makers.passed(row)
    same_shape(client.get(f"{HERE}/requests/{row.number}.xml"), SPEC_REQUEST)
    told = client.get(f"{HERE}/requests/{row.number}.json").json()
    assert (told[0]["status"], told[0]["service_code"]) == ("open", makers.CATEGORY)
    assert datetime.fromisoformat(told[0]["requested_datetime"]).utcoffset() is not None
    assert "email" not in answer.content.decode()


def test_a_token_leads_to_the_number(client: Client, town: Any) -> None:
    _person, text = key()
    answer = send(client, text, headers={"Prefer": "respond-async"})
    token = answer.json()[0]["token"]
    assert "service_request_id" not in answer.json()[0]
    found = client.get(f"{HERE}/tokens/{token}.xml")
    same_shape(found, SPEC_TOKEN)
    told = client.get(f"{HERE}/tokens/{token}.json").json()
    assert told[0]["service_request_id"] == Report.objects.get().number
    assert client.get(f"{HERE}/tokens/12345.json").status_code == 404


def test_errors_are_the_specifications(client: Client, town: Any) -> None:
    refused = send(client, "nothing", form="xml")
    assert refused.status_code == 403
    same_shape(refused, SPEC_ERRORS)
    _person, votes = key((VOTE,))
    assert send(client, votes).status_code == 403
    answer = send(client, "")
    assert (answer.status_code, answer.json()[0]["code"]) == (403, 403)
    _person, text = key()
    for wrong in (
        {"service_code": ""},
        {"description": ""},
        {"lat": "north"},
        {"lat": "", "long": ""},
        {"lat": "10", "long": "10"},
        {"service_code": "utilities.gas"},
        {"service_code": "utilities.gas", "attribute[emergency]": "yes"},
        {"service_code": "yards.playground"},
    ):
        answer = send(client, text, **wrong)
        assert answer.status_code == 400, (wrong, answer.content)
        assert answer.json()[0]["description"]
    assert send(client, text, service_code="no.such").status_code == 404
    assert send(client, text, jurisdiction_id="elsewhere").status_code == 404
    assert not Report.objects.exists()


def test_a_danger_answered_no_is_taken(client: Client, town: Any) -> None:
    _person, text = key(level=3)
    answer = send(client, text, service_code="utilities.gas", **{"attribute[emergency]": "no"})
    assert answer.status_code == 201, answer.content


def test_a_photo_comes_with_the_request(client: Client, town: Any) -> None:
    _person, text = key()
    upload = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    answer = send(client, text, service_code="yards.playground", media=upload)
    assert answer.status_code == 201, answer.content
    assert Report.objects.get().photos.count() == 1
    answer = send(client, text, media_url="https://example.org/1.jpg")
    assert "media" in answer.json()[0]["service_notice"]


def test_a_repeat_by_the_same_key_is_one_report(client: Client, town: Any) -> None:
    _person, text = key()
    headers = {"Idempotency-Key": "0123456789abcdef"}
    numbers = {
        send(client, text, headers=headers).json()[0]["service_request_id"] for _ in range(2)
    }
    assert len(numbers) == Report.objects.count() == 1
    answer = send(client, text, headers=headers, description="Другое")
    assert answer.status_code == 409


def test_an_address_of_the_town_is_enough(client: Client, town: Any) -> None:
    _person, text = key()
    answer = send(client, text, lat="", long="", address_string="Луговая улица, 54")
    assert answer.status_code == 201, answer.content
    assert "54" in Report.objects.get().address
    answer = send(client, text, lat="", long="", address_string="Несуществующая, 1")
    assert answer.status_code == 400


def test_lists_are_filtered_by_time_service_and_status(client: Client, town: Any) -> None:
    row = makers.passed(makers.make_report())
    old = makers.passed(makers.make_report())
    long_ago = datetime.now(UTC) - timedelta(days=100)
    Report.objects.filter(id=old.id).update(filed_at=long_ago)
    there = f"{HERE}/requests.json"

    def numbers(**asked: str) -> set[str]:
        answer = client.get(there, asked)
        assert answer.status_code == 200, answer.content
        return {one["service_request_id"] for one in answer.json()}

    assert numbers() == {row.number}
    around = {
        "start_date": (long_ago - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "end_date": (long_ago + timedelta(days=1)).isoformat(),
    }
    assert numbers(**around) == {old.number}
    assert numbers(start_date=around["start_date"]) == {old.number}
    assert numbers(service_code="roads.potholes") == set()
    assert numbers(service_code=f"roads.potholes,{makers.CATEGORY}") == {row.number}
    assert numbers(status="closed") == set()
    assert numbers(status="open,closed") == {row.number}
    both = f"{row.number},{old.number}"
    assert numbers(service_request_id=both, status="closed") == {row.number, old.number}
    wrong = [
        {"start_date": "yesterday"},
        {"status": "lost"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        {"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
    ]
    assert {client.get(there, one).status_code for one in wrong} == {400}


def test_what_is_not_public_is_told_to_no_program(client: Client, town: Any) -> None:
    waiting = makers.make_report()
    hidden = makers.passed(makers.make_report(make_person(level=3), category="safety.corruption"))
    for row in (waiting, hidden):
        assert client.get(f"{HERE}/requests/{row.number}.json").status_code == 404
    assert client.get(f"{HERE}/requests.json").json() == []
    assert client.get(f"{HERE}/servicerequestupdates.json").json() == []


def test_extensions_and_updates_tell_more(client: Client, town: Any) -> None:
    row, executor = makers.at_work()
    row = makers.answered(row, executor)
    there = f"{HERE}/servicerequestupdates.json"
    told = client.get(there).json()
    assert [one["state"] for one in told] == ["moderation", "coordination", "in_work", "approval"][
        : len(told)
    ]
    assert "Заменили лампу" not in json.dumps(told, ensure_ascii=False)
    makers.approved(row)
    told = client.get(there, {"service_request_id": row.number}).json()
    assert (told[-1]["status"], told[-1]["state"]) == ("closed", "asked")
    assert "Заменили лампу" in told[-1]["description"]
    assert "answer" not in {one["description"] for one in told}
    more = client.get(f"{HERE}/requests.json", {"extensions": "true"}).json()[0]
    assert more["extended_attributes"]["state"] == "asked"
    root = ElementTree.fromstring(  # noqa: S314  our own answer
        client.get(f"{HERE}/servicerequestupdates.xml").content
    )
    assert (root.tag, root[0].tag) == ("service_requests_updates", "request_update")


def test_many_requests_cost_no_more_queries(client: Client, town: Any) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"{HERE}/requests.json").status_code == 200
        return len(counted)

    makers.passed(makers.make_report())
    ask()
    few = ask()
    for _ in range(3):
        makers.passed(makers.make_report())
    assert ask() == few <= 12


@pytest.mark.parametrize(
    "asked",
    [
        "/open311/v2/requests.json?service_request_id=%00",
        "/open311/v2/requests.json?service_code=%00",
        "/open311/v2/servicerequestupdates.json?service_request_id=%00",
        "/api/v1/reports?group=%00",
    ],
)
def test_a_zero_byte_breaks_nothing(client: Client, town: Any, asked: str) -> None:
    assert client.get(asked).status_code == 400


def test_nothing_while_the_service_is_closed(client: Client, town: Any) -> None:
    switch_service("reports", "off")
    answer = client.get(f"{HERE}/services.xml")
    assert answer.status_code == 404
    same_shape(answer, SPEC_ERRORS)
    assert client.get(f"{HERE}/services.yaml").status_code == 404


def test_spans_are_at_most_ninety_days() -> None:
    now = datetime(2026, 11, 29, tzinfo=UTC)
    day = timedelta(days=1)
    assert geo_report.span(None, None, now) == (now - 90 * day, now)
    assert geo_report.span(now - 200 * day, None, now) == (now - 200 * day, now - 110 * day)
    assert geo_report.span(now - day, None, now) == (now - day, now)
    assert geo_report.span(None, now - day, now) == (now - 91 * day, now - day)
    assert geo_report.span(now - 91 * day, now, now) is None
    assert geo_report.span(now - 90 * day, now, now) == (now - 90 * day, now)


def test_xml_writes_what_json_does_not_mind() -> None:
    written = geo_report.written("xml", "errors", [{"code": 400, "description": "a<b>\x00&\x0b"}])
    found = ElementTree.fromstring(written)  # noqa: S314  made above
    assert found.findtext("error/description") == "a<b>&"
