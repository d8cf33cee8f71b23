"""The count of a cycle, what it makes of projects, papers, departures, works."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.ballots import public as ballots
from veche.commons.commitments import public as commitments
from veche.commons.identity.tests.makers import sign_in
from veche.domains.budgeting import jobs, rules
from veche.domains.budgeting.actions import balloting, building, counting, working
from veche.domains.budgeting.adapters import papers
from veche.domains.budgeting.datasets import DATASETS
from veche.domains.budgeting.models import Cycle, Override, Project, Protocol, Tally
from veche.domains.budgeting.queries import cycles, wording
from veche.domains.budgeting.queries.projects import KIND
from veche.domains.budgeting.rules import phases, tallying, templates
from veche.domains.budgeting.tests import exact, makers, pb_files
from veche.domains.budgeting.tests.makers import MILLION
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


# Who leads by votes costs too much for the rest: greedy and equal shares part.
CAST = [{"f1": ["1", "2"]}] * 3 + [{"f1": ["2"]}, {"f1": ["3"]}, {"f1": ["3"]}]


def text_of_file(client: Client, cycle: Cycle, code: str = "f1") -> str:
    answer: Any = client.get(reverse("budgeting:export-fund", args=[cycle.slug, code]))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def taken(client: Client, cycle: Cycle) -> pb_files.File:
    return pb_files.read(text_of_file(client, cycle))


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({}, "greedy"),
        ({"votes_min": 3}, "greedy-threshold"),
        ({"rule": templates.SHARES_COST}, "equalshares"),
        ({"rule": templates.SHARES_COST, "completion": tallying.ADD1}, "equalshares/add1"),
    ],
)
def test_the_file_of_a_fund_gives_the_same_count_elsewhere(
    client: Client, given: dict[str, Any], rule: str
) -> None:
    cycle, rows = makers.make_counted(*CAST, **given)
    file = taken(client, cycle)
    assert file.meta["rule"] == rule
    # The file alone, counted by a program that has nothing of ours.
    each, cost = Fraction(file.town.budget, len(file.town.ballots)), file.town.costs.__getitem__
    # Costs are whole millions: a step of ten thousand passes over nothing that single ones meet.
    step = 10_000
    found = {
        "greedy": lambda: exact.by_votes(file.town),
        "equalshares": lambda: [one for one, _price in exact.equal_shares(file.town, each, cost)],
        "equalshares/add1": lambda: [
            one for one, _price in exact.add1(file.town, each, cost, step, exhaustive=False)[0]
        ],
    }[rule.removesuffix("-threshold")]()
    assert file.named(tuple(found)) == file.selected
    assert file.selected == {str(row.number) for row in rows if row.state == rules.WON}
    nothing = client.get(reverse("budgeting:export-fund", args=[cycle.slug, "f9"]))
    assert nothing.status_code == 404


def test_points_with_a_threshold_of_voters_name_no_rule_of_the_library(client: Client) -> None:
    cast = [{"f1": {"1": 10}}] * 2 + [{"f1": {"2": 1}}] * 3
    cycle, rows = makers.make_counted(*cast, ballot=rules.POINTS, votes_min=3)
    # Twenty points of two people: a threshold of the score would let it through.
    assert [(row.score, row.state) for row in rows[:2]] == [(20, rules.LOST), (3, rules.WON)]
    meta = taken(client, cycle).meta
    assert meta["rule"] == "unknown"
    assert "min_project_score_threshold" not in meta


def test_files_of_two_funds_do_not_tell_whose_rows_are_whose(client: Client) -> None:
    home = cycles.territories()[0]
    amounts = {None: 5 * MILLION, home.id: 5 * MILLION}
    cycle = makers.make_cycle(amounts=amounts, rule=templates.SHARES_COST)
    for fund in ("f1", "f2"):
        for title in ("А", "Б"):
            makers.admitted(cycle, title=title, fund=fund)
    makers.let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(makers.official(), slug=cycle.slug)
    cycle = makers.let_phase_come(cycle, phases.BALLOT)
    both = [{"f1": [town], "f2": [own]} for town in ("1", "2") for own in ("3", "4")] * 2
    makers.cast(cycle, *both, *[{"f1": ["2", "1"]}] * 3)
    makers.let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    jobs.count_cycle(str(cycle.id))
    for code, number in (("f1", 11), ("f2", 8)):
        text = text_of_file(client, cycle, code)
        rows = [line.split(";") for line in text.partition("VOTES\n")[2].splitlines()[1:]]
        assert [row[0] for row in rows] == [str(place + 1) for place in range(number)]
        said = [row[1] for row in rows]
        assert said == sorted(said)


def test_ballots_of_too_few_are_not_published_and_the_page_says_why(client: Client) -> None:
    cycle, _rows = makers.make_counted(*CAST[:4])
    assert client.get(reverse("budgeting:export-fund", args=[cycle.slug, "f1"])).status_code == 403
    shown = page(client, "read-results", cycle.slug)
    assert "Голосовало меньше 5 человек" in shown
    assert "f1.pb" not in shown
    read = client.get(f"/api/v1/budget-votes/{cycle.slug}/results").json()
    assert read["funds"][0]["pb_url"] == ""
    assert file_in_dataset(cycle) is None
    told, _rows = makers.make_counted(*CAST)
    address = file_in_dataset(told)
    assert address is not None
    assert client.get(address).status_code == 200


def file_in_dataset(cycle: Cycle) -> str | None:
    """What the public table of funds links for the only fund of a cycle."""
    (table,) = [one for one in DATASETS if one.code == "budgeting-funds"]
    at = [column.name for column in table.columns].index("pb")
    (found,) = [row[at] for row in table.rows() if row[0] == cycle.slug]
    return None if found is None else str(found)


def test_files_are_made_for_one_visitor_so_often_and_no_more(client: Client) -> None:
    cycle, _rows = makers.make_counted(*CAST)
    path = reverse("budgeting:export-fund", args=[cycle.slug, "f1"])
    assert [client.get(path).status_code for _n in range(31)][-2:] == [200, 429]


@pytest.mark.parametrize("ballot", [rules.POINTS, rules.RANKING])
def test_points_are_called_points_where_they_decide(client: Client, ballot: str) -> None:
    cast = [{"f1": {"1": 7, "2": 3}}] * 2 if ballot == rules.POINTS else [{"f1": ["1", "2"]}] * 2
    cycle, rows = makers.make_counted(*cast, ballot=ballot)
    said = f"{wording.grouped(rows[0].score)} балл"
    shown = page(client, "read-results", cycle.slug)
    assert said in shown
    assert "Больше баллов, пока хватает денег" in shown
    assert "Больше голосов, пока хватает денег" not in shown
    why = page(client, "explain-project", rows[0].slug)
    assert "с наибольшим числом баллов" in why
    assert said in why.partition("Кто победил")[2]
    sign_in(client, makers.official("approver"))
    assert f'data-label="Баллов">{rows[0].score}<' in page(client, "approve-list", cycle.slug)
    paper = str(papers.protocol(cycle, signed_of(cycle), "x"))
    assert "Баллов" in paper


def signed_of(cycle: Cycle) -> Protocol:
    building.approve_list(makers.official(), slug=cycle.slug, signed=makers.signed())
    return Protocol.objects.get(cycle=cycle)


def test_a_text_hidden_after_the_vote_is_not_told_and_the_project_is_worked_on(
    client: Client,
) -> None:
    cycle, rows = makers.make_counted(*CAST)
    hidden = next(row for row in rows if row.state == rules.WON)
    Project.objects.filter(id=hidden.id).update(is_public=False, title="Личное", spot="Дом Личных")
    shown = page(client, "read-results", cycle.slug)
    assert "Личн" not in shown
    assert "Текст скрыт модератором" in shown
    assert reverse("budgeting:read-project", args=[hidden.slug]) not in shown
    assert "Личное" not in text_of_file(client, cycle)
    other = next(row for row in rows if row.id != hidden.id)
    assert "Личное" not in page(client, "explain-project", other.slug)
    assert "Личное" not in str(papers.protocol(cycle, signed_of(cycle), "x"))
    sign_in(client, makers.official())
    assert "Текст проекта скрыл модератор" in page(client, "open-case", hidden.slug)
    working.move_works(makers.official(), slug=hidden.slug, to=rules.DESIGN, step=working.Step())
    assert Project.objects.get(id=hidden.id).title == "Личное"


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
    beside = page(client, "explain-project", rows[2].slug).partition("Кто победил")[2]
    assert lost.title in beside
    assert reverse("budgeting:read-project", args=[rows[0].slug]) not in beside
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
