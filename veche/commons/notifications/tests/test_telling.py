"""One event reaches everybody it is for, once; also after a crash in the middle of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from veche.commons.identity.tests.makers import make_person
from veche.commons.notifications.actions import telling
from veche.commons.notifications.actions.following import follow_topic
from veche.commons.notifications.cells import cell_of
from veche.commons.notifications.kinds import kinds
from veche.commons.notifications.models import Area, Dispatch, InboxItem, Notice, Reach
from veche.commons.notifications.rules import EMAIL, PUSH
from veche.commons.notifications.tests.makers import (
    CROWDS,
    KIND,
    TOPIC,
    crowd,
    follow,
    happen,
    told_to,
)
from veche.kernel import jobs

SQUARE = (54.51, 36.25)


def area(person_id: Any, latitude: float, longitude: float, radius_m: int, slot: int = 1) -> None:
    Area.objects.create(
        person_id=person_id,
        slot=slot,
        latitude=latitude,
        longitude=longitude,
        radius_m=radius_m,
        cell=cell_of(latitude, longitude),
    )


def test_followers_hear_and_nobody_else(town: Any) -> None:
    one, other, stranger = uuid4(), uuid4(), uuid4()
    follow(one)
    follow(other)
    follow(stranger, "things.thing:b")
    assert told_to(happen(topics=(TOPIC,))) == sorted([one, other])


def test_who_follows_in_three_ways_is_told_once(town: Any) -> None:
    one = uuid4()
    follow(one)
    follow(one, "things.all:x")
    area(one, *SQUARE, 500)
    area(one, *SQUARE, 1000, slot=2)
    notice = happen(topics=(TOPIC, "things.all:x"), people=(one,), point=SQUARE)
    assert told_to(notice) == [one]
    assert Dispatch.objects.filter(notice=notice, channel=EMAIL).count() == 1


def test_a_crowd_is_read_batch_by_batch(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    people, follower = [uuid4() for _n in range(5)], uuid4()
    follow(follower)
    sizes: list[int] = []

    def read(key: str, last: UUID, size: int) -> list[UUID]:
        found = crowd(key, last, size)
        sizes.append(len(found))
        return found

    monkeypatch.setitem(CROWDS, "b", people)
    known = replace(kinds()[KIND], crowd=read)
    monkeypatch.setattr(telling, "kinds", lambda: {KIND: known})
    monkeypatch.setattr(telling.fan_out, "__kwdefaults__", {"size": 2})
    notice = happen(people=(people[0],), crowd="b", topics=(TOPIC,))
    assert told_to(notice) == sorted([*people, follower])
    assert sizes == [2, 2, 1]


def test_whoever_did_it_is_not_told(town: Any) -> None:
    one, other = uuid4(), uuid4()
    follow(one)
    follow(other)
    assert told_to(happen(topics=(TOPIC,), besides=(one,), people=(one,))) == [other]


def test_an_area_is_told_by_exact_distance(town: Any) -> None:
    near, far, wide = uuid4(), uuid4(), uuid4()
    north = (SQUARE[0] + 400 / 111_195, SQUARE[1])
    area(near, *north, 500)
    area(far, *north, 300)
    area(wide, SQUARE[0], SQUARE[1] + 2900 / 64_550, 3000)
    assert told_to(happen(point=SQUARE)) == sorted([near, wide])


def test_an_event_heard_twice_is_told_once(town: Any) -> None:
    one, event = uuid4(), uuid4()
    follow(one)
    happen(event_id=event, topics=(TOPIC,))
    notice = happen(event_id=event, topics=(TOPIC,))
    assert told_to(notice) == [one]
    assert Notice.objects.count() == 1


def test_nothing_is_told_of_what_is_hidden(town: Any) -> None:
    telling.tell(KIND, {"is_hidden": True}, uuid4())
    telling.tell("things.unknown", {}, uuid4())
    assert not Notice.objects.exists()


def test_words_are_made_in_every_language(town: Any) -> None:
    assert set(happen(people=(uuid4(),)).words) == {"ru", "tt", "en"}


class Killed(Exception):
    """Stands for kill -9: nothing after it is done."""


@pytest.mark.parametrize("batches", [0, 1, 2, 3, 4, 5])
def test_it_goes_on_after_a_crash(town: Any, batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    people = sorted(uuid4() for _ in range(7))
    for one in people:
        follow(one)
    for one in people[:3]:
        area(one, *SQUARE, 500)
    event = uuid4()
    telling.tell(KIND, {"topics": (TOPIC,), "point": SQUARE, "people": people[5:]}, event)
    notice = Notice.objects.get(event_id=event)
    whole, calls = telling._common, iter(range(100))

    def common(row: Notice) -> dict[str, Any]:
        if next(calls) == batches:
            raise Killed
        return whole(row)

    monkeypatch.setattr(telling, "_common", common)
    with pytest.raises(Killed):
        telling.fan_out(notice.id, size=2)
    assert len(told_to(notice)) < 7
    assert not Notice.objects.get(id=notice.id).done_at
    telling.fan_out(notice.id, size=2)
    assert told_to(notice) == people
    assert Notice.objects.get(id=notice.id).done_at
    telling.fan_out(notice.id, size=2)
    assert InboxItem.objects.count() == 7


def test_what_stands_half_told_is_queued_anew(town: Any) -> None:
    one = uuid4()
    follow(one)
    notice = Notice.objects.create(
        event_id=uuid4(),
        kind=KIND,
        words={"ru": ["а", "б"]},
        url="/",
        topics=[TOPIC],
        people=[],
        besides=[],
    )
    telling.fan_out_unfinished()
    jobs.run_waiting()
    assert told_to(notice) == [one]


def test_a_way_is_taken_only_where_it_leads_to_somebody(town: Any) -> None:
    with_device, without = uuid4(), uuid4()
    follow(with_device)
    follow(without)
    Reach.objects.create(person_id=with_device, channel=PUSH)
    notice = happen(topics=(TOPIC,))
    rows = Dispatch.objects.filter(notice=notice).values_list("person_id", "channel")
    assert set(rows) == {(with_device, EMAIL), (with_device, PUSH), (without, EMAIL)}


def test_a_town_without_ways_tells_on_the_site_alone(town: Any, settings: Any) -> None:
    settings.CODE_CHANNELS, settings.NOTICES_BY_PUSH = {"phone": "", "email": ""}, False
    one = uuid4()
    follow(one)
    assert told_to(happen(topics=(TOPIC,))) == [one]
    assert not Dispatch.objects.exists()


def test_following_through_the_action(town: Any) -> None:
    person = make_person(contact="teller@example.org")
    follow_topic(person, topic=TOPIC)
    follow_topic(person, topic=TOPIC)
    assert told_to(happen(topics=(TOPIC,))) == [person.known_id]
