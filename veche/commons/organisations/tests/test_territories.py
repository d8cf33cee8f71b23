"""Elders, chairs, seniors: a term, a territory, words to it, and no sight of anybody's data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.attacks import addresses
from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.norms import public as norms
from veche.commons.organisations import actions, manifest, policies, public, queries, rules
from veche.commons.organisations.models import Announcement, Mandate
from veche.commons.organisations.tests.makers import give, make_organisation, place
from veche.commons.organisations.tests.test_pages import text_of
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

CONTACT = "elder@example.org"


@pytest.fixture
def village(town: Any) -> Any:
    make_town()
    return place("село Дальнее")


@pytest.fixture
def elder(village: Any) -> identity.PersonRef:
    give(CONTACT)
    found = identity.person_by_id(identity.ensure_contact(CONTACT))
    assert found is not None
    return found


def write(person: identity.PersonRef, title: str = "Субботник", **by: str) -> Announcement:
    by = by or {"mandate": queries.mandates_of(person)[0].slug}
    actions.write_announcement(person, title=title, text="В субботу в десять.", **by)
    return Announcement.objects.order_by("-written_at").first()  # type: ignore[return-value]


def let_days_pass(days: int = 2) -> None:
    for row in Announcement.objects.all():
        row.written_at -= timedelta(days=days)
        row.shown_until -= timedelta(days=days)
        row.save()


def test_a_mandate_holds_for_its_term(elder: identity.PersonRef) -> None:
    assert [one.territory for one in public.mandates_of(elder)] == ["село Дальнее"]
    assert f'href="/territories/{place("село Дальнее")}/"' in text_of("/elders/")
    assert [one.kind for one in audit.history(Mandate.objects.get().id)] == [
        "organisations.mandate_given"
    ]
    today = queries.today()
    for starts_on, ends_on in (
        (today - timedelta(days=9), today - timedelta(days=1)),
        (today + timedelta(days=1), today + timedelta(days=9)),
    ):
        Mandate.objects.update(starts_on=starts_on, ends_on=ends_on)
        assert public.mandates_of(elder) == []
        assert public.mandates().items == []
        assert public.collectors([]) == []
        with pytest.raises(NotFound):
            write(elder, mandate=Mandate.objects.get().slug)


def test_one_holder_at_a_time(elder: identity.PersonRef) -> None:
    with pytest.raises(Conflict):
        give("other@example.org")
    admin = make_person(roles=["admin"])
    slug = Mandate.objects.get().slug
    with pytest.raises(Invalid):
        actions.end_mandate(admin, slug=slug, reason=" ")
    actions.end_mandate(admin, slug=slug, reason="По своему желанию")
    assert public.mandates_of(elder) == []
    give("other@example.org")
    with pytest.raises(NotFound):
        actions.end_mandate(admin, slug=slug, reason="Ещё раз")


@pytest.mark.parametrize(
    "given",
    [
        {"office": "king"},
        {"office": rules.ELDER, "place": "Западный"},
        {"office": rules.HOUSE_SENIOR, "place": "Западный"},
        {"office": rules.TOS_CHAIR, "place": ""},
        {"ends": -1},
    ],
)
def test_an_office_fits_its_territory(village: Any, given: dict[str, Any]) -> None:
    today = queries.today()
    where = place(given["place"]) if given.get("place") else None
    ends_on = today + timedelta(days=given.get("ends", 30))
    with pytest.raises(Invalid):
        give(
            office=given.get("office", rules.ELDER),
            place_id=where if "place" in given else village,
            ends_on=ends_on,
        )
    assert not Mandate.objects.exists()


@pytest.mark.parametrize("roles", [[], ["clerk"], ["author", "approver"], ["privacy"]])
def test_only_an_administrator_appoints(village: Any, roles: list[str]) -> None:
    slug = give()
    stranger = make_person(roles=roles)
    act = actions.Act("Решение", "1", queries.today())
    with pytest.raises(Refused):
        actions.give_mandate(
            stranger,
            contact="x@example.org",
            office=rules.TOS_CHAIR,
            act=act,
            starts_on=queries.today(),
            ends_on=queries.today(),
            place_id=village,
        )
    with pytest.raises(Refused):
        actions.end_mandate(stranger, slug=slug, reason="Так")
    browser = sign_in(Client(), stranger)
    for address in (
        "/office/mandates/",
        "/office/mandates/give/",
        f"/office/mandates/{slug}/end/",
    ):
        assert browser.get(address).status_code == 403, address


def test_an_elder_passes_no_door_of_the_office(elder: identity.PersonRef) -> None:
    """The role sees no personal data: every page of the office refuses whoever holds only it."""
    make_organisation(elder, place_id=place("Западный"))
    assert not elder.is_official
    browser = sign_in(Client(), elder)
    office = [one for one in addresses.everything() if one.startswith("/office/")]
    assert len(office) > 60
    for address in office:
        for ask in (browser.get, browser.post):
            status, text = addresses.answer_of(ask, address)
            assert status in {403, 404, 405}, (address, status)
            assert CONTACT not in text
    for policy in (
        policies.may_read_requests,
        policies.may_manage_mandates,
        policies.may_take_down_announcement,
        identity.may_check_in,
        identity.may_open_contact,
    ):
        assert not policy(elder), policy


def test_a_feed_holds_words_and_no_markup(elder: identity.PersonRef, village: Any) -> None:
    actions.write_announcement(
        elder,
        title="Субботник",
        text="<img src=x onerror=alert(1)>",
        mandate=queries.mandates_of(elder)[0].slug,
    )
    feed = ElementTree.fromstring(Client().get(f"/territories/{village}/feed.atom").content)
    (summary,) = feed.findall(".//{http://www.w3.org/2005/Atom}summary")
    assert summary.attrib["type"] == "html"
    assert "&lt;img" in (summary.text or "")
    assert "<img" not in (summary.text or "")


def test_words_reach_residents_of_the_place(elder: identity.PersonRef, village: Any) -> None:
    one = write(elder)
    neighbour = sign_in(Client(), make_person(place_id=village))
    stranger = sign_in(Client(), make_person(place_id=place("Западный")))
    assert "Субботник" in text_of("/", neighbour)
    for browser in (stranger, Client(), sign_in(Client(), make_person())):
        assert "Субботник" not in text_of("/", browser)
    page = text_of(f"/territories/{village}/")
    assert "Субботник" in page
    assert "Староста, село Дальнее" in page
    assert "Вы живёте здесь" in text_of(f"/territories/{village}/", neighbour)
    feed = Client().get(f"/territories/{village}/feed.atom").content.decode()
    assert f"/territories/{village}/#{one.slug}" in feed
    told = Client().get(f"/api/v1/territories/{village}/announcements").json()
    assert [words["signed"] for words in told["items"]] == ["Староста, село Дальнее"]
    for address in (f"/territories/{uuid4()}/", f"/territories/{uuid4()}/feed.atom"):
        assert Client().get(address).status_code == 404
    assert Client().get(f"/api/v1/territories/{uuid4()}/announcements").status_code == 404
    days = norms.value("announcement.shown_days", queries.today()).value
    let_days_pass(days + 1)
    assert "Субботник" not in text_of("/", neighbour)
    assert "Субботник" in text_of(f"/territories/{village}/")


def test_words_to_a_house_reach_its_own(village: Any) -> None:
    house = places.addresses("Луговая улица 54", 1)[0]
    other = places.addresses("Луговая улица 5", 1)[0]
    give("senior@example.org", office=rules.HOUSE_SENIOR, address_id=house.id)
    senior = identity.person_by_id(identity.ensure_contact("senior@example.org"))
    assert senior is not None
    write(senior, "Счётчики")
    for address, is_told in ((house, True), (other, False), (None, False)):
        person = make_person()
        identity.declare_home(person, house.place_id, address.id if address else None)
        shown = text_of("/", sign_in(Client(), person))
        assert ("Счётчики" in shown) is is_told
    assert "Старший по дому, Луговая улица, 54" in text_of(f"/territories/{house.place_id}/")


def test_words_have_some_days_between(elder: identity.PersonRef, village: Any) -> None:
    write(elder)
    with pytest.raises(Refused) as refusal:
        write(elder, "Ещё")
    assert refusal.value.code == "too-soon"
    browser = sign_in(Client(), elder)
    slug = queries.mandates_of(elder)[0].slug
    assert "Следующее объявление" in text_of(f"/me/mandates/{slug}/write/", browser)
    let_days_pass()
    sent = {"title": "Колодец", "text": "Чистим\u202e завтра."}
    answer = browser.post(f"/me/mandates/{slug}/write/", sent)
    assert answer["Location"].startswith(f"/territories/{village}/")
    assert Announcement.objects.count() == 2
    assert Announcement.objects.get(title="Колодец").text == "Чистим завтра."


def test_words_are_letters_and_no_markup(elder: identity.PersonRef, village: Any) -> None:
    actions.write_announcement(
        elder,
        title="<b>Крик</b>",
        text="<script>alert(1)</script> https://evil.example",
        mandate=queries.mandates_of(elder)[0].slug,
    )
    neighbour = sign_in(Client(), make_person(place_id=village))
    for page in (text_of(f"/territories/{village}/"), text_of("/", neighbour)):
        assert "<script>alert" not in page
        assert "<b>Крик" not in page
        assert 'href="https://evil.example' not in page


def test_an_organisation_writes_where_a_clerk_let_it(village: Any) -> None:
    head = make_person()
    one = make_organisation(head, place_id=village)
    write(head, "Каникулы", organisation=one.slug)
    assert f"{one.name} ·" in text_of(f"/territories/{village}/")
    assert one.name in text_of(f"/territories/{village}/")
    nowhere = make_organisation(head, 2)
    stranger = make_person()
    for person, slug in ((head, nowhere.slug), (stranger, one.slug)):
        with pytest.raises(NotFound):
            write(person, organisation=slug)
        browser = sign_in(Client(), person)
        assert browser.get(f"/me/organisations/{slug}/write/").status_code == 404


def test_the_town_takes_words_down_with_a_reason(elder: identity.PersonRef, village: Any) -> None:
    one = write(elder)
    desk = sign_in(Client(), make_person(roles=["approver"]))
    down = f"/office/announcements/{one.slug}/take-down/"
    assert "Субботник" in text_of("/office/announcements/", desk)
    assert desk.post(down, {"reason": ""}).status_code == 422
    assert desk.post(down, {"reason": "Реклама"})["Location"] == "/office/announcements/"
    page = text_of(f"/territories/{village}/")
    assert "Объявление снято" in page
    assert "Реклама" in page
    assert "Субботник" not in page
    assert "Субботник" not in text_of("/", sign_in(Client(), make_person(place_id=village)))
    assert "Субботник" not in Client().get(f"/territories/{village}/feed.atom").content.decode()
    told = Client().get(f"/api/v1/territories/{village}/announcements").json()["items"][0]
    assert (told["text"], told["reason"]) == ("", "Реклама")
    assert text_of(down, desk, 404)
    for roles in ([], ["clerk"], ["author"]):
        with pytest.raises(Refused):
            actions.take_down_announcement(make_person(roles=roles), slug=one.slug, reason="Так")


def test_the_administrator_enters_an_act(village: Any) -> None:
    browser = sign_in(Client(), make_person(roles=["admin"]))
    today = queries.today()
    sent = {
        "office": rules.HOUSE_SENIOR,
        "contact": "not a contact",
        "place": "",
        "house": "Луговая",
        "shown_name": "Анна Петровна Волкова",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=30)).isoformat(),
        "act_title": "Протокол собрания",
        "act_number": "3",
        "act_on": today.isoformat(),
    }
    answer = browser.post("/office/mandates/give/", sent)
    assert answer.status_code == 422
    assert "Уточните дом: Луговая улица" in answer.content.decode()
    sent["house"] = "Луговая улица, 54"
    answer = browser.post("/office/mandates/give/", sent)
    assert answer.status_code == 422
    assert "ни на адрес почты" in answer.content.decode()
    sent["contact"] = "senior@example.org"
    assert browser.post("/office/mandates/give/", sent)["Location"] == "/office/mandates/"
    assert "Действуют" in text_of("/office/mandates/", browser)
    page = text_of("/elders/?show=house_senior")
    assert "Анна Петровна Волкова" in page
    assert "Луговая улица, 54" in page
    assert "Анна Петровна" not in text_of("/elders/?show=elder")
    assert Client().get("/api/v1/mandates?office=house_senior").json()["items"][0]["act"] == {
        "title": "Протокол собрания",
        "number": "3",
        "on": today.isoformat(),
        "url": "",
    }
    slug = Mandate.objects.get().slug
    end = f"/office/mandates/{slug}/end/"
    assert browser.post(end, {"reason": "Переехала"})["Location"] == "/office/mandates/"
    assert "Переехала" in text_of("/office/mandates/", browser)
    assert "Анна Петровна" not in text_of("/elders/")
    page = text_of(f"/territories/{Mandate.objects.get().place_id}/")
    assert "завершены досрочно" in page
    assert "Переехала" in page
    assert "Анна Петровна" not in page


def test_whoever_is_erased_lays_the_office_down(elder: identity.PersonRef) -> None:
    Mandate.objects.update(shown_name="Пётр Ильич")
    for _time in range(2):
        manifest._erased({"person_id": str(elder.id)}, uuid4())
    row = Mandate.objects.get()
    assert (row.shown_name, row.ended_on) == ("", queries.today())


def test_collectors_are_those_of_the_territory(elder: identity.PersonRef, village: Any) -> None:
    town = next(one.id for one in places.places() if one.kind == "town")
    for territories, found in (([], 1), ([village], 1), ([town], 1), ([place("Западный")], 0)):
        assert len(public.collectors(territories)) == found


def test_home_asks_once_for_words(
    elder: identity.PersonRef, village: Any, django_assert_num_queries: Any
) -> None:
    write(elder)
    neighbour = make_person(place_id=village)
    public.home_part(neighbour)
    with django_assert_num_queries(2):  # the stamp of the geography, the words
        assert len(public.home_part(neighbour)) == 1
    with django_assert_num_queries(0):
        assert public.home_part(identity.ANONYMOUS) == []
