"""Days, acts and departures as people read them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import counting, setting_up
from veche.domains.budgeting.forms import sheet
from veche.domains.budgeting.forms.proposing import MatterForm
from veche.domains.budgeting.forms.setting_up import RuleForm
from veche.domains.budgeting.queries import counter, cycles, wording
from veche.domains.budgeting.rules import phases, templates
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.makers import MILLION
from veche.domains.budgeting.tests.test_pages import page, post, text_of
from veche.kernel.errors import Invalid

pytestmark = pytest.mark.usefixtures("budget_town")
LONG = "На этом участке началась прокладка теплосети. До её окончания строить нельзя."


def test_the_last_day_of_a_vote_is_told_one_way(client: Client) -> None:
    cycle, _rows = makers.make_vote()
    day = date_format(wording.last_day(counter.ballot_of(cycle)), "j E")
    voter = sign_in(Client(), makers.resident())
    shown = [
        page(client, "read-cycle", cycle.slug),
        page(voter, "vote", cycle.slug),
        sheet.content(cycle, "Зареченск")["hours"],
    ]
    post(voter, "vote", cycle.slug, f1=["1"])
    shown.append(page(voter, "read-receipt", cycle.slug))
    for text in shown:
        plain = text.replace("\u00a0", " ")
        assert re.search(rf"по {day}( \d{{4}})? включительно", plain)
        assert f"до {day}" not in plain
    left = wording.now_of(cycle)["left"]
    clerk = sign_in(Client(), make_person(roles=["clerk"]))
    assert left in page(clerk, "counter").replace("\u00a0", " ")


def test_what_is_over_agrees_with_its_name() -> None:
    cycle = makers.make_counted()[0]
    later = max(span.ends_at for span in cycles.spans_of(cycle)) + timedelta(days=1)
    said = {step["kind"]: step["text"].split()[0] for step in wording.course(cycle, later)}
    assert said[phases.BALLOT] == "кончилось"
    assert said[phases.COUNT] == "кончился"
    assert {said[phases.PROPOSALS], said[phases.CHECKS], said[phases.WORKS]} == {"кончились"}


def test_an_excluded_project_says_first_that_the_town_did_it(client: Client) -> None:
    cycle, rows = makers.make_counted()
    lost = next(row for row in rows if row.number == 3)
    before = page(client, "explain-project", lost.slug)
    assert "Что изменило бы итог" in before
    counting.override_outcome(makers.official(), slug=lost.slug, after=rules.LOST, reason=LONG)
    why = page(client, "explain-project", lost.slug)
    assert "Почему исключён" in why
    assert "Что изменило бы итог" not in why
    assert "только за него" not in why
    assert why.index("Этот проект исключил город") < why.index("Что показал подсчёт")
    assert why.count("прокладка теплосети") == 1
    project = page(client, "read-project", lost.slug)
    assert "Этот проект исключил город" in project
    assert "Почему не прошёл" not in project
    shown = page(client, "read-results", cycle.slug)
    beside = shown[shown.index(lost.title) :].partition("</li>")[0]
    assert "исключил город" in beside
    assert "не хватило" not in beside


def test_a_departure_that_led_back_is_none(client: Client) -> None:
    _cycle, rows = makers.make_counted()
    won, by = rows[0], makers.official()
    counting.override_outcome(by, slug=won.slug, after=rules.LOST, reason=LONG)
    counting.override_outcome(by, slug=won.slug, after=rules.WON, reason=LONG)
    why = page(client, "explain-project", won.slug)
    assert "Почему победил" in why
    assert "Что показал подсчёт" not in why
    # Both stay before everyone.
    assert why.count("прокладка теплосети") == 2


def test_an_act_is_not_made_after_the_cycle_has_begun() -> None:
    by = makers.official()
    cycle = makers.make_draft_cycle()
    first = min(cycles.day_of(span.starts_at) for span in cycles.spans_of(cycle))
    late = makers.rule(act_on=first + timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        setting_up.set_rule(by, slug=cycle.slug, rule=late)
    assert set(refused.value.fields) == {"act_on"}
    kept = setting_up.set_rule(by, slug=cycle.slug, rule=makers.rule(act_on=first))
    assert cycles.flaws_of(kept) == []
    earlier = makers.days(first - timedelta(days=3))
    moved = setting_up.set_days(by, slug=cycle.slug, days=earlier)
    assert ("rule", "late-act") in cycles.flaws_of(makers.fresh(moved))
    with pytest.raises(Invalid):
        setting_up.publish_cycle(makers.official("approver", "author"), slug=cycle.slug)


def test_yards_want_money_of_a_district(client: Client) -> None:
    by = makers.official()
    begun = setting_up.Begun(templates.YARDS, "Дворы", "")
    cycle = setting_up.begin_cycle(by, begun=begun)
    with pytest.raises(Invalid) as refused:
        setting_up.set_money(by, slug=cycle.slug, money=makers.money_of())
    assert "деньги районов" in str(refused.value.fields["town"])
    places = cycles.territories()
    money = makers.money_of(amounts={None: MILLION, places[0].id: MILLION})
    kept = setting_up.set_money(by, slug=cycle.slug, money=money)
    assert "no-district" not in [code for _screen, code in cycles.flaws_of(kept)]


def test_wrong_days_name_their_phase_and_the_right_field(client: Client) -> None:
    cycle = makers.make_draft_cycle()
    sign_in(client, makers.official())
    days = makers.days()
    first, last = days[phases.CHECKS]
    days[phases.CHECKS] = (last, first)
    given: dict[str, Any] = {}
    for kind, (start, end) in days.items():
        given |= {f"{kind}_from": start.isoformat(), f"{kind}_to": end.isoformat()}
    answer = post(client, "set-days", cycle.slug, **given)
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Проверки: Последний день: этап кончается раньше, чем начинается" in said
    assert re.findall(r'id="id_(\w+)_error"', said) == [f"{phases.CHECKS}_to"]
    lacking = {key: value for key, value in given.items() if key != f"{phases.COUNT}_to"}
    assert "Подсчёт: Последний день: " in text_of(post(client, "set-days", cycle.slug, **lacking))


def test_hidden_fields_and_marks_are_told_once_in_russian() -> None:
    cycle = makers.make_cycle()
    point = MatterForm({"latitude": "200", "longitude": "0"}, cycle=cycle)
    assert str(point["latitude"].label) == "Широта"
    assert str(point["longitude"].label) == "Долгота"
    form = RuleForm({"ballot": rules.APPROVAL, "votes_max": "0"}, cycle=cycle)
    assert len(form.errors["votes_max"]) == 1
    none = RuleForm({"ballot": rules.APPROVAL}, cycle=cycle)
    assert "Скажите, сколько" in str(none.errors["votes_max"])
