"""Points by criteria: what follows from figures, what a commission gives, who is funded and why."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.ballots import public as ballots
from veche.commons.identity.tests.makers import sign_in
from veche.domains.budgeting import jobs, rules
from veche.domains.budgeting.actions import balloting, building, scoring, setting_up
from veche.domains.budgeting.actions.setting_up import Begun
from veche.domains.budgeting.adapters import papers
from veche.domains.budgeting.models import Cycle, Project, Protocol, Score
from veche.domains.budgeting.queries import scores, wording
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.rules.scoring import (
    BUSINESS,
    COMMISSION,
    PEOPLE,
    VOTES,
    Criterion,
    Standing,
    chosen,
    round_half_up,
    sheet,
)
from veche.domains.budgeting.tests.makers import (
    cast,
    fresh,
    let_phase_come,
    make_draft_cycle,
    make_scored,
    make_scored_counted,
    mark_all,
    official,
    rule,
    signed,
)
from veche.kernel import clock
from veche.kernel import jobs as queue
from veche.kernel.errors import Conflict, Invalid, Refused

CRITERIA = [
    Criterion("Польза", COMMISSION, 20),
    Criterion("Деньги жителей", PEOPLE, 20, 15),
    Criterion("Деньги предпринимателей", BUSINESS, 10, 10),
    Criterion("Голоса", VOTES, 25, 300),
]


def standing(number: int, **given_: Any) -> Standing:
    values: dict[str, Any] = {
        "cost": 100, "people": 0, "business": 0, "votes": 0, "marks": ((), (), (), ()),
    }  # fmt: skip
    return Standing(number=number, **{**values, **given_})


def test_each_criterion_by_hand() -> None:
    one = standing(1, cost=850, people=100, business=50, votes=90, marks=((20, 10, 15), (), (), ()))
    found = sheet(CRITERIA, one)
    # 45/3; 10 % of 15 %, of 20; 5 % of 10 %, of 10; 90 of 300, of 25.
    assert [line["points"] for line in found] == [1500, 1333, 500, 750]
    assert [line["figure"] for line in found] == [3, 10, 5, 90]
    more = sheet(CRITERIA, standing(1, cost=0, people=100, votes=9000))
    assert [line["points"] for line in more] == [0, 2000, 0, 2500], "no more than all"
    assert round_half_up(Fraction(1, 2)) == 1


def test_points_then_the_earlier_then_money() -> None:
    by_votes = [CRITERIA[3]]
    stood = [
        standing(1, votes=100, cost=60),
        standing(2, votes=200, cost=60),
        standing(3, votes=100, cost=40, rivals="пруд"),
        standing(4, votes=50, cost=40, rivals="пруд"),
        standing(5, votes=1, cost=1),
    ]
    found = chosen(120, by_votes, stood, votes_min=2)
    assert found.winners == [1, 0]
    assert found.left == [60, 0]
    assert found.told[2]["reason"] == "money"
    assert found.told[2]["short"] == 40
    assert "cost_to_win" not in found.told[2]
    # Equal points are not enough: the first applied earlier.
    assert found.told[2]["points_to_win"] == 1
    assert found.told[4] == {**found.told[4], "reason": "few-votes", "is_won": False}
    rivals = chosen(200, by_votes, stood)
    assert rivals.told[3]["reason"] == "rival"


def test_no_more_points_are_advised_than_the_criteria_hold() -> None:
    one = [Criterion("Польза", COMMISSION, 20)]
    stood = [standing(1, cost=10, marks=((20,),)), standing(2, cost=10, marks=((20,),))]
    # The earlier has all there are: one hundredth more than that nobody gets.
    assert chosen(10, one, stood).told[1]["points_to_win"] is None
    less = [stood[0], standing(2, cost=10, marks=((20, 19),))]
    assert chosen(10, one, less).told[1]["points_to_win"] is None
    later = [standing(3, cost=10, marks=((20,),)), standing(2, cost=10, marks=((20, 19),))]
    assert chosen(10, one, later).told[1]["points_to_win"] == 50


sizes = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 6), st.sampled_from(["", "", "а"])),
    min_size=1, max_size=6,
)  # fmt: skip


@given(sizes, st.integers(0, 25))
def test_what_would_have_been_enough_is_enough(
    asked: list[tuple[int, int, str]], budget: int
) -> None:
    criteria = [Criterion("Польза", COMMISSION, 1000)]
    stood = [
        standing(n, cost=cost, marks=((mark,),), rivals=rivals)
        for n, (cost, mark, rivals) in enumerate(asked, 1)
    ]
    found = chosen(budget, criteria, stood)
    assert sum(stood[one].cost for one in found.winners) <= budget
    marked = [stood[one].rivals for one in found.winners if stood[one].rivals]
    assert len(marked) == len(set(marked))
    for place, said in found.told.items():
        if said.get("cost_to_win"):
            cheap = [
                standing(
                    one.number,
                    cost=said["cost_to_win"] if at == place else one.cost,
                    marks=one.marks,
                    rivals=one.rivals,
                )
                for at, one in enumerate(stood)
            ]
            assert place in chosen(budget, criteria, cheap).winners


def test_the_order_in_which_projects_are_given_changes_nothing() -> None:
    stood = [standing(n, cost=n * 10, votes=(n * 37) % 50) for n in range(1, 5)]
    outcomes = {
        tuple(order[one].number for one in chosen(50, [CRITERIA[3]], order).winners)
        for order in permutations(stood)
    }
    assert len(outcomes) == 1


@pytest.mark.usefixtures("budget_town")
def test_the_commission_marks_and_the_count_waits() -> None:
    cycle, rows = make_scored()
    cast(cycle, {"f1": ["2"]}, {"f1": ["2", "3"]})
    mark_all(cycle, members=2)
    with pytest.raises(Conflict):
        scoring.close_scores(official(), slug=cycle.slug)
    let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    jobs.count_cycle(str(cycle.id))
    assert fresh(cycle).state == rules.CLOSED, "the commission has not finished"

    page = f"/office/budget-votes/{cycle.slug}/scores/"
    member = sign_in(Client(), official("coordinator"))
    shown = member.get(page).content.decode()
    assert "Скольким жителям поможет" in shown
    criteria = scores.of_commission(cycle)
    form = {f"m-{row.number}-{one.pk}": "5" for row in rows for one in criteria}
    name = f"m-1-{criteria[0].pk}"
    for typed in ("99", "много"):
        assert member.post(page, {**form, name: typed}).status_code == 422
    assert member.post(page, form).status_code == 302
    # An empty field takes a mark back, one that was not sent leaves it.
    kept = Score.objects.count()
    assert member.post(page, {**form, name: ""}).status_code == 302
    assert Score.objects.count() == kept - 1
    assert member.post(page, {name: "5"}).status_code == 302
    assert Score.objects.count() == kept
    assert member.post(f"{page}close/").status_code == 403
    assert sign_in(Client(), official()).post(f"{page}close/").status_code == 302
    with pytest.raises(Refused):
        mark_all(fresh(cycle), members=1)

    jobs.count_cycle(str(cycle.id))
    counted = fresh(cycle)
    assert counted.state == rules.COUNTED
    found = list(Project.objects.filter(cycle=cycle).order_by("number"))
    # 25 from the marks (10, 10, 5), 15 (5), 5 (0, 0, 5); a third of the second is paid by people.
    assert [one.score for one in found] == [2499, 3517, 509]
    assert [one.state for one in found] == [rules.WON, rules.WON, rules.RESERVE]
    assert [one.place for one in found] == [2, 1, None]
    scored = Client().get(f"/budget-votes/{cycle.slug}/scores/").content.decode()
    assert "35,17" in scored
    why = Client().get(f"/budget-projects/{found[2].slug}/why/").content.decode()
    assert "За что получил баллы" in why
    assert "5,09" in why
    assert "Прошёл бы" in why
    assert Client().get(f"/budget-votes/{cycle.slug}/results/").status_code == 200
    assert ballots.results(cycle.id).ballots == 2


@pytest.mark.usefixtures("budget_town")
def test_blank_fields_cost_no_more_queries_the_more_there_are() -> None:
    cycle, rows = make_scored()
    member, criteria = official("coordinator"), scores.of_commission(cycle)
    every = [(row.id, one.pk) for row in rows for one in criteria]

    def asked(marks: dict[tuple[Any, int], int | None]) -> int:
        with CaptureQueriesContext(connection) as ran:
            scoring.give_marks(member, slug=cycle.slug, marks=marks)
        return len(ran)

    asked(dict.fromkeys(every, 5))
    one = asked({mark: None if mark == every[0] else 5 for mark in every})
    assert Score.objects.count() == len(every) - 1
    asked(dict.fromkeys(every, 5))
    few = asked({mark: 5 if mark == every[0] else None for mark in every})
    assert Score.objects.count() == 1
    assert few == one
    stranger = official("coordinator")
    scoring.give_marks(stranger, slug=cycle.slug, marks=dict.fromkeys(every))
    assert Score.objects.count() == 1, "nobody takes back the marks of another"


@pytest.mark.usefixtures("budget_town")
@pytest.mark.parametrize(
    ("ballot", "answer"),
    [(rules.APPROVAL, ["2"]), (rules.POINTS, {"2": 10}), (rules.RANKING, ["2", "1"])],
)
def test_points_of_criteria_are_told_as_points_wherever_the_result_is(
    ballot: str, answer: Any
) -> None:
    cycle, rows = make_scored_counted(ballot, answer)
    assert rows[1].score == 3508, "hundredths"
    client = Client()
    assert (
        "35,08 балла, 1 голос"
        in client.get(f"/budget-votes/{cycle.slug}/results/").content.decode()
    )
    why = client.get(f"/budget-projects/{rows[1].slug}/why/").content.decode()
    assert "35,08 балла" in why
    assert "3508" not in why.replace("\u00a0", "")
    desk = sign_in(Client(), official()).get(f"/office/budget-votes/{cycle.slug}/results/")
    assert 'data-label="Баллов">35,08<' in desk.content.decode()
    building.approve_list(official(), slug=cycle.slug, signed=signed())
    paper = str(papers.protocol(fresh(cycle), Protocol.objects.get(cycle=cycle), "x"))
    assert "Баллов" in paper
    assert "35,08" in paper


@pytest.mark.usefixtures("budget_town")
def test_whose_ballot_is_whose_is_kept_for_the_term_of_appeal_after_the_count() -> None:
    cycle, _rows = make_scored()
    cast(cycle, {"f1": ["2"]})
    mark_all(cycle)
    let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    long_ago = clock.now() - timedelta(days=60)
    Cycle.objects.filter(id=cycle.id).update(closed_at=long_ago)

    def is_kept() -> bool:
        jobs.destroy_secrets()
        queue.run_waiting()
        return cycle.id in ballots.with_secrets()

    assert is_kept(), "the commission has not finished: there is no result to argue with"
    Cycle.objects.filter(id=cycle.id).update(closed_at=clock.now() - timedelta(days=181))
    assert cycle.id in jobs.due_to_forget(), "a count that never comes does not keep it for ever"
    Cycle.objects.filter(id=cycle.id).update(closed_at=long_ago)
    scoring.close_scores(official(), slug=cycle.slug)
    jobs.count_cycle(str(cycle.id))
    assert fresh(cycle).state == rules.COUNTED
    assert is_kept()
    Cycle.objects.filter(id=cycle.id).update(counted_at=long_ago)
    assert not is_kept()
    assert jobs.due_to_forget() == [], "of what is destroyed no term is asked again"


@pytest.mark.usefixtures("budget_town")
def test_criteria_are_data_of_a_draft() -> None:
    by = official()
    cycle = setting_up.begin_cycle(by, begun=Begun(templates.INITIATIVE, "Наша инициатива"))
    assert sum(one.points_max for one in scores.rows_of(cycle)) == 100
    browser = sign_in(Client(), by)
    page = f"/office/budget-votes/{cycle.slug}/criteria/"
    assert "Деньги жителей" in browser.get(page).content.decode()
    lacking = {"title_0": "Польза", "kind_0": "votes", "points_max_0": "10"}
    assert browser.post(page, lacking).status_code == 422
    assert browser.post(page, {}).status_code == 422
    assert browser.post(page, {**lacking, "full_at_0": "50"}).status_code == 302
    assert scores.criteria_of(cycle) == [Criterion("Польза", VOTES, 10, 50)]
    people = make_draft_cycle(by)
    with pytest.raises(Invalid):
        setting_up.set_rule(by, slug=people.slug, rule=rule(rule=templates.SCORES))
    taken = make_scored()[0]
    with pytest.raises(Refused):
        scoring.set_criteria(by, slug=taken.slug, criteria=CRITERIA)
    assert wording.points(1250) == "12,5"
    assert wording.points(1200) == "12"
