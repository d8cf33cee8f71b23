"""Cycles and projects for tests, made the ordinary way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from veche.commons.ballots import public as ballots
from veche.commons.ballots.tests.makers import let_time_pass
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import (
    balloting,
    building,
    counter,
    counting,
    judging,
    proposing,
    scoring,
    setting_up,
    working,
)
from veche.domains.budgeting.actions.setting_up import Begun, Money, Rule
from veche.domains.budgeting.models import CostLine, Cycle, Phase, Project
from veche.domains.budgeting.queries import cycles, scores
from veche.domains.budgeting.rules import phases, templates
from veche.kernel import clock
from veche.kernel.ids import new_id, slug_id
from veche.kernel.manifest import Judged

MILLION = 100_000_000
TITLE = "Детская площадка на Луговой"
REASON = "Участок городской, в программах его нет."


def resident(**given: Any) -> PersonRef:
    """Somebody with a contact, an age and a home in the town."""
    places = cycles.territories()
    return make_person(**{"birth_year": 1990, "place_id": places[0].id, **given})


def official(*names: str) -> PersonRef:
    """Somebody with roles."""
    return make_person(roles=list(names or ("author", "approver")))


def days(first: date | None = None) -> dict[str, tuple[date, date]]:
    """Phases of ten days each, proposals beginning on a day, today by default."""
    start = first or cycles.today()
    kinds = phases.NEEDED
    return {
        kind: (start + timedelta(days=10 * n), start + timedelta(days=10 * n + 9))
        for n, kind in enumerate(kinds)
    }


def rule(**given: Any) -> Rule:
    """The rule of a local act."""
    values: dict[str, Any] = {
        "ballot": rules.BUDGET,
        "votes_max": 0,
        "is_revisable": True,
        "rule": templates.MOST_VOTES,
        "completion": "",
        "votes_min": 0,
        "reserve_max": 1,
        "act_title": "Решение совета «О народном бюджете»",
        "act_number": "17",
        "act_on": date(2026, 1, 20),
        "act_url": "",
        "body": "Управление благоустройства",
    }
    return Rule(**{**values, **given})


def money_of(**given: Any) -> Money:
    """Five millions of the whole town, for its residents from sixteen on."""
    values: dict[str, Any] = {
        "amounts": {None: 5 * MILLION},
        "place_id": None,
        "min_age": 16,
        "min_level": 1,
        "others_max": None,
        "turnout_target": None,
    }
    return Money(**{**values, **given})


def make_draft_cycle(
    person: PersonRef | None = None,
    amounts: dict[UUID | None, int] | None = None,
    money: dict[str, Any] | None = None,
    **given: Any,
) -> Cycle:
    """A draft with nothing missing."""
    by = person or official()
    cycle = setting_up.begin_cycle(by, begun=Begun(templates.PEOPLE, "Народный бюджет 2027"))
    given_money = {"amounts": amounts or {None: 5 * MILLION}, **(money or {})}
    setting_up.set_money(by, slug=cycle.slug, money=money_of(**given_money))
    setting_up.set_days(by, slug=cycle.slug, days=days())
    setting_up.set_rule(by, slug=cycle.slug, rule=rule(**given))
    return fresh(cycle)


def make_cycle(**given: Any) -> Cycle:
    """A published cycle that takes proposals."""
    by = official()
    cycle = make_draft_cycle(by, **given)
    setting_up.publish_cycle(by, slug=cycle.slug)
    return fresh(cycle)


def fresh(cycle: Cycle) -> Cycle:
    """The cycle as it is now, with phases and funds."""
    found = cycles.by_id(cycle.id)
    assert found is not None
    return found


def let_phase_come(cycle: Cycle, kind: str) -> Cycle:
    """As if the cycle had begun so long ago that this phase has just begun; its box too."""
    phase = Phase.objects.get(cycle=cycle, kind=kind)
    ago = phase.starts_at - clock.now() + timedelta(minutes=1)
    for one in Phase.objects.filter(cycle=cycle).order_by("starts_at"):
        one.starts_at -= ago
        one.ends_at -= ago
        one.save()
    let_time_pass(cycle.id, ago)
    return fresh(cycle)


def make_draft(cycle: Cycle, author: PersonRef, title: str = TITLE, fund: str = "f1") -> Project:
    """A draft with nothing missing."""
    matter = proposing.Matter(title=title, need="Детям негде играть.", fund=fund)
    draft_id = proposing.start_project(
        author, cycle_slug=cycle.slug, matter=matter, key=slug_id(20)
    )
    plan = proposing.Plan("Качели, горка, песок.", "Сорок семей", "Соседи", rules.TOWN_LAND)
    proposing.describe_project(author, draft_id=draft_id, part=plan)
    lines = [proposing.Line("Качели и горка", MILLION), proposing.Line("Покрытие", MILLION)]
    proposing.describe_project(author, draft_id=draft_id, part=lines)
    return Project.objects.get(id=draft_id)


def make_project(cycle: Cycle, author: PersonRef | None = None, **given: Any) -> Project:
    """A public project that waits for checks."""
    by = author or resident()
    row = make_draft(cycle, by, **given)
    proposing.file_project(by, draft_id=row.id)
    proposing.judge_words(project_id=row.id, judged=Judged(is_passed=True))
    return Project.objects.get(id=row.id)


def checked(row: Project, person: PersonRef | None = None) -> Project:
    """With three checks passed."""
    by = person or official()
    for kind in rules.CHECKS:
        found = judging.Found(True, REASON)
        judging.check_project(by, slug=row.slug, kind=kind, found=found)
    return Project.objects.get(id=row.id)


def admitted(cycle: Cycle, cost: int = 2 * MILLION, rivals: str = "", **given: Any) -> Project:
    """A project that goes on the ballot, at a cost."""
    row, by = make_project(cycle, **given), official()
    judging.correct_cost(by, slug=row.slug, lines=[proposing.Line("Всё", cost)])
    checked(row, by)
    judging.admit_project(by, slug=row.slug, rivals=rivals)
    return Project.objects.get(id=row.id)


def make_vote(costs: tuple[int, ...] = (3, 2, 2), **given: Any) -> tuple[Cycle, list[Project]]:
    """A cycle whose vote has just begun, with projects of so many millions each."""
    cycle = make_cycle(**given)
    rows = [admitted(cycle, cost=cost * MILLION, title=f"Проект {cost}") for cost in costs]
    let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(official(), slug=cycle.slug)
    return let_phase_come(cycle, phases.BALLOT), rows


def make_state_vote(costs: tuple[int, ...] = (3, 2, 2)) -> tuple[Cycle, list[Project]]:
    """A cycle of three objects whose vote in the state's service is over."""
    by = official()
    cycle = setting_up.begin_cycle(by, begun=Begun(templates.IMPROVEMENT, "Благоустройство 2027"))
    money = Money({None: 5 * MILLION}, None, 14, 1, None, 20_000)
    setting_up.set_money(by, slug=cycle.slug, money=money)
    setting_up.set_days(by, slug=cycle.slug, days=days())
    link = "https://zagorodsreda.gosuslugi.ru/objects"
    elsewhere = rule(ballot=rules.ONE, votes_max=1, votes_at=rules.STATE, vote_url=link)
    setting_up.set_rule(by, slug=cycle.slug, rule=elsewhere)
    setting_up.publish_cycle(by, slug=cycle.slug)
    cycle = fresh(cycle)
    rows = [admitted(cycle, cost=cost * MILLION, title=f"Объект {cost}") for cost in costs]
    let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(by, slug=cycle.slug)
    return let_phase_come(cycle, phases.BALLOT), rows


