"""Tables: tried without a trace, taken once, nothing doubled; feeds, from outside alone."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.homes import jobs
from veche.domains.homes.actions import feeds, uploads
from veche.domains.homes.actions import outages as acting
from veche.domains.homes.actions.feeds import FeedText
from veche.domains.homes.adapters import told
from veche.domains.homes.models import Feed, Outage, Provider, Serving, Upload
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries import serving, wording
from veche.domains.homes.rules import outages
from veche.domains.homes.tests import makers
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused
from veche.kernel.jobs import run_waiting
from veche.kernel.web.outgoing import Got

pytestmark = pytest.mark.usefixtures("places_town")

SERVINGS = """Адрес;Вид;Организация;Телефон;Аварийный;С какого дня;Источник
Луговая 54;УК;УК «Уют»;8 48431 1-11-11;8 48431 1-11-12;01.03.2026;реестр
Западный;вода;Водоканал;8 48431 2-22-22;;01.01.2026;реестр
Нигде 7;вода;Водоканал;;;;
Луговая 54;цирк;Шапито;;;;
Луговая 54;вода;Водоканал;;;позавчера;
"""


def outage_rows(ends: float = 4) -> str:
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


def upload(person: PersonRef, text: str, kind: str = Upload.SERVINGS) -> Upload:
    """A table that was sent; its columns are guessed and it was tried at once."""
    uploads.keep_upload(person, kind=kind, data=text.encode(), source="реестр")
    run_waiting()
    return Upload.objects.get(owner_id=person.known_id, kind=kind)


def tried(person: PersonRef, kind: str = Upload.SERVINGS) -> dict[str, Any]:
    row = Upload.objects.get(owner_id=person.known_id, kind=kind, state=Upload.TRIED)
    assert isinstance(row.outcome, dict)
    return row.outcome


def taken(person: PersonRef, kind: str = Upload.SERVINGS) -> tuple[int, int]:
    row = Upload.objects.get(owner_id=person.known_id, kind=kind)
    for _n in range(2):
        uploads.take_upload(person, kind=kind, token=str(row.token))
    run_waiting()
    row.refresh_from_db()
    assert (row.state, row.packed) == (Upload.DONE, None)
    assert isinstance(row.outcome, dict)
    return row.outcome["made"], row.outcome["changed"]


def counts(done: dict[str, Any]) -> tuple[int, int, int]:
    return done["made"], done["changed"], done["same"]


def test_a_table_is_tried_without_a_trace_and_its_mistakes_are_named() -> None:
    official = makers.coordinator()
    upload(official, SERVINGS)
    done = tried(official)
    assert (counts(done), done["wrong"]) == ((2, 0, 0), 3)
    assert [line for line, _words in done["errors"]] == [4, 5, 6]
    assert "Нигде 7" in done["errors"][0][1]
    assert "цирк" in done["errors"][1][1]
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
    upload(official, SERVINGS)
    assert counts(tried(official)) == (0, 0, 2)
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


def test_another_file_or_one_at_work_is_not_written() -> None:
    official = makers.coordinator()
    first = upload(official, SERVINGS)
    upload(official, SERVINGS)
    with pytest.raises(Conflict) as refused:
        uploads.take_upload(official, kind=Upload.SERVINGS, token=str(first.token))
    assert refused.value.code == "stale-preview"
    Upload.objects.update(state=Upload.TRYING)
    row = Upload.objects.get()
    with pytest.raises(Conflict) as refused:
        uploads.take_upload(official, kind=Upload.SERVINGS, token=str(row.token))
    assert refused.value.code == "at-work"
    uploads.run_take(row.token)
    assert not Serving.objects.exists()


def test_who_lost_the_role_meanwhile_writes_nothing() -> None:
    official = makers.coordinator()
    row = upload(official, SERVINGS)
    Upload.objects.update(owner_id=make_person().known_id, state=Upload.TAKING)
    uploads.run_take(row.token)
    row.refresh_from_db()
    assert row.state == Upload.NEW
    assert isinstance(row.outcome, dict)
    assert row.outcome["failed"][0]
    assert not Serving.objects.exists()


def test_what_fails_is_told_and_may_be_left_at_any_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    official = makers.coordinator()
    sign_in(client, official)
    row = upload(official, SERVINGS)
    Upload.objects.update(state=Upload.TAKING)
    page = reverse("homes:check-table", args=[row.kind])
    assert 'value="leave"' in client.get(page).content.decode()

    def fail(row: Upload) -> None:
        raise Conflict("Слово не то", advice="Другое слово")

    monkeypatch.setattr(uploads, "_import", fail)
    for state, run in ((Upload.TAKING, uploads.run_take), (Upload.TRYING, uploads.run_try)):
        Upload.objects.update(state=state)
        run(row.token)
        shown = client.get(page).content.decode()
        assert "Слово не то" in shown
        assert "every 2s" not in shown
        assert 'value="take"' not in shown
    client.post(page, {"then": "leave"})
    assert not Upload.objects.exists()


def test_columns_that_are_needed_must_be_shown() -> None:
    official = makers.coordinator()
    row = upload(official, "Адрес;Вид;Чьё\nЛуговая 54;газ;Горгаз\n")
    assert (row.state, row.outcome) == (Upload.NEW, None)
    with pytest.raises(Invalid):
        uploads.try_upload(official, kind=row.kind, mapping=row.mapping, source="")
    uploads.try_upload(official, kind=row.kind, mapping={**row.mapping, "name": 2}, source="")
    run_waiting()
    assert counts(tried(official)) == (1, 0, 0)
    with pytest.raises(Invalid):
        upload(official, "")


def test_a_table_is_its_owners_sealed_and_goes_after_a_day() -> None:
    official, other = makers.coordinator(), makers.coordinator()
    row = upload(official, SERVINGS)
    assert row.packed is not None
    with pytest.raises(zlib.error):
        zlib.decompress(bytes(row.packed))
    with pytest.raises(NotFound):
        uploads.take_upload(other, kind=Upload.SERVINGS, token=str(row.token))
    from_nobody = PersonRef(id=official.id)
    with pytest.raises(Refused):
        uploads.take_upload(from_nobody, kind=Upload.SERVINGS, token=str(row.token))
    Upload.objects.update(uploaded_at=clock.now() - timedelta(days=2))
    jobs.forget_uploads()
    assert not Upload.objects.exists()


def test_outages_of_a_table_are_known_again_by_their_number() -> None:
    official = makers.coordinator()
    upload(official, outage_rows(), Upload.OUTAGES)
    assert [line for line, _words in tried(official, Upload.OUTAGES)["errors"]] == [4, 5]
    assert taken(official, Upload.OUTAGES) == (2, 0)
    water = Outage.objects.get(trouble="water")
    assert (water.where, water.why) == ("Луговая улица, 5; Луговая улица, 54", "Прорыв")
    upload(official, outage_rows(8), Upload.OUTAGES)
    assert taken(official, Upload.OUTAGES) == (0, 2)
    assert Outage.objects.count() == 2
    assert Outage.objects.get(trouble="water").ends_at > water.ends_at


# One clock for all rows of a feed: what was told the same is the same to the second.
BASE = clock.now()
ROW = {
    "Номер": "17",
    "Что": "вода",
    "Где": "Луговая улица: 5, 54",
    "Начало": "-1",
    "Конец": "4",
    "Причина": "Прорыв",
    "Телефон": "1-11",
}


def fed(monkeypatch: pytest.MonkeyPatch, **told: str) -> Outage:
    """One row of a feed, its times in hours from now; the outage with its number."""
    row = {**ROW, **told}
    for name in ("Начало", "Конец"):
        row[name] = (BASE + timedelta(hours=float(row[name]))).isoformat()
    row["Где"] = f'"{row["Где"]}"'
    text = f"{';'.join(row)}\n{';'.join(row.values())}\n"
    got = Got(200, body=text.encode())
    feed = Feed.objects.first() or make_feed(monkeypatch, got)
    monkeypatch.setattr("veche.domains.homes.actions.feeds.outgoing.get", lambda url, most: got)
    jobs.fetch_feed(str(feed.id))
    return Outage.objects.get(outer_key=row["Номер"])


def verbs(row: Outage) -> list[str]:
    return list(row.steps.values_list("verb", flat=True))


def test_a_feed_that_lags_undoes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    official, row = makers.coordinator(), fed(monkeypatch)
    later = clock.now() + timedelta(hours=9)
    acting.extend_outage(official, number=row.number, version=1, ends_at=later, reason="Кабель")
    assert fed(monkeypatch).ends_at == later
    assert fed(monkeypatch, Конец="6").ends_at < later
    acting.finish_outage(official, number=row.number, version=Outage.objects.get().version)
    for ends in ("4", "5"):
        assert fed(monkeypatch, Конец=ends).ends_at <= clock.now()
    assert verbs(row) == ["announced", "extended", "shortened", "finished"]


def test_what_a_feed_tells_anew_stands_on_the_page_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = fed(monkeypatch, Начало="20", Конец="30")
    fed(monkeypatch, Начало="20", Конец="30", Причина="Задвижка", Телефон="2-22")
    row.refresh_from_db()
    assert (row.why, row.phone, verbs(row)) == ("Задвижка", "2-22", ["announced"])
    moved = {"Начало": "44", "Конец": "54", "Где": "Луговая улица, 5; Садовая улица, 54"}
    fed(monkeypatch, **moved)
    row.refresh_from_db()
    assert row.where == "Луговая улица, 5; Садовая улица, 54"
    assert row.starts_at > clock.now() + timedelta(hours=43)
    assert verbs(row) == ["announced", "changed"]
    (kind,) = (one for one in told.NOTICES if one.event == "homes.outage_changed")
    step = row.steps.last()
    assert step is not None
    notice = kind.tell({"outage_id": str(row.id), "step_id": step.pk})
    assert notice is not None
    assert "Отключения не будет: Луговая улица, 54." in notice.text
    for house in ("Луговая улица, 54", "Садовая улица, 54", "Луговая улица, 5"):
        assert told.house_topic(makers.house(house).id) in notice.topics


def test_a_number_used_again_after_all_is_over_is_another_outage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = fed(monkeypatch)
    acting.finish_outage(makers.coordinator(), number=row.number, version=1)
    other = fed(monkeypatch, Начало="20", Конец="30")
    assert other.id != row.id
    assert verbs(other) == ["announced"]
    assert verbs(row) == ["announced", "finished"]


def test_an_old_end_that_is_told_again_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = fed(monkeypatch, Конец="-0.5")
    later = clock.now() + timedelta(hours=5)
    acting.extend_outage(
        makers.coordinator(), number=row.number, version=1, ends_at=later, reason="Кабель"
    )
    fed(monkeypatch, Конец="-0.5", Телефон="2-22")
    fed(monkeypatch, Начало="-2", Конец="-0.5", Телефон="2-22")
    row.refresh_from_db()
    assert (row.phone, row.ends_at) == ("2-22", later)
    assert verbs(row) == ["announced", "extended", "changed"]


def test_a_number_on_two_rows_is_one_outage_told_once() -> None:
    official = makers.coordinator()
    head, first, *_more = outage_rows().split("\n")
    other = first.replace("Луговая улица: 5, 54", "Садовая улица, 54")
    longer = outage_rows(9).split("\n")[1]
    text = "\n".join([head, first, other])
    for made in (1, 0):
        upload(official, text, Upload.OUTAGES)
        assert taken(official, Upload.OUTAGES) == (made, 0)
    row = Outage.objects.get()
    assert row.where == "Луговая улица, 5; Луговая улица, 54; Садовая улица, 54"
    assert verbs(row) == ["announced"]
    upload(official, "\n".join([head, first, longer]), Upload.OUTAGES)
    assert tried(official, Upload.OUTAGES)["errors"] == [[2, "повторяет строку 3"]]


def test_a_row_is_named_by_its_line_and_a_long_one_is_one_mistake() -> None:
    official = makers.coordinator()
    head, first, *_more = outage_rows().split("\n")
    broken = first.replace("Луговая улица: 5, 54", '"Луговая улица:\n5, 54"')
    assert broken != first
    text = "\n".join(["Отключения на завтра", head, broken, first + ";;примечание"])
    upload(official, text, Upload.OUTAGES)
    found = tried(official, Upload.OUTAGES)
    assert found["made"] == 1
    assert found["errors"] == [[5, "столбцов больше, чем в заголовке"]]


def test_a_slip_of_a_table_is_mended_by_the_next() -> None:
    official = makers.coordinator()
    upload(official, outage_rows(), Upload.OUTAGES)
    taken(official, Upload.OUTAGES)
    water = Outage.objects.get(trouble="water")
    for ends, state in ((-0.5, outages.OVER), (6, outages.RUNNING)):
        upload(official, outage_rows(ends), Upload.OUTAGES)
        taken(official, Upload.OUTAGES)
        water.refresh_from_db()
        assert wording.state_of(water) == state
    acting.finish_outage(official, number=water.number, version=water.version)
    upload(official, outage_rows(7), Upload.OUTAGES)
    taken(official, Upload.OUTAGES)
    water.refresh_from_db()
    assert wording.state_of(water) == outages.OVER


def test_a_table_sees_what_an_official_did_since_it_was_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    official, row = makers.coordinator(), fed(monkeypatch)
    known = reading.known_keys

    def meanwhile(origin: str, keys: Sequence[str]) -> dict[str, Outage]:
        found = known(origin, keys)
        acting.finish_outage(official, number=row.number, version=row.version)
        return found

    monkeypatch.setattr(reading, "known_keys", meanwhile)
    fed(monkeypatch, Конец="6")
    assert verbs(row) == ["announced", "finished"]


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
