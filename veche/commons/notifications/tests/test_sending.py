"""Letters on their way: grouped, quiet at night, claimed, sent, marked; and killed in between."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.identity.tests.makers import make_person
from veche.commons.notifications import cells, rules
from veche.commons.notifications.actions import choosing, sending, telling
from veche.commons.notifications.models import (
    Dispatch,
    InboxItem,
    Letter,
    Notice,
    Preferences,
)
from veche.commons.notifications.rules import EMAIL, SMS
from veche.commons.notifications.sending import by_email, ways
from veche.commons.notifications.sending.parcel import FAILED, SENT, Way
from veche.commons.notifications.tests.makers import (
    KIND,
    OTHER,
    TOPIC,
    follow,
    happen,
    make_due,
)
from veche.kernel import clock

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def letters(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """SMTP's backend with a list instead of a server."""
    settings.CODE_CHANNELS = {"phone": "", "email": "smtp"}
    monkeypatch.setattr(
        "veche.commons.channels.providers.smtp.EmailBackend",
        lambda **_given: mail.get_connection("django.core.mail.backends.locmem.EmailBackend"),
    )
    mail.outbox = []
    return mail.outbox


def send(channel: str = EMAIL) -> None:
    make_due()
    sending.send_letters(channel)


def source(letter: Any) -> Any:
    return letter.message()


def test_one_readable_letter_for_all_that_waits(town: Any, letters: list[Any]) -> None:
    person = make_person(contact="notify-digest@example.org")
    follow(person.known_id)
    happen(topics=(TOPIC,), title="Первое")
    happen(OTHER, topics=(TOPIC,), title="Второе & третье")
    send()
    (letter,) = letters
    assert letter.to == ["notify-digest@example.org"]
    assert letter.subject.startswith("2 ")
    assert letter.subject.endswith(": Второе & третье")
    assert letter.body.index("Второе & третье") < letter.body.index("Первое")
    assert letter.body.count("Вещи") == 1, "grouped by service"
    ((markup, kind),) = letter.alternatives
    assert kind == "text/html"
    assert "Второе &amp; третье" in markup
    assert "http://testserver:" in letter.body


def test_a_letter_says_how_to_stop_it(town: Any, letters: list[Any]) -> None:
    person = make_person(contact="notify-off@example.org")
    follow(person.known_id)
    happen(topics=(TOPIC,))
    send()
    headers = source(letters[0])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    off = headers["List-Unsubscribe"]
    assert off.startswith("<http")
    assert str(person.known_id) not in off
    assert headers["Message-ID"].startswith(f"<{Letter.objects.get().id}@")


def test_its_number_can_be_checked(town: Any, letters: list[Any]) -> None:
    person = make_person(contact="notify-number@example.org")
    follow(person.known_id)
    happen(topics=(TOPIC,))
    send()
    number = Letter.objects.get().number
    assert "отправил город" in Client().get(f"/message/?number={number}").content.decode()
    assert f"{number[:4]}-{number[4:]}" in letters[0].body


def test_whoever_has_no_address_gets_no_letter(town: Any, letters: list[Any]) -> None:
    person = make_person(contact="+79001230001")
    follow(person.known_id)
    happen(topics=(TOPIC,))
    send()
    assert letters == []
    assert Letter.objects.get().state == rules.DROPPED


def test_a_letter_goes_once_and_a_sent_one_never_again(town: Any, letters: list[Any]) -> None:
    person = make_person(contact="notify-once@example.org")
    follow(person.known_id)
    happen(topics=(TOPIC,))
    send()
    send()
    Letter.objects.update(next_at=None)
    sending.send_due()
    assert len(letters) == 1


class Killed(Exception):
    """Stands for kill -9 between sending and marking."""


