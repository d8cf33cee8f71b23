"""Small elections drawn by hypothesis: ties, thresholds, rivals and like voters come often."""

from __future__ import annotations

from hypothesis import strategies as st

from veche.domains.budgeting.rules.counting.election import Election, election_of
from veche.domains.budgeting.tests.exact import Town

COSTS = st.one_of(st.integers(0, 6), st.integers(1, 10).map(lambda one: one * 60))


@st.composite
def towns(draw: st.DrawFn, marks_max: int = 4) -> Town:
    """Up to seven projects and fourteen voters; many of both alike."""
    projects = draw(st.integers(1, 7))
    costs = draw(st.lists(COSTS, min_size=projects, max_size=projects))
    marks = st.integers(0, draw(st.sampled_from([1, 1, marks_max])))
    ballot = st.dictionaries(st.integers(0, projects - 1), marks, max_size=5)
    kinds = draw(st.lists(ballot, min_size=1, max_size=6))
    ballots = draw(st.lists(st.sampled_from(kinds), max_size=14))
    pairs = st.frozensets(st.integers(0, projects - 1), min_size=2, max_size=3)
    return Town(
        budget=draw(st.integers(0, max(1, sum(costs)))),
        costs=costs,
        ballots=ballots,
        order=draw(st.permutations(range(projects))),
        rivals=draw(st.lists(pairs, max_size=2)) if projects > 1 else [],
        votes_min=draw(st.sampled_from([0, 0, 1, 3])),
        score_min=draw(st.sampled_from([0, 0, 4])),
    )


def election(town: Town) -> Election:
    """The same for the fast rules."""
    return election_of(
        budget=town.budget,
        costs=town.costs,
        ballots=town.ballots,
        order=town.order,
        rivals=town.rivals,
        votes_min=town.votes_min,
        score_min=town.score_min,
    )
