"""Finding commitments; what they hold is public, so no person is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from veche.commons.commitments import rules
from veche.commons.commitments.models import (
    Commitment,
    DueChange,
    OutcomeRating,
    PublicClock,
    Stage,
    TrustRating,
    TrustWeek,
)
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset
from veche.kernel.whole import read_whole

# What each filter of the list shows, and in which order; the last column of each is unique.
NEWEST = ("-owed_at", "id")
MOST_URGENT = ("deadline_on", "id")
LAST_CLOSED = ("-closed_at", "id")
FILTERS: dict[str, tuple[str, ...]] = {
    "all": NEWEST,
    "owed": MOST_URGENT,
    "work": MOST_URGENT,
    "done": LAST_CLOSED,
    "declined": LAST_CLOSED,
    "late": MOST_URGENT,
}
_NARROW = ("owed", "work", "done", "declined", "late")


def _condition(shown: str, today: date) -> Q:
    conditions = {
        "owed": Q(state=rules.OWED),
        "work": Q(state__in=rules.PROMISED),
        "done": Q(state=rules.DONE),
        "declined": Q(state=rules.DECLINED),
        "late": Q(deadline_on__lt=today),
    }
    return conditions.get(shown, Q())


def commitment_row(commitment_id: UUID) -> Commitment:
    """The row of that id; NotFound."""
    found = Commitment.objects.filter(id=commitment_id).first()
    if found is None:
        raise NotFound()
    return found


def commitment_by_slug(slug: str) -> rules.Commitment:
    """A commitment with its stages and moved terms; NotFound."""
    found = _whole(Commitment.objects.filter(slug=slug))
    if found is None:
        raise NotFound()
    return found


def commitment_by_id(commitment_id: UUID) -> rules.Commitment | None:
    """A commitment by its id, for who tells of it."""
    row = Commitment.objects.filter(id=commitment_id).first()
    return whole(row) if row is not None else None


def commitment_of(source_kind: str, source_id: str) -> rules.Commitment | None:
    """What is owed for a source, whole; asked on every page of a closed poll."""
    return _whole(Commitment.objects.filter(source_kind=source_kind, source_id=source_id))


def commitments_of(source_kind: str, source_ids: Sequence[str]) -> dict[str, rules.Commitment]:
    """What is owed for these sources, without stages; one query, none for no sources."""
    if not source_ids:
        return {}
    rows = Commitment.objects.filter(source_kind=source_kind, source_id__in=source_ids)
    return {row.source_id: _value(row, (), ()) for row in rows}


def _whole(rows: QuerySet[Commitment]) -> rules.Commitment | None:
    """The one row with everything that hangs on it; one query."""
    found = read_whole(rows, "stages", "due_changes")
    return whole(found[0]) if found else None


def stage_row(stage_id: UUID) -> Stage:
    """The stage of that id; NotFound."""
    found = Stage.objects.filter(id=stage_id).first()
    if found is None:
        raise NotFound()
    return found


def public_clock(on: date) -> PublicClock | None:
    """The town's decision in force on a day; None until it has made one."""
    return PublicClock.objects.filter(starts_on__lte=on).first()


def public_clocks(limit: int = 20) -> list[PublicClock]:
    """Every decision on the public clock, the latest first."""
    return list(PublicClock.objects.all()[:limit])


def overdue_rows(on: date) -> QuerySet[Commitment]:
    """Commitments whose running deadline is before this day."""
    return Commitment.objects.filter(deadline_on__lt=on)


def late_by_body(on: date) -> list[tuple[str, int, date]]:
    """How many are late of each body that answers, and since when; one query."""
    rows = overdue_rows(on).order_by().values_list("body_name")
    return list(rows.annotate(number=Count("id"), oldest=Min("deadline_on")))


def page_of(shown: str, *, today: date, after: str = "", size: int = 20) -> Page[rules.Commitment]:
    """One page of a filter's list, with stages: two queries."""
    rows = Commitment.objects.filter(_condition(shown, today))
    page = keyset(rows, order=FILTERS.get(shown, NEWEST), after=after, size=size)
    return Page(with_stages(page.items), page.next_token)


def newest(limit: int) -> list[rules.Commitment]:
    """The newest commitments without their stages; one query."""
    return [_value(row, (), ()) for row in Commitment.objects.order_by(*NEWEST)[:limit]]


def addresses(limit: int = 20_000) -> list[tuple[str, datetime, datetime | None, datetime | None]]:
    """Slug of each commitment and when it was owed, decided and closed; one query."""
    rows = Commitment.objects.order_by(*NEWEST)[:limit]
    return list(rows.values_list("slug", "owed_at", "decided_at", "closed_at"))


def waiting(until: date, limit: int) -> list[Commitment]:
    """Decisions still owed, and promises due by this day, the most urgent first; one query."""
    near = Q(state__in=rules.PROMISED, deadline_on__lte=until)
    return list(
        Commitment.objects.filter(Q(state=rules.OWED) | near).order_by(*MOST_URGENT)[:limit]
    )


def promised(first: date, last: date, limit: int) -> tuple[int, list[Commitment]]:
    """How many promises have their day between two, and the nearest of them; two queries."""
    rows = Commitment.objects.filter(state__in=rules.PROMISED, deadline_on__range=(first, last))
    return rows.count(), list(rows.order_by(*MOST_URGENT)[:limit])


def counts(today: date) -> dict[str, int]:
    """How many commitments each filter holds; one query."""
    found = Commitment.objects.aggregate(
        all=Count("id"), **{name: Count("id", filter=_condition(name, today)) for name in _NARROW}
    )
    return {name: int(found[name]) for name in FILTERS}


