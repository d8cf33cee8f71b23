"""Finding what waits, what was decided, and what an author has behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import policies, rules
from veche.commons.moderation.models import Appeal, Ban, Complaint, Item, Setting, Twins, Watched
from veche.commons.moderation.rules import Author, Record, Regime
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock, morphology, stamps
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

_WORD = re.compile(r"[^\W\d_]{2,}")
WORDS_READ = 1000
QUEUE = ("-urgency", "submitted_at", "id")
PLACES_MAX = 2000
REMOVED_FIRST = ("-decided_at", "id")
FAULTY = Q(state=rules.REMOVED, reason__in=rules.FAULTS)
SHOWN = {
    "waiting": Q(state=rules.WAITING),
    "published": Q(state=rules.PUBLISHED, complaints=0),
    "complaints": Q(state__in=rules.TO_READ, complaints__gt=0),
}


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


@dataclass(frozen=True)
class Terms:
    """The town's numbers of moderation, in force today."""

    trust_passed: int
    trust_clean_days: int
    rate_per_hour: int
    repeat_days: int
    appeal_days: int
    watch_days: int
    keep_days: int


def terms() -> Terms:
    """All of them; one query."""
    found = {norm.code: norm.value for norm in norms.in_force(today(), "moderation.")}
    return Terms(**{name: found[f"moderation.{name}"] for name in Terms.__dataclass_fields__})


def regime() -> Regime:
    """What the town has set; the rules a town begins with until it has. One query."""
    row = Setting.objects.filter(starts_at__lte=clock.database_now()).first()
    return _regime(row) if row is not None else Regime()


def regimes(limit: int = 20) -> list[Regime]:
    """Everything the town has set, the latest first."""
    return [_regime(row) for row in Setting.objects.all()[:limit]]


def _regime(row: Setting) -> Regime:
    return Regime(
        is_special=row.is_special,
        delay_minutes=row.delay_minutes,
        note=row.note,
        trusts_officials=row.trusts_officials,
        trusted_level=row.trusted_level,
        starts_at=row.starts_at,
    )


_bans: stamps.Kept[list[Ban]] = stamps.Kept("moderation.bans", lambda: list(Ban.objects.all()))


def bans_on(on: date) -> list[Ban]:
    """What the law forbids to publish on a day; kept in memory."""
    known = _bans.of(towns.current().id)
    return [one for one in known if one.starts_on <= on <= (one.ends_on or on)]


def bans() -> list[Ban]:
    """All that was ever entered, the newest first."""
    return list(Ban.objects.all())


def ban(ban_id: UUID) -> Ban | None:
    """One of them, whoever asks."""
    return Ban.objects.filter(id=ban_id).first()


def holding(text: str, *, topic: str = "", has_photos: bool = False) -> list[Ban]:
    """Bans in force that a text, its theme or its photos likely fall under.

    A line of words holds by itself; a theme holds what has photos, or all of it.
    """
    found = bans_on(today())
    if not found:
        return []
    said = {lemma for word in _WORD.findall(text)[:WORDS_READ] for lemma in _lemmas(word)}
    return [
        one
        for one in found
        if (topic in one.topics and (has_photos or not one.photos_only))
        or any(_line(words).is_in(said) for words in one.words)
    ]


def _lemmas(word: str) -> frozenset[str]:
    return morphology.lemmas(word) | {word.lower().replace("ё", "е")}


def _line(words: str) -> rules.Line:
    return rules.Line(tuple(_lemmas(word) for word in _WORD.findall(words)))


def author(author_id: UUID | None, known: Terms) -> Author:
    """What decides whether an author is trusted; three queries, none without an account."""
    person = identity.person_by_id(author_id) if author_id else None
    if person is None:
        return Author()
    ids = [person.known_id, *person.earlier_ids]
    since = clock.now() - timedelta(days=known.trust_clean_days)
    found = Item.objects.filter(author_id__in=ids).aggregate(
        passed=Count("id", filter=Q(state=rules.PASSED, settles_at=None)),
        removed=Count("id", filter=FAULTY & Q(decided_at__gte=since)),
    )
    is_watched = Watched.objects.filter(person_id__in=ids, until__gte=today()).exists()
    return Author(
        is_known=True,
        is_official=person.is_official,
        level=person.level,
        record=Record(found["passed"], found["removed"], is_watched),
    )


