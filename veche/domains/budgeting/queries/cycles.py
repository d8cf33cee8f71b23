"""Cycles as somebody may read them, with their phases and money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When

from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.commons.places.public import Place
from veche.commons.towns import public as towns
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.models import Criterion, Cycle, Fund, Protocol
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.rules.phases import Span
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

NEWEST = ("-published_at", "id")
_WORK_FIRST = ("rank", "-changed_at", "id")
_PARTS = ("phases", "funds")


def zone() -> str:
    """The town's time zone, by which days are told."""
    return towns.current().time_zone


def today() -> date:
    """The town's day."""
    return clock.today(zone())


def day_of(moment: datetime) -> date:
    """The town's day of a moment."""
    return moment.astimezone(clock.zone(zone())).date()


def spans_of(cycle: Cycle) -> list[Span]:
    """Its phases in order; no query where they were read with the cycle."""
    rows = [Span(one.kind, one.starts_at, one.ends_at) for one in cycle.phases.all()]
    return sorted(rows, key=lambda span: phases.KINDS.index(span.kind))


def is_open(cycle: Cycle, act: str, moment: datetime | None = None) -> bool:
    """Whether a phase that opens the act goes on."""
    return cycle.state == rules.RUNNING and phases.opened(
        spans_of(cycle), act, moment or clock.now()
    )


def cycle_for(person: PersonRef, slug: str) -> Cycle:
    """A cycle with phases and funds; NotFound for what is not theirs to see."""
    cycle = Cycle.objects.filter(slug=slug).prefetch_related(*_PARTS).first()
    if cycle is None or not policies.may_read_cycle(person, cycle):
        raise NotFound()
    return cycle


def cycle_to_manage(person: PersonRef, slug: str) -> Cycle:
    """The same for officials; Refused for everyone else."""
    policies.may_work_on_projects(person).or_refuse()
    return cycle_for(person, slug)


def by_id(cycle_id: UUID | str) -> Cycle | None:
    """A cycle by its id, whoever asks; None when there is none of that form."""
    try:
        wanted = UUID(str(cycle_id))
    except ValueError:
        return None
    return Cycle.objects.filter(id=wanted).prefetch_related(*_PARTS).first()


def public_page(*, after: str = "", size: int = 20) -> Page[Cycle]:
    """Published cycles, the newest first."""
    return keyset(public(), order=NEWEST, after=after, size=size)


def decided_page(*, after: str = "", size: int = 20) -> Page[Cycle]:
    """Cycles that are over, the newest first."""
    rows = public().filter(state__in=sorted(rules.OVER))
    return keyset(rows, order=NEWEST, after=after, size=size)


def public() -> QuerySet[Cycle]:
    """What everyone may read, with phases and funds."""
    return Cycle.objects.exclude(state=rules.DRAFT).prefetch_related(*_PARTS)


def managed(person: PersonRef, *, after: str = "", size: int = 30) -> Page[Cycle]:
    """A page of the cycles that an official may open: those in work, those being set up, those
    that are over; in each the latest change first."""
    rows = Cycle.objects.prefetch_related(*_PARTS).annotate(
        waiting=Count(
            "projects", filter=Q(projects__state=rules.PROPOSED, projects__is_public=True)
        ),
        rank=Case(
            When(state__in=[rules.RUNNING, rules.CLOSED], then=0),
            When(state=rules.DRAFT, then=1),
            default=2,
        ),
    )
    if not policies.may_set_cycle_up(person):
        rows = rows.exclude(state=rules.DRAFT)
    return keyset(rows, order=_WORK_FIRST, after=after, size=size)


def running() -> list[Cycle]:
    """Published cycles whose ballots are not counted yet."""
    return list(public().filter(state__in=[rules.RUNNING, rules.CLOSED]).order_by(*NEWEST))


def drafts(limit: int) -> list[Cycle]:
    """Cycles that are being set up, the latest change first."""
    rows = Cycle.objects.filter(state=rules.DRAFT).prefetch_related(*_PARTS)
    return list(rows.order_by("-changed_at")[:limit])


