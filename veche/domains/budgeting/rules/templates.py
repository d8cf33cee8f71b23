"""What a new cycle begins with: usual phases, ballot and rule of each kind of programme. Pure.

Terms are usual ones (a local timeline of improvement votes: proposals for 30 days or more, designs
for three weeks, then the vote); a town changes them on the screen that follows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from veche.domains.budgeting import rules
from veche.domains.budgeting.rules import phases

IMPROVEMENT, PEOPLE, INITIATIVE, SCHOOL, YARDS = (
    "improvement", "people", "initiative", "school", "yards",
)  # fmt: skip
# From what age residents take part, by the norm in force on the day: the law's for projects of
# residents and for votes on places, the town's own where the law is silent.
OF_INITIATIVES, OF_PLACES, OF_POLLS = (
    "initiative.min_age", "poll.min_age.object_vote", "poll.min_age",
)  # fmt: skip
MOST_VOTES, VOTES_PER_COST, SHARES_COST, SHARES, PHRAGMEN = (
    "votes", "votes-per-cost", "shares-cost", "shares", "phragmen",
)  # fmt: skip
RULES = (MOST_VOTES, VOTES_PER_COST, SHARES_COST, SHARES, PHRAGMEN)
# Points of a commission and of figures; what it needs of each cycle lies in its criteria.
SCORES = "scores"
IN_FORCE = (*RULES, SCORES)
# The rules that give each voter an equal part need ballots with more than one mark.
FAIR = frozenset({SHARES_COST, SHARES, PHRAGMEN})


@dataclass(frozen=True)
class Template:
    """A kind of programme as it usually runs; `days` of each phase that it has."""

    code: str
    ballot: str
    votes_max: int
    age_norm: str
    days: dict[str, int] = field(default_factory=dict)
    rule: str = MOST_VOTES
    others_max: int | None = None
    reserve_max: int = 3
    has_partners: bool = False
    # Whether the vote may go on in the state's service, zagorodsreda.gosuslugi.ru.
    has_state_vote: bool = False
    # Whether projects may be chosen by criteria in points.
    has_criteria: bool = False
    # Whether some of the money is a district's own: without it there is nothing near to choose.
    needs_places: bool = False


_USUAL = {
    phases.PROPOSALS: 30,
    phases.CHECKS: 21,
    phases.BALLOT: 21,
    phases.COUNT: 7,
    phases.WORKS: 365,
}
TEMPLATES = {
    one.code: one
    for one in (
        Template(
            PEOPLE,
            ballot=rules.BUDGET,
            votes_max=0,
            age_norm=OF_INITIATIVES,
            days=_USUAL,
            others_max=1,
        ),
        Template(
            IMPROVEMENT,
            ballot=rules.ONE,
            votes_max=1,
            age_norm=OF_PLACES,
            days={**_USUAL, phases.DESIGN: 21, phases.BALLOT: 45},
            reserve_max=2,
            has_state_vote=True,
        ),
        Template(
            INITIATIVE,
            ballot=rules.APPROVAL,
            votes_max=3,
            age_norm=OF_INITIATIVES,
            days=_USUAL,
            has_partners=True,
            rule=SCORES,
            has_criteria=True,
        ),
        Template(
            YARDS,
            ballot=rules.APPROVAL,
            votes_max=2,
            age_norm=OF_PLACES,
            days={**_USUAL, phases.DESIGN: 14},
            others_max=0,
            reserve_max=5,
            needs_places=True,
        ),
        Template(
            SCHOOL,
            ballot=rules.POINTS,
            votes_max=0,
            age_norm=OF_POLLS,
            days={**_USUAL, phases.PROPOSALS: 21, phases.CHECKS: 14, phases.BALLOT: 10},
            reserve_max=1,
        ),
    )
}