def was_said(sameness: bytes, but: UUID) -> bool:
    """Whether the same words stand in another thing."""
    return Item.objects.filter(sameness=sameness).exclude(subject_id=but).exists()


def item_of(kind: str, subject_id: UUID) -> Item | None:
    """What moderation knows of a thing."""
    return Item.objects.filter(kind=kind, subject_id=subject_id).first()


def items_of(kind: str, subject_ids: Iterable[UUID]) -> dict[UUID, Item]:
    """The same of many, in one query."""
    rows = Item.objects.filter(kind=kind, subject_id__in=list(subject_ids))
    return {row.subject_id: row for row in rows}


def item(person: PersonRef, item_id: UUID) -> Item:
    """A thing, for a moderator; NotFound."""
    policies.may_moderate(person).or_refuse()
    found = Item.objects.filter(id=item_id).first()
    if found is None:
        raise NotFound()
    return found


def queue(person: PersonRef, shown: str, *, after: str = "", size: int = 20) -> Page[Item]:
    """One page of what is to be read, the most urgent first."""
    policies.may_moderate(person).or_refuse()
    rows = Item.objects.filter(SHOWN.get(shown, Q(state__in=rules.TO_READ)))
    return keyset(rows.exclude(author_id=person.id), order=QUEUE, after=after, size=size)


def queue_counts(person: PersonRef) -> dict[str, int]:
    """How many stand under each heading; one query over what is to be read."""
    policies.may_moderate(person).or_refuse()
    rows = Item.objects.filter(state__in=rules.TO_READ).exclude(author_id=person.id)
    return rows.aggregate(
        **{name: Count("id", filter=condition) for name, condition in SHOWN.items()}
    )


def thing_at(person: PersonRef, place: int) -> Item | None:
    """The thing that stands so far from the head of the queue."""
    policies.may_moderate(person).or_refuse()
    rows = Item.objects.filter(state__in=rules.TO_READ).exclude(author_id=person.id)
    place = max(0, min(place, PLACES_MAX))
    return rows.order_by(*QUEUE)[place : place + 1].first()


def decided_today(person: PersonRef) -> int:
    """How many things this moderator has decided since the town's day began."""
    policies.may_moderate(person).or_refuse()
    zone = clock.zone(towns.current().time_zone)
    since = datetime.combine(today(), time.min, tzinfo=zone)
    return Item.objects.filter(decided_by_id=person.id, decided_at__gte=since).count()


def unsettled(person: PersonRef) -> QuerySet[Item]:
    """What this moderator can still take back."""
    return Item.objects.filter(decided_by_id=person.id, settles_at__gt=clock.database_now())


def due(now: datetime) -> QuerySet[Item]:
    """Decisions whose hour has come."""
    return Item.objects.filter(settles_at__lte=now)


def own_items(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Item]:
    """What a person wrote, the newest first."""
    policies.may_read_own_things(person).or_refuse()
    rows = Item.objects.filter(author_id__in=[person.known_id, *person.earlier_ids])
    return keyset(rows, order=("-submitted_at", "id"), after=after, size=size)


def items_by(person_id: UUID) -> list[Item]:
    """Everything that a person wrote, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    return list(Item.objects.filter(author_id__in=ids).order_by("submitted_at", "id"))


def complaints_by(person_id: UUID) -> list[Complaint]:
    """What a person complained of, for a copy of their data."""
    ids = [person_id, *identity.earlier_ids(person_id)]
    rows = Complaint.objects.filter(person_id__in=ids).select_related("item")
    return list(rows.order_by("made_at", "id"))


def own_item(person: PersonRef, item_id: UUID) -> Item:
    """One of them; NotFound for anybody else's."""
    policies.may_read_own_things(person).or_refuse()
    rows = Item.objects.filter(author_id__in=[person.known_id, *person.earlier_ids])
    found = rows.filter(id=item_id).first()
    if found is None:
        raise NotFound()
    return found


