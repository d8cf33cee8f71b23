"""Who is found for a need: by kind, place, time and licence; in how many queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from veche.commons.identity.tests.makers import make_person
from veche.commons.matching import actions, public
from veche.commons.matching.models import Need, Reach, Solver
from veche.commons.matching.queries import needs
from veche.commons.matching.queries.standing import today
from veche.commons.matching.tests.makers import POINT, Talk, make_need, make_solver
from veche.commons.organisations.tests.makers import place as place_of
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.kernel.errors import Invalid, Refused
from veche.kernel.manifest import Judged

pytestmark = pytest.mark.usefixtures("town")


def found(need: Need) -> list[str]:
    return [one.name for one in public.offers_for(need.id, 50)]


def test_by_kind_place_and_time() -> None:
    near = actions.Territory((), POINT, 1000)
    far = actions.Territory((), (POINT[0] + 0.05, POINT[1]), 3000)
    make_solver(name="Рядом", where=near)
    make_solver(name="Далеко", where=far)
    make_solver(name="Везде")
    make_solver(name="Другое дело", kinds=["painting"])
    day = today() + timedelta(days=3)
    make_solver(name="Другой день", when=actions.Time(1 << (day + timedelta(days=1)).weekday()))
    make_solver(name="Уехал", when=actions.Time(0b1111111, away_until=day))
    make_solver(name="В этот день", when=actions.Time(0, (day,)))
    need = make_need(make_person().id, starts_on=day, ends_on=day)
    assert sorted(found(need)) == ["В этот день", "Везде", "Рядом"]
    assert found(need)[0] == "Рядом"


def test_places_are_found_by_lineage() -> None:
    make_town()
    place = places.place(place_of("село Дальнее"))
    assert place is not None
    other = next(one for one in places.places() if one.id not in places.lineage(place.id))
    make_solver(name="Здесь", where=actions.Territory((place.id,)))
    make_solver(name="Там", where=actions.Territory((other.id,)))
    need = make_need(latitude=place.latitude, longitude=place.longitude)
    assert found(need) == ["Здесь"]


def test_a_point_is_kept_coarsely() -> None:
    row = make_solver(where=actions.Territory((), (54.51234, 36.49876), 1000))
    assert (row.latitude, row.longitude) == (54.51, 36.5)


def test_who_rests_or_waits_for_a_moderator_is_not_found() -> None:
    person = make_person()
    row = make_solver(person, is_read=False)
    need = make_need()
    assert found(need) == []
    actions.judge_solver(row.id, Judged(True))
    assert found(need) == ["Сосед с дрелью"]
    actions.close_solver(person, slug=row.slug)
    assert found(need) == []
    actions.open_solver(person, slug=row.slug)
    assert found(need) == ["Сосед с дрелью"]
    actions.judge_solver(row.id, Judged(False))
    assert found(need) == []


def test_who_got_a_deed_goes_to_the_end_of_the_line() -> None:
    talk = Talk()
    Solver.objects.update(waits_since=today() - timedelta(days=90))
    Reach.objects.update(waits_since=today() - timedelta(days=90))
    talk.until("agreed")
    assert Solver.objects.get(id=talk.solver.id).waits_since == today()
    assert set(Reach.objects.values_list("waits_since", flat=True)) == {today()}


def test_words_say_why() -> None:
    make_solver(where=actions.Territory((), POINT, 1000), hands=6)
    offer = public.offers_for(make_need(hands=3).id)[0]
    assert offer.reasons[0] == "рядом"
    assert "рук хватит" in offer.reasons
    assert any(one.startswith("свободны") for one in offer.reasons)


@pytest.mark.parametrize("number", [1, 30])
def test_the_number_of_queries_does_not_grow(number: int) -> None:
    for place in range(number):
        make_solver(name=f"Сосед {place}")
    need = needs.need_by_id(make_need().id)
    assert need is not None
    places.lineage(need.place_id or need.id)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        rows = needs.who_can(need)
    assert len(rows) == min(number, needs.OFFERED_MAX)
    told = [one for one in seen if "stamp" not in one["sql"]]
    assert len(told) <= 5, told


def test_the_profile_asks_for_what_it_needs() -> None:
    person = make_person()
    given: dict[str, Any] = {"name": "Сосед", "about": "", "hands": 1}
    with pytest.raises(Invalid):
        actions.describe_skills(person, given=actions.Described(kinds=["no-such"], **given))
    slug = actions.describe_skills(person, given=actions.Described(kinds=["cleanup"], **given))
    assert slug == actions.describe_skills(
        person, given=actions.Described(kinds=["painting"], **given)
    )
    with pytest.raises(Invalid):
        actions.open_solver(person, slug=slug)
    with pytest.raises(Invalid):
        actions.describe_time(person, slug=slug, given=actions.Time(0))
    row = Solver.objects.get(slug=slug)
    assert not row.is_open
    assert [one.work_kind_id for one in row.skills.all()] == ["painting"]


def test_phones_are_hidden_in_what_everyone_reads() -> None:
    row = make_solver(about="Звоните 8 912 345-67-89 вечером")
    assert "912" not in row.about


def test_nobody_describes_a_foreign_organisation() -> None:
    head, stranger = make_person(), make_person()
    from_there = Talk().solver
    assert from_there.organisation_id is None
    with pytest.raises(Refused):
        actions.describe_skills(
            stranger,
            given=actions.Described("", "", ["cleanup"], 1),
            organisation_id=head.known_id,
        )


def test_the_town_keeps_its_list() -> None:
    admin = make_person(roles=["admin"])
    with pytest.raises(Refused):
        actions.save_work_kind(make_person(), given=actions.KindText("Вязание"))
    with pytest.raises(Invalid):
        actions.save_work_kind(admin, given=actions.KindText("Взрывы", is_dangerous=True))
    code = actions.save_work_kind(admin, given=actions.KindText("Вязание"))
    assert "Вязание" in [one.title for one in public.work_kinds()]
    with pytest.raises(Invalid):
        actions.save_work_kind(admin, given=actions.KindText("Вязание"))
    actions.save_work_kind(admin, code=code, given=actions.KindText("Вязание", is_open=False))
    assert "Вязание" not in [one.title for one in public.work_kinds()]
