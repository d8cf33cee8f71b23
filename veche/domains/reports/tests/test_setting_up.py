"""Who answers for what, and who may say so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.places import public as places
from veche.domains.reports import policies
from veche.domains.reports.actions import setting_up
from veche.domains.reports.actions.setting_up import BodyText
from veche.domains.reports.models import Body, Category
from veche.domains.reports.queries import catalogue
from veche.domains.reports.tests import makers
from veche.kernel.errors import Invalid, NotFound, Refused

pytestmark = pytest.mark.usefixtures("places_town")
CODE = "roads.potholes"


def test_who_may() -> None:
    for role in ("admin", "coordinator"):
        assert policies.may_set_up_reports(makers.role(role)).allowed
    for other in (make_person(), makers.role("moderator")):
        assert not policies.may_set_up_reports(other).allowed
        with pytest.raises(Refused):
            setting_up.save_body(other, text=BodyText("Дороги"))


def test_the_nearest_territory_answers(town: Any) -> None:
    admin = makers.role("admin")
    west = next(one for one in places.places() if one.name == "Западный")
    everywhere = setting_up.save_body(admin, text=BodyText("Дороги"))
    local = setting_up.save_body(admin, text=BodyText("Дороги запада"))
    assert CODE in [one.code for one in catalogue.uncovered()]
    setting_up.set_responsible(admin, slug=everywhere, categories=[CODE, "nothing"])
    setting_up.set_responsible(admin, slug=local, categories=[CODE], place_id=west.id)
    assert CODE not in [one.code for one in catalogue.uncovered()]
    assert catalogue.responsible(CODE, west.id).name == "Дороги запада"  # type: ignore[union-attr]
    assert catalogue.responsible(CODE, None).name == "Дороги"  # type: ignore[union-attr]
    closed = BodyText("Дороги запада", is_open=False)
    setting_up.save_body(admin, text=closed, slug=local)
    assert catalogue.responsible(CODE, west.id).name == "Дороги"  # type: ignore[union-attr]
    setting_up.set_responsible(admin, slug=everywhere, categories=[])
    assert catalogue.responsible(CODE, None) is None


def test_a_closed_category_keeps_its_body(town: Any) -> None:
    admin = makers.role("admin")
    slug = setting_up.save_body(admin, text=BodyText("Дороги"))
    setting_up.set_responsible(admin, slug=slug, categories=[CODE])
    Category.objects.filter(code=CODE).update(is_open=False)
    setting_up.set_responsible(admin, slug=slug, categories=[])
    assert catalogue.responsible(CODE, None) is not None


def test_two_of_one_name_are_refused(town: Any) -> None:
    admin = makers.role("admin")
    setting_up.save_body(admin, text=BodyText("Дороги"))
    with pytest.raises(Invalid):
        setting_up.save_body(admin, text=BodyText("Дороги"))
    with pytest.raises(NotFound):
        setting_up.save_body(admin, text=BodyText("Мосты"), slug="nothing")


def test_the_pages_enter_a_body_and_its_themes(client: Client, town: Any) -> None:
    sign_in(client, makers.role("coordinator"))
    page = client.get(reverse("reports:list-bodies")).content.decode()
    assert "Исполнителей ещё нет" in page
    there = reverse("reports:add-body")
    assert client.post(there, {"name": ""}).status_code == 422
    answer = client.post(there, {"name": "Горсвет", "is_open": "on"})
    body = Body.objects.get()
    there_now = reverse("reports:change-body", args=[body.slug])
    assert answer.url == there_now  # type: ignore[attr-defined]
    where = reverse("reports:set-responsible", args=[body.slug])
    client.post(where, {"categories": ["pavements.lamp_out"], "place": ""})
    assert catalogue.responsible("pavements.lamp_out", None) == body
    page = client.get(answer.url).content.decode()  # type: ignore[attr-defined]
    assert page.count(" checked") == 2
    assert client.post(there, {"name": "Горсвет"}).status_code == 422