def make_initiative() -> Cycle:
    """A draft of initiative budgeting with its usual criteria."""
    return setting_up.begin_cycle(official(), begun=Begun(templates.INITIATIVE, "Наш двор"))


def make_scored(ballot: str = rules.APPROVAL) -> tuple[Cycle, list[Project]]:
    """A cycle of initiatives in its vote: three projects, residents add to the second."""
    by = official()
    cycle = setting_up.begin_cycle(by, begun=Begun(templates.INITIATIVE, "Наша инициатива"))
    money = Money({None: 5 * MILLION}, None, 16, 1, None, None)
    setting_up.set_money(by, slug=cycle.slug, money=money)
    setting_up.set_days(by, slug=cycle.slug, days=days())
    wanted = rule(ballot=ballot, votes_max=3, rule=templates.SCORES)
    setting_up.set_rule(by, slug=cycle.slug, rule=wanted)
    setting_up.publish_cycle(by, slug=cycle.slug)
    cycle = fresh(cycle)
    rows = [admitted(cycle, cost=cost * MILLION, title=f"Проект {cost}") for cost in (3, 2, 2)]
    CostLine.objects.create(
        project=rows[1], position=9, title="Доля", amount_kopecks=MILLION, payer=rules.BY_PEOPLE
    )
    let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(by, slug=cycle.slug)
    return let_phase_come(cycle, phases.BALLOT), rows


