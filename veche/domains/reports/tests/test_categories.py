"""Groups and categories of the town's own: versions, terms, who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.domains.reports import policies
from veche.domains.reports.actions import catalogue as writing
from veche.domains.reports.actions import helping
from veche.domains.reports.actions.catalogue import CategoryText, GroupText, TermText
from veche.domains.reports.queries import catalogue, reading, versions
from veche.domains.reports.tests import makers
from veche.kernel.errors import Conflict, Invalid, Refused

pytestmark = pytest.mark.usefixtures("places_town")
CODE = "roads.potholes"
TERM = TermText(3, "working_days", date(2026, 1, 10), "Постановление", "12-п", date(2026, 1, 9))


def text(**given: Any) -> CategoryText:
    return CategoryText(**{**versions.text_of(catalogue.category(CODE)), **given})


def form(**given: Any) -> dict[str, Any]:
    kept = {name: value for name, value in vars(text()).items() if value not in (False, "")}
    return {**kept, "version": 0, **given}


def test_who_may() -> None:
    for role in ("admin", "approver"):
        assert policies.may_edit_categories(makers.role(role)).allowed
    for role in ("coordinator", "moderator"):
        assert not policies.may_edit_categories(makers.role(role)).allowed
        with pytest.raises(Refused):
            writing.save_group(makers.role(role), text=GroupText("Реки", "drop", 20))


def test_each_change_is_a_version_and_the_second_of_two_is_told() -> None:
    admin = makers.role("admin")
    writing.change_category(admin, code=CODE, version=0, text=text(title="Яма", is_open=False))
    found = versions.of(catalogue.category(CODE))
    assert [one.number for one in found] == [2, 1]
    assert {name for name, _before, _after in found[0].changed} == {"title", "is_open"}
    assert found[1].is_of_release
    with pytest.raises(Conflict):
        writing.change_category(admin, code=CODE, version=1, text=text(title="Колея"))
    assert catalogue.category(CODE).title == "Яма"
    writing.change_category(admin, code=CODE, version=2, text=text(title="Колея"))
    assert versions.count(category=catalogue.category(CODE)) == 3


def test_what_neighbours_may_is_a_version_too(client: Client) -> None:
    given = helping.Helping(True, "carpentry")
    helping.set_helping(makers.role("admin"), code=CODE, given=given)
    found = versions.of(catalogue.category(CODE))
    assert {name for name, _was, _is in found[0].changed} == {"is_for_neighbours", "work_kind"}
    sign_in(client, makers.role("admin"))
    page = client.get(reverse("reports:change-category", args=[CODE])).content.decode()
    assert "Кто это делает" in page


def test_the_towns_own_category_tells_plates_and_what_is_off(client: Client) -> None:
    sign_in(client, makers.role("admin"))
    there = reverse("reports:change-category", args=[CODE])
    assert client.post(there, form(tells_plate="on", troubles=["road", "gas"])).status_code == 302
    row = catalogue.category(CODE)
    assert row.troubles.split() == ["road", "gas"]
    assert catalogue.told_in(row)
    assert client.post(there, form(version=2, troubles=["river"])).status_code == 422
    assert client.get(there).content.decode().count('name="troubles" value="gas"') == 1


def test_a_new_category_can_be_reported_at_once_by_its_term() -> None:
    admin = makers.role("admin")
    group = writing.save_group(admin, text=GroupText("Реки", "drop", 20))
    code = writing.add_category(admin, text=text(group=group, title="Мель"), term=TERM)
    term, law = catalogue.term_of(code, reading.today())
    assert (term.days, term.unit) == (3, "working_days")
    assert law == "Постановление от 09.01.2026 № 12-п"
    photo = [makers.upload(author := make_person())]
    report = makers.make_report(author, category=code, photos=photo)
    assert (report.category_id, report.term_days) == (code, 3)


def test_another_term_holds_from_its_day_and_not_before() -> None:
    admin, today = makers.role("admin"), reading.today()
    before, _law = catalogue.term_of(CODE, today)
    later = today + timedelta(days=10)
    new = TermText(5, "calendar_days", later, "Постановление", "13-п", today)
    writing.set_term(admin, code=CODE, term=new)
    assert catalogue.term_of(CODE, today)[0] == before
    term, _law = catalogue.term_of(CODE, later)
    assert (term.days, term.unit) == (5, "calendar_days")
    past = TermText(5, "calendar_days", today - timedelta(days=1), "А", "1", today)
    with pytest.raises(Invalid):
        writing.set_term(admin, code=CODE, term=past)
    earlier = TermText(5, "calendar_days", today, "А", "1", today)
    with pytest.raises(Invalid):
        writing.set_term(admin, code=CODE, term=earlier)


def test_a_category_of_pos_needs_an_address() -> None:
    with pytest.raises(Invalid):
        writing.change_category(
            makers.role("admin"), code=CODE, version=0, text=text(kept_in="pos")
        )


def test_who_answers_is_said_from_the_category_too() -> None:
    admin, body = makers.role("admin"), makers.make_body()
    writing.set_responsible_for(admin, code=CODE, place_id=None, body_id=body.id)
    assert catalogue.responsible(CODE, None) == body
    writing.set_responsible_for(admin, code=CODE, place_id=None, body_id=None)
    writing.set_responsible_for(admin, code=CODE, place_id=None, body_id=None)
    assert catalogue.responsible(CODE, None) is None
    with pytest.raises(Refused):
        writing.set_responsible_for(
            makers.role("moderator"), code=CODE, place_id=None, body_id=body.id
        )


def test_the_pages(client: Client, django_assert_max_num_queries: Any) -> None:
    sign_in(client, makers.role("admin"))
    there = reverse("reports:change-category", args=[CODE])
    client.get(reverse("reports:list-categories"))
    page = client.get(there).content.decode()
    assert "Яма на дороге" in page
    assert "рабочих дней" in page
    wrong = client.post(there, form(season_from="31.02", season_to="1.3"))
    assert wrong.status_code == 422
    assert client.post(there, form(stop_question="Глубоко?")).status_code == 422
    done = client.post(there, form(title="Яма", season_from="1.04", season_to="15.10"))
    assert done.status_code == 302
    row = catalogue.category(CODE)
    assert (row.title, row.season_from) == ("Яма", "01.04")
    page = client.get(there).content.decode()
    assert "версия 2" in page
    assert "<del>Яма на дороге</del>" in page
    new = reverse("reports:add-category")
    assert client.get(f"{new}?group=roads").status_code == 200
    term = {"days": 4, "unit": "working_days", "act_title": "П", "act_number": "1"}
    assert client.post(new, form(title="Новая")).status_code == 422
    answer = client.post(new, {**form(title="Новая"), **term, "act_on": "2026-01-09"})
    assert answer.status_code == 302
    set_term = reverse("reports:set-term", args=[CODE])
    assert client.post(set_term, term).status_code == 422
    dated = {**term, "act_on": "2026-01-09", "starts_on": reading.today().isoformat()}
    assert client.post(set_term, dated).status_code == 302
    group = reverse("reports:save-group", args=["roads"])
    assert client.get(group).status_code == 200
    assert client.post(group, {"title": "", "icon": "road", "position": 1}).status_code == 422
    assert client.post(group, {"title": "Пути", "icon": "road", "position": 1}).status_code == 302
    assert catalogue.group("roads").title == "Пути"
    client.get(reverse("reports:list-categories"))
    with django_assert_max_num_queries(7):
        client.get(reverse("reports:list-categories"))
