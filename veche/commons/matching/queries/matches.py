"""Finding matches: for both sides, for the owner of a place, and for everyone once done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.commons.identity.public import PersonRef
from veche.commons.matching import policies
from veche.commons.matching.models import Match, Need, Skill, Solver, Step
from veche.commons.matching.queries import solvers
from veche.commons.matching.queries.standing import SIDES, Own, own_of, standing_of, term, today
from veche.commons.matching.rules import states
from veche.commons.moderation import public as moderation
from veche.commons.organisations import public as organisations
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

NEWEST_DEED = ("-done_at", "id")


def _whole() -> QuerySet[Match]:
    return Match.objects.select_related("need__work_kind", "solver")


def match_for(person: PersonRef, slug: str) -> tuple[Match, frozenset[str]]:
    """A match and the person's parts in it; NotFound for who has none."""
    row = _whole().filter(slug=slug).first()
    if row is None:
        raise NotFound()
    parties = own_of(person).parties(row.need, row.solver)
    if not policies.may_read_match(person, parties=parties):
        raise NotFound()
    return row, parties


def match_by_id(match_id: UUID) -> Match | None:
    """A match, for who tells of it."""
    return _whole().filter(id=match_id).first()


def by_ids(match_ids: Iterable[UUID]) -> dict[UUID, Match]:
    """Matches by id; one query."""
    return {row.id: row for row in _whole().filter(id__in=list(match_ids))}


def may_read_proof(person: PersonRef, match_id: str) -> bool:
    """Whether somebody may see covered photos of a proof before everyone: moderators look too."""
    row = match_by_id(UUID(match_id))
    return bool(moderation.may_moderate(person)) or bool(
        row is not None
        and policies.may_read_match(person, parties=own_of(person).parties(row.need, row.solver))
    )


def may_read_sent(person: PersonRef, match_id: str) -> bool:
    """Whether somebody may see photos of a proof that are not covered yet: both sides alone."""
    row = match_by_id(UUID(match_id))
    return row is not None and not SIDES.isdisjoint(own_of(person).parties(row.need, row.solver))


def people_of(solver: Solver) -> tuple[UUID, ...]:
    """Who is told in the name of somebody able to help."""
    if solver.organisation_id is not None:
        return tuple(organisations.acting_ids(solver.organisation_id))
    return (solver.person_id,) if solver.person_id is not None else ()


def steps_of(match: Match) -> list[Step]:
    """What happened, in order; one query."""
    return list(Step.objects.filter(match=match))


def of_need(need_id: UUID, states_wanted: Collection[str]) -> list[Match]:
    """Matches of a need in these states, the oldest first; one query."""
    return list(_whole().filter(need_id=need_id, state__in=states_wanted).order_by("opened_at"))


def ended_above(need: Need) -> list[Match]:
    """Talks that ended because their need was closed; one query. Who was told «no» before that has
    heard it."""
    return [one for one in of_need(need.id, (states.WITHDRAWN,)) if fell_with(need, one)]


def fell_with(need: Need, match: Match) -> bool:
    """Whether a talk was ended by the end of its need, and not by one of its sides before."""
    is_from_above = match.state == states.WITHDRAWN and match.ended_by in (
        states.ASKER,
        states.TOWN,
    )
    return is_from_above and (not need.closed_at or match.changed_at >= need.closed_at)


def last_refusal(need: Need) -> str:
    """Why the owner of the place has said no to the helpers before; "" when they have not."""
    rows = Match.objects.filter(need=need, state=states.FORBIDDEN)
    if need.owner_named_at is not None:
        rows = rows.filter(changed_at__gt=need.owner_named_at)
    return rows.order_by("-changed_at").values_list("reason", flat=True).first() or ""


def own_matches(own: Own, limit: int = 30) -> list[Match]:
    """Where a person helps, or asked and is helped; live ones first. One query."""
    if not own.person_ids:
        return []
    mine = Q(solver__person_id__in=own.person_ids) | Q(
        solver__organisation_id__in=own.organisation_ids
    )
    raised = Q(need__raised_by__in=own.person_ids)
    owned = Q(need__owner_organisation_id__in=own.organisation_ids, state=states.PLANNED)
    rows = list(_whole().filter(mine | raised | owned).order_by("-changed_at", "id")[:limit])
    return sorted(rows, key=lambda row: row.state not in states.LIVE)


def of_persons(person_ids: Iterable[UUID]) -> list[Match]:
    """Where persons helped or were helped, for a copy of their data; one query."""
    ids = list(person_ids)
    mine = Q(solver__person_id__in=ids) | Q(need__raised_by__in=ids)
    return list(_whole().filter(mine).order_by("opened_at", "id"))


def waiting_for_town(person: PersonRef, limit: int) -> list[Match]:
    """What waits for a word of the town, the oldest first: plans on its own places, and each step
    of whoever asked where no resident did."""
    policies.may_declare_need(person).or_refuse()
    own = own_of(person)
    on_its_place = Q(state=states.PLANNED, need__owner_organisation_id=None)
    asked = Q(need__raised_by=None) & ~Q(state__in=(states.ASKED, states.PLANNED, states.HANDED))
    rows = _whole().filter(on_its_place | asked, state__in=states.LIVE)
    return [
        row
        for row in rows.order_by("changed_at", "id")[:limit]
        if states.is_turn_of(standing_of(row, is_verified=False), own.parties(row.need, row.solver))
    ]


