"""Outages: announced, found at a house, moved, ended; told to whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from veche.commons.identity.tests.makers import make_person
from veche.commons.notifications.tests.makers import follow
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.domains.homes import events, public
from veche.domains.homes.actions import outages as acting
from veche.domains.homes.adapters import told
from veche.domains.homes.models import Outage, OutageStep
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries import wheres, wording
from veche.domains.homes.rules import outages
from veche.domains.homes.tests import makers
from veche.kernel import clock
from veche.kernel.errors import Conflict, Invalid, Refused
from veche.kernel.manifest import Notice
from veche.kernel.models import OutboxEvent
from veche.kernel.web.fields import Phone

pytestmark = pytest.mark.usefixtures("places_town")


def at(text: str = "Луговая улица, 54", *troubles: str) -> list[Outage]:
    return reading.at(places.spot_of(makers.house(text)), troubles)


def tell(kind: str, row: Outage, **more: Any) -> Notice | None:
    (found,) = (one for one in told.NOTICES if one.event == f"homes.outage_{kind}")
    return found.tell({"outage_id": str(row.id), **more})


def fresh(row: Outage) -> Outage:
    return Outage.objects.get(id=row.id)


@pytest.mark.parametrize(
    "where", ["Луговая улица, 54", "Луговая: 5, 54", "Луговая улица", "Западный"]
)
def test_a_house_has_what_is_said_of_it_of_its_street_and_of_its_district(where: str) -> None:
    row = makers.make_outage(where)
    assert at() == [row]
    assert at("Садовая улица, 54") == []
    assert at("Луговая улица, 54", "heat") == []
    assert at("Луговая улица, 54", "heat", "water") == [row]


def test_what_is_over_or_called_off_stands_nowhere() -> None:
    running, planned = makers.make_outage(), makers.make_outage(starts=20, ends=30)
    official = makers.coordinator()
    assert [wording.state_of(one) for one in at()] == [outages.RUNNING, outages.PLANNED]
    acting.finish_outage(official, number=running.number, version=1)
    acting.cancel_outage(official, number=planned.number, version=1, reason="Перенесли")
    assert at() == []
    states = [wording.state_of(fresh(one)) for one in (running, planned)]
    assert states == [outages.OVER, outages.CANCELLED]
    assert len(reading.page(reading.Filters("past")).items) == 2


def test_an_unknown_house_is_named_and_nothing_is_kept() -> None:
    found = wheres.read(["Луговая, 54", "Нигде, 7"])
    assert found.errors == ["«Нигде, 7»: такого нет в списке города"]
    with pytest.raises(Invalid):
        makers.make_outage("Нигде, 7")
    with pytest.raises(Invalid):
        makers.make_outage("Садовая: 100")
    assert not Outage.objects.exists()


def test_times_must_make_sense() -> None:
    for starts, ends in ((4, 1), (-9, -1), (0, 24 * 365)):
        with pytest.raises(Invalid):
            makers.make_outage(starts=starts, ends=ends)


def test_it_is_extended_with_a_reason_by_whoever_has_seen_the_last_state() -> None:
    row, official = makers.make_outage(), makers.coordinator()
    later = clock.now() + timedelta(hours=9)
    acting.extend_outage(official, number=row.number, version=1, ends_at=later, reason="Кабель")
    assert fresh(row).ends_at == later
    assert [one.verb for one in reading.steps_of(row)] == [outages.ANNOUNCED, outages.EXTENDED]
    with pytest.raises(Conflict):
        acting.extend_outage(official, number=row.number, version=1, ends_at=later, reason="Ещё")
    with pytest.raises(Invalid):
        acting.extend_outage(official, number=row.number, version=2, ends_at=later, reason="Ещё")
    with pytest.raises(Conflict):
        acting.cancel_outage(official, number=row.number, version=2, reason="Идёт уже")


def test_the_same_is_announced_once() -> None:
    row = makers.make_outage()
    hours: dict[str, Any] = {"starts_at": row.starts_at, "ends_at": row.ends_at}
    with pytest.raises(Invalid) as caught:
        makers.make_outage(**hours)
    assert row.number in str(caught.value.message)
    assert makers.make_outage(**hours, trouble="power").number != row.number


def test_a_telephone_is_a_telephone() -> None:
    field = Phone(required=False)
    for line in ("8 (48452) 5-11-12, доб. 3", "112", "+7 900 000-00-01 или 5-50-05", ""):
        assert field.clean(line) == line
    for line in ("<b>abc", "звоните соседу", "()-"):
        with pytest.raises(ValidationError):
            field.clean(line)


def test_only_officials_announce_and_change() -> None:
    row, stranger = makers.make_outage(), make_person()
    with pytest.raises(Refused):
        acting.finish_outage(stranger, number=row.number, version=1)
    with pytest.raises(Refused):
        acting.extend_outage(
            stranger, number=row.number, version=1, ends_at=clock.now(), reason="Так"
        )
    assert fresh(row).version == 1


def test_followers_of_the_house_its_street_and_its_district_are_told() -> None:
    house = makers.house()
    row = makers.make_outage()
    notice = tell("announced", row)
    assert notice is not None
    assert notice.title == "Воды нет: Луговая улица, 54"
    assert "Прорвало трубу. Отвечает Водоканал, 8 48431 5-50-05." in notice.text
    west = makers.district()
    assert set(notice.topics) == {
        "homes.outages:all",
        told.house_topic(house.id),
        places.street_topic(house.street_id),
        *(organisations.territory_topic(one) for one in places.lineage(west.id)),
    }
    assert notice.point == (house.latitude, house.longitude)
    assert notice.people == ()


@pytest.mark.parametrize("where", ["Луговая улица", "Западный"])
def test_followers_of_a_house_inside_are_told_of_the_whole(where: str) -> None:
    inside = sorted(make_person().known_id for _number in range(2))
    for one in inside:
        follow(one, told.house_topic(makers.house().id))
    follow(make_person().known_id, told.house_topic(makers.house("Садовая улица, 54").id))
    notice = tell("announced", makers.make_outage(where))
    assert notice is not None
    assert notice.people == ()
    assert notice.point is None
    first = told.followers_inside(notice.crowd, UUID(int=0), 1)
    assert [*first, *told.followers_inside(notice.crowd, first[0], 5)] == inside


def test_an_outage_does_not_wait_for_the_daily_letter() -> None:
    assert {one.event for one in told.NOTICES if not one.is_urgent} == {events.OutageFinished.kind}


def test_a_change_tells_again_kindly_and_what_is_past_tells_nothing() -> None:
    row, official = makers.make_outage(), makers.coordinator()
    later = clock.now() + timedelta(days=2)
    acting.extend_outage(official, number=row.number, version=1, ends_at=later, reason="Кабель")
    step = OutageStep.objects.get(verb=outages.EXTENDED)
    notice = tell("extended", fresh(row), step_id=step.pk)
    assert notice is not None
    assert notice.text.startswith("Простите, не успели: теперь до ")
    assert notice.text.endswith("Кабель.")
    acting.finish_outage(official, number=row.number, version=2)
    assert tell("extended", fresh(row), step_id=step.pk) is None
    assert tell("announced", fresh(row)) is None
    back = tell("finished", fresh(row))
    assert back is not None
    assert back.title == "Воду дали: Луговая улица, 54"
    kinds = OutboxEvent.objects.filter(kind__startswith="homes.outage_").values_list(
        "kind", flat=True
    )
    assert list(kinds.order_by("put_at")) == [
        "homes.outage_announced",
        "homes.outage_extended",
        "homes.outage_finished",
    ]


def test_a_cancelled_one_is_told_too() -> None:
    row = makers.make_outage(starts=20, ends=30)
    acting.cancel_outage(makers.coordinator(), number=row.number, version=1, reason="Перенесли")
    notice = tell("cancelled", fresh(row))
    assert notice is not None
    assert notice.title == "Отключения не будет: Луговая улица, 54"


def test_what_is_foreseen_says_until_when_and_who_answers() -> None:
    makers.make_outage("Луговая улица")
    spot = places.spot_of(makers.house())
    (one,) = public.foreseen(spot, ["water", "heat"])
    assert str(one.title).startswith("Воды нет: до ")
    assert "Уже чинят, отвечает Водоканал, 8 48431 5-50-05" in str(one.text)
    assert public.foreseen(spot, ["lift"]) == []
    assert len(public.foreseen(places.Spot((), None, spot.street_id), [])) == 1
    assert public.foreseen(places.Spot(), ["water"]) == []


def test_home_tells_a_resident_of_their_own_place() -> None:
    makers.make_outage("Луговая улица")
    west, east = makers.district("Западный"), makers.district("Восточный")
    near, far = make_person(place_id=west.id), make_person(place_id=east.id)
    with CaptureQueriesContext(connection) as asked:
        part = public.home_part(near)
    assert part is not None
    assert part["is_near"]
    assert len(asked) <= 2
    assert public.home_part(far) is None


def test_topics_find_houses_and_nothing_else() -> None:
    house = makers.house()
    assert told.find_house(str(house.id)) == (house.text, f"/homes/{house.id}/")
    assert told.find_house(str(UUID(int=7))) is None
    assert told.find_house("nonsense") is None
    assert told.find_all("all") is not None
    assert told.find_all("some") is None