def stars_of(person_id: UUID, commitment_id: UUID) -> int | None:
    """How many stars a person gave."""
    found = OutcomeRating.objects.filter(commitment_id=commitment_id, person_id=person_id).first()
    return None if found is None else found.stars


def trust_of(person_id: UUID, commitment_id: UUID) -> int | None:
    """What a person answered about trust."""
    found = TrustRating.objects.filter(commitment_id=commitment_id, person_id=person_id).first()
    return None if found is None else found.stars


def trust_by(person_id: UUID, earlier_ids: Sequence[UUID] = ()) -> list[tuple[UUID, int]]:
    """Commitments of which a person told their trust."""
    rows = TrustRating.objects.filter(person_id__in=[person_id, *earlier_ids]).order_by("id")
    return [(row.commitment_id, row.stars) for row in rows]


def smallest_group() -> int:
    """Opinions of fewer people are not shown; one query."""
    return norms.value("poll.result_group_min", clock.today(towns.current().time_zone)).value


def trust_line(commitment_id: UUID, least: int) -> tuple[rules.TrustPoint, ...]:
    """How trust moved, by weeks; a mean of fewer than `least` is not shown."""
    weeks = TrustWeek.objects.filter(commitment_id=commitment_id)
    rows = weeks.values_list("week_on", "answers", "total")
    return rules.trust_line(rows, least)


def has_finished_stage(commitment_id: UUID) -> bool:
    """Whether there is something to see already."""
    return Stage.objects.filter(commitment_id=commitment_id, done_on__isnull=False).exists()


def ratings_by(person_id: UUID, earlier_ids: Sequence[UUID] = ()) -> list[tuple[UUID, int]]:
    """Commitments a person rated, with the stars given."""
    ids = [person_id, *earlier_ids]
    rows = OutcomeRating.objects.filter(person_id__in=ids).order_by("rated_at")
    return [(row.commitment_id, row.stars) for row in rows]


def opinions_of(person_id: UUID) -> list[dict[str, Any]]:
    """All that a person said of decisions, by the decision's slug; three queries."""
    stars, trust = dict(ratings_by(person_id)), dict(trust_by(person_id))
    rows = Commitment.objects.filter(id__in=stars.keys() | trust.keys()).order_by("-owed_at", "id")
    return [
        {"decision": slug, "stars": stars.get(one), "trust": trust.get(one)}
        for one, slug in rows.values_list("id", "slug")
    ]


def with_stages(rows: Iterable[Commitment]) -> list[rules.Commitment]:
    """Rows for a list: their stages are read in one query, moved terms are left out."""
    listed = list(rows)
    stages: dict[UUID, list[rules.Stage]] = {row.id: [] for row in listed}
    for stage in Stage.objects.filter(commitment__in=listed).order_by("position"):
        stages[stage.commitment_id].append(_stage(stage))
    return [_value(row, tuple(stages[row.id]), ()) for row in listed]


def whole(row: Commitment) -> rules.Commitment:
    """A row with everything that hangs on it: two more queries where that is not read yet."""
    stages = sorted(row.stages.all(), key=lambda stage: stage.position)
    changes = sorted(row.due_changes.all(), key=lambda change: (change.changed_at, change.id))
    return _value(row, tuple(map(_stage, stages)), tuple(map(_change, changes)))


def _stage(row: Stage) -> rules.Stage:
    return rules.Stage(
        id=row.id,
        position=row.position,
        title=row.title,
        planned_on=row.planned_on,
        done_on=row.done_on,
        note=row.note,
        photo_before_id=row.photo_before_id,
        photo_after_id=row.photo_after_id,
    )


def _change(row: DueChange) -> rules.DueChange:
    return rules.DueChange(row.old_due_on, row.new_due_on, row.reason, row.changed_at)


def _act(row: Commitment) -> rules.Act | None:
    if not row.act_kind:
        return None
    return rules.Act(row.act_kind, row.act_number, row.act_on, row.act_url)


def _indicator(row: Commitment) -> rules.Indicator | None:
    if not row.indicator_name or row.indicator_start is None or row.indicator_goal is None:
        return None
    return rules.Indicator(
        name=row.indicator_name,
        unit=row.indicator_unit,
        start=row.indicator_start,
        goal=row.indicator_goal,
        by=row.indicator_by,
        now=row.indicator_now,
    )


def _value(
    row: Commitment, stages: tuple[rules.Stage, ...], changes: tuple[rules.DueChange, ...]
) -> rules.Commitment:
    return rules.Commitment(
        id=row.id,
        slug=row.slug,
        source_kind=row.source_kind,
        source_id=row.source_id,
        source_title=row.source_title,
        source_url=row.source_url,
        url=reverse("commitments:read-decision", args=[row.slug]),
        state=row.state,  # type: ignore[arg-type]  # held to rules.STATES by the database
        owed_at=row.owed_at,
        decide_by=row.decide_by,
        deadline_on=row.deadline_on,
        due_on=row.due_on,
        decision=row.decision,
        answerable=rules.Answerable(row.body_name, row.responsible_post, row.responsible_name),
        act=_act(row),
        indicator=_indicator(row),
        decided_at=row.decided_at,
        closed_at=row.closed_at,
        outcome=row.outcome,
        decline_reason=row.decline_reason,
        rating=rules.Rating((row.stars_1, row.stars_2, row.stars_3, row.stars_4, row.stars_5)),
        stages=stages,
        due_changes=changes,
    )


def everything() -> Iterator[Commitment]:
    """All of them, the newest first, read while they are sent."""
    return Commitment.objects.order_by(*NEWEST).iterator(chunk_size=1000)
