"""The counter of the people's budget: one right, three ways to use it, all counted together."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from veche.commons.ballots import public as ballots
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.budgeting import jobs, rules
from veche.domains.budgeting.actions import balloting, counter
from veche.domains.budgeting.forms import sheet
from veche.domains.budgeting.models import Cycle, Phase, Project
from veche.domains.budgeting.queries import cycles, voting
from veche.domains.budgeting.rules import phases
from veche.domains.budgeting.tests.makers import (
    MILLION,
    admitted,
    cast,
    fresh,
    let_phase_come,
    make_cycle,
    make_vote,
    official,
    resident,
)
from veche.kernel import clock
from veche.kernel.errors import Invalid, Refused

pytestmark = pytest.mark.usefixtures("budget_town")
NUMBERS = iter(range(100_000, 999_999))


@pytest.fixture
def clerk() -> Client:
    return sign_in(Client(), make_person(roles=["clerk"], contact="clerk@example.org"))


@pytest.fixture
def second() -> Client:
    return sign_in(Client(), make_person(roles=["clerk"]))


def check_in(browser: Client, number: int = 0) -> None:
    place = next(one for one in cycles.territories() if one.name == "Западный")
    form = {
        "kind": "passport",
        "number": f"9218{number or next(NUMBERS)}",
        "born": "1951-03-04",
        "place": str(place.id),
    }
    assert browser.post("/office/check-in/", form).status_code == 302


def desk(cycle: Cycle, page: str = "") -> str:
    return f"/office/budget-counter/{cycle.slug}/{page}"


def printed(browser: Client, cycle: Cycle, amount: int = 5) -> list[str]:
    answer = browser.post(desk(cycle, "print/"), {"amount": amount, "key": str(uuid4())})
    assert answer.status_code == 302
    return ballots.numbers_of_pack(cycle.id, ballots.packs(cycle.id)[0].id)


def hand_out(browser: Client, cycle: Cycle, people: int = 1) -> None:
    for _person in range(people):
        check_in(browser)
        assert browser.post(desk(cycle, "hand-out/")).status_code == 302


def enter(browser: Client, cycle: Cycle, number: str, *marks: str, **more: str) -> Any:
    form = {"number": number, "f1": list(marks), "key": str(uuid4()), "then": "save", **more}
    return browser.post(desk(cycle, "enter/"), form)


def count_stack(first: Client, other: Client, cycle: Cycle, typed: dict[str, list[str]]) -> None:
    """A stack typed by one clerk and checked by another."""
    for number, marks in typed.items():
        assert enter(first, cycle, number, *marks).status_code == 302
    assert first.post(desk(cycle, "hand-over/")).status_code == 302
    (stack,) = [one for one in ballots.stacks(cycle.id) if one.state == "checking"]
    page = desk(cycle, f"check/{stack.id}/")
    assert other.get(page).status_code == 200
    for number in ballots.waiting_numbers(stack.id):
        form = {"number": number, "f1": typed[number], "then": "save"}
        assert other.post(page, form).status_code == 302


def test_a_cart_on_the_clerks_screen_is_counted_apart(clerk: Client) -> None:
    cycle, _rows = make_vote()
    assert "/office/check-in/" in clerk.get(desk(cycle, "vote/"))["Location"]
    check_in(clerk)
    shown = clerk.get(desk(cycle, "vote/")).content.decode()
    assert "Проект 3" in shown
    over = clerk.post(desk(cycle, "vote/"), {"f1": ["1", "2", "3"]})
    assert over.status_code == 422
    assert "чтобы уложиться" in over.content.decode()
    assert clerk.post(desk(cycle, "vote/"), {"f1": ["1"], "then": "count"}).status_code == 200
    done = clerk.post(desk(cycle, "vote/"), {"f1": ["1", "2"]})
    number = re.search(r"\d{4}-\d{4}-\d{4}", done.content.decode())
    assert number
    assert ballots.has_receipt(cycle.id, number[0].replace("-", ""))
    assert voting.channels(cycle) == {"assisted": 1, "paper": 0}
    assert ballots.days_of_counter(cycle.id)[0].acts == {"assisted": 1}
    page = Client().get(f"/budget-votes/{cycle.slug}/").content.decode()
    assert "на приёме 1, на бумаге 0" in page
    assert clerk.post(desk(cycle, "vote/"), {"f1": ["1"]}).status_code == 302, "the visit is over"


def test_nobody_votes_twice(clerk: Client, second: Client) -> None:
    cycle, _rows = make_vote(is_revisable=False)
    check_in(clerk, 777_777)
    assert clerk.post(desk(cycle, "vote/"), {"f1": ["1"]}).status_code == 200
    printed(second, cycle)
    check_in(second, 777_777)
    assert second.post(desk(cycle, "hand-out/")).status_code == 409
    check_in(second, 888_888)
    assert second.post(desk(cycle, "hand-out/")).status_code == 302
    check_in(second, 888_888)
    assert second.post(desk(cycle, "vote/"), {"f1": ["1"]}).status_code == 403
    assert ballots.results(cycle.id).ballots == 1


def test_who_took_paper_is_told_so_before_the_cart(clerk: Client) -> None:
    cycle, _rows = make_vote()
    voter = resident()
    printed(clerk, cycle)
    ballots.hand_out(
        cycle.id, person_id=voter.known_id, clerk_id=official().known_id, day=cycles.today()
    )
    assert voting.decision(voter, cycle).code == "took-paper"
    browser = sign_in(Client(), voter)
    assert browser.get(f"/budget-votes/{cycle.slug}/vote/").status_code == 302
    assert "взяли бумажный" in browser.get(f"/budget-votes/{cycle.slug}/").content.decode()
    with pytest.raises(Refused):
        balloting.cast_ballot(voter, cycle=cycle, choice={"f1": ["1"]})


def test_paper_is_counted_with_the_rest(clerk: Client, second: Client) -> None:
    cycle, _rows = make_vote()
    cast(cycle, {"f1": ["1"]})
    numbers = printed(clerk, cycle)
    hand_out(clerk, cycle, 3)
    typed = {numbers[0]: ["2", "3"], numbers[1]: ["2", "3"], numbers[2]: ["2"]}
    # The last of three is worth nothing: what it marks costs more than there is.
    over = enter(clerk, cycle, numbers[2], "1", "2", "3")
    assert over.status_code == 422
    told = over.content.decode()
    assert "чтобы уложиться" in told
    assert "лист недействителен" in told
    count_stack(clerk, second, cycle, dict(list(typed.items())[:2]))
    assert enter(clerk, cycle, numbers[2], "1", then="invalid").status_code == 302
    assert clerk.post(desk(cycle, "hand-over/")).status_code == 302
    (stack,) = [one for one in ballots.stacks(cycle.id) if one.state == "checking"]
    form = {"number": numbers[2], "then": "invalid"}
    assert second.post(desk(cycle, f"check/{stack.id}/"), form).status_code == 302
    assert ballots.paper_figures(cycle.id).invalid == 1

    let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    jobs.count_cycle(str(cycle.id))
    assert fresh(cycle).state == rules.CLOSED, "paper may still come"
    assert "вводят до" in Client().get(f"/budget-votes/{cycle.slug}/").content.decode()
    assert clerk.post(desk(cycle, "finish/")).status_code == 302
    jobs.count_cycle(str(cycle.id))
    counted = fresh(cycle)
    assert counted.state == rules.COUNTED
    assert ballots.results(cycle.id).channels == {"web": 1, "paper": 2}
    won = Project.objects.filter(cycle=cycle, state=rules.WON).order_by("number")
    assert [(one.number, one.votes) for one in won] == [(2, 2), (3, 2)]
    assert "на бумаге 2" in Client().get(f"/budget-votes/{cycle.slug}/results/").content.decode()


def test_rivals_and_strange_districts_are_told_at_entry(clerk: Client) -> None:
    west, east = cycles.territories()[:2]
    amounts: dict[UUID | None, int] = {west.id: 5 * MILLION, east.id: 5 * MILLION}
    cycle = make_cycle(amounts=amounts, money={"others_max": 0})
    for fund in ("f1", "f1", "f2"):
        admitted(cycle, cost=MILLION, rivals="пруд" if fund == "f1" else "", fund=fund)
    let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(official(), slug=cycle.slug)
    cycle = let_phase_come(cycle, phases.BALLOT)
    numbers = printed(clerk, cycle)
    hand_out(clerk, cycle)
    assert "исключают друг друга" in enter(clerk, cycle, numbers[0], "1", "2").content.decode()
    far = enter(clerk, cycle, numbers[0], "1", f2="3")
    assert far.status_code == 422
    assert "жители этого района" in far.content.decode()
    assert enter(clerk, cycle, numbers[0], "1").status_code == 302
    assert voting.too_far(cycle, {"f1": ["1"], "f2": ["3"]})
    Cycle.objects.filter(id=cycle.id).update(others_max=1)
    assert not voting.too_far(fresh(cycle), {"f1": ["1"], "f2": ["3"]})


def test_the_sheet_says_all_that_the_screen_says(clerk: Client) -> None:
    cycle, _rows = make_vote()
    said = sheet.content(cycle, "Зареченск")
    (asked,) = said["questions"]
    assert "5 000 000 ₽" in asked["hint"].replace("\u00a0", " ")
    assert [one["text"] for one in asked["options"]][0] == "№\u00a01. Проект 3"
    printed(clerk, cycle)
    pack = ballots.packs(cycle.id)[0]
    pdf = clerk.get(desk(cycle, f"packs/{pack.id}.pdf"))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert sheet.spoken({"f1": ["1", "2"], "f2": {"3": 7}}) == "№\u00a01, №\u00a02, №\u00a03: 7"


@pytest.mark.parametrize(
    ("ballot", "said"),
    [(rules.BUDGET, "отметьте только один"), (rules.POINTS, "выиграет только один"),
     (rules.RANKING, "выиграет только один")],
)  # fmt: skip
def test_a_sheet_says_of_rivals_what_its_ballot_asks(ballot: str, said: str) -> None:
    cycle = make_cycle(ballot=ballot)
    for _n in range(2):
        admitted(cycle, cost=MILLION, rivals="пруд")
    let_phase_come(cycle, phases.CHECKS)
    cycle = balloting.settle_ballot(official(), slug=cycle.slug)
    (asked,) = sheet.content(cycle, "Зареченск")["questions"]
    assert f"Исключают друг друга, {said}: №\u00a01, №\u00a02." in asked["hint"]


def test_a_term_ends_the_typing(clerk: Client) -> None:
    cycle, _rows = make_vote()
    printed(clerk, cycle)
    hand_out(clerk, cycle)
    let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    jobs.finish_papers(str(cycle.id))
    assert ballots.awaiting_papers([cycle.id])
    Cycle.objects.filter(id=cycle.id).update(closed_at=clock.now() - clock_days(9))
    counter.finish_due_papers(cycle_id=cycle.id)
    assert not ballots.awaiting_papers([cycle.id])
    assert ballots.paper_figures(cycle.id).not_returned == 1


def clock_days(days: int) -> Any:
    phase = Phase.objects.first()
    assert phase is not None
    return (phase.ends_at - phase.starts_at) / 10 * days


def test_only_clerks_serve(clerk: Client) -> None:
    cycle, _rows = make_vote()
    author = sign_in(Client(), official())
    for page in ("", "vote/", "enter/", "register/"):
        assert author.get(desk(cycle, page)).status_code == 403
    assert author.post(desk(cycle, "print/"), {"amount": 2}).status_code == 403
    assert clerk.get("/office/budget-counter/").status_code == 200
    assert clerk.get(desk(cycle, "register/")).status_code == 200
    draft = make_cycle()
    assert clerk.get(desk(draft)).status_code == 404
    with pytest.raises(Invalid):
        counter.print_papers(make_person(roles=["clerk"]), cycle=cycle, amount=9999, key=uuid4())
