"""The count of a cycle, what it makes of projects, papers, departures, works."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.ballots import public as ballots
from veche.commons.ballots.public import pabulib
from veche.commons.commitments import public as commitments
from veche.commons.identity.tests.makers import sign_in
from veche.domains.budgeting import jobs, rules
from veche.domains.budgeting.actions import balloting, counting, working
from veche.domains.budgeting.models import Override, Project, Tally
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.queries.projects import KIND
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.test_pages import page, post, text_of
from veche.kernel.errors import Conflict, Invalid, Refused

pytestmark = pytest.mark.usefixtures("budget_town")
LONG = "На участке началась прокладка теплосети, до её окончания строить нельзя."


def states(rows: list[Project]) -> list[str]:
    return [row.state for row in rows]


def test_most_votes_win_while_the_money_lasts_and_the_next_wait_in_reserve() -> None:
    cycle, rows = makers.make_counted(
        {"f1": ["1", "2"]}, {"f1": ["1"]}, {"f1": ["2"]}, {"f1": ["3"]}
    )
    assert cycle.state == rules.COUNTED
    # Of five millions the first two take all; the third waits for money.
    assert states(rows) == [rules.WON, rules.WON, rules.RESERVE]
    assert [(row.votes, row.place) for row in rows] == [(2, 1), (2, 2), (1, None)]
    told = Tally.objects.get(is_in_force=True).told["3"]
    assert (told["reason"], told["turn_left"], told["people_to_win"]) == ("money", 0, 2)


def test_a_count_that_comes_twice_changes_nothing() -> None:
    cycle, _rows = makers.make_counted()
    made = list(Tally.objects.values_list("id", flat=True))
    jobs.count_cycle(str(cycle.id))
    counting.count_cycle(cycle_id=cycle.id)
    assert list(Tally.objects.values_list("id", flat=True)) == made


def test_a_box_is_closed_on_its_hour_and_not_before() -> None:
    cycle, _rows = makers.make_vote()
    makers.cast(cycle, {"f1": ["1"]})
    balloting.close_ballot(cycle_id=cycle.id)
    assert makers.fresh(cycle).state == rules.RUNNING
    makers.let_phase_come(cycle, phases.COUNT)
    jobs.close_due_ballots()
    jobs.close_ballot(str(cycle.id))
    jobs.count_cycle(str(cycle.id))
    assert makers.fresh(cycle).state == rules.COUNTED
    assert not ballots.is_running(cycle.id)


def test_rivals_do_not_win_together_and_a_threshold_stops() -> None:
    cycle = makers.make_cycle(votes_min=2, ballot=rules.RANKING)
    for title, rivals in (("А", "сквер"), ("Б", "сквер"), ("В", "")):
        makers.admitted(cycle, cost=makers.MILLION, title=title, rivals=rivals)
    makers.let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(makers.official(), slug=cycle.slug)
    cycle = makers.let_phase_come(cycle, phases.BALLOT)
    makers.cast(cycle, {"f1": ["1", "2"]}, {"f1": ["1", "2", "3"]})
    makers.let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    jobs.count_cycle(str(cycle.id))
    told = Tally.objects.get(is_in_force=True).told
    assert [told[key].get("reason") for key in ("1", "2", "3")] == [None, "rival", "few-votes"]


def test_equal_shares_stand_beside_and_tell_who_paid() -> None:
    choices = [{"f1": ["1"]}] * 3 + [{"f1": ["2", "3"]}] * 2
    cycle, rows = makers.make_counted(*choices, rule=templates.SHARES_COST)
    assert rows[0].state == rules.WON
    told = Tally.objects.get(is_in_force=True).told["1"]
    assert (told["in_full"], told["price"]) == (3, makers.MILLION)
    beside = set(Tally.objects.filter(is_in_force=False).values_list("rule", flat=True))
    assert beside == set(templates.RULES) - {templates.SHARES_COST}
    assert cycle.state == rules.COUNTED


def test_results_are_closed_before_the_count_and_told_after_it(client: Client) -> None:
    cycle, _rows = makers.make_vote()
    results = reverse("budgeting:read-results", args=[cycle.slug])
    assert client.get(results).status_code == 403
    counted, rows = makers.make_counted()
    shown = page(client, "read-results", counted.slug)
    assert "Если бы считали иначе" in shown
    assert "Равные доли" in shown
    assert "не хватило" in shown
    won = page(client, "explain-project", rows[0].slug)
    assert "Почему победил" in won
    lost = next(row for row in rows if row.state != rules.WON)
    why = page(client, "explain-project", lost.slug)
    assert "Почему не прошёл" in why
    assert "Что изменило бы итог" in why
    assert "Что победило и почему" in page(client, "read-cycle", counted.slug)
    assert "Почему победил" in page(client, "read-project", rows[0].slug)


def test_the_file_of_a_fund_gives_the_same_count_elsewhere(client: Client) -> None:
    cycle, rows = makers.make_counted()
    answer: Any = client.get(reverse("budgeting:export-fund", args=[cycle.slug, "f1"]))
    election = pabulib.parse(b"".join(answer.streaming_content))
    assert {one.id: one.votes for one in election.projects} == {
        str(row.number): row.votes for row in rows
    }
    assert {one.id for one in election.projects if one.selected} == {
        str(row.number) for row in rows if row.state == rules.WON
    }
    nothing = client.get(reverse("budgeting:export-fund", args=[cycle.slug, "f9"]))
    assert nothing.status_code == 404


def test_a_departure_from_the_count_is_public_and_reasoned(client: Client) -> None:
    cycle, rows = makers.make_counted()
    by = makers.official("approver")
    lost = next(row for row in rows if row.state != rules.WON)
    with pytest.raises(Invalid):
        counting.override_outcome(by, slug=rows[0].slug, after=rules.LOST, reason="Так надо")
    with pytest.raises(Conflict):
        counting.override_outcome(by, slug=lost.slug, after=rules.WON, reason=LONG)
    with pytest.raises(Refused):
        counting.override_outcome(
            makers.official("author"), slug=rows[0].slug, after=rules.LOST, reason=LONG
        )
    sign_in(client, by)
    assert "Отступить от подсчёта" in page(client, "open-case", rows[0].slug)
    answer = post(client, "override-outcome", rows[0].slug, after=rules.LOST, reason=LONG)
    assert "Отступление записано" in text_of(client.get(answer.url))
    counting.override_outcome(by, slug=lost.slug, after=rules.WON, reason=LONG)
    assert Override.objects.count() == 2
    client.cookies.clear()
    shown = page(client, "read-results", cycle.slug)
    assert "Отступления от подсчёта" in shown
    assert LONG in shown
    assert LONG in page(client, "explain-project", rows[0].slug)


def test_what_won_becomes_a_promise_with_stages_and_papers(client: Client) -> None:
    cycle, rows = makers.make_counted()
    sign_in(client, makers.official("approver"))
    assert post(client, "approve-list", cycle.slug).status_code == 422
    data = {name: str(value) for name, value in vars(makers.signed()).items()}
    answer = post(client, "approve-list", cycle.slug, **data)
    assert "Перечень утверждён" in text_of(client.get(answer.url))
    assert post(client, "approve-list", cycle.slug, **data).status_code == 403
    known = commitments.of(KIND, rows[0].id)
    assert known is not None
    assert known.due_on == makers.signed().works_by
    assert len(known.stages) == 4
    assert commitments.of(KIND, rows[2].id) is None
    client.cookies.clear()
    shown = page(client, "read-results", cycle.slug)
    assert "Адресный перечень" in shown
    for name, form in (("print-protocol", "docx"), ("print-list", "docx"), ("print-list", "pdf")):
        paper = client.get(reverse(f"budgeting:{name}", args=[cycle.slug, form]))
        assert paper.status_code == 200
        assert len(paper.content) > 1000
    other, _rows = makers.make_counted()
    assert client.get(reverse("budgeting:print-list", args=[other.slug, "pdf"])).status_code == 404


def test_works_go_step_by_step_to_the_ribbon(client: Client) -> None:
    _cycle, rows = makers.make_approved()
    row, by = rows[0], makers.official("coordinator")
    with pytest.raises(Invalid):
        working.move_works(by, slug=row.slug, to=rules.WORKS, step=working.Step())
    sign_in(client, by)
    today = cycles.today().isoformat()

    def move(to: str, **given: str) -> Any:
        return post(client, "move-works", row.slug, to=to, **given)

    move(rules.DESIGN, note="Проект готов", on=today)
    # A page that was left open takes no further step.
    assert move(rules.DESIGN, note="Проект готов", on=today).status_code == 409
    assert move(rules.CONTRACT, on=today).status_code == 422
    contract = {"contract_number": "0811", "contractor": "ООО «Двор»", "contract_kopecks": "9 000"}
    move(rules.CONTRACT, **contract, on=today)
    move(rules.WORKS, on=today)
    move(rules.ACCEPTED, accepted_by="Комиссия и жители", accepted_on=today)
    row.refresh_from_db()
    assert row.state == rules.ACCEPTED
    assert client.get(reverse("budgeting:move-works", args=[row.slug])).status_code == 403
    known = commitments.of(KIND, row.id)
    assert known is not None
    assert known.state == "done"
    client.cookies.clear()
    shown = page(client, "read-project", row.slug)
    assert "ООО «Двор»" in shown
    assert "Комиссия и жители" in shown
