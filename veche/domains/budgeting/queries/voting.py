"""The ballot of a cycle: its paper, who may fill it in, what somebody has cast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.models import Cycle, Fund, Project, StateVote
from veche.domains.budgeting.queries import cycles, projects
from veche.kernel import clock
from veche.kernel.policies import Decision, refuse

KINDS = {
    rules.BUDGET: "several",
    rules.APPROVAL: "several",
    rules.POINTS: "points",
    rules.RANKING: "ranking",
    rules.ONE: "one",
}
ASSISTED = "assisted"
UNTOLD = {"sign-in", "birth-date", "home"}


def paper_of(cycle: Cycle, rows: Sequence[Project]) -> tuple[ballots.Question, ...]:
    """One question for each fund that has projects; a project's number is its option."""
    return tuple(
        _question(cycle, fund, mine)
        for fund in cycles.funds_of(cycle)
        if (mine := [row for row in rows if row.fund_id == fund.pk])
    )


def _question(cycle: Cycle, fund: Fund, rows: Sequence[Project]) -> ballots.Question:
    options = tuple(str(row.number) for row in rows)
    is_cart = cycle.ballot in (rules.BUDGET, rules.APPROVAL)
    most = {rules.APPROVAL: min(cycle.votes_max or len(options), len(options)), rules.ONE: 1}
    return ballots.Question(
        id=fund.code,
        kind=KINDS[cycle.ballot],
        options=options,
        required=False,
        maximum=most.get(cycle.ballot, len(options)),
        total=rules.POINTS_TOTAL if cycle.ballot == rules.POINTS else 0,
        max_each=rules.POINTS_TOTAL if cycle.ballot == rules.POINTS else 0,
        costs=tuple(row.cost_kopecks for row in rows) if is_cart else (),
        budget=fund.amount_kopecks if cycle.ballot == rules.BUDGET else 0,
        rivals=tuple(rivals_among(rows)) if is_cart else (),
    )


def rivals_among(rows: Sequence[Project]) -> list[tuple[str, ...]]:
    """Sets of numbers of which at most one may be funded."""
    sets: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.rivals:
            sets[row.rivals].append(str(row.number))
    return [tuple(one) for one in sets.values() if len(one) > 1]


def terms_of(cycle: Cycle) -> ballots.Terms:
    """Whose ballot counts. Money of districts asks where somebody lives."""
    territories = frozenset({str(cycle.place_id)} if cycle.place_id else set())
    if not territories and cycle.others_max is not None and _places_of(cycle):
        territories = frozenset(str(one.id) for one in places.places())
    return ballots.Terms(cycle.min_level, cycle.min_age, territories)


def _places_of(cycle: Cycle) -> list[Fund]:
    return [fund for fund in cycle.funds.all() if fund.place_id is not None]


def decision(person: PersonRef, cycle: Cycle, moment: datetime | None = None) -> Decision:
    """Whether this person may fill the ballot in now; age and home are read when it matters."""
    terms, spans, now = terms_of(cycle), cycles.spans_of(cycle), moment or clock.now()
    known = ballots.Voter(is_known=person.is_known)
    early = policies.may_vote(cycle, terms, known, spans, now)
    seen_at_once = {"closed", "void", "not-open", "not-settled", "sign-in", "state-vote"}
    if not early and early.code in seen_at_once:
        return early
    found = policies.may_vote(cycle, terms, ballots.voter_of(person, terms), spans, now)
    if found and ballots.took_paper(cycle.id, person.known_id, person.earlier_ids):
        taken = ballots.paper_taken()
        return refuse(taken.message, taken.advice, code="took-paper")
    return found


def next_url(cycle: Cycle, code: str) -> str:
    """The one step that is missing before the ballot, by the code of the refusal."""
    vote = reverse("budgeting:vote", args=[cycle.slug])
    if code == "sign-in":
        return identity.sign_in_url(vote)
    if code == "birth-date":
        return f"{reverse('identity:declare-birth-date')}?next={vote}"
    if code in ("home", "territory"):
        return f"{reverse('identity:declare-home')}?next={vote}"
    return vote


def own_of(person: PersonRef, cycle: Cycle) -> ballots.OwnBallot | None:
    """What the person has cast, while the tie between ballot and person exists."""
    if person.id is None or cycle.settled_at is None or cycle.votes_at == rules.STATE:
        return None
    return ballots.own_ballots([cycle.id], person.id, person.earlier_ids).get(cycle.id)


def strangers(person: PersonRef, cycle: Cycle, choice: Mapping[str, Any]) -> list[str]:
    """Codes of the funds of other districts in which this choice marks something."""
    home = person.home_place_id
    own = set(places.lineage(home)) if home is not None else set()
    return [
        fund.code
        for fund in _places_of(cycle)
        if choice.get(fund.code) and fund.place_id not in own
    ]


def too_far(cycle: Cycle, choice: Mapping[str, Any]) -> str:
    """The last district that no resident of any place could have marked besides; "" for none.

    A sheet of paper does not say where its bearer lives: what somebody may mark, it may bear.
    """
    if cycle.others_max is None:
        return ""
    marked = [fund for fund in _places_of(cycle) if choice.get(fund.code)]
    homes: list[set[UUID]] = [set(), *(set(places.lineage(one.id)) for one in places.places())]
    far = min(([fund for fund in marked if fund.place_id not in home] for home in homes), key=len)
    return far[-1].code if len(far) > cycle.others_max else ""


def channels(cycle: Cycle) -> dict[str, int]:
    """How the ballots came, beside those from the portal; empty when all came so."""
    if cycle.settled_at is None or cycle.votes_at == rules.STATE:
        return {}
    found = ballots.results(cycle.id).channels
    beside = {name: found.get(name, 0) for name in (ASSISTED, ballots.PAPER)}
    return beside if any(beside.values()) else {}


def funds_for(person: PersonRef, cycle: Cycle) -> list[Fund]:
    """The funds as this person meets them: the whole town, their own place, then the others."""
    home = person.home_place_id
    own = set(places.lineage(home)) if home is not None else set()
    return sorted(
        cycles.funds_of(cycle),
        key=lambda fund: fund.place_id is not None and fund.place_id not in own,
    )


def turnout(cycle: Cycle) -> int:
    """How many ballots count; none before there is a box, or before the state's figures came."""
    if cycle.votes_at == rules.STATE:
        taken = state_vote_of(cycle)
        return taken.votes if taken is not None else 0
    return ballots.turnouts([cycle.id])[cycle.id] if cycle.settled_at is not None else 0


def state_vote_of(cycle: Cycle) -> StateVote | None:
    """Whence the figures of a vote elsewhere are, once they came."""
    if cycle.votes_at != rules.STATE:
        return None
    return StateVote.objects.filter(cycle=cycle).first()


def said(cycle: Cycle, choice: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A choice in words: for each fund the marked projects, what of them costs how much."""
    names = cycles.names_of_places()
    rows = {str(row.number): row for row in projects.on_ballot(cycle)}
    found = []
    for fund in cycles.funds_of(cycle):
        answer = choice.get(fund.code)
        if not answer:
            continue
        marked = [rows[key] for key in answer if key in rows]
        points = answer if isinstance(answer, dict) else {}
        found.append(
            {
                "fund": names.get(fund.place_id, "") if fund.place_id else _("Весь город"),
                "rows": [{"row": row, "points": points.get(str(row.number), 0)} for row in marked],
                "sum": sum(row.cost_kopecks for row in marked),
                "amount": fund.amount_kopecks,
            }
        )
    return found
