"""Who serves the houses of the demo town, and what is off there; made up."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from veche.commons.identity.demo import DemoPeople
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.homes.demo import texts
from veche.domains.homes.models import Outage, OutageSpot, OutageStep, Provider, Serving
from veche.domains.homes.queries import wheres
from veche.domains.homes.rules import outages, words
from veche.kernel import clock

NAMESPACE = UUID("4d1d7a50-8f0e-4f2a-9a1c-6f1b6a7d3c21")
NOBODY = UUID(int=0)
Log = Callable[[str], None]


def load(known: DemoPeople, log: Log) -> None:
    """Enter both if they are not there yet."""
    if Provider.objects.exists() or not places.has_geography():
        return
    today = clock.today(towns.current().time_zone)
    with transaction.atomic():
        lines = list(_Servings(today).lines())
        Serving.objects.bulk_create(lines)
        off = [made for one in texts.OUTAGES if (made := _outage(one, today)) is not None]
    log(f"дома: строк {len(lines)}, отключений {len(off)}")


class _Servings:
    """Every house is served: by the town's networks, and by what each district has of its own."""

    def __init__(self, today: date) -> None:
        self.since = date(today.year - 1, 1, 1)
        self.now = clock.now()

    def lines(self) -> Iterator[Serving]:
        """Networks for all; then a company, a school and the rest for each district."""
        for kind, (name, phone, emergency, address) in texts.NETWORKS.items():
            provider = self._provider(name, phone, emergency, address)
            yield self._line(kind, provider, None)
        districts = [one for one in places.places() if one.kind != "town"]
        for number, place in enumerate(districts):
            yield from self._district(number, place)

    def _district(self, number: int, place: places.Place) -> Iterator[Serving]:
        phone = f"+7 48431 5-{number:02}-"
        company = texts.COMPANIES[number % len(texts.COMPANIES)]
        yield self._line(
            words.COMPANY,
            self._provider(company, f"{phone}10", f"{phone}99", "приём по вторникам"),
            place,
        )
        school = f"Школа № {number + 1}"
        yield self._line(words.SCHOOL, self._provider(school, f"{phone}20"), place)
        clinic = "Городская поликлиника" if place.kind == "district" else "Сельская амбулатория"
        yield self._line(words.CLINIC, self._provider(clinic, "+7 48431 5-30-00"), place)
        deputy = texts.DEPUTIES[number % len(texts.DEPUTIES)]
        yield self._line(
            words.DEPUTY,
            self._provider(deputy, "+7 48431 5-40-00"),
            place,
            "приём в первый четверг",
        )
        precinct = self._provider(f"Участок № {2101 + number}", "+7 48431 5-41-00")
        yield self._line(words.POLLING, precinct, place, f"в здании: {school}")

    def _provider(self, name: str, phone: str, emergency: str = "", address: str = "") -> Provider:
        row, _made = Provider.objects.get_or_create(
            name=name,
            defaults={
                "id": uuid5(NAMESPACE, name),
                "phone": phone,
                "emergency_phone": emergency,
                "address": address,
            },
        )
        return row

    def _line(
        self, kind: str, provider: Provider, place: places.Place | None, note: str = ""
    ) -> Serving:
        return Serving(
            kind=kind,
            place_id=place.id if place else None,
            provider=provider,
            note=note,
            since_on=self.since,
            source="управление городского хозяйства, реестр на 1 января",
            kept_at=self.now,
            kept_by=NOBODY,
        )


@dataclass(frozen=True)
class _Times:
    starts_at: datetime
    ends_at: datetime
    said_at: datetime


def _times(one: texts.Off, today: date) -> _Times:
    zone = clock.zone(towns.current().time_zone)
    day = today + timedelta(days=one.day)
    starts = datetime.combine(day, time(one.hour), zone)
    return _Times(starts, starts + timedelta(hours=one.hours), starts - timedelta(hours=20))


def _outage(one: texts.Off, today: date) -> Outage | None:
    """One of them with what was said of it; none where the town has no such street."""
    where = wheres.read([one.where])
    if where.errors:
        return None
    at = _times(one, today)
    said = min(at.said_at, clock.now())
    row = Outage.objects.create(
        id=uuid5(NAMESPACE, f"{one.where}{one.trouble}{one.day}"),
        trouble=one.trouble,
        nature=one.nature,
        why=one.why,
        answers=one.answers,
        phone=one.phone,
        starts_at=at.starts_at,
        ends_at=at.ends_at,
        place_ids=where.place_ids,
        where=where.text,
        made_at=said,
        changed_at=said,
    )
    for spot in where.spots:
        spot.outage = row
    OutageSpot.objects.bulk_create(where.spots)
    first = at.ends_at - timedelta(hours=one.longer) if one.longer else at.ends_at
    OutageStep.objects.create(outage=row, verb=outages.ANNOUNCED, ends_at=first, at=said)
    if one.longer:
        OutageStep.objects.create(
            outage=row,
            verb=outages.EXTENDED,
            reason=one.reason,
            ends_at=at.ends_at,
            at=min(first, clock.now()),
        )
    return row
