"""Who comes first, who is near and free, and which step follows which; nobody starves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import cos, radians, sin
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from veche.commons.matching.rules import ranking, states, territory

DAY = date(2026, 11, 28)  # a Saturday
HOME = (54.5, 36.5)
ASK = ranking.Ask(*HOME, frozenset({UUID(int=7)}), DAY, DAY + timedelta(days=6), 2, False, DAY)


def one(number: int = 1, **given: object) -> ranking.Candidate:
    values = {
        "id": UUID(int=number),
        "weekdays": 0b1111111,
        "dates": (),
        "away_until": None,
        "hands": 2,
        "is_verified": False,
        "deeds": 0,
        "waits_since": DAY,
        "place_ids": frozenset(),
        "point": None,
        "radius_m": 0,
        **given,
    }
    return ranking.Candidate(**values)  # type: ignore[arg-type]


candidates = st.lists(
    st.builds(
        one,
        st.integers(1, 10**6),
        weekdays=st.integers(0, 127),
        away_until=st.none() | st.dates(DAY, DAY + timedelta(days=9)),
        hands=st.integers(1, 9),
        is_verified=st.booleans(),
        deeds=st.integers(0, 40),
        waits_since=st.dates(DAY - timedelta(days=400), DAY),
        place_ids=st.sampled_from(
            (frozenset(), frozenset({UUID(int=7)}), frozenset({UUID(int=8)}))
        ),
        point=st.none() | st.tuples(st.floats(54.4, 54.6), st.floats(36.4, 36.6)),
        radius_m=st.sampled_from(territory.RADII_M),
    ),
    max_size=30,
    unique_by=lambda each: each.id,
)


@given(candidates, st.booleans())
def test_only_those_who_can_are_ranked(found: list[ranking.Candidate], is_dangerous: bool) -> None:
    ask = replace(ASK, is_dangerous=is_dangerous)
    by_id = {each.id: each for each in found}
    ranked = ranking.rank(ask, found, 500)
    for each in ranked:
        candidate = by_id[each.id]
        assert ranking.free_on(candidate, ask.starts_on, ask.ends_on) is not None
        assert candidate.is_verified or not is_dangerous
        if candidate.point is not None:
            assert territory.distance_m(HOME, candidate.point) <= candidate.radius_m
        elif candidate.place_ids:
            assert candidate.place_ids & ask.lineage
    assert {each.id for each in ranked} == {
        each.id for each in found if ranking.weigh(ask, each) is not None
    }


@given(candidates)
def test_the_order_does_not_hang_on_the_order_given(found: list[ranking.Candidate]) -> None:
    ids = [each.id for each in ranking.rank(ASK, found, 500)]
    assert ids == [each.id for each in ranking.rank(ASK, found[::-1], 500)]
    assert [each.id for each in ranking.rank(ASK, found, 3)] == ids[:3]


@given(candidates)
def test_points_are_bounded_and_waiting_is_not(found: list[ranking.Candidate]) -> None:
    by_id = {each.id: each for each in found}
    for each in ranking.rank(ASK, found, 500):
        waited = (DAY - by_id[each.id].waits_since).days
        fit = each.points - waited
        assert 0 < fit <= ranking.POINTS_MAX * ranking.DAYS_A_POINT


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(0, 50), st.booleans()), min_size=2, max_size=12
    )
)
def test_nobody_starves(fits: Sequence[tuple[int, int, bool]]) -> None:
    """A need a day, given to the first: everyone is first within a bounded number of days."""
    line = [
        one(number + 1, hands=hands, deeds=deeds, is_verified=is_verified)
        for number, (hands, deeds, is_verified) in enumerate(fits)
    ]
    served: set[UUID] = set()
    for day in range(ranking.POINTS_MAX * ranking.DAYS_A_POINT + len(line) + 1):
        now = DAY + timedelta(days=day)
        ask = replace(ASK, starts_on=now, ends_on=now + timedelta(days=6), today=now)
        first = ranking.rank(ask, line, 1)[0].id
        served.add(first)
        line = [each._replace(waits_since=now) if each.id == first else each for each in line]
    assert served == {each.id for each in line}


@given(
    st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.integers(0, 400)), max_size=12),
    st.integers(1, 4),
)
def test_nobody_starves_behind_the_silent(
    fits: Sequence[tuple[int, bool, int]], willing: int
) -> None:
    """Five requests a week, answered by the willing alone: who had their turn goes to the end, so
    each of the willing is asked within a bounded time, however long the silent had waited."""
    eager = {UUID(int=number + 1) for number in range(willing)}
    line = [one(number + 1) for number in range(willing)]
    line += [
        one(100 + number, hands=hands, is_verified=is_verified, waits_since=DAY - timedelta(waited))
        for number, (hands, is_verified, waited) in enumerate(fits)
    ]
    served: set[UUID] = set()
    for week in range(ranking.POINTS_MAX + len(line) + 1):
        now = DAY + timedelta(weeks=week)
        ask = replace(ASK, starts_on=now, ends_on=now + timedelta(days=6), today=now)
        asked = {each.id for each in ranking.rank(ask, line, 5)}
        served |= asked & eager
        line = [each._replace(waits_since=now) if each.id in asked else each for each in line]
    assert served == eager


def test_of_equals_the_longer_waiting_comes_first() -> None:
    # Seven days are a point: the one with a point less has waited a week more.
    better = one(1, deeds=1)
    longer = one(2, waits_since=DAY - timedelta(days=7))
    assert [each.id.int for each in ranking.rank(ASK, [better, longer], 9)] == [2, 1]


def test_each_reason_is_said() -> None:
    near = one(point=HOME, radius_m=1000, deeds=4, waits_since=DAY - timedelta(days=30))
    said = [each.code for each in ranking.rank(ASK, [near], 1)[0].reasons]
    assert said == ["near", "able", "free", "hands", "deeds", "waits"]
    few = near._replace(hands=1, is_verified=True)
    said = [each.code for each in ranking.rank(ASK, [few], 1)[0].reasons]
    assert said == ["near", "licensed", "free", "some_hands", "deeds", "waits"]


def test_free_days() -> None:
    sunday, last = DAY + timedelta(days=1), DAY + timedelta(days=6)
    assert ranking.free_on(one(weekdays=1 << 6), DAY, last) == sunday
    assert ranking.free_on(one(weekdays=1 << 6, away_until=sunday), DAY, last) is None
    assert ranking.free_on(one(weekdays=0, dates=(sunday,)), DAY, last) == sunday
    assert ranking.free_on(one(weekdays=1 << 6, dates=(DAY,)), DAY, last) == DAY
    assert ranking.free_on(one(weekdays=1 << 6), DAY, DAY) is None


@given(st.dates(DAY, DAY + timedelta(days=30)), st.integers(0, 30))
def test_weekdays_of_a_window(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    expected = {(first + timedelta(days=n)).weekday() for n in range(days + 1)}
    bits = ranking.weekdays_in(first, last)
    assert {day for day in range(7) if bits >> day & 1} == expected


def test_a_window_lies_ahead() -> None:
    assert ranking.window(DAY - timedelta(days=5), DAY + timedelta(days=2), DAY) == (
        DAY,
        DAY + timedelta(days=2),
    )
    first, last = ranking.window(DAY, None, DAY)
    assert (last - first).days == ranking.WINDOW_DAYS


@given(
    st.floats(45, 70),
    st.floats(30, 140),
    st.sampled_from(territory.RADII_M),
    st.floats(0, 1),
    st.floats(0, 6.28),
)
def test_whoever_is_within_reach_lies_in_a_cell_of_the_circle(
    latitude: float, longitude: float, radius: int, share: float, turn: float
) -> None:
    from_here = radius * share / territory.METRES_A_DEGREE
    other = (
        latitude + from_here * sin(turn),
        longitude + from_here * cos(turn) / cos(radians(latitude)),
    )
    if territory.distance_m((latitude, longitude), other) <= radius:
        cells = territory.cells_within(latitude, longitude, radius)
        assert territory.cell_of(*other) in cells
        assert len(cells) <= 48


@given(
    st.sampled_from(states.MATCH_STATES),
    st.sampled_from(states.VERBS),
    st.sets(st.sampled_from(states.PARTIES)),
)
def test_a_step_is_refused_or_leads_somewhere(state: str, verb: str, parties: set[str]) -> None:
    standing = states.Standing(state, states.SOLVER)
    why = states.refusal(standing, verb, parties)
    if why:
        assert why in (states.NOT_NOW, states.NOT_YOURS, states.OWN_PLAN)
        return
    assert states.acting_party(standing, verb, parties) in parties
    assert states.MOVES[state, verb].to in states.MATCH_STATES


def test_nothing_moves_once_it_is_over() -> None:
    for state in (*states.OVER, states.DONE):
        for verb in states.VERBS:
            assert states.refusal(states.Standing(state), verb, states.PARTIES) == states.NOT_NOW


def test_no_way_to_work_leads_past_the_owner() -> None:
    """Without the owner's step nothing behind it is reached, whatever else is done."""
    reached, fresh = {states.ASKED, states.OFFERED}, {states.ASKED, states.OFFERED}
    while fresh:
        fresh = {
            move.to
            for (state, verb), move in states.MOVES.items()
            if state in reached and verb != states.ALLOW
        } - reached
        reached |= fresh
    assert not reached & {states.ALLOWED, states.HANDED, states.PROVEN, states.DONE}


def test_dangerous_work_needs_a_checked_licence() -> None:
    for state, verb in (
        (states.ASKED, "accept"),
        (states.PLANNED, "allow"),
        (states.ALLOWED, "hand_over"),
    ):
        bare = states.Standing(state, is_dangerous=True)
        assert states.refusal(bare, verb, states.PARTIES) == states.UNLICENSED
        checked = replace(bare, is_verified=True)
        assert states.refusal(checked, verb, states.PARTIES) == ""


def test_a_plan_is_agreed_by_the_other_side() -> None:
    drafted = states.Standing(states.DRAFTED, states.SOLVER)
    assert states.refusal(drafted, "agree", {states.SOLVER}) == states.OWN_PLAN
    assert states.refusal(drafted, "agree", {states.ASKER}) == ""
    assert states.waits_for(drafted) == (states.ASKER,)
    assert states.waits_for(states.Standing(states.PROVEN)) == (states.RAISER,)