def live_of_town(person: PersonRef, *, after: str = "", size: int = 30) -> Page[Match]:
    """Everything under way, for officials, the longest untouched first."""
    policies.may_declare_need(person).or_refuse()
    rows = _whole().filter(state__in=states.LIVE)
    return keyset(rows, order=("changed_at", "id"), after=after, size=size)


def deeds(*, solver_id: UUID | None = None, after: str = "", size: int = 20) -> Page[Match]:
    """What was done, the newest first, for everyone; one query."""
    rows = _whole().filter(state=states.DONE)
    if solver_id is not None:
        rows = rows.filter(solver_id=solver_id)
    return keyset(rows, order=NEWEST_DEED, after=after, size=size)


def is_verified(match: Match) -> bool:
    """Whether the solver's licence for this work has been looked at; asked of dangerous work."""
    return match.need.is_dangerous and solvers.is_verified(match.solver_id, match.need.work_kind_id)


def unlicensed(code: str) -> QuerySet[Match]:
    """Talks of a kind of work that a paper stops at their next step, of which nobody was told."""
    paper = Skill.objects.filter(
        solver=OuterRef("solver"), work_kind=code, licence_state=states.VERIFIED
    )
    rows = Match.objects.filter(
        ~Exists(paper), need__work_kind=code, need__is_dangerous=True, state__in=states.LIVE
    )
    return rows.exclude(state__in=states.AT_WORK).exclude(steps__verb=states.DANGER)


def to_licence(code: str) -> list[UUID]:
    """All of them; one query."""
    return list(unlicensed(code).values_list("id", flat=True))


def unanswered(limit: int = 500) -> list[UUID]:
    """Matches whose time for an answer is over; one query."""
    rows = Match.objects.filter(state__in=states.UNANSWERED, answer_by__lt=today())
    return list(rows.order_by("answer_by").values_list("id", flat=True)[:limit])


def stuck(share: int = 1) -> QuerySet[Match]:
    """Talks that hold a need and have stood still for their whole term, or for a share of it.

    What was shown and passed by a moderator waits for a word so long, all else for the other
    term; work with a day of its own counts from that day at the earliest. What waits for a
    moderator is nobody's silence.
    """
    still = term("still_days") // share
    over = Q(changed_at__lt=_before(still)) & (
        Q(state__in=(states.AGREED, states.DRAFTED))
        | Q(state=states.PROVEN, is_proof_refused=True)
        | Q(state__in=states.WITH_DAY, plan_on__lt=today() - timedelta(days=still))
    )
    return _whole().filter(_shown(share, is_proof_shown=True) | over).order_by("changed_at")


def _shown(share: int, **given: bool) -> Q:
    """Work that was shown so long ago that whoever raised it might have said a word."""
    before = _before(term("confirm_days") // share)
    return Q(state=states.PROVEN, changed_at__lt=before, **given)


def _before(days: int) -> datetime:
    return clock.database_now() - timedelta(days=days)


def to_warn() -> QuerySet[Match]:
    """Talks of which people are to be told once that they stand still: both sides, and of what
    waits for a moderator whoever raised it, who may confirm it before."""
    unseen = _shown(2, is_proof_shown=False, is_proof_refused=False)
    rows = stuck(2) | _whole().filter(unseen)
    return rows.filter(reminded_on=None)


def at_an_end() -> QuerySet[Match]:
    """Talks that have stood still too long, and both sides had some days to say otherwise."""
    warned_by = today() - timedelta(days=states.WARNED_DAYS)
    return stuck().filter(reminded_on__lte=warned_by)


def confirmed_by(match: Match) -> date | None:
    """From which day silence confirms what was shown; none while a moderator has not seen it."""
    return _silent_from(match, "confirm_days") if match.is_proof_shown else None


def stands_until(match: Match) -> date | None:
    """From which day a talk without a day of its own ends by silence."""
    is_dayless = match.state in (states.AGREED, states.DRAFTED)
    return _silent_from(match, "still_days") if is_dayless else None


def _silent_from(match: Match, code: str) -> date:
    """Its term from the last step, and some days after the reminder at least."""
    moved_on = match.changed_at.astimezone(clock.zone(towns.current().time_zone)).date()
    day = moved_on + timedelta(days=term(code))
    if match.reminded_on is None:
        return day
    return max(day, match.reminded_on + timedelta(days=states.WARNED_DAYS))


def was_agreed(match: Match) -> bool:
    """Whether both sides had said yes once."""
    return Step.objects.filter(match=match, verb=states.ACCEPT).exists()


def to_remind(limit: int = 500) -> list[UUID]:
    """The first of them; one query."""
    return list(to_warn().values_list("id", flat=True)[:limit])


def to_end(limit: int = 500) -> list[UUID]:
    """The first of those at an end; one query."""
    return list(at_an_end().values_list("id", flat=True)[:limit])
