"""Tables: tried without a trace, taken once, nothing doubled; feeds, from outside alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from veche.commons.identity.public import PersonRef
from veche.domains.homes import jobs
from veche.domains.homes.actions import feeds, uploads
from veche.domains.homes.actions.feeds import FeedText
from veche.domains.homes.actions.importing import Outcome
from veche.domains.homes.models import Feed, Outage, Provider, Serving, Upload
from veche.domains.homes.queries import fields, serving
from veche.domains.homes.tests import makers
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.web.outgoing import Got

pytestmark = pytest.mark.usefixtures("places_town")

SERVINGS = """Адрес;Вид;Организация;Телефон;Аварийный;С какого дня;Источник
Луговая 54;УК;УК «Уют»;8 48431 1-11-11;8 48431 1-11-12;01.03.2026;реестр
Западный;вода;Водоканал;8 48431 2-22-22;;01.01.2026;реестр
Нигде 7;вода;Водоканал;;;;
Луговая 54;цирк;Шапито;;;;
Луговая 54;вода;Водоканал;;;позавчера;
"""


def outage_rows(ends: int = 4) -> str:
    now = clock.now()
    times = [(now + timedelta(hours=hours)).isoformat() for hours in (-1, ends)]
    return "\n".join(
        [
            "Номер;Что;Где;Начало;Конец;Причина;Ответственный",
            f"17;холодная вода;Луговая улица: 5, 54;{times[0]};{times[1]};Прорыв;Водоканал",
            f"18;лифт;Садовая 54;{times[0]};{times[1]};;",
            f"19;вода;Нигде;{times[0]};{times[1]};;",
            f"20;вода;Западный;{times[1]};{times[0]};;",
        ]
    )


def upload(person: PersonRef, text: str, kind: str = Upload.SERVINGS) -> None:
    uploads.keep_upload(person, kind=kind, data=text.encode())


def tried(person: PersonRef, kind: str = Upload.SERVINGS) -> Outcome:
    _row, table = uploads.table_of(person, kind=kind)
    return uploads.try_upload(
        person, kind=kind, table=table, mapping=fields.guessed(kind, table.header), source="реестр"
    )


def taken(person: PersonRef, kind: str = Upload.SERVINGS, token: str = "") -> tuple[int, int]:
    row, table = uploads.table_of(person, kind=kind)
    mapping = fields.guessed(kind, table.header)
    return uploads.take_upload(
        person, kind=kind, token=token or str(row.token), mapping=mapping, source="реестр"
    )


def test_a_table_is_tried_without_a_trace_and_its_mistakes_are_named() -> None:
    official = makers.coordinator()
    upload(official, SERVINGS)
    done = tried(official)
    assert (done.made, done.changed, done.same) == (2, 0, 0)
    assert [line for line, _words in done.errors] == [4, 5, 6]
    assert "Нигде 7" in done.errors[0][1]
    assert "цирк" in done.errors[1][1]
    assert not Serving.objects.exists()
    assert not Provider.objects.exists()


def test_what_was_tried_is_written_and_never_twice() -> None:
    official = makers.coordinator()
    upload(official, SERVINGS)
    assert taken(official) == (2, 0)
    found = serving.served(makers.house())
    assert found["company"].row.provider.emergency_phone == "8 48431 1-11-12"
    assert found["water"].row.provider.name == "Водоканал"
    assert found["company"].row.since_on == date(2026, 3, 1)
    with pytest.raises(NotFound):
        uploads.table_of(official, kind=Upload.SERVINGS)
    upload(official, SERVINGS)
    done = tried(official)
    assert (done.made, done.changed, done.same) == (0, 0, 2)
    assert taken(official) == (0, 0)
    assert Serving.objects.count() == 2
    # Another company from a later day stands beside the first, which is kept.
    upload(official, SERVINGS.replace("УК «Уют»", "УК «Дом»").replace("01.03.2026", "01.06.2026"))
    assert taken(official) == (1, 0)
    assert serving.served(makers.house())["company"].row.provider.name == "УК «Дом»"
    assert Serving.objects.filter(kind="company").count() == 2


def test_a_row_without_a_day_is_known_again_tomorrow() -> None:
    official = makers.coordinator()
    text = "Адрес;Вид;Организация\nЛуговая 54;газ;Горгаз\n"
    upload(official, text)
    assert taken(official) == (1, 0)
    Serving.objects.update(since_on=date(2026, 1, 1))
    upload(official, text)
    assert taken(official) == (0, 0)


def test_a_form_sent_twice_writes_once_and_another_file_is_not_written() -> None:
    official = makers.coordinator()
    upload(official, SERVINGS)
    row, table = uploads.table_of(official, kind=Upload.SERVINGS)
    mapping = fields.guessed(Upload.SERVINGS, table.header)
    sent: dict[str, Any] = {
        "kind": Upload.SERVINGS,
        "token": str(row.token),
        "mapping": mapping,
        "source": "реестр",
    }
    assert uploads.take_upload(official, **sent) == uploads.take_upload(official, **sent) == (2, 0)
    upload(official, SERVINGS)
    with pytest.raises(Conflict):
        uploads.take_upload(official, **{**sent, "token": "11111111-1111-4111-8111-111111111111"})


def test_columns_that_are_needed_must_be_shown() -> None:
    official = makers.coordinator()
    upload(official, "Адрес;Вид\nЛуговая 54;газ\n")
    with pytest.raises(Invalid):
        tried(official)
    with pytest.raises(Invalid):
        upload(official, "")


def test_a_table_is_its_owners_and_goes_after_a_day() -> None:
    official, other = makers.coordinator(), makers.coordinator()
    upload(official, SERVINGS)
    with pytest.raises(NotFound):
        uploads.table_of(other, kind=Upload.SERVINGS)
    from_nobody = PersonRef(id=official.id)
    with pytest.raises(Refused):
        uploads.table_of(from_nobody, kind=Upload.SERVINGS)
    Upload.objects.update(uploaded_at=clock.now() - timedelta(days=2))
    jobs.forget_uploads()
    assert not Upload.objects.exists()


def test_outages_of_a_table_are_known_again_by_their_number() -> None:
    official = makers.coordinator()
    upload(official, outage_rows(), Upload.OUTAGES)
    assert [line for line, _words in tried(official, Upload.OUTAGES).errors] == [4, 5]
    assert taken(official, Upload.OUTAGES) == (2, 0)
    water = Outage.objects.get(trouble="water")
    assert (water.where, water.why) == ("Луговая улица, 5; Луговая улица, 54", "Прорыв")
    upload(official, outage_rows(8), Upload.OUTAGES)
    assert taken(official, Upload.OUTAGES) == (0, 2)
    assert Outage.objects.count() == 2
    assert Outage.objects.get(trouble="water").ends_at > water.ends_at


def make_feed(monkeypatch: pytest.MonkeyPatch, got: Got) -> Feed:
    """A feed of the open internet that answers so."""
    monkeypatch.setattr(
        "veche.domains.homes.actions.feeds.outgoing.require_outside", lambda url: None
    )
    monkeypatch.setattr("veche.domains.homes.actions.feeds.outgoing.get", lambda url, most: got)
    text = FeedText("Водоканал", "https://water.example/outages.csv")
    return Feed.objects.get(id=feeds.save_feed(makers.admin(), text=text))


def test_a_feed_is_taken_once_and_signed_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_feed(monkeypatch, Got(200, body=outage_rows().encode()))
    for _ in range(2):
        jobs.fetch_feed(str(row.id))
    row.refresh_from_db()
    assert (row.trouble, row.made, row.changed, row.skipped) == ("", 0, 0, 2)
    assert Outage.objects.count() == 2
    assert Outage.objects.get(trouble="lift").answers == "Водоканал"


@pytest.mark.parametrize(
    ("got", "trouble"),
    [
        (Got(0, "inside"), "inside"),
        (Got(0, "late"), "late"),
        (Got(200, "length"), "length"),
        (Got(404), "status"),
        (Got(200, body=b"\x00"), "table"),
        (Got(200, body="Имя;Цвет\nА;Б\n".encode()), "columns"),
    ],
)
def test_what_goes_wrong_with_a_feed_is_kept_as_a_word(
    got: Got, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_feed(monkeypatch, got)
    jobs.fetch_feed(str(row.id))
    row.refresh_from_db()
    assert row.trouble == trouble
    assert not Outage.objects.exists()


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/a.csv", "http://water.example/a", "file:///etc"]
)
def test_an_address_inside_is_not_taken(url: str) -> None:
    with pytest.raises(Invalid):
        feeds.save_feed(makers.admin(), text=FeedText("Водоканал", url))
    with pytest.raises(Refused):
        feeds.save_feed(makers.coordinator(), text=FeedText("Водоканал", url))


def test_a_feed_that_is_off_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    row = make_feed(monkeypatch, Got(200, body=outage_rows().encode()))
    Feed.objects.update(is_on=False)
    jobs.fetch_feed(str(row.id))
    assert not Outage.objects.exists()
    feeds.remove_feed(makers.admin(), feed_id=row.id)
    jobs.fetch_feed(str(row.id))
    assert not Feed.objects.exists()