def in_state(state: str, limit: int = 100) -> list[Cycle]:
    """Cycles of one state."""
    rows = Cycle.objects.filter(state=state).prefetch_related(*_PARTS)
    return list(rows.order_by("changed_at")[:limit])


def closed_ids(ids: Iterable[UUID]) -> list[tuple[UUID, datetime, datetime | None]]:
    """When the vote of each of these cycles was closed, and when it was counted if it was; one
    query."""
    rows = Cycle.objects.filter(id__in=ids, closed_at__isnull=False)
    return [
        (cycle_id, closed_at, counted_at)
        for cycle_id, closed_at, counted_at in rows.values_list("id", "closed_at", "counted_at")
        if closed_at is not None
    ]


def settled(limit: int = 50) -> list[Cycle]:
    """Cycles that have a box, the newest first."""
    return list(public().exclude(settled_at=None).order_by("-settled_at")[:limit])


def protocol_of(cycle: Cycle) -> Protocol | None:
    """The count as a document, once it was signed."""
    return Protocol.objects.filter(cycle=cycle).first()


def territories() -> list[Place]:
    """The parts of the town that may have money of their own."""
    return [one for one in places.places() if one.kind != "town"]


def names_of_places() -> dict[UUID, str]:
    """Parts of the town by id."""
    return {one.id: one.name for one in places.places()}


def funds_of(cycle: Cycle) -> list[Fund]:
    """Its money, the whole town's first, then by the names of places; no query for one fund that
    was read with the cycle, one for more."""
    funds = list(cycle.funds.all())
    names = names_of_places() if len(funds) > 1 else {}
    return sorted(
        funds,
        key=lambda fund: (fund.place_id is not None, names.get(fund.place_id or fund.cycle_id, "")),
    )


def money_of(cycle: Cycle) -> int:
    """All its money in kopecks."""
    return sum(fund.amount_kopecks for fund in cycle.funds.all())


def addresses(limit: int = 1000) -> list[tuple[str, datetime, bool]]:
    """Address, last change and whether the result is there, of public cycles; one query."""
    rows = Cycle.objects.exclude(state=rules.DRAFT).order_by(*NEWEST)
    return [
        (slug, changed_at, state in rules.RESULTS)
        for slug, changed_at, state in rows.values_list("slug", "changed_at", "state")[:limit]
    ]


def flaws_of(cycle: Cycle, spans: Sequence[Span] | None = None) -> list[tuple[str, str]]:
    """What a draft still lacks: (screen of the wizard, code)."""
    found: list[tuple[str, str]] = []
    if not cycle.funds.all():
        found.append(("money", "no-funds"))
    elif not has_places_it_needs(cycle, [one.place_id for one in cycle.funds.all()]):
        found.append(("money", "no-district"))
    wrong = phases.flaws(spans_of(cycle) if spans is None else spans)
    found += [("dates", f"{kind}-{code}") for kind, code in wrong]
    span = phases.of(spans_of(cycle), phases.BALLOT)
    if span is not None and span.ends_at <= clock.now():
        found.append(("dates", "past"))
    if not (cycle.act_title and cycle.act_number and cycle.act_on):
        found.append(("rule", "no-act"))
    elif is_act_late(cycle, cycle.act_on):
        found.append(("rule", "late-act"))
    if cycle.rule == templates.SCORES and not Criterion.objects.filter(cycle=cycle).exists():
        found.append(("criteria", "no-criteria"))
    if not cycle.body:
        found.append(("rule", "no-body"))
    return found


def has_places_it_needs(cycle: Cycle, place_ids: Sequence[UUID | None]) -> bool:
    """Whether a programme of districts has money of one; a town without districts has none."""
    needs = templates.TEMPLATES[cycle.template].needs_places
    return not needs or any(place_ids) or not territories()


def is_act_late(cycle: Cycle, act_on: date) -> bool:
    """Whether the act was made after the cycle had begun by rules that were not there yet."""
    first = min((span.starts_at for span in spans_of(cycle)), default=None)
    return first is not None and act_on > day_of(first)
