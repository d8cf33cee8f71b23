"""Pages of matching: what everyone reads, one's own, the talk, the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.matching import public, wording
from veche.commons.matching.models import Match, Need, Solver
from veche.commons.matching.queries import matches
from veche.commons.matching.queries.standing import term, today
from veche.commons.matching.rules import states
from veche.commons.matching.tests.makers import Talk, make_need, make_solver, picture
from veche.commons.organisations.tests.makers import make_organisation

pytestmark = pytest.mark.usefixtures("town")


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"matching:{name}", args=args))
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def post(client: Client, route: str, *args: Any, status: int = 302, **data: Any) -> Any:
    response = client.post(reverse(f"matching:{route}", args=args), data)
    assert response.status_code == status, response.content.decode()[:3000]
    return response


def test_everyone_reads(django_assert_max_num_queries: Any) -> None:
    talk = Talk().until(states.DONE)
    open_need = make_need(title="Покрасить забор", work_kind="painting")
    client = Client()
    text = page(client, "list-needs")
    assert "Покрасить забор" in text
    assert "Убрать двор" not in text
    assert "Покрасить забор" not in client.get("/together/?kind=cleanup").content.decode()
    assert "Сосед с дрелью" in page(client, "list-solvers")
    assert "Сосед с дрелью" in page(client, "read-solver", talk.solver.slug)
    assert "Убрать двор" in page(client, "list-deeds")
    text = page(client, "read-need", talk.need.slug)
    assert "Собрали мусор" not in text  # a moderator has not read it
    text = page(client, "read-need", open_need.slug)
    assert "Предложить помощь" in text
    page(client, "read-match", talk.slug, status=302)


@pytest.mark.parametrize("number", [1, 12])
def test_lists_do_not_ask_more_for_more(number: int, django_assert_max_num_queries: Any) -> None:
    for place in range(number):
        make_solver(name=f"Сосед {place}")
        make_need(title=f"Дело {place}")
    client = Client()
    page(client, "list-needs")
    with django_assert_max_num_queries(10):
        page(client, "list-needs")
    with django_assert_max_num_queries(10):
        page(client, "list-solvers")
    with django_assert_max_num_queries(10):
        page(client, "list-deeds")


def test_three_small_steps() -> None:
    person = make_person()
    client = sign_in(Client(), person)
    assert "Расскажите, что умеете" in page(client, "own-helping")
    page(client, "describe-skills")
    post(client, "describe-skills", status=422, name="Сосед", hands="1")
    post(client, "describe-skills", name="Сосед", hands="1", kinds=["cleanup"], about="Есть лопата")
    row = Solver.objects.get()
    page(client, "describe-territory", row.slug)
    text = post(
        client, "describe-territory", row.slug, status=422, way="circle", address="Нет такого, 1"
    )
    assert "нет в списке" in text.content.decode()
    post(client, "describe-territory", row.slug, way="town")
    page(client, "describe-time", row.slug)
    post(client, "describe-time", row.slug, status=422, dates="когда-нибудь")
    post(client, "describe-time", row.slug, weekdays=["5", "6"])
    row.refresh_from_db()
    assert (row.is_open, row.weekdays) == (True, 0b1100000)
    text = page(client, "own-helping")
    assert "Читает модератор" in text
    post(client, "close-solver", row.slug)
    assert "Отдыхаете" in page(client, "own-helping")
    post(client, "open-solver", row.slug)
    assert "Могу помочь" in client.get("/me/").content.decode()
    # Somebody else's steps are nowhere.
    page(sign_in(Client(), make_person()), "describe-time", row.slug, status=404)


def test_an_organisation_tells_of_licences() -> None:
    head = make_person()
    firm = make_organisation(head, 6)
    client = sign_in(Client(), head)
    text = page(client, "describe-skills-of-organisation", firm.id)
    assert "licence_electric" in text
    post(
        client,
        "describe-skills-of-organisation",
        firm.id,
        hands="4",
        kinds=["electric"],
        licence_electric="№ 12 от 1.03.2026",
    )
    clerk = sign_in(Client(), make_person(roles=["clerk"]))
    assert "№ 12" in page(clerk, "list-licences")
    skill = Solver.objects.get().skills.get()
    page(clerk, "check-licence", skill.pk)
    post(clerk, "check-licence", skill.pk, is_good="no", reason="Срок вышел")
    assert "Срок вышел" in page(client, "own-helping")
    page(sign_in(Client(), make_person()), "list-licences", status=403)


def test_the_whole_talk_by_forms() -> None:
    asker, helper, official = make_person(), make_person(), make_person(roles=["author"])
    need, solver = make_need(asker.id, hands=5), make_solver(helper)
    asks, helps, owns = (sign_in(Client(), one) for one in (asker, helper, official))
    text = page(asks, "read-need", need.slug)
    assert "Попросить" in text
    assert "умеют" in text
    page(asks, "ask-for-help", need.slug, solver.slug)
    page(helps, "offer-help", need.slug)
    post(helps, "offer-help", need.slug, solver=solver.slug, words="Приду")
    slug = Match.objects.get().slug
    text = page(asks, "read-match", slug)
    assert "Приду" in text
    assert "просили рук: 5" in text
    assert "ваш ход" in page(asks, "own-helping")
    post(asks, "accept-match", slug)
    post(asks, "accept-match", slug, status=403)
    page(helps, "write-plan", slug)
    day = need.starts_on.isoformat()
    post(helps, "write-plan", slug, on=day, hands="2", text="В десять у подъезда")
    post(helps, "agree-plan", slug, status=403)
    post(asks, "agree-plan", slug)
    assert "Ждут слова города" in page(owns, "manage-helping")
    assert "С чего начали" not in page(owns, "read-match", slug)
    assert "Это место другого хозяина" in page(owns, "read-match", slug)
    assert "Это место другого хозяина" not in page(asks, "read-match", slug)
    page(owns, "name-owner", need.slug)
    post(owns, "name-owner", need.slug, status=422, owner="Нет такой")
    post(owns, "name-owner", need.slug, owner="")
    page(asks, "name-owner", need.slug, status=403)
    page(owns, "forbid-work", slug)
    post(owns, "allow-work", slug)
    post(asks, "hand-over-work", slug)
    page(helps, "prove-work", slug)
    post(helps, "prove-work", slug, status=422, words="Готово")
    photo = SimpleUploadedFile("one.png", picture(), "image/png")
    post(helps, "prove-work", slug, words="Готово", photos=[photo])
    page(asks, "return-work", slug)
    page(asks, "confirm-work", slug)
    post(asks, "confirm-work", slug, thanks=["kind"])
    text = page(helps, "read-match", slug)
    assert "За доброту" in text
    assert Match.objects.get().state == states.DONE
    page(sign_in(Client(), make_person()), "read-match", slug, status=404)


def test_no_day_is_said_for_anybody_and_each_turn_says_its_own() -> None:
    talk = Talk().until(states.AGREED)
    client = sign_in(Client(), talk.helper)
    assert f'value="{today().isoformat()}"' not in page(client, "write-plan", talk.slug)
    ends_on = matches.stands_until(talk.row)
    assert ends_on == today() + timedelta(days=term("still_days"))
    assert "потом договорённость закроем" in page(client, "read-match", talk.slug)
    talk.until(states.PLANNED)
    assert matches.stands_until(talk.row) is None
    day = wording.day_text(today() + timedelta(days=2))
    said = page(client, "read-match", talk.slug).replace("\xa0", " ")
    assert f"По плану {day}. Без согласия" in said
    assert f"До {day}" not in said


def test_saying_no_and_taking_back() -> None:
    talk = Talk()
    asks, helps = (sign_in(Client(), one) for one in (talk.asker, talk.helper))
    page(asks, "decline-match", talk.slug)
    page(helps, "withdraw-match", talk.slug)
    post(helps, "withdraw-match", talk.slug, reason="Не успею")
    assert "Не успею" in page(asks, "read-match", talk.slug)
    page(asks, "decline-match", talk.slug, status=403)
    page(asks, "close-need", talk.need.slug)
    post(asks, "close-need", talk.need.slug)
    assert Need.objects.get().state == states.CLOSED
    page(helps, "close-need", talk.need.slug, status=403)


def test_who_has_said_nothing_is_led_to_say_it() -> None:
    need = make_need()
    client = sign_in(Client(), make_person())
    assert "три коротких шага" in page(client, "offer-help", need.slug)


def test_an_official_calls_for_helpers() -> None:
    client = sign_in(Client(), make_person(roles=["approver"]))
    page(client, "declare-need")
    given = {
        "title": "Убрать сквер",
        "work_kind": "cleanup",
        "address": "Нет такого, 1",
        "owner_name": "Город",
        "starts_on": "2027-01-10",
        "hands": "5",
        "is_town_duty": "no",
    }
    post(client, "declare-need", status=422, **given)
    page(sign_in(Client(), make_person()), "declare-need", status=403)


def test_the_list_of_works_is_edited() -> None:
    client = sign_in(Client(), make_person(roles=["admin"]))
    assert "Сварка" in page(client, "list-work-kinds")
    page(client, "add-work-kind")
    post(client, "add-work-kind", title="Вязание", is_open="on")
    text = page(client, "list-work-kinds")
    assert "Вязание" in text
    post(client, "add-work-kind", status=422, title="Вязание")
    page(client, "save-work-kind", "welding")


def test_own_data_are_handed_out() -> None:
    talk = Talk().until(states.DONE)
    assert talk.helper.id is not None
    described, talked = public.own_part(talk.helper.id)
    assert described["name"] == "Сосед с дрелью"
    assert talked["words"] == "Могу в субботу"
    assert public.own_part(make_person().known_id) == []
