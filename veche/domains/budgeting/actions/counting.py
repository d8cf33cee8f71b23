"""The count: published rows by the rule in force, other rules beside, what becomes of projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import events, policies, rules
from veche.domains.budgeting.actions import setting_up
from veche.domains.budgeting.actions.proposing import locked_in_cycle
from veche.domains.budgeting.models import Cycle, Fund, Override, Project, Tally
from veche.domains.budgeting.queries import cycles, projects, scores, voting
from veche.domains.budgeting.rules import heard, scoring, tallying, templates
from veche.domains.budgeting.rules.counting.election import Election, election_of
from veche.domains.budgeting.rules.counting.outcome import Outcome, Round
from veche.domains.budgeting.rules.counting.outcome import Way as Step
from veche.domains.budgeting.rules.tallying import Way
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid

REASON_MIN = 40
# A filled ballot, and how many people dropped such a one.
Weighed = tuple[dict[str, Any], int]
OUTCOMES = (rules.WON, rules.RESERVE, rules.LOST)


@dataclass(frozen=True)
class _Counted:
    """A fund counted: its projects by their places in the election."""

    fund: Fund
    rows: Sequence[Project]
    election: Election
    outcome: Outcome
    told: dict[int, dict[str, Any]]
    # By each rule the numbers of the funded projects, as they stand in ballots.
    funded: Mapping[Way, frozenset[str]]
    # Who waits in reserve, the first first.
    kept: Sequence[int]


@transaction.atomic(durable=True)
def count_cycle(*, cycle_id: UUID) -> None:
    """Count a closed cycle whose rows are published; harmless to repeat."""
    cycle = setting_up.locked(cycle_id)
    if cycle.state != rules.CLOSED or not ballots.is_published(cycle.id):
        return
    if not scores.is_ready(cycle):
        return
    apply_count(cycle, weighed=[(choice, 1) for choice in ballots.published_rows(cycle.id)])
    audit.record("budgeting.cycle_counted", None, cycle.id)
    outbox.put(events.CycleCounted(cycle_id=cycle.id))


def apply_count(cycle: Cycle, *, weighed: Sequence[Weighed]) -> None:
    """Count every fund by every rule, and say of each project what became of it."""
    stood, found = projects.on_ballot(cycle), []
    for fund in cycles.funds_of(cycle):
        rows = [row for row in stood if row.fund_id == fund.pk]
        if rows:
            found.append(_count(cycle, fund, rows, weighed))
            _apply(cycle, found[-1])
    cycle.state, cycle.counted_at = rules.COUNTED, clock.database_now()
    cycle.represented = _represented(cycle, found, weighed)
    setting_up.keep(cycle, "state", "counted_at", "represented")


def _represented(
    cycle: Cycle, found: Sequence[_Counted], weighed: Sequence[Weighed]
) -> dict[str, Any]:
    """How many voters have a funded project by each rule compared, in all and by where they live.

    Shape: `voters`, `ways` [{`rule`, `completion`, `represented`}], `minimum` of a told group,
    `places` [{`names` of places, `voters`, `represented` beside `ways`, None where not told}].
    """
    ways = heard.compared(Way(cycle.rule, cycle.completion), cycle.ballot)
    # By the place of the rule in the list; what a ballot of each fund must mark.
    funded = {
        str(number): {one.fund.code: one.funded[way] for one in found}
        for number, way in enumerate(ways)
    }
    by_way = [(heard.heard_by(choice, funded), people) for choice, people in weighed]
    minimum, table = ballots.split_by_place(
        cycle.id, list(funded), lambda choice: heard.heard_by(choice, funded)
    )
    return {
        "voters": sum(people for _names, people in by_way),
        "ways": [
            {
                "rule": way.rule,
                "completion": way.completion,
                "represented": sum(people for names, people in by_way if str(number) in names),
            }
            for number, way in enumerate(ways)
        ],
        "minimum": minimum,
        "places": [
            {
                "names": list(group.names),
                "voters": group.lines[ballots.TURNOUT],
                "represented": [group.lines.get((ballots.TRAIT, name)) for name in funded],
            }
            for group in table.groups
        ],
    }


def _count(
    cycle: Cycle, fund: Fund, rows: Sequence[Project], weighed: Sequence[Weighed]
) -> _Counted:
    """The rule in force with its explanations, and the outcomes of the others."""
    election = _election(cycle, fund, rows, weighed)
    in_force = Way(cycle.rule, cycle.completion)
    kept: Sequence[int]
    if cycle.rule == templates.SCORES:
        outcome, told, kept = _scored(cycle, fund, rows, election)
    else:
        outcome = tallying.counted(election, in_force)
        told = tallying.told(election, in_force, outcome, _mark_of_one(cycle, rows))
        kept = tallying.reserve(election, outcome, told, cycle.reserve_max)
    _keep(fund, rows, election, in_force, outcome, told, is_in_force=True)
    funded = {in_force: _numbers(rows, outcome)}
    for way in tallying.ways_beside(in_force, cycle.ballot):
        other = tallying.counted(election, way)
        brief = {place: {"is_won": place in set(other.winners)} for place in range(len(rows))}
        _keep(fund, rows, election, way, other, brief)
        funded[way] = _numbers(rows, other)
    return _Counted(fund, rows, election, outcome, told, funded, kept)


def _numbers(rows: Sequence[Project], outcome: Outcome) -> frozenset[str]:
    return frozenset(str(rows[place].number) for place in outcome.winners)


def _mark_of_one(cycle: Cycle, rows: Sequence[Project]) -> int:
    """The most that one ballot gives to a project that it marks alone."""
    most = {rules.POINTS: rules.POINTS_TOTAL, rules.RANKING: len(rows)}
    return most.get(cycle.ballot, 1)


def _scored(
    cycle: Cycle, fund: Fund, rows: Sequence[Project], election: Election
) -> tuple[Outcome, dict[int, dict[str, Any]], Sequence[int]]:
    """The outcome by points of criteria, what it tells, and who waits in reserve."""
    votes = [int(one) for one in election.votes]
    stood = scores.standings(cycle, rows, votes)
    found = scoring.chosen(fund.amount_kopecks, scores.criteria_of(cycle), stood, cycle.votes_min)
    outcome = Outcome(tuple(Round(one, Step.SCORES) for one in found.winners))
    order = scoring.ranking([found.told[place]["score"] for place in range(len(rows))], stood)
    return outcome, found.told, scoring.reserve(found.told, order, cycle.reserve_max)


def _election(
    cycle: Cycle, fund: Fund, rows: Sequence[Project], weighed: Sequence[Weighed]
) -> Election:
    """The ballots in which the fund was answered; who left it out directs none of its money."""
    places = {str(row.number): place for place, row in enumerate(rows)}
    read = tallying.ranked_marks if cycle.ballot == rules.RANKING else tallying.marks_of
    answers = [(choice[fund.code], people) for choice, people in weighed if choice.get(fund.code)]
    return election_of(
        budget=fund.amount_kopecks,
        costs=[row.cost_kopecks for row in rows],
        ballots=[read(answer, places) for answer, _people in answers],
        voters=[people for _answer, people in answers],
        rivals=[[places[key] for key in one] for one in voting.rivals_among(rows)],
        votes_min=cycle.votes_min,
    )


def _keep(
    fund: Fund,
    rows: Sequence[Project],
    election: Election,
    way: Way,
    outcome: Outcome,
    told: dict[int, dict[str, Any]],
    *,
    is_in_force: bool = False,
) -> None:
    numbered = [
        {**one, "project": rows[one["project"]].number}
        for one in tallying.rounds(election, outcome)
    ]
    Tally.objects.create(
        fund=fund,
        rule=way.rule,
        completion=way.completion,
        is_in_force=is_in_force,
        rounds=numbered,
        told={str(rows[place].number): said for place, said in told.items()},
        figures=tallying.figures(election, outcome),
    )


def _apply(cycle: Cycle, found: _Counted) -> None:
    winners = list(found.outcome.winners)
    kept = set(found.kept)
    for place, row in enumerate(found.rows):
        row.votes, row.score = found.told[place]["votes"], found.told[place]["score"]
        row.place = winners.index(place) + 1 if place in winners else None
        row.state = rules.LOST if place not in kept else rules.RESERVE
        if row.place is not None:
            row.state = rules.WON
        row.changed_at = clock.now()
    Project.objects.bulk_update(found.rows, ["votes", "score", "place", "state", "changed_at"])


@transaction.atomic(durable=True)
def override_outcome(person: PersonRef, *, slug: str, after: str, reason: str) -> Project:
    """Depart from the count for one project; everyone reads the reason beside the result."""
    # Whoever approves the list or departs from it at this moment is waited for.
    row = locked_in_cycle(projects.case_for(person, slug).id)
    policies.may_override_outcome(person, row).or_refuse()
    if after not in OUTCOMES or after == row.state:
        words = _("Выберите, что изменить")
        raise Invalid(words, fields={"after": words})
    if len(reason.strip()) < REASON_MIN:
        words = _("Объясните так, чтобы понял сосед: хотя бы пара фраз")
        raise Invalid(words, fields={"reason": words})
    if after == rules.WON:
        _require_room(row)
    Override.objects.create(
        project=row, before=row.state, after=after, reason=reason.strip(), by_id=person.known_id
    )
    row.state, row.changed_at, row.version = after, clock.now(), row.version + 1
    row.save(update_fields=["state", "changed_at", "version"])
    audit.record("budgeting.outcome_overridden", person.id, row.id, reason.strip(), after=after)
    outbox.put(events.OutcomeOverridden(project_id=row.id))
    return row


def _require_room(row: Project) -> None:
    """What is funded besides leaves money for it, and excludes it not."""
    others = Project.objects.filter(fund=row.fund_id, state=rules.WON).exclude(id=row.id)
    spent = sum(others.values_list("cost_kopecks", flat=True))
    if spent + row.cost_kopecks > row.fund.amount_kopecks:
        raise Conflict(
            _("На этот проект не хватает денег"),
            advice=_("Сначала снимите победу с другого проекта, с причиной."),
            code="no-money",
        )
    if row.rivals and others.filter(rivals=row.rivals).exists():
        raise Conflict(
            _("Победил проект, который исключает этот"),
            advice=_("Сначала снимите победу с него, с причиной."),
            code="rival",
        )
