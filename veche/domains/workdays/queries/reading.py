"""Neighbours' days as somebody may read them: lists, one whole, one's own, certificates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.organisations import public as organisations
from veche.domains.workdays import policies, rules
from veche.domains.workdays.models import Day, Hand, Hold, Photo
from veche.domains.workdays.queries import terms
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

KIND = "workdays.day"
RESULT, PHOTO = "workdays.result", "workdays.photo"
# Files: as they were sent, and covered.
SENT_FILES, SHOWN_FILES = "workdays.sent", "workdays.shown"
SOONEST, LATEST, NEWEST = ("starts_at", "id"), ("-starts_at", "id"), ("-done_at", "id")


@dataclass(frozen=True)
class Own:
    """In which parts somebody meets a day: the owner of the place, one who comes."""

    is_owner: bool = False
    helper: Hand | None = None


@dataclass(frozen=True)
class Whole:
    """A day with what stands beside it, for whoever may read it."""

    row: Day
    own: Own
    is_caller: bool
    holds: list[Hold] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)


def own_ids(person: PersonRef) -> list[UUID]:
    """All accounts of a person who has signed in."""
    return [person.known_id, *person.earlier_ids]


def is_caller(person: PersonRef, row: Day) -> bool:
    """Whether this person has called the day."""
    return rules.is_own(row.caller_id, (person.id, *person.earlier_ids))


def _public(state: str, place_id: UUID | None = None) -> QuerySet[Day]:
    rows = Day.objects.filter(is_public=True, state=state).select_related("work")
    return rows if place_id is None else rows.filter(place_id=place_id)


def coming(*, place_id: UUID | None = None, after: str = "", size: int = 20) -> Page[Day]:
    """Days to which neighbours are called, the nearest first."""
    rows = _public(rules.CALLED, place_id).filter(on__gte=terms.today())
    return keyset(rows, order=SOONEST, after=after, size=size)


def done(*, place_id: UUID | None = None, after: str = "", size: int = 20) -> Page[Day]:
    """Days that were, the newest first."""
    return keyset(_public(rules.DONE, place_id), order=NEWEST, after=after, size=size)


def public_row(slug: str) -> Day | None:
    """A day that everyone may see."""
    return Day.objects.filter(slug=slug, is_public=True).select_related("work").first()


def about(words: str, limit: int = 8) -> list[Day]:
    """Public days that speak of these words, the latest first."""
    found = SearchVector("title", "text", config="russian")
    rows = Day.objects.annotate(words=found).filter(
        words=SearchQuery(words, config="russian", search_type="websearch"), is_public=True
    )
    return list(rows.select_related("work").order_by("-starts_at")[:limit])


def by_id(day_id: UUID | str) -> Day | None:
    """A day by its id, for notices and moderators."""
    try:
        known = day_id if isinstance(day_id, UUID) else UUID(day_id)
    except ValueError:
        return None
    return Day.objects.filter(id=known).select_related("work").first()


def by_ids(day_ids: Sequence[UUID]) -> dict[UUID, Day]:
    """Days by id; one query."""
    return {row.id: row for row in Day.objects.filter(id__in=day_ids).select_related("work")}


def photos_by_ids(photo_ids: Sequence[UUID]) -> dict[UUID, Photo]:
    """Photos by id with their days; one query."""
    rows = Photo.objects.filter(id__in=photo_ids).select_related("day")
    return {row.id: row for row in rows}


def is_owner(person: PersonRef, row: Day) -> bool:
    """Whether somebody speaks for the owner of the place: its organisation, or the town."""
    if not person.is_known:
        return False
    if row.owner_organisation_id is None:
        return bool(person.roles & policies.OWNERS)
    return organisations.may_act_for(person, row.owner_organisation_id)


def helper_of(person: PersonRef, row: Day) -> Hand | None:
    """Somebody's own line among those who come."""
    if not person.is_known:
        return None
    return Hand.objects.filter(day=row, person_id__in=own_ids(person)).first()


def day_for(person: PersonRef, slug: str) -> tuple[Day, Own]:
    """A day somebody may read, and their part in it; NotFound for others."""
    row = Day.objects.filter(slug=slug).select_related("work").first()
    if row is None:
        raise NotFound()
    own = Own(is_owner(person, row), helper_of(person, row))
    helps = own.helper is not None
    if not policies.may_read_day(person, row, is_owner=own.is_owner, helps=helps):
        raise NotFound()
    return row, own


def whole_for(person: PersonRef, slug: str) -> Whole:
    """A day with its tools and those of its photos that this person may see."""
    row, own = day_for(person, slug)
    calls = is_caller(person, row)
    photos = Photo.objects.filter(day=row).exclude(state=Photo.HIDDEN)
    if not calls:
        photos = photos.filter(state=Photo.SHOWN)
    holds = Hold.objects.filter(day=row).select_related("tool").order_by("tool__title")
    return Whole(row, own, calls, list(holds), list(photos))


def helpers(row: Day) -> list[Hand]:
    """Who comes or came, in the order of their numbers."""
    return list(Hand.objects.filter(day=row))


def people_of(row: Day) -> list[UUID]:
    """Opaque ids of those who come, to tell them; the caller among them."""
    found = Hand.objects.filter(day=row).values_list("person_id", flat=True)
    return [one for one in found if one is not None]


def shown_photos(day_ids: Sequence[UUID]) -> dict[UUID, list[Photo]]:
    """Photos everyone may see, by day; one query for a whole list."""
    found: dict[UUID, list[Photo]] = {}
    for one in Photo.objects.filter(day__in=day_ids, state=Photo.SHOWN):
        found.setdefault(one.day_id, []).append(one)
    return found