def killed_after_sending(monkeypatch: pytest.MonkeyPatch, channel: str) -> None:
    way = ways.WAYS[channel]

    def send_and_die(*args: Any) -> Any:
        way.send(*args)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setitem(ways.WAYS, channel, Way(way.is_open, send_and_die))
        with pytest.raises(Killed):
            send(channel)
    Letter.objects.filter(state=rules.WAITING).update(next_at=datetime(2026, 1, 1, tzinfo=UTC))


def test_killed_after_sending_it_goes_under_the_same_name(
    town: Any, letters: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person(contact="notify-killed@example.org")
    follow(person.known_id)
    happen(topics=(TOPIC,))
    killed_after_sending(monkeypatch, EMAIL)
    happen(OTHER, topics=(TOPIC,), title="Позднее")
    Dispatch.objects.filter(letter=None).delete()
    sending.send_letters(EMAIL)
    first, second = letters
    assert source(first)["Message-ID"] == source(second)["Message-ID"]
    assert first.body.partition("\n--\n")[0] == second.body.partition("\n--\n")[0]
    assert Letter.objects.get().state == rules.SENT


def test_killed_after_a_short_message_it_is_not_sent_again(
    town: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NOTICES_BY_SMS = True
    sent: list[str] = []
    monkeypatch.setattr(
        "veche.commons.notifications.sending.by_sms.channels.send_notice",
        lambda channel, address, **said: sent.append(said["text"]),
    )
    person = make_person(contact="+79001230002")
    follow(person.known_id)
    choosing.choose_channels(
        person, wanted={(KIND, SMS)}, rhythm=rules.DAILY, quiet_from=0, quiet_to=0
    )
    happen(topics=(TOPIC,), title="Вода вернётся в 18:00")
    killed_after_sending(monkeypatch, SMS)
    sending.send_letters(SMS)
    assert len(sent) == 1
    assert "Вода вернётся" in sent[0]
    assert "http" not in sent[0], "no links in short messages"


def test_a_failure_is_tried_again_and_given_up(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_person(contact="notify-fails@example.org")
    follow(person.known_id)
    happen(topics=(TOPIC,))
    tries: list[UUID] = []

    def fail(parcel: Any, reached: Any) -> Any:
        tries.append(parcel.id)
        return FAILED

    monkeypatch.setitem(ways.WAYS, EMAIL, Way(lambda: True, fail))
    for _try in range(10):
        send()
        Letter.objects.filter(state=rules.WAITING).update(next_at=clock.now())
    assert len(tries) == len(rules.WAITS) + 1
    assert len(set(tries)) == 1
    assert Letter.objects.get().state == rules.FAILED


def test_who_took_the_lease_since_has_the_say(town: Any) -> None:
    person = make_person(contact="notify-lease@example.org")
    follow(person.known_id)
    happen(topics=(TOPIC,))
    make_due()
    (letter,) = sending.claimed(EMAIL)
    assert sending.claimed(EMAIL) == [], "nobody else takes what is on its way"
    Letter.objects.update(next_at=clock.now())
    sending.claimed(EMAIL)
    sending.settle(letter, SENT)
    assert Letter.objects.get().state == rules.WAITING


def test_falling_silent_leaves_the_inbox(town: Any) -> None:
    person = make_person(contact="notify-silent@example.org")
    follow(person.known_id)
    choosing.fall_silent(person)
    happen(topics=(TOPIC,))
    assert InboxItem.objects.filter(person_id=person.known_id).count() == 1
    assert not Dispatch.objects.exists()


def test_unsubscribed_from_letters_alone(town: Any) -> None:
    person = make_person(contact="notify-unsubscribed@example.org")
    follow(person.known_id)
    choosing.unsubscribe(by_email.token_of(person.known_id))
    choosing.unsubscribe(by_email.token_of(person.known_id))
    happen(topics=(TOPIC,))
    assert not Dispatch.objects.filter(channel=EMAIL).exists()
    assert Preferences.objects.get().closed == [EMAIL]


def test_a_kind_that_is_not_wanted_is_not_sent(town: Any) -> None:
    person = make_person(contact="notify-kinds@example.org")
    follow(person.known_id)
    choosing.choose_channels(
        person, wanted={(OTHER, EMAIL)}, rhythm=rules.DAILY, quiet_from=22, quiet_to=8
    )
    happen(KIND, topics=(TOPIC,))
    notice = happen(OTHER, topics=(TOPIC,))
    assert [one.notice_id for one in Dispatch.objects.filter(channel=EMAIL)] == [notice.id]


moments = st.integers(0, 2 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
zones = st.sampled_from(["Europe/Moscow", "Asia/Kamchatka", "America/New_York", "Europe/Berlin"])
hours = st.integers(0, 23)


@given(moments, zones, hours, hours)
def test_nothing_goes_out_in_quiet_hours(
    now: datetime, zone: str, quiet_from: int, quiet_to: int
) -> None:
    """Against a second count: walk on by minutes until an hour is not quiet."""
    town = ZoneInfo(zone)
    due = rules.due_at(
        now, town, channel="push", is_daily=False, quiet_from=quiet_from, quiet_to=quiet_to
    )
    assert due >= now
    assert not rules.is_quiet(due.astimezone(town).hour, quiet_from, quiet_to)
    assert (due - now).total_seconds() <= 25 * 3600
    if not rules.is_quiet(now.astimezone(town).hour, quiet_from, quiet_to):
        assert due == now


@pytest.mark.parametrize(
    ("hour", "quiet_from", "quiet_to"),
    [(23, 22, 8), (7, 22, 8), (8, 22, 8), (21, 22, 8), (13, 12, 14), (14, 12, 14), (3, 5, 5)],
)
@pytest.mark.parametrize(
    ("is_daily", "kind"), [(True, KIND), (False, KIND), (True, OTHER)], ids=str
)
def test_the_database_counts_as_the_rules_do(
    town: Any,
    monkeypatch: pytest.MonkeyPatch,
    hour: int,
    quiet_from: int,
    quiet_to: int,
    is_daily: bool,
    kind: str,
) -> None:
    """Of the two kinds the other one is urgent: a daily letter does not wait with it."""
    now = datetime(2026, 12, 1, hour, 30, tzinfo=MOSCOW)
    monkeypatch.setattr(clock, "database_now", lambda: now)
    person_id = uuid4()
    follow(person_id)
    follow(other := uuid4())
    Preferences.objects.create(
        person_id=person_id,
        is_email_daily=is_daily,
        quiet_from=quiet_from,
        quiet_to=quiet_to,
    )
    telling.tell(kind, {"topics": (TOPIC,)}, event := uuid4())
    telling.fan_out(Notice.objects.get(event_id=event).id)
    for one, daily, begins, ends in (
        (person_id, is_daily, quiet_from, quiet_to),
        (other, True, rules.QUIET_FROM, rules.QUIET_TO),
    ):
        due = Dispatch.objects.get(person_id=one, channel=EMAIL).due_at
        assert due == rules.due_at(
            now,
            MOSCOW,
            channel=EMAIL,
            is_daily=daily,
            quiet_from=begins,
            quiet_to=ends,
            is_urgent=kind == OTHER,
        )


@given(
    st.floats(41.2, 77.7),
    st.floats(19.7, 179.0),
    st.floats(0, 6.2831),
    st.floats(0, rules.RADIUS_MAX_M),
)
def test_every_area_that_holds_a_point_is_found(
    lat: float, lon: float, angle: float, metres: float
) -> None:
    """From Dagestan to Cape Chelyuskin: the rings reach as far as the widest area."""
    lat_m, lon_m = rules.metres_of_degree(lat)
    centre = (lat + metres * math.sin(angle) / lat_m, lon + metres * math.cos(angle) / lon_m)
    assert cells.cell_of(*centre) in cells.cells_around(lat, lon)