def mark_all(cycle: Cycle, points: tuple[int, ...] = (10, 5, 0), members: int = 3) -> None:
    stood = Project.objects.filter(cycle=cycle).order_by("number")
    for _member in range(members):
        marks = {
            (row.id, one.pk): given_
            for row, given_ in zip(stood, points, strict=True)
            for one in scores.of_commission(cycle)
        }
        scoring.give_marks(official("coordinator"), slug=cycle.slug, marks=marks)


def make_state_over() -> Cycle:
    """A cycle whose vote in the state's service is over, its figures awaited."""
    cycle, _rows = make_state_vote()
    let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    return fresh(cycle)


def make_scored_counted(
    ballot: str = rules.APPROVAL, answer: Any = ("2",)
) -> tuple[Cycle, list[Project]]:
    """A cycle counted by points of its criteria."""
    cycle, rows = make_scored(ballot)
    cast(cycle, {"f1": answer if isinstance(answer, dict) else list(answer)})
    mark_all(cycle)
    scoring.close_scores(official(), slug=cycle.slug)
    let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    ballots.publish(cycle.id)
    counting.count_cycle(cycle_id=cycle.id)
    return fresh(cycle), [Project.objects.get(id=row.id) for row in rows]


def cast(cycle: Cycle, *choices: dict[str, Any], voter: PersonRef | None = None) -> None:
    """Ballots of as many residents; of one that is named, all are theirs."""
    for choice in choices:
        balloting.cast_ballot(voter or resident(), cycle=cycle, choice=choice)


def make_stack(cycle: Cycle) -> UUID:
    """A sheet of paper typed in by one clerk and waiting for another."""
    clerk = make_person(roles=["clerk"])
    by: dict[str, Any] = {"clerk_id": clerk.known_id, "day": cycles.today()}
    pack = ballots.print_pack(cycle.id, amount=2, pack_id=new_id(), **by)
    number = ballots.numbers_of_pack(cycle.id, pack.id)[0]
    ballots.hand_out(cycle.id, person_id=new_id(), **by)
    ballots.enter_sheet(cycle.id, number=number, typed={"f1": ["1"]}, key=new_id(), **by)
    counter.hand_over_stack(clerk, cycle=cycle)
    return ballots.stacks(cycle.id)[0].id


def make_counted(
    *choices: dict[str, Any], costs: tuple[int, ...] = (3, 2, 2), **given: Any
) -> tuple[Cycle, list[Project]]:
    """A cycle whose vote is over and counted; three vote unless ballots are given."""
    cycle, rows = make_vote(costs, **given)
    cast(cycle, *(choices or ({"f1": ["1", "2"]}, {"f1": ["1"]}, {"f1": ["3"]})))
    let_phase_come(cycle, phases.COUNT)
    balloting.close_ballot(cycle_id=cycle.id)
    ballots.publish(cycle.id)
    counting.count_cycle(cycle_id=cycle.id)
    return fresh(cycle), [Project.objects.get(id=row.id) for row in rows]


def signed(**given: Any) -> building.Signed:
    """The protocol and the act that approves the list."""
    today = cycles.today()
    values: dict[str, Any] = {
        "number": "4",
        "signed_on": today,
        "signatory_post": "Глава города",
        "signatory_name": "И. И. Иванов",
        "list_number": "112",
        "list_on": today,
        "works_by": today + timedelta(days=200),
    }
    return building.Signed(**{**values, **given})


def make_approved() -> tuple[Cycle, list[Project]]:
    """A cycle whose list was approved: what won is a promise."""
    cycle, rows = make_counted()
    building.approve_list(official(), slug=cycle.slug, signed=signed())
    return fresh(cycle), [Project.objects.get(id=row.id) for row in rows]


def make_accepted(**point: float) -> Project:
    """A project that was built and accepted, at a point if one is given."""
    _cycle, rows = make_approved()
    row = next(one for one in rows if one.state == rules.WON)
    Project.objects.filter(id=row.id).update(**point)
    step = working.Step(
        contract_number="0811",
        contractor="ООО «Двор»",
        contract_kopecks=2 * MILLION,
        accepted_by="комиссия и жители",
        accepted_on=cycles.today(),
        guarantee_until=cycles.today() + timedelta(days=365 * 5),
    )
    for to in rules.BUILT[1:]:
        working.move_works(official(), slug=row.slug, to=to, step=step)
    return Project.objects.get(id=row.id)


def make_shared(needed: int = MILLION) -> Project:
    """A chosen project to which residents add so much."""
    _cycle, rows = make_approved()
    row = next(one for one in rows if one.state == rules.WON)
    CostLine.objects.create(
        project=row, position=9, title="Озеленение", amount_kopecks=needed, payer=rules.BY_PEOPLE
    )
    Project.objects.filter(id=row.id).update(partners_kopecks=needed)
    return Project.objects.get(id=row.id)
