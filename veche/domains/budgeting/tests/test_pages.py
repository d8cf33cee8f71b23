"""Pages of participatory budgeting as a browser without scripts meets them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.forms import IntegerField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.ballots import public as ballots
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.domains.budgeting import public, rules
from veche.domains.budgeting.actions import balloting, setting_up
from veche.domains.budgeting.forms.setting_up import MoneyForm
from veche.domains.budgeting.models import Cycle, Project, Tally
from veche.domains.budgeting.queries import cycles
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.makers import MILLION
from veche.kernel.errors import Invalid

pytestmark = pytest.mark.usefixtures("budget_town")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def page(client: Client, name: str, *args: Any, **asked: Any) -> str:
    answer = client.get(reverse(f"budgeting:{name}", args=args), asked)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return text_of(answer)


def led(client: Client, path: str) -> str:
    """Where a page leads on."""
    answer: Any = client.get(path)
    return str(answer.url)


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"budgeting:{name}", args=args), data)


def test_an_empty_town_says_what_will_be_here(client: Client) -> None:
    assert "Сейчас ничего не делим" in page(client, "list-cycles")
    sign_in(client, makers.official("author"))
    assert "Циклов ещё нет" in page(client, "list-work")


def test_a_cycle_is_set_up_from_a_template_without_a_manual(client: Client) -> None:
    sign_in(client, makers.official("author"))
    assert "Благоустройство" in page(client, "begin-cycle")
    begun = {"form_key": "a" * 20, "template": templates.PEOPLE, "title": "Наш бюджет"}
    for _n in range(2):
        answer = post(client, "begin-cycle", **begun)
    cycle = Cycle.objects.get()
    assert answer.url == reverse("budgeting:set-money", args=[cycle.slug])
    asked = {"min_age": 16, "min_level": 1, "others_max": 1, "place": ""}
    nothing = post(client, "set-money", cycle.slug, **asked)
    assert nothing.status_code == 422
    assert "Впишите сумму" in text_of(nothing)
    answer = post(client, "set-money", cycle.slug, town="25 000 000", **asked)
    assert answer.url == reverse("budgeting:set-days", args=[cycle.slug])
    given: dict[str, str] = {}
    for kind, (first, last) in makers.days().items():
        given |= {f"{kind}_from": first.isoformat(), f"{kind}_to": last.isoformat()}
    wrong = post(
        client, "set-days", cycle.slug, **{**given, "checks_from": given["proposals_from"]}
    )
    assert wrong.status_code == 422
    assert "этап начинается раньше, чем кончился прошлый" in text_of(wrong)
    answer = post(client, "set-days", cycle.slug, **given)
    assert answer.url == reverse("budgeting:set-rule", args=[cycle.slug])
    assert "Назовите акт" in page(client, "publish-cycle", cycle.slug)
    rule = {
        "body": "Управление благоустройства",
        "act_title": "Решение совета",
        "act_number": "5",
        "act_on": "2026-01-20",
        "ballot": rules.ONE,
        "rule": templates.SHARES,
        "is_revisable": "on",
    }
    refused = post(client, "set-rule", cycle.slug, **rule)
    assert "нужен бюллетень с несколькими отметками" in text_of(refused)
    answer = post(client, "set-rule", cycle.slug, **{**rule, "ballot": rules.BUDGET})
    assert answer.url == reverse("budgeting:publish-cycle", args=[cycle.slug])
    look = page(client, "publish-cycle", cycle.slug)
    assert "Публикует утверждающий" in look
    assert post(client, "publish-cycle", cycle.slug).status_code == 403
    sign_in(client, makers.official("approver"))
    answer = post(client, "publish-cycle", cycle.slug)
    assert answer.url.endswith("?done=published")
    assert "Наш бюджет" in page(client, "list-work")
    client.cookies.clear()
    shown = page(client, "read-cycle", cycle.slug)
    assert "Предложить проект" in shown
    assert "Проектов пока нет" in shown


def test_a_template_takes_ages_from_the_norms() -> None:
    by, ages = makers.official("author"), {}
    for code in templates.TEMPLATES:
        cycle = setting_up.begin_cycle(by, begun=setting_up.Begun(code, "Цикл"))
        ages[code] = cycle.min_age
    assert (ages[templates.PEOPLE], ages[templates.IMPROVEMENT]) == (16, 14)
    least = MoneyForm(initial={}).fields["min_age"]
    assert isinstance(least, IntegerField)
    assert least.min_value == norms.value(templates.OF_POLLS, cycles.today()).value


def test_more_sums_than_there_may_be_are_not_called_none() -> None:
    by, cycle = makers.official("author"), makers.make_draft_cycle()
    amounts = dict.fromkeys([uuid4() for _n in range(61)], MILLION)
    with pytest.raises(Invalid) as refused:
        setting_up.set_money(by, slug=cycle.slug, money=makers.money_of(amounts=amounts))
    assert "не больше чем в 60 строк" in str(refused.value.fields["town"])


def test_a_draft_cycle_is_no_residents_matter(client: Client) -> None:
    cycle = makers.make_draft_cycle()
    assert client.get(reverse("budgeting:read-cycle", args=[cycle.slug])).status_code == 404
    sign_in(client, makers.official("author"))
    post(client, "discard-cycle", cycle.slug)
    assert not Cycle.objects.exists()


def test_a_resident_proposes_step_by_step(client: Client) -> None:
    cycle = makers.make_cycle()
    sign_in(client, makers.resident())
    what = {
        "form_key": "b" * 20,
        "title": makers.TITLE,
        "need": "Негде играть",
        "fund": "f1",
        "spot": "Луговая улица, 54",
    }
    assert post(client, "start-project", cycle.slug, **{**what, "fund": "f9"}).status_code == 422
    for _n in range(2):
        answer = post(client, "start-project", cycle.slug, **what)
    row = Project.objects.get()
    assert answer.url == reverse("budgeting:describe-plan", args=[row.id])
    how = {"works": "Горка", "benefits": "Детям", "upkeep": "Соседи", "land": "private"}
    answer = post(client, "describe-plan", row.id, **how, then="stay")
    assert answer.url.endswith("?done=saved")
    assert "Черновик сохранён" in page(client, "describe-plan", row.id, done="saved")
    half = post(client, "describe-cost", row.id, title_1="Горка")
    assert half.status_code == 422
    answer = post(client, "describe-cost", row.id, title_1="Горка", amount_1="2 000 000")
    assert answer.url == reverse("budgeting:file-project", args=[row.id])
    assert "На частной земле" in page(client, "file-project", row.id)
    assert post(client, "file-project", row.id).status_code == 422
    post(client, "describe-plan", row.id, **{**how, "land": "town"})
    for _n in range(2):
        answer = post(client, "file-project", row.id)
        assert answer.url == reverse("budgeting:read-sent", args=[row.slug])
    assert "Прочитает модератор" in page(client, "read-sent", row.slug)
    assert makers.TITLE in page(client, "list-own")
    row.refresh_from_db()
    assert (row.number, row.cost_kopecks) == (1, 2 * MILLION)
    assert client.get(reverse("budgeting:describe-plan", args=[row.id])).status_code == 404


def test_lists_go_on_and_say_nothing_untrue_on_the_way(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = makers.make_cycle()
    drafts = [makers.make_draft_cycle() for _n in range(2)]
    decided = [makers.make_counted()[0] for _n in range(2)]
    monkeypatch.setattr(cycles.decided_page, "__kwdefaults__", {"after": "", "size": 1})
    monkeypatch.setattr(cycles.managed, "__kwdefaults__", {"after": "", "size": 2})

    def walked(name: str) -> list[str]:
        path, seen = reverse(f"budgeting:{name}"), []
        while path:
            text = text_of(client.get(path))
            assert "Сейчас ничего не делим" not in text
            assert "Циклов ещё нет" not in text
            seen += re.findall(r'budget-votes/([^/"]+)/(?:publish/|projects/)?">Народный', text)
            further = re.search(r'href="([^"]+)"[^>]*>Показать ещё', text)
            path = unescape(further[1]) if further else ""
        return seen

    newest = [running, *reversed(decided)]
    assert walked("list-cycles") == [one.slug for one in newest]
    sign_in(client, makers.official("author"))
    known = walked("list-work")
    assert known[0] == running.slug
    assert set(known[1:3]) == {one.slug for one in drafts}
    assert set(known[3:]) == {one.slug for one in decided}
    # A coordinator could not open a draft, and is shown none.
    sign_in(client, makers.official("coordinator"))
    assert walked("list-work") == [running.slug, *known[3:]]


def test_a_draft_may_be_thrown_away(client: Client) -> None:
    cycle = makers.make_cycle()
    author = makers.resident()
    sign_in(client, author)
    row = makers.make_draft(cycle, author)
    assert row.title in page(client, "list-own")
    answer = post(client, "discard-project", row.id)
    assert "Черновик удалён" in text_of(client.get(answer.url))
    assert not Project.objects.exists()


def test_projects_are_checked_before_everyone(client: Client) -> None:
    cycle = makers.make_cycle()
    row, other = makers.make_project(cycle), makers.make_project(cycle, title="Сквер")
    sign_in(client, makers.official("author"))
    assert row.title in page(client, "list-projects", cycle.slug)
    assert post(client, "admit-project", row.slug).status_code == 409
    short = post(
        client, "check-project", row.slug, "land", **{"land-verdict": "yes", "land-reason": "ок"}
    )
    assert short.status_code == 422
    for kind in rules.CHECKS:
        given = {f"{kind}-verdict": "yes", f"{kind}-reason": makers.REASON}
        post(client, "check-project", row.slug, kind, **given)
    answer = post(client, "admit-project", row.slug, rivals="сквер")
    assert "Проект допущен" in text_of(client.get(answer.url))
    assert post(client, "refuse-project", other.slug, reason="нет").status_code == 422
    post(client, "refuse-project", other.slug, reason="Земля частная, хозяин против.")
    refused = page(client, "list-projects", cycle.slug, show="refused")
    assert other.title in refused
    client.cookies.clear()
    assert "хозяин против" in page(client, "read-project", other.slug)
    assert makers.REASON in page(client, "read-project", row.slug)


def test_the_town_corrects_a_cost_and_enters_its_own(client: Client) -> None:
    cycle = makers.make_cycle()
    row = makers.checked(makers.make_project(cycle))
    sign_in(client, makers.official("author"))
    post(client, "correct-cost", row.slug, title_1="Всё", amount_1="3 500 000")
    row.refresh_from_db()
    assert row.cost_kopecks == 350_000_000
    assert not row.checks.filter(kind=rules.COST).exists()
    own = {
        "form_key": "c" * 20,
        "title": "Освещение набережной",
        "need": "Вечером темно",
        "fund": "f1",
        "works": "Двадцать фонарей",
        "benefits": "Всем",
        "upkeep": "Горсвет",
        "land": "town",
        "title_1": "Фонари",
        "amount_1": "1 000 000",
    }
    assert post(client, "add-project", cycle.slug, **{**own, "title": ""}).status_code == 422
    answer = post(client, "add-project", cycle.slug, **own)
    made = Project.objects.get(title="Освещение набережной")
    assert answer.url == reverse("budgeting:open-case", args=[made.slug])
    assert "Это ваш собственный проект" in page(client, "open-case", made.slug)
    makers.let_phase_come(cycle, phases.WORKS)
    assert "Проверки уже закончились" in page(client, "open-case", row.slug)
    client.cookies.clear()
    assert "предлагает город" in page(client, "read-project", made.slug)


def test_a_ballot_is_settled_once_nothing_waits(client: Client) -> None:
    cycle = makers.make_cycle()
    makers.admitted(cycle)
    row = makers.make_project(cycle, title="Сквер")
    sign_in(client, makers.official("approver"))
    assert post(client, "settle-ballot", cycle.slug).status_code == 403
    makers.let_phase_come(cycle, phases.CHECKS)
    waits = post(client, "settle-ballot", cycle.slug)
    assert waits.status_code == 409
    assert "Ещё не решено по 1 проекту" in text_of(waits)
    post(client, "refuse-project", row.slug, reason="Земля частная, хозяин против.")
    assert "меньше двух проектов" in text_of(post(client, "settle-ballot", cycle.slug))
    makers.admitted(makers.let_phase_come(cycle, phases.PROPOSALS), title="Третий")
    makers.let_phase_come(cycle, phases.CHECKS)
    answer = post(client, "settle-ballot", cycle.slug)
    assert "Бюллетень утверждён" in text_of(client.get(answer.url))
    assert Project.objects.filter(state=rules.BALLOTED).count() == 2


def test_a_visitor_is_led_to_the_ballot_step_by_step(client: Client) -> None:
    cycle, _rows = makers.make_vote()
    assert "Проголосовать" in page(client, "read-cycle", cycle.slug)
    vote = reverse("budgeting:vote", args=[cycle.slug])
    assert "sign-in" in led(client, vote)
    sign_in(client, make_person())
    assert led(client, vote).startswith(reverse("identity:declare-birth-date"))
    young = makers.resident(birth_year=cycles.today().year - 10)
    sign_in(client, young)
    assert led(client, vote) == reverse("budgeting:read-cycle", args=[cycle.slug])
    shown = page(client, "read-cycle", cycle.slug)
    assert "Голосовать можно с 16 лет" in shown
    assert reverse("identity:declare-home") not in shown
    assert client.post(vote, {"f1": ["1"]}).status_code == 403


def test_a_cart_is_filled_counted_cast_and_changed(client: Client) -> None:
    cycle, rows = makers.make_vote()
    sign_in(client, makers.resident())
    shown = page(client, "vote", cycle.slug)
    assert "Наберите проекты в пределах суммы" in shown
    assert all(row.title in shown for row in rows)
    counted = post(client, "vote", cycle.slug, f1=["1", "2"], then="count")
    assert "Осталось 0" in text_of(counted)
    over = post(client, "vote", cycle.slug, f1=["1", "2", "3"])
    assert over.status_code == 422
    assert "Отмеченное стоит" in text_of(over)
    assert "Отметьте хотя бы один проект" in text_of(post(client, "vote", cycle.slug))
    answer = post(client, "vote", cycle.slug, f1=["1", "2"])
    assert answer.url == reverse("budgeting:read-receipt", args=[cycle.slug])
    receipt = page(client, "read-receipt", cycle.slug)
    assert "Голос принят" in receipt
    found = re.search(r'id="receipt-number">([^<]+)<', receipt)
    assert found is not None
    number = re.sub(r"\D", "", found[1])
    # Posted: what stands in an address stays in histories and logs, and is not read from there.
    assert "лежит в урне" in text_of(post(client, "check-receipt", cycle.slug, number=number))
    assert "двенадцать цифр" in text_of(post(client, "check-receipt", cycle.slug, number="12"))
    asked = page(client, "check-receipt", cycle.slug, number=number)
    assert 'method="post"' in asked
    assert "лежит в урне" not in asked
    assert "Вы уже проголосовали" in page(client, "vote", cycle.slug)
    for given in ({"f1": ["1"], "then": "count"}, {"f1": ["1", "2", "3"]}):
        again = text_of(post(client, "vote", cycle.slug, **given))
        assert "Вы уже проголосовали" in again
        assert "Изменить голос" in again
    post(client, "vote", cycle.slug, f1=["3"])
    changed = page(client, "read-receipt", cycle.slug)
    assert rows[2].title in changed
    assert rows[0].title not in changed
    assert "Вы проголосовали" in page(client, "read-cycle", cycle.slug)


def test_a_vote_that_stands_is_not_changed_where_the_act_says_so(client: Client) -> None:
    cycle, _rows = makers.make_vote(is_revisable=False)
    sign_in(client, makers.resident())
    post(client, "vote", cycle.slug, f1=["1"])
    ahead = led(client, reverse("budgeting:vote", args=[cycle.slug]))
    assert ahead == reverse("budgeting:read-receipt", args=[cycle.slug])
    assert "Изменить голос нельзя" in page(client, "read-receipt", cycle.slug)


@pytest.mark.parametrize(
    ("ballot", "given", "wrong"),
    [
        (rules.APPROVAL, {"f1": ["1", "2"]}, {"f1": ["1", "2", "3"]}),
        (rules.ONE, {"f1": ["2"]}, {"f1": ["1", "2"]}),
        (rules.POINTS, {"f1-1": "6", "f1-2": "4"}, {"f1-1": "6", "f1-2": "5"}),
        (rules.RANKING, {"f1-1": "2", "f1-3": "1"}, {"f1-1": "1", "f1-3": "1"}),
    ],
)
def test_every_kind_of_ballot_is_cast(
    client: Client, ballot: str, given: dict[str, Any], wrong: dict[str, Any]
) -> None:
    cycle, _rows = makers.make_vote(ballot=ballot, votes_max=2)
    sign_in(client, makers.resident())
    page(client, "vote", cycle.slug)
    assert post(client, "vote", cycle.slug, **wrong).status_code == 422
    assert post(client, "vote", cycle.slug, **given).status_code == 302
    assert "Голос принят" in page(client, "read-receipt", cycle.slug)


def test_money_of_other_districts_is_chosen_as_far_as_the_cycle_allows(client: Client) -> None:
    first, second = cycles.territories()[:2]
    amounts = {None: 5 * MILLION, first.id: 5 * MILLION, second.id: 5 * MILLION}
    cycle = makers.make_cycle(amounts=amounts, money={"others_max": 0})
    codes = {fund.place_id: fund.code for fund in cycle.funds.all()}
    rows = {place: makers.admitted(cycle, fund=codes[place]) for place in amounts}
    makers.let_phase_come(cycle, phases.CHECKS)
    balloting.settle_ballot(makers.official(), slug=cycle.slug)
    makers.let_phase_come(cycle, phases.BALLOT)
    sign_in(client, makers.resident(place_id=first.id))
    far = post(client, "vote", cycle.slug, **{codes[second.id]: [str(rows[second.id].number)]})
    assert far.status_code == 422
    assert "Здесь голосуют жители этого района" in text_of(far)
    near = {codes[place]: [str(rows[place].number)] for place in (None, first.id)}
    assert post(client, "vote", cycle.slug, **near).status_code == 302
    there = makers.make_cycle(money={"place_id": second.id})
    for title in ("А", "Б"):
        makers.admitted(there, title=title)
    makers.let_phase_come(there, phases.CHECKS)
    balloting.settle_ballot(makers.official(), slug=there.slug)
    makers.let_phase_come(there, phases.BALLOT)
    # Who lives elsewhere is told so, with the link to say where one lives now.
    shown = page(client, "read-cycle", there.slug)
    assert "Голосуют жители другой территории" in shown
    assert reverse("identity:declare-home") in shown
    homeless = make_person(birth_year=1990)
    sign_in(client, homeless)
    answer: Any = client.get(reverse("budgeting:vote", args=[cycle.slug]))
    assert answer.url.startswith(reverse("identity:declare-home"))


def test_the_home_page_asks_for_own_ballots_once() -> None:
    voter = makers.resident()
    made = [makers.make_vote()[0] for _n in range(3)]
    for cycle in made:
        makers.cast(cycle, {"f1": ["1"]}, voter=voter)
    with CaptureQueriesContext(connection) as asked:
        part = public.home_part(voter)
    assert part is not None
    assert [bool(one["own"]) for one in part["rows"]] == [True, True]
    of_ballots = [one for one in asked if "ballots_ballot" in one["sql"]]
    with CaptureQueriesContext(connection) as once:
        ballots.own_ballots([made[0].id], voter.known_id)
    assert len(of_ballots) == len([one for one in once if "ballots_ballot" in one["sql"]])


def test_a_copy_of_own_data_has_all_that_was_written() -> None:
    author = makers.resident()
    row = makers.make_draft(makers.make_cycle(), author)
    Project.objects.filter(id=row.id).update(spot="Луговая, 54", latitude=55.5, longitude=49.1)
    assert author.id is not None
    (said,) = public.own_part(author.id)["projects"]
    assert (said["benefits"], said["upkeep"], said["land"]) == ("Сорок семей", "Соседи", "town")
    assert (said["spot"], said["latitude"], said["longitude"]) == ("Луговая, 54", 55.5, 49.1)
    assert said["lines"][0] == {
        "title": "Качели и горка",
        "amount_kopecks": MILLION,
        "payer": rules.BY_TOWN,
    }


def test_sums_are_told_to_the_kopeck_where_they_are_compared(client: Client) -> None:
    cycle, rows = makers.make_counted({"f1": ["1"]}, {"f1": ["1"]}, {"f1": ["2"]}, {"f1": ["3"]})
    Tally.objects.filter(is_in_force=True).update(
        told={
            **Tally.objects.get(is_in_force=True).told,
            "2": {"votes": 1, "score": 1, "cost": 2 * MILLION, "is_won": False, "reason": "money",
                  "turn_left": 235_100_050, "short": 1, "cost_to_win": 0, "people_to_win": 2},
            "3": {"votes": 1, "score": 1, "cost": 2 * MILLION, "is_won": False, "reason": "money",
                  "turn_left": 0, "short": 1, "cost_to_win": 135_100_000, "people_to_win": 2},
        }
    )  # fmt: skip
    zero = page(client, "explain-project", rows[1].slug).replace("\u00a0", " ")
    assert "оставалось 2 351 000,50 ₽" in zero
    assert "снизить цену мало" in zero
    assert "0 ₽ или меньше" not in zero.replace("000 ₽", "")
    some = page(client, "explain-project", rows[2].slug).replace("\u00a0", " ")
    assert "1 351 000 ₽ или меньше" in some
    assert cycle.slug in some
