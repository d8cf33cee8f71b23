"""The pages, as everyone, a resident, an acting member and a clerk see them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.organisations import actions, queries, rules
from veche.commons.organisations.models import Announcement, Membership, Organisation
from veche.commons.organisations.tests.makers import (
    admit,
    ask,
    entrepreneur,
    make_organisation,
    numbers,
    place,
)
from veche.commons.places.tests.makers import make_town

MINE = "/me/organisations/"
DESK = "/office/organisations/"


@pytest.fixture
def person(town: Any) -> PersonRef:
    return make_person()


@pytest.fixture
def browser(person: PersonRef) -> Client:
    return sign_in(Client(), person)


@pytest.fixture
def desk(town: Any) -> Client:
    return sign_in(Client(), make_person(roles=["clerk"]))


def text_of(address: str, browser: Client | None = None, status: int = 200) -> str:
    answer = (browser or Client()).get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode().replace("\u00a0", " ")


def form(**given: str) -> dict[str, str]:
    return {
        "kind": rules.SCHOOL,
        "name": "Школа № 1",
        "address": "Луговая улица, 54",
        "post": "директор",
        **numbers(),
        **given,
    }


def test_from_the_request_to_acting(browser: Client, desk: Client, person: PersonRef) -> None:
    answer = browser.post(f"{MINE}new/", form())
    assert answer["Location"] == f"{MINE}?done=asked"
    row = Membership.objects.get()
    page = text_of(f"{MINE}?done=asked", browser)
    assert f"{row.number[:4]} {row.number[4:]}" in page
    assert "Ждёт проверки" in page
    assert "оператор на приёме" in page
    assert 'data-draft-done="organisation"' in page
    assert text_of("/organisations/").count("Школа № 1") == 0

    listed = text_of(DESK, desk)
    assert "Школа № 1" in listed
    assert row.number not in listed, "the number is told by the person, not read off the desk"
    page = text_of(f"{DESK}requests/{row.id}/", desk)
    assert row.number not in page
    sent = {
        "number": "1234",
        "paper": rules.PAPERS[0],
        "paper_on": queries.today().isoformat(),
        "right": rules.ACTS,
        "name": "Школа № 1 имени Гагарина",
    }
    wrong = desk.post(f"{DESK}requests/{row.id}/", sent)
    assert wrong.status_code == 422
    assert "назвать номер" in wrong.content.decode()
    done = desk.post(f"{DESK}requests/{row.id}/", {**sent, "number": row.number})
    assert done["Location"] == f"{DESK}?done=admitted"
    assert "Готово" in text_of(done["Location"], desk)

    assert "Вы действуете от имени" in text_of(MINE, browser)
    assert "имени Гагарина" in text_of("/me/", browser)
    slug = Organisation.objects.get().slug
    page = text_of(f"/organisations/{slug}/")
    for words in ("имени Гагарина", numbers()["inn"], "Документы проверены", "1 человек"):
        assert words in page
    assert "директор" not in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"inn": "99000001"}, "В ИНН 10 цифр"),
        ({"inn": ""}, "В ИНН 10 цифр"),
        ({"kind": rules.TOS, "inn": ""}, "В ИНН 10 цифр"),
        ({"inn": "7707083894"}, "где-то опечатка"),
        ({"ogrn": "2027700132195"}, "начинается с 1 или 5"),
        ({"inn": entrepreneur()["inn"]}, "не пара"),
        ({**entrepreneur()}, "это его дом"),
        ({"post": " "}, "кто вы в организации"),
        ({"kind": ""}, "Выберите вид"),
    ],
)
def test_mistakes_are_told_in_plain_words(
    browser: Client, given: dict[str, str], words: str
) -> None:
    answer = browser.post(f"{MINE}new/", form(**given))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "data-draft-bound" in page
    assert "Школа № 1" in page, "what was typed stays"
    assert not Membership.objects.exists()


def test_a_tos_without_a_registration_leaves_numbers_out(browser: Client) -> None:
    sent = form(kind=rules.TOS, inn="", ogrn="", name="ТОС «Липы»")
    assert browser.post(f"{MINE}new/", sent)["Location"] == f"{MINE}?done=asked"


def test_a_refusal_is_read_by_who_asked(browser: Client, desk: Client, person: PersonRef) -> None:
    row = ask(person)
    refuse = f"{DESK}requests/{row.id}/refuse/"
    assert desk.post(refuse, {"reason": " "}).status_code == 422
    assert desk.post(refuse, {"reason": "Выписка старше месяца"}).status_code == 302
    page = text_of(MINE, browser)
    assert "Отказано" in page
    assert "Выписка старше месяца" in page
    assert text_of(refuse, desk, 404)


def test_joining_what_is_found(browser: Client, desk: Client, person: PersonRef) -> None:
    one = make_organisation(make_person(), address="Луговая улица, 54")
    for words in ("школа 1", one.inn, one.ogrn, f"{one.inn[:4]} {one.inn[4:]}"):
        assert one.name in text_of(f"{MINE}find/?q={words}", browser), words
    assert "Такой в списке нет" in text_of(f"{MINE}find/?q=баня", browser)
    join = f"{MINE}join/{one.slug}/"
    sent = {"post": "завуч", "right": rules.MEMBER}
    assert browser.post(join, {**sent, "right": "king"}).status_code == 422
    assert browser.post(join, sent)["Location"] == f"{MINE}?done=asked"
    again = browser.post(join, sent)
    assert again.status_code == 403
    assert "уже в этой организации" in again.content.decode()
    assert Membership.objects.filter(person_id=person.known_id).count() == 1


def test_acting_members_see_posts_and_let_go(browser: Client, person: PersonRef) -> None:
    one = make_organisation(person)
    fellow = make_person()
    actions.ask_to_join(fellow, slug=one.slug, post="завуч", right=rules.MEMBER)
    row = queries.memberships_of(fellow)[0]
    admit(make_person(roles=["clerk"]), row)
    members = f"{MINE}{one.slug}/members/"
    page = text_of(members, browser)
    assert "завуч" in page
    assert str(fellow.id) not in page
    assert text_of(members, sign_in(Client(), fellow), 404)
    end = f"{members}{row.id}/end/"
    assert text_of(end, sign_in(Client(), fellow), 404)
    assert "Исключить участника?" in text_of(end, browser)
    assert browser.post(end)["Location"] == members
    assert "Вас исключил" in text_of(MINE, sign_in(Client(), fellow))


def test_leaving_says_what_will_happen(browser: Client, person: PersonRef) -> None:
    row = ask(person)
    leave = f"{MINE}leave/{row.id}/"
    assert "Отозвать заявку?" in text_of(leave, browser)
    assert text_of(leave, sign_in(Client(), make_person()), 404)
    assert browser.post(leave)["Location"] == MINE
    assert "ни в одной организации" in text_of(MINE, browser)


def test_a_clerk_closes_what_is_gone(desk: Client, person: PersonRef) -> None:
    one = make_organisation(person)
    assert one.name in text_of(f"{DESK}?q={one.inn}", desk)
    close = f"{DESK}{one.slug}/close/"
    assert desk.post(close, {}).status_code == 422
    assert desk.post(close, {"reason": "Ликвидирована"})["Location"] == f"{DESK}?done=closed"
    assert text_of(f"/organisations/{one.slug}/", status=404)
    assert "Ликвидирована" in text_of(MINE, sign_in(Client(), person))


@pytest.mark.parametrize("roles", [[], ["author"], ["admin"], ["privacy"]])
def test_nobody_else_checks_papers(town: Any, roles: list[str]) -> None:
    row = ask(make_person())
    one = make_organisation(make_person(), 2)
    stranger = sign_in(Client(), make_person(roles=roles))
    addresses = (
        DESK,
        f"{DESK}requests/{row.id}/",
        f"{DESK}requests/{row.id}/refuse/",
        f"{DESK}{one.slug}/close/",
    )
    for address in addresses:
        assert stranger.get(address).status_code == 403, address
        assert stranger.post(address, {"reason": "Так"}).status_code in {403, 405}, address
        assert Client().get(address)["Location"].startswith("/sign-in/"), address


def test_the_list_goes_on_by_name_kind_and_words(person: PersonRef) -> None:
    clerk = make_person(roles=["clerk"])
    kinds = {21: rules.NKO, 22: rules.NKO}
    for number in range(1, 23):
        row = ask(
            make_person(), number, kind=kinds.get(number, rules.SCHOOL), name=f"№ {number:02}"
        )
        admit(clerk, row)
    page = text_of("/organisations/")
    names = re.findall(r">№ (\d\d)<", page)
    assert names == [f"{number:02}" for number in range(1, 21)]
    following = re.search(r'href="(/organisations/\?[^"]*after=[^"]+)"', page)
    assert following is not None
    assert re.findall(r">№ (\d\d)<", text_of(following[1].replace("&amp;", "&"))) == ["21", "22"]
    assert re.findall(r">№ (\d\d)<", text_of("/organisations/?show=nko")) == ["21", "22"]
    assert re.findall(r">№ (\d\d)<", text_of("/organisations/?q=07")) == ["07"]
    assert "№ 07" in text_of("/search/?q=07")
    assert text_of("/organisations/?show=church")


def test_the_list_costs_no_query_a_row(
    person: PersonRef, django_assert_max_num_queries: Any
) -> None:
    for number in range(1, 8):
        make_organisation(make_person(), number)
    text_of("/organisations/")
    with django_assert_max_num_queries(9):
        text_of("/organisations/")


def test_search_engines_find_what_is_checked(person: PersonRef) -> None:
    one = make_organisation(person)
    ask(make_person(), 2)
    sitemap = Client().get("/sitemap.xml").content.decode()
    assert f"/organisations/{one.slug}/" in sitemap
    assert sitemap.count("/organisations/") == 2


def test_the_api_tells_the_same(person: PersonRef) -> None:
    one = make_organisation(person, address="Луговая улица, 54")
    listed = Client().get("/api/v1/organisations?kind=school&q=школа").json()
    assert [found["inn"] for found in listed["items"]] == [one.inn]
    told = Client().get(f"/api/v1/organisations/{one.slug}").json()
    assert (told["acting"], told["address"]) == (1, "Луговая улица, 54")
    assert Client().get("/api/v1/organisations/nowhere").status_code == 404
    assert Client().get("/api/v1/organisations?kind=church").status_code == 422


def test_a_right_from_a_day_on_is_told_at_each_step(
    browser: Client, desk: Client, person: PersonRef
) -> None:
    one = make_organisation(make_person())
    day = queries.today() + timedelta(days=6)
    said = date_format(day, "j E")
    sent = {"post": "завуч", "right": rules.ACTS, "starts_on": str(day)}
    assert browser.post(f"{MINE}join/{one.slug}/", sent).status_code == 302
    row = Membership.objects.get(person_id=person.known_id)
    assert f"С {said}, не раньше" in text_of(MINE, browser)
    page = text_of(f"{DESK}requests/{row.id}/", desk)
    assert said in page
    assert f'value="{day}"' in page, "the clerk finds the day filled in"
    shown = {
        "number": row.number,
        "paper": rules.PAPERS[1],
        "paper_on": str(queries.today()),
        "right": rules.ACTS,
        "starts_on": str(day),
    }
    assert desk.post(f"{DESK}requests/{row.id}/", shown).status_code == 302
    page = text_of(MINE, browser)
    assert f"Действовать от имени вы сможете с {said}" in page
    assert "Вы действуете от имени" not in page
    text_of(f"{MINE}{one.slug}/members/", browser, status=404)
    assert "Вы действуете от её имени" not in text_of(f"/organisations/{one.slug}/", browser)
    late = {**sent, "starts_on": str(queries.today() - timedelta(days=1))}
    other = sign_in(Client(), make_person())
    answer = other.post(f"{MINE}join/{one.slug}/", late)
    assert answer.status_code == 422
    assert "Сегодня или позже" in answer.content.decode()


def test_the_organisations_page_is_where_one_acts_in_its_name(
    browser: Client, person: PersonRef, town: Any
) -> None:
    make_town()
    one = make_organisation(person, place_id=place("село Дальнее"))
    address = f"/organisations/{one.slug}/"
    for stranger in (Client(), sign_in(Client(), make_person())):
        page = text_of(address, stranger)
        assert "Вы действуете от её имени" not in page
        assert "Я из этой организации" in page
    page = text_of(address, browser)
    assert "Вы действуете от её имени" in page
    assert f'href="{MINE}{one.slug}/write/"' in page
    assert f'href="{MINE}{one.slug}/members/"' in page
    actions.write_announcement(person, title="Набор", text="<b>Шахматы</b>", organisation=one.slug)
    for reader in (Client(), browser):
        page = text_of(address, reader)
        assert "Набор" in page
        assert "<b>Шахматы" not in page
    words = Announcement.objects.get()
    actions.take_down_announcement(make_person(roles=["admin"]), slug=words.slug, reason="Реклама")
    assert "Набор" not in text_of(address)


def test_an_organisation_without_a_territory_is_told_why_it_cannot_write(
    browser: Client, person: PersonRef
) -> None:
    one = make_organisation(person)
    assert "У этой организации её нет" in text_of(MINE, browser)
    assert f"{MINE}{one.slug}/write/" not in text_of(f"/organisations/{one.slug}/", browser)
