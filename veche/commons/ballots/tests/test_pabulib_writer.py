"""Files of elections are written so that reading gives back the votes, and nothing personal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.ballots import pabulib, public
from veche.commons.ballots.pabulib import Ballot, Heading, Limits, Project
from veche.commons.ballots.rules import Question
from veche.commons.ballots.tests import papers
from veche.commons.ballots.tests.makers_pb import REAL, needs_real_data
from veche.kernel.ids import new_id

HEADING = Heading(
    description="Народный бюджет",
    unit="Заречье",
    instance="2026",
    budget=Decimal(1000),
    vote_type="approval",
    rule="greedy",
    date_begin=date(2026, 9, 1),
    date_end=date(2026, 9, 15),
    limits=Limits(1, 2),
)
PROJECTS = (
    Project("1", 'Каток; с "крышей"', Decimal("900.50"), selected=1),
    Project("2", "Сквер\n у  реки ", Decimal(600), selected=0, latitude=54.5, longitude=-0.00001),
)
BALLOTS: list[Ballot] = [["1", "2"], [], None, ["2"]]


def written(
    heading: Heading = HEADING,
    projects: Sequence[Project] = PROJECTS,
    ballots: Sequence[Ballot] = tuple(BALLOTS),
) -> str:
    return "".join(pabulib.write(heading, projects, lambda: ballots))


def test_a_small_file_as_it_stands() -> None:
    heading = replace(HEADING, max_sum_cost=Decimal("999.9"), comments=("Два\nкруга",))
    assert (
        written(heading)
        == '''META
key;value
description;Народный бюджет
country;Russian Federation
unit;Заречье
instance;2026
num_projects;2
num_votes;2
budget;1000
vote_type;approval
rule;greedy
date_begin;01.09.2026
date_end;15.09.2026
min_length;1
max_length;2
max_sum_cost;999.9
language;ru
currency;RUB
comment;#1: Два круга #2: blank ballots left out: 1
PROJECTS
project_id;cost;votes;name;selected;latitude;longitude
1;900.5;1;"Каток; с ""крышей""";1;;
2;600;2;Сквер у реки;0;54.5;-1e-05
VOTES
voter_id;vote
1;1,2
4;2
'''
    )


TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(';",\n\r\0 #'), max_size=20)
IDS = st.text(st.sampled_from('aя7"-№'), min_size=1, max_size=6)
MONEY = st.decimals(0, 10**12, places=2)


PLACES = st.just((None, None)) | st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@st.composite
def projects_of(draw: st.DrawFn, name: str, is_selected: bool) -> Project:
    latitude, longitude = draw(PLACES)
    return Project(
        name,
        draw(TEXTS),
        draw(MONEY),
        selected=draw(st.integers(0, 3)) if is_selected else None,
        latitude=latitude,
        longitude=longitude,
    )


@st.composite
def elections(draw: st.DrawFn) -> tuple[Heading, tuple[Project, ...], list[Ballot]]:
    ids = draw(st.lists(IDS, min_size=1, max_size=6, unique=True))
    vote_type = draw(st.sampled_from(pabulib.VOTE_TYPES))
    with_points = vote_type in pabulib.WITH_POINTS
    most = draw(st.integers(1, 7)) if vote_type != "choose-1" else 1
    each = draw(st.integers(1, 5))
    is_selected = draw(st.booleans())
    projects = tuple(draw(projects_of(name, is_selected)) for name in ids)
    listed = st.lists(st.sampled_from(ids), max_size=most, unique=True)
    least = 0 if vote_type == "scoring" else 1
    answer: Any = listed
    if with_points:
        answer = listed.flatmap(
            lambda names: st.fixed_dictionaries({n: st.integers(least, each) for n in names})
        )
    heading = Heading(
        description=draw(TEXTS) + "о",
        unit=draw(TEXTS) + "г",
        instance="2026",
        budget=draw(MONEY),
        vote_type=vote_type,
        rule=draw(st.sampled_from(pabulib.RULES)),
        date_begin=date(2026, 9, 1),
        date_end=draw(st.dates(date(2026, 9, 1), date(2027, 1, 1))),
        limits=Limits(1, most, *((0, each * most, each) if with_points else ())),
        max_sum_cost=draw(MONEY),
        comments=tuple(draw(st.lists(TEXTS, max_size=2))),
    )
    return heading, projects, draw(st.lists(st.none() | answer, max_size=12))


@settings(max_examples=200, deadline=None)
@given(elections())
def test_reading_gives_back_what_was_written(case: Any) -> None:
    heading, projects, ballots = case
    read = pabulib.parse(written(heading, projects, ballots).encode())
    assert read.notes == ()
    assert read.vote_type == heading.vote_type
    assert read.limits == replace(
        heading.limits, max_length=min(heading.limits.max_length, len(projects))
    )
    assert Decimal(read.meta["budget"]) == heading.budget
    chosen = Counter(name for ballot in ballots for name in ballot or ())
    for project, found in zip(projects, read.projects, strict=True):
        name = " ".join(project.name.replace("\0", " ").split()) or project.id
        assert found == replace(project, name=name, votes=chosen[project.id], score=found.score)
    marked = [(str(place), one) for place, one in enumerate(ballots, start=1) if one]
    for (place, ballot), vote in zip(marked, read.votes, strict=True):
        assert (vote.voter_id, vote.age, vote.area) == (place, None, "")
        if isinstance(ballot, dict):
            assert dict(zip(vote.projects, vote.points, strict=True)) == ballot
            assert list(vote.points) == sorted(vote.points, reverse=True)
        else:
            assert list(vote.projects) == ballot
    again = written(heading, read.projects, ballots)
    assert again == written(heading, projects, ballots)


POINTS = replace(HEADING, vote_type="cumulative", limits=Limits(1, 2, 1, 5, 3))
REFUSED: list[tuple[Heading, Sequence[Project], Sequence[Ballot]]] = [
    (replace(HEADING, description=" \n"), PROJECTS, []),
    (replace(HEADING, country=""), PROJECTS, []),
    (replace(HEADING, vote_type="lottery"), PROJECTS, []),
    (replace(HEADING, rule="by the mayor"), PROJECTS, []),
    (replace(HEADING, date_end=date(2026, 8, 31)), PROJECTS, []),
    (replace(POINTS, limits=Limits(1, 2)), PROJECTS, []),
    (HEADING, (), []),
    (HEADING, (PROJECTS[0], PROJECTS[0]), []),
    (HEADING, (replace(PROJECTS[0], id="votes"),), []),
    (HEADING, (replace(PROJECTS[0], id="1,2"),), []),
    (HEADING, (replace(PROJECTS[0], id="9" * 37),), []),
    (HEADING, (replace(PROJECTS[0], latitude=1.0),), []),
    (HEADING, (PROJECTS[0], replace(PROJECTS[1], selected=None)), []),
    (HEADING, (replace(PROJECTS[0], votes=2), PROJECTS[1]), [["1"]]),
    (POINTS, (replace(PROJECTS[0], score=Decimal(2)), PROJECTS[1]), [{"1": 1}]),
    (HEADING, PROJECTS, [["3"]]),
    (HEADING, PROJECTS, [["1", "1"]]),
    (HEADING, PROJECTS, [{"1": 1}]),
    (replace(HEADING, limits=Limits(1, 1)), PROJECTS, [["1", "2"]]),
    (replace(HEADING, limits=Limits(2, 2)), PROJECTS, [["1"]]),
    (replace(HEADING, vote_type="choose-1"), PROJECTS, [["1", "2"]]),
    (POINTS, PROJECTS, [["1"]]),
    (POINTS, PROJECTS, [{"1": 0}]),
    (POINTS, PROJECTS, [{"1": 4}]),
    (POINTS, PROJECTS, [{"1": 3, "2": 3}]),
]


@pytest.mark.parametrize(("heading", "projects", "ballots"), REFUSED)
def test_what_has_no_form_in_the_file_is_refused_before_its_first_line(
    heading: Heading, projects: Sequence[Project], ballots: Sequence[Ballot]
) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        pabulib.write(heading, projects, lambda: ballots)


@pytest.mark.parametrize(("budget", "is_told"), [("1499", False), ("1500", True), ("1600", True)])
def test_money_for_everything_is_told(budget: str, is_told: bool) -> None:
    """As the checker sums it, whole roubles: 900 and 600."""
    lines = written(replace(HEADING, budget=Decimal(budget))).splitlines()
    assert ("fully_funded;1" in lines) is is_told


def test_published_rows_become_a_file(town: Any) -> None:
    """A cart from the box to the file: the rows alone are enough."""
    cart = Question(
        "fund",
        "several",
        ("1", "2", "3"),
        minimum=0,
        maximum=3,
        costs=(900_50, 600_00, 400_00),
        budget=1_000_00,
    )
    aside = Question("own", "one", ("a", "b"), required=False)
    box_id = papers.open_box(cart, aside)
    for marked in (["1"], ["2", "3"], [], ["3"]):
        public.cast(papers.leave(box_id, new_id()), {"fund": marked, "own": ["a"]})
    public.close_box(box_id)
    public.publish(box_id)
    projects = [
        Project(name, name, Decimal(cost) / 100)
        for name, cost in zip(cart.options, cart.costs, strict=True)
    ]
    lines = pabulib.write(
        replace(HEADING, max_sum_cost=Decimal(1000), limits=Limits(0, 3)),
        projects,
        lambda: (row.get("fund") for row in public.published_rows(box_id)),
    )
    read = pabulib.parse("".join(lines).encode())
    assert {p.id: p.votes for p in read.projects} == {"1": 1, "2": 1, "3": 2}
    assert read.meta["comment"] == "#1: blank ballots left out: 1"
    assert sorted(vote.projects for vote in read.votes) == [("1",), ("2", "3"), ("3",)]
    assert {vote.voter_id for vote in read.votes} < {"1", "2", "3", "4"}


@needs_real_data
def test_real_elections_come_back_as_they_were() -> None:
    assert REAL is not None
    files = sorted(REAL.glob("*.pb"))
    assert files
    for file in files:
        read = pabulib.parse(file.read_bytes())
        heading = replace(
            HEADING,
            budget=Decimal(read.meta["budget"]),
            vote_type=read.vote_type,
            rule=read.meta["rule"],
            limits=read.limits,
        )
        ballots: list[Ballot] = [
            dict(zip(vote.projects, vote.points, strict=True)) if vote.points else vote.projects
            for vote in read.votes
        ]
        again = pabulib.parse(written(heading, read.projects, ballots).encode())
        named = [replace(one, name=" ".join(one.name.split())) for one in read.projects]
        assert (list(again.projects), again.limits) == (named, read.limits)
        assert [dict(zip(v.projects, v.points, strict=False)) for v in again.votes] == [
            dict(zip(v.projects, v.points, strict=False)) for v in read.votes
        ]
        assert [set(v.projects) for v in again.votes] == [set(v.projects) for v in read.votes]
