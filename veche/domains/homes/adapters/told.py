"""What people are told of outages: whoever follows the house, its street, its territory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.notifications import public as notifications
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.domains.homes import events
from veche.domains.homes.models import Outage, OutageSpot
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries import wheres, wording
from veche.domains.homes.rules import outages
from veche.kernel.manifest import Notice, NoticeKind, Topic

HOUSE, ALL = "homes.house", "homes.outages"
Words = Callable[[Outage, Mapping[str, Any]], tuple[str, str] | None]


def house_topic(address_id: UUID) -> str:
    """What whoever follows a house follows."""
    return f"{HOUSE}:{address_id}"


def find_house(address_id: str) -> tuple[str, str] | None:
    """Title and address of a house that somebody follows."""
    try:
        found = places.address(UUID(address_id))
    except ValueError:
        return None
    return (found.text, reverse("homes:read-house", args=[found.id])) if found else None


def find_all(key: str) -> tuple[str, str] | None:
    """All outages of the town."""
    return (_("Все отключения"), reverse("homes:list-outages")) if key == "all" else None


TOPICS = (
    Topic(HOUSE, gettext_lazy("Дом"), find_house),
    Topic(ALL, gettext_lazy("Отключения"), find_all),
)


def _to_all(words: Words) -> Callable[[Mapping[str, Any]], Notice | None]:
    """Told to everyone who follows anything that the outage touches."""

    def tell(payload: Mapping[str, Any]) -> Notice | None:
        row = reading.by_id(UUID(payload["outage_id"]))
        said = words(row, payload) if row is not None else None
        if row is None or said is None:
            return None
        spots = reading.spots_of(row)
        left = _left(payload.get("step_id"))
        return Notice(
            title=f"{said[0]}: {_short(spots)}",
            text=said[1],
            url=reverse("homes:read-outage", args=[row.number]),
            topics=tuple(_topics([*row.place_ids, *wheres.touched(left)], spots + left)),
            crowd=f"{row.id} {payload.get('step_id', '')}",
            point=_point(spots),
        )

    return tell


def _left(step_id: Any) -> list[OutageSpot]:
    """Where it was said to be before, and is not: they are told as well."""
    step = reading.step(int(step_id)) if step_id else None
    return [_spot(**one) for one in step.left] if step else []


def _spot(text: str, place_id: str = "", street_id: str = "", address_id: str = "") -> OutageSpot:
    return OutageSpot(
        text=text,
        place_id=UUID(place_id) if place_id else None,
        street_id=int(street_id) if street_id else None,
        address_id=UUID(address_id) if address_id else None,
    )


def _short(spots: list[OutageSpot]) -> str:
    """The first of the houses and how many more."""
    if len(spots) == 1:
        return spots[0].text
    return _("%(first)s и ещё %(n)s") % {"first": spots[0].text, "n": len(spots) - 1}


def _topics(place_ids: list[UUID], spots: list[OutageSpot]) -> list[str]:
    """Houses, streets and territories that are named, and those they lie in."""
    houses = places.addresses_by_ids(one.address_id for one in spots if one.address_id)
    streets = {one.street_id for one in spots if one.street_id}
    streets |= {one.street_id for one in houses.values()}
    territories = {above for place_id in place_ids for above in places.lineage(place_id)}
    return [
        f"{ALL}:all",
        *sorted(organisations.territory_topic(one) for one in territories),
        *sorted(places.street_topic(one) for one in streets),
        *sorted(house_topic(one) for one in houses),
    ]


def followers_inside(key: str, last: UUID, size: int) -> list[UUID]:
    """Whoever follows a house inside of what is named as a whole: so many after the last one."""
    outage_id, _space, step_id = key.partition(" ")
    row = reading.by_id(UUID(outage_id))
    if row is None:
        return []
    spots = [*reading.spots_of(row), *_left(step_id)]
    houses = places.houses_within(
        streets=[one.street_id for one in spots if one.street_id],
        territories=[one.place_id for one in spots if one.place_id],
    )
    return notifications.followers_of(map(house_topic, houses), after=last, size=size)


def _point(spots: list[OutageSpot]) -> tuple[float, float] | None:
    """The point of one house, for those who follow what lies around; none for anything wider."""
    if len(spots) != 1 or spots[0].address_id is None:
        return None
    house = places.address(spots[0].address_id)
    return (house.latitude, house.longitude) if house else None


def _announced(row: Outage, payload: Mapping[str, Any]) -> tuple[str, str] | None:
    state = wording.state_of(row)
    if state not in (outages.PLANNED, outages.RUNNING):
        return None
    said = _("%(when)s. %(why)s. Отвечает %(who)s.") % {
        "when": _capital(wording.when(row, state)),
        "why": row.why.rstrip("."),
        "who": f"{row.answers}, {row.phone}" if row.phone else row.answers,
    }
    return wording.title_of(row, state), said


def _moved(row: Outage, payload: Mapping[str, Any]) -> tuple[str, str] | None:
    step = reading.step(int(payload["step_id"]))
    if step is None or wording.state_of(row) not in (outages.PLANNED, outages.RUNNING):
        return None
    until = wording.until(step.ends_at)
    if step.verb == outages.SHORTENED:
        return wording.title_of(row, wording.state_of(row)), _("Обещают раньше: %(until)s.") % {
            "until": until
        }
    said = _("Простите, не успели: теперь %(until)s. %(why)s.") % {
        "until": until,
        "why": step.reason.rstrip("."),
    }
    return _("Продлили"), said


def _changed(row: Outage, payload: Mapping[str, Any]) -> tuple[str, str] | None:
    step = reading.step(int(payload["step_id"]))
    state = wording.state_of(row)
    if step is None or state not in (outages.PLANNED, outages.RUNNING):
        return None
    said = _("Теперь так: %(what)s, %(when)s. %(why)s.") % {
        "what": wording.title_of(row, state).lower(),
        "when": wording.when(row, state),
        "why": row.why.rstrip("."),
    }
    if step.left:
        said = f"{said} {wording.left(step)}"
    return _("Отключение изменили"), said


def _finished(row: Outage, payload: Mapping[str, Any]) -> tuple[str, str] | None:
    return wording.back(row), _("Если у вас не так, сообщите нам: мы проверим.")


def _cancelled(row: Outage, payload: Mapping[str, Any]) -> tuple[str, str] | None:
    return _("Отключения не будет"), _("Работы отменили или перенесли, ничего делать не нужно.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _kind(event: str, title: Promise, words: Words, *, is_urgent: bool = True) -> NoticeKind:
    return NoticeKind(event, title, _to_all(words), followers_inside, is_urgent)


NOTICES = (
    _kind(events.OutageAnnounced.kind, gettext_lazy("Отключение или закрытие"), _announced),
    _kind(events.OutageExtended.kind, gettext_lazy("Отключение продлили"), _moved),
    _kind(events.OutageChanged.kind, gettext_lazy("Отключение изменили"), _changed),
    _kind(
        events.OutageFinished.kind,
        gettext_lazy("Отключение закончилось"),
        _finished,
        is_urgent=False,
    ),
    _kind(events.OutageCancelled.kind, gettext_lazy("Отключение отменили"), _cancelled),
)