def appeal_of(found: Item) -> Appeal | None:
    """What the author answered to the removal that stands; else, how the last one was argued."""
    rows = Appeal.objects.filter(item=found)
    if found.state == rules.REMOVED and found.decided_at is not None:
        rows = rows.filter(Q(is_upheld=None) | Q(filed_at__gte=found.decided_at))
    return rows.order_by("-filed_at").first()


def appeals(person: PersonRef, *, after: str = "") -> Page[Appeal]:
    """Authors who wait for an answer, the soonest due first."""
    policies.may_moderate(person).or_refuse()
    rows = Appeal.objects.filter(is_upheld=None).select_related("item")
    return keyset(rows, order=("due_on", "id"), after=after)


def open_appeals(person: PersonRef, limit: int) -> list[Appeal]:
    """Those that this moderator may decide."""
    rows = Appeal.objects.filter(is_upheld=None).select_related("item")
    own = Q(item__decided_by_id=person.id) | Q(item__author_id=person.id)
    return list(rows.exclude(own).order_by("due_on", "id")[:limit])


def appeal(person: PersonRef, appeal_id: UUID) -> Appeal:
    """One of them, with what it is about; NotFound."""
    policies.may_moderate(person).or_refuse()
    found = Appeal.objects.select_related("item").filter(id=appeal_id).first()
    if found is None:
        raise NotFound()
    return found


def removed(*, after: str = "", size: int = 30) -> Page[Item]:
    """What was removed, the latest first: everyone may know that, and why."""
    rows = Item.objects.filter(state=rules.REMOVED, settles_at=None)
    return keyset(rows, order=REMOVED_FIRST, after=after, size=size)


@dataclass(frozen=True)
class Figures:
    """How moderation did in some days."""

    read: int
    removed: int
    turned_away: int
    with_term: int
    in_time: int
    disputed: int
    upheld: int

    @property
    def in_time_percent(self) -> int:
        """Of a hundred texts with a term, how many were read by it."""
        return round(100 * self.in_time / self.with_term) if self.with_term else 100


def figures(days: int = 30) -> Figures:
    """For everyone; two queries."""
    since = clock.now() - timedelta(days=days)
    found = Item.objects.filter(state__in=rules.DECIDED, decided_at__gte=since).aggregate(
        read=Count("id"),
        removed=Count("id", filter=FAULTY),
        turned_away=Count("id", filter=Q(state=rules.REMOVED) & ~FAULTY),
        with_term=Count("due_on"),
        in_time=Count("id", filter=Q(decided_at__date__lte=F("due_on"))),
    )
    disputes = Appeal.objects.filter(decided_at__gte=since).aggregate(
        disputed=Count("id"), upheld=Count("id", filter=Q(is_upheld=True))
    )
    return Figures(**found, **disputes)


def twins(person: PersonRef, *, after: str = "") -> Page[Twins]:
    """Pairs of accounts nobody has judged yet."""
    policies.may_judge_twins(person).or_refuse()
    return keyset(Twins.objects.filter(verdict=""), order=("-found_at", "id"), after=after)


def twins_pair(person: PersonRef, twins_id: UUID) -> Twins:
    """One pair; NotFound."""
    policies.may_judge_twins(person).or_refuse()
    found = Twins.objects.filter(id=twins_id).first()
    if found is None:
        raise NotFound()
    return found


def records(author_ids: Iterable[UUID]) -> dict[UUID, Record]:
    """Texts passed and removed by account, for who compares two; one query."""
    rows = (
        Item.objects.filter(author_id__in=list(author_ids))
        .values("author_id")
        .annotate(
            passed=Count("id", filter=Q(state__in=(rules.PASSED, rules.PUBLISHED))),
            removed=Count("id", filter=FAULTY),
        )
    )
    return {
        row["author_id"]: Record(row["passed"], row["removed"]) for row in rows if row["author_id"]
    }


def plain_item(item_id: UUID) -> Item | None:
    """A thing by its id, for who tells its author."""
    return Item.objects.filter(id=item_id).first()


def plain_appeal(appeal_id: UUID) -> Appeal | None:
    """An appeal with what it is about, for who tells its author."""
    return Appeal.objects.select_related("item").filter(id=appeal_id).first()
