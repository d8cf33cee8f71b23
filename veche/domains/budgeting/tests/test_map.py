"""Projects on the map, the ground that an official draws, the cart beside its map."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import sign_in
from veche.commons.places import public as places
from veche.commons.places.tests.makers import square
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import balloting, judging, siting
from veche.domains.budgeting.models import Check, Project
from veche.domains.budgeting.rules import phases
from veche.domains.budgeting.tests import makers
from veche.domains.budgeting.tests.test_pages import page, post, text_of
from veche.kernel.errors import Conflict, NotFound, Refused

pytestmark = pytest.mark.usefixtures("budget_town")


def ground(size: float = 0.001) -> str:
    """A square in the middle of the town, as text."""
    home = places.places("district")[0]
    ring = square(home.longitude, home.latitude, size)
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def features(client: Client, name: str, *args: Any, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(reverse(f"budgeting:{name}", args=args), asked)
    assert answer["Content-Type"] == "application/geo+json"
    found: list[dict[str, Any]] = json.loads(answer.content)["features"]
    return found


def test_a_list_and_its_map_say_the_same(client: Client) -> None:
    cycle = makers.make_cycle()
    assert "data-pins" not in page(client, "read-cycle", cycle.slug)
    row, _other = makers.make_project(cycle), makers.make_project(cycle, title="Без места")
    hidden = makers.make_draft(cycle, makers.resident())
    Project.objects.filter(id__in=[row.id, hidden.id]).update(latitude=54.5, longitude=36.6)
    shown = page(client, "read-cycle", cycle.slug)
    address = reverse("budgeting:map-cycle", args=[cycle.slug])
    assert f'data-pins="{address}"' in shown
    assert f'data-pin="{row.number}"' in shown
    (pin,) = features(client, "map-cycle", cycle.slug)
    assert pin["geometry"] == {"type": "Point", "coordinates": [36.6, 54.5]}
    assert pin["properties"]["id"] == str(row.number)
    assert pin["properties"]["text"] == "2\u00a0000\u00a0000\u00a0₽ · Ждёт проверок"
    assert features(client, "map-cycle", cycle.slug, fund="f9") == []
    assert client.get(reverse("budgeting:map-project", args=[hidden.slug])).status_code == 404
    draft = makers.make_draft_cycle()
    assert client.get(reverse("budgeting:map-cycle", args=[draft.slug])).status_code == 404


def test_the_cart_stands_beside_its_map(client: Client) -> None:
    cycle, rows = makers.make_vote()
    sign_in(client, makers.resident())
    assert "data-pins" not in page(client, "vote", cycle.slug)
    Project.objects.filter(id=rows[1].id).update(latitude=54.5, longitude=36.6)
    shown = page(client, "vote", cycle.slug)
    assert reverse("budgeting:map-cycle", args=[cycle.slug]) in shown
    assert f'data-pin="{rows[1].number}"' in shown


def test_an_official_draws_the_ground_and_the_land_is_checked_anew(client: Client) -> None:
    row = makers.admitted(makers.make_cycle())
    sign_in(client, makers.official("author"))
    assert "Нарисовать границу" in page(client, "open-case", row.slug)
    assert 'data-draw="area"' in page(client, "draw-area", row.slug)
    answer = post(client, "draw-area", row.slug, area=ground())
    assert "Граница сохранена" in text_of(client.get(answer.url))
    row.refresh_from_db()
    assert row.area is not None
    assert row.area["type"] == "Polygon"
    assert row.latitude is not None
    assert row.state == rules.PROPOSED
    assert set(Check.objects.filter(project=row).values_list("kind", flat=True)) == {
        rules.POWER, rules.COST,
    }  # fmt: skip
    shapes = [one["geometry"]["type"] for one in features(client, "map-project", row.slug)]
    assert shapes == ["Polygon", "Point"]
    # The same again is no change; an empty field takes it away.
    version = row.version
    post(client, "draw-area", row.slug, area=json.dumps(row.area))
    row.refresh_from_db()
    assert row.version == version
    upload = SimpleUploadedFile("g.geojson", ground(0.002).encode())
    post(client, "draw-area", row.slug, area="", file=upload)
    drawn = Project.objects.get(id=row.id).area
    assert drawn is not None
    assert drawn != row.area
    post(client, "draw-area", row.slug, area="")
    assert Project.objects.get(id=row.id).area is None


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("{", "не читается как JSON"),
        ('{"type": "Point", "coordinates": [36.6, 54.5]}', "Polygon"),
        (json.dumps({"type": "Polygon", "coordinates": [square(10, 10, 0.01)]}), "границу города"),
        (json.dumps({"type": "Polygon", "coordinates": [square(36, 54)[:-1]]}), "не замкнуто"),
    ],
)
def test_a_bad_outline_is_refused_in_words(client: Client, area: str, said: str) -> None:
    row = makers.make_project(makers.make_cycle())
    sign_in(client, makers.official("author"))
    answer = post(client, "draw-area", row.slug, area=area)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert Project.objects.get(id=row.id).area is None


def test_the_ground_stays_once_the_ballot_is_settled(client: Client) -> None:
    _cycle, rows = makers.make_vote()
    site = places.read_site(ground().encode())
    with pytest.raises(Refused):
        siting.draw_area(makers.official("author"), slug=rows[0].slug, site=site)
    with pytest.raises(Refused):
        siting.draw_area(makers.resident(), slug=rows[0].slug, site=site)
    with pytest.raises(NotFound):
        siting.draw_area(makers.official("author"), slug="nowhere", site=site)
    sign_in(client, makers.official("author"))
    assert client.get(reverse("budgeting:draw-area", args=[rows[0].slug])).status_code == 403


def test_the_ground_is_drawn_by_who_may_judge_while_they_may(client: Client) -> None:
    cycle = makers.make_cycle()
    row = makers.make_project(cycle)
    site = places.read_site(ground().encode())
    Project.objects.filter(id=row.id).update(author_id=(own := makers.official("author")).id)
    with pytest.raises(Refused):
        siting.draw_area(own, slug=row.slug, site=site)
    # A page that was left open does not undo what was decided since.
    other = makers.official("author")
    sign_in(client, other)
    assert f'name="version" value="{row.version}"' in page(client, "draw-area", row.slug)
    judging.refuse_project(makers.official(), slug=row.slug, reason="Участок не городской.")
    answer = post(client, "draw-area", row.slug, area=ground(), version=str(row.version))
    assert answer.status_code == 409
    assert "изменил другой сотрудник" in text_of(answer)
    with pytest.raises(Conflict):
        siting.draw_area(other, slug=row.slug, site=site, version=row.version)
    row.refresh_from_db()
    assert (row.state, row.area) == (rules.REFUSED, None)
    # A cycle that came to nothing keeps what was said of its projects.
    makers.let_phase_come(cycle, phases.COUNT)
    balloting.void_cycle(cycle_id=cycle.id)
    with pytest.raises(Refused):
        siting.draw_area(other, slug=row.slug, site=site)
    row.refresh_from_db()
    assert row.refused_because