def called_by(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Day]:
    """Days that somebody has called, the latest first."""
    rows = Day.objects.filter(caller_id__in=own_ids(person)).select_related("work")
    return keyset(rows, order=LATEST, after=after, size=size)


def next_of(person: PersonRef) -> list[Day]:
    """The nearest day on which somebody is waited for."""
    rows = Day.objects.filter(
        helpers__person_id__in=own_ids(person), state=rules.CALLED, on__gte=terms.today()
    )
    return list(rows.select_related("work").order_by("starts_at", "id")[:1])


def called_by_people(ids: Sequence[UUID]) -> list[Day]:
    """All that these accounts have called, for a copy of one's data."""
    return list(Day.objects.filter(caller_id__in=ids).order_by("starts_at", "id"))


def joined_by_people(ids: Sequence[UUID]) -> list[Hand]:
    """All days to which these accounts came."""
    rows = Hand.objects.filter(person_id__in=ids).select_related("day")
    return list(rows.order_by("joined_at", "id"))


def joined_by(person: PersonRef, limit: int = 50) -> list[Hand]:
    """Where somebody comes besides days of their own, the latest first."""
    ids = own_ids(person)
    rows = Hand.objects.filter(person_id__in=ids).exclude(day__caller_id__in=ids)
    return list(rows.select_related("day__work").order_by("-day__starts_at", "id")[:limit])


def certificates_of(person: PersonRef, limit: int = 100) -> list[Hand]:
    """Somebody's certificates, the newest first."""
    rows = Hand.objects.filter(person_id__in=own_ids(person), number__isnull=False)
    return list(rows.select_related("day__work").order_by("-day__done_at", "id")[:limit])


def own_certificate(person: PersonRef, number: str) -> Hand:
    """One of somebody's own; NotFound."""
    row = _certificates().filter(number=number, person_id__in=own_ids(person)).first()
    if row is None:
        raise NotFound()
    return row


def certificate(number: str) -> Hand | None:
    """A certificate by its number, for whoever checks it."""
    return _certificates().filter(number=number).first()


def _certificates() -> QuerySet[Hand]:
    return Hand.objects.filter(day__state=rules.DONE).select_related("day__work")


def of_origin(kind: str, origin_id: str) -> list[Day]:
    """Public days that grew from something of another service, the latest first."""
    rows = Day.objects.filter(origin_kind=kind, origin_id=origin_id, is_public=True)
    return list(rows.select_related("work").order_by("-starts_at")[:5])


def waiting_for_owner(person: PersonRef, limit: int) -> list[Day]:
    """Days on the town's own places that wait for its yes, the nearest first."""
    policies.may_work_on_days(person).or_refuse()
    rows = Day.objects.filter(state=rules.ASKING, is_shown=True, owner_organisation_id__isnull=True)
    return list(rows.select_related("work").order_by("starts_at", "id")[:limit])


def of_town(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Day]:
    """All that is called or waits for an owner, the nearest first."""
    policies.may_work_on_days(person).or_refuse()
    rows = Day.objects.filter(state__in=rules.LIVE).select_related("work")
    return keyset(rows, order=SOONEST, after=after, size=size)


def waiting_for_own(person: PersonRef) -> list[Day]:
    """Days on places of organisations for which this person acts, that wait for a yes."""
    acting = [one.id for one in organisations.acting_for(person)]
    if not acting:
        return []
    rows = Day.objects.filter(state=rules.ASKING, is_shown=True, owner_organisation_id__in=acting)
    return list(rows.select_related("work").order_by("starts_at", "id")[:20])


def may_read_sent(person: PersonRef, day_id: str) -> bool:
    """Photos as they were sent wait for the covering: whoever sent them sees them."""
    row = by_id(day_id)
    return row is not None and is_caller(person, row)


def may_read_shown(person: PersonRef, photo_id: str) -> bool:
    """Covered photos that nobody has let through: for whoever called the day, and moderators."""
    row = photos_by_ids([UUID(photo_id)]).get(UUID(photo_id))
    if row is None:
        return False
    return is_caller(person, row.day) or identity.MODERATOR in person.roles


def unanswered(today: date, limit: int = 500) -> list[UUID]:
    """Days that have come while their owner has not answered."""
    rows = Day.objects.filter(state=rules.ASKING, on__lte=today)
    return list(rows.order_by("on").values_list("id", flat=True)[:limit])


def not_summed_up(before: date, limit: int = 500) -> list[UUID]:
    """Days of which their caller has not said in time how they went."""
    rows = Day.objects.filter(state=rules.CALLED, on__lt=before)
    return list(rows.order_by("on").values_list("id", flat=True)[:limit])


def near(today: date, limit: int = 500) -> list[UUID]:
    """Days of tomorrow and today of which helpers were not reminded."""
    rows = Day.objects.filter(
        state=rules.CALLED,
        is_public=True,
        is_near_told=False,
        on__range=(today, today + timedelta(days=1)),
    )
    return list(rows.order_by("on").values_list("id", flat=True)[:limit])


def over(today: date, limit: int = 500) -> list[UUID]:
    """Days that were, of which the caller was not asked how it went."""
    rows = Day.objects.filter(state=rules.CALLED, is_over_told=False, on__lt=today)
    return list(rows.order_by("on").values_list("id", flat=True)[:limit])


def everything() -> Iterator[Day]:
    """All public days, the latest first, read while they are sent."""
    rows = Day.objects.filter(is_public=True).select_related("work").order_by(*LATEST)
    return rows.iterator(chunk_size=1000)
