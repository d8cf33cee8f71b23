"""Pages of houses as a browser without scripts meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity import public as identity
from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.notifications import public as notifications
from veche.commons.towns import public as towns
from veche.domains.homes.adapters import told
from veche.domains.homes.models import Feed, Outage, Provider, Serving
from veche.domains.homes.tests import makers
from veche.kernel import clock
from veche.kernel.jobs import run_waiting

pytestmark = pytest.mark.usefixtures("places_town")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def local(hours: float) -> str:
    zone = clock.zone(towns.current().time_zone)
    return f"{(clock.now() + timedelta(hours=hours)).astimezone(zone):%Y-%m-%dT%H:%M}"


def test_a_house_is_found_by_its_address(client: Client) -> None:
    house = makers.house()
    page = reverse("homes:read-house", args=[house.id])
    find = reverse("homes:find-house")
    assert client.get(find, {"q": "Луговая улица, 54"}).url == page  # type: ignore[attr-defined]
    chosen = client.get(find, {"q": "x", "q_id": str(house.id)})
    assert chosen.headers["Location"] == page
    many = text_of(client.get(find, {"q": "Луговая"}))
    assert many.count("/homes/") >= 4
    assert "нет" in text_of(client.get(find, {"q": "Нигде 7"}))
    assert client.get(reverse("homes:read-house", args=[makers.district().id])).status_code == 404


def test_the_page_of_a_house_says_all_in_few_queries(client: Client) -> None:
    house = makers.house()
    water, school = makers.make_provider(), makers.make_provider("Школа № 4")
    makers.make_serving(water, place_id=makers.district().id)
    makers.make_serving(school, "school", address_id=house.id, note="вход со двора")
    makers.make_outage()
    page = text_of(client.get(reverse("homes:read-house", args=[house.id])))
    for words in ("Водоканал", "tel:84843155005", "Школа № 4", "вход со двора", "Воды нет"):
        assert words in page
    assert "с 1 января · сведения: реестр" in page
    assert page.index("tel:112") < page.index("Водоканал")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("homes:read-house", args=[house.id]))
    for number in range(4):
        makers.make_serving(makers.make_provider(f"УК {number}"), "company", address_id=house.id)
        makers.make_outage(starts=-number - 2)
    with CaptureQueriesContext(connection) as more:
        client.get(reverse("homes:read-house", args=[house.id]))
    # A line more on the page would be a query more; which stamps are read anew does not matter.
    assert len(more) <= len(few) + 1 <= 18


def test_ones_own_house_is_shown_to_nobody_else(client: Client) -> None:
    own = reverse("homes:read-own")
    assert client.get(own).status_code == 302
    person = make_person(level=2)
    sign_in(client, person)
    assert "не назвали свой дом" in text_of(client.get(own))
    house = makers.house()
    identity.declare_home(person, house.place_id, house.id)
    page = client.get(own)
    assert house.text in text_of(page)
    assert "Это видите только вы" in text_of(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Мой дом" in text_of(client.get("/me/"))


def test_a_house_is_followed_from_its_page(client: Client) -> None:
    person, house = make_person(), makers.house()
    sign_in(client, person)
    topic = told.house_topic(house.id)
    client.post(reverse("notifications:follow-topic"), {"topic": topic})
    assert notifications.is_following(person, topic)


def test_outages_are_listed_by_state_kind_and_district(client: Client) -> None:
    now = makers.make_outage()
    ahead = makers.make_outage("Восточный", starts=30, ends=40, trouble="power")
    listed = reverse("homes:list-outages")
    assert now.number in text_of(client.get(listed))
    assert ahead.number not in text_of(client.get(listed))
    assert ahead.number in text_of(client.get(listed, {"show": "planned"}))
    east, west = makers.district("Восточный"), makers.district()
    asked = {"show": "planned", "place": str(east.id), "what": "power"}
    assert ahead.number in text_of(client.get(listed, asked))
    assert ahead.number not in text_of(client.get(listed, {**asked, "place": str(west.id)}))
    assert client.get(listed, {"place": "x", "what": "x", "show": "x"}).status_code == 200
    feed = client.get(reverse("homes:read-atom"))
    assert "application/atom+xml" in feed.headers["Content-Type"]
    assert now.number in text_of(feed)
    page = text_of(client.get(reverse("homes:read-outage", args=[now.number])))
    assert "Прорвало трубу" in page
    assert client.get(reverse("homes:read-outage", args=["00000000"])).status_code == 404


def test_the_list_costs_the_same_however_long(client: Client) -> None:
    makers.make_outage()
    listed = reverse("homes:list-outages")
    client.get(listed)
    with CaptureQueriesContext(connection) as few:
        client.get(listed)
    for number in range(5):
        makers.make_outage(starts=-number - 2)
    with CaptureQueriesContext(connection) as more:
        client.get(listed)
    assert max(len(few), len(more)) <= 4


def test_an_official_announces_extends_and_ends(client: Client) -> None:
    sign_in(client, makers.coordinator())
    assert "задвижку" in text_of(client.get(reverse("homes:announce-outage")))
    sent = {
        "trouble": "water",
        "nature": "planned",
        "where": "Луговая улица: 5, 54\nЗападный",
        "starts_at": local(-1),
        "ends_at": local(3),
        "why": "Меняют задвижку",
        "answers": "Водоканал",
        "phone": "",
    }
    wrong = client.post(reverse("homes:announce-outage"), {**sent, "where": "Нигде, 7"})
    assert wrong.status_code == 422
    assert "такого нет в списке города" in text_of(wrong)
    done = client.post(reverse("homes:announce-outage"), sent)
    row = Outage.objects.get()
    there = reverse("homes:manage-outage", args=[row.number])
    assert done.url == f"{there}?done=announced"  # type: ignore[attr-defined]
    extend = {"version": 1, "ends_at": local(6), "reason": "Кабель"}
    assert client.post(f"{there}extend/", {**extend, "reason": ""}).status_code == 422
    client.post(f"{there}extend/", extend)
    assert client.post(f"{there}extend/", extend).status_code == 409
    assert "Продлили" in text_of(client.get(f"{there}?done=extended"))
    client.post(f"{there}finish/", {"version": 2})
    assert "Закончилось" in text_of(client.get(there))
    assert row.number in text_of(client.get(reverse("homes:list-outages"), {"show": "past"}))


def test_who_serves_is_kept_line_by_line(client: Client) -> None:
    sign_in(client, makers.coordinator())
    client.post(reverse("homes:add-provider"), {"name": "Водоканал", "phone": "112"})
    provider = Provider.objects.get()
    page = reverse("homes:change-provider", args=[provider.slug])
    assert client.post(reverse("homes:add-provider"), {"name": "Водоканал"}).status_code == 422
    line = {
        "line-kind": "water",
        "line-where": "Луговая 54",
        "line-since_on": "2026-01-01",
        "line-source": "реестр",
    }
    wrong = client.post(f"{page}line/", {**line, "line-where": "Нигде 7"})
    assert "Такого дома или района" in text_of(wrong)
    client.post(f"{page}line/", line)
    client.post(f"{page}line/", line)
    row = Serving.objects.get()
    assert row.address_id == makers.house().id
    assert "Луговая улица, 54" in text_of(client.get(page))
    client.post(reverse("homes:drop-serving", args=[row.pk]))
    assert not Serving.objects.exists()


def test_a_table_is_looked_at_before_it_is_written(client: Client) -> None:
    sign_in(client, makers.coordinator())
    data = "Дом;Услуга;Кто\nЛуговая 54;вода;Водоканал\nНигде;вода;Водоканал\n".encode("cp1251")
    file = SimpleUploadedFile("a.csv", data, "text/csv")
    answer = client.post(reverse("homes:upload-table"), {"kind": "servings", "file": file})
    check = reverse("homes:check-table", args=["servings"])
    assert answer.url == check  # type: ignore[attr-defined]
    assert "Проверяем строки" in text_of(client.get(check))
    run_waiting()
    page = text_of(client.get(check))
    assert "Пока ничего не записано" in page
    columns = {"where": "0", "kind": "1", "name": "", "from": "реестр", "then": "try"}
    assert client.post(check, columns).status_code == 422
    assert client.post(check, {**columns, "name": "2"}).status_code == 302
    run_waiting()
    page = text_of(client.get(check))
    assert "строка 3" in page
    assert not Serving.objects.exists()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None
    client.post(check, {"then": "take", "token": token[1]})
    assert "Записываем" in text_of(client.get(check))
    run_waiting()
    assert Serving.objects.get().source == "реестр"
    assert "Записано" in text_of(client.get(check))
    client.post(check, {"then": "leave"})
    assert client.get(check).status_code == 404


def test_feeds_are_the_administrators(client: Client) -> None:
    sign_in(client, makers.coordinator())
    assert client.get(reverse("homes:list-feeds")).status_code == 403
    sign_in(client, makers.admin())
    sent = {"name": "Водоканал", "url": "https://10.0.0.7/a.csv", "is_on": "on"}
    answer = client.post(reverse("homes:add-feed"), sent)
    assert answer.status_code == 422
    assert "внутрь сети" in text_of(answer)
    row = Feed.objects.create(
        name="Сети", url="https://power.example/a.csv", trouble="late", fetched_at=clock.now()
    )
    assert "не ответил" in text_of(client.get(reverse("homes:list-feeds")))
    assert client.get(reverse("homes:save-feed", args=[row.id])).status_code == 200
    client.post(reverse("homes:remove-feed", args=[row.id]))
    assert not Feed.objects.exists()


def test_residents_do_not_keep_houses_and_a_closed_service_is_not_there(client: Client) -> None:
    sign_in(client, make_person())
    for name in ("list-providers", "manage-outages", "announce-outage", "upload-table"):
        assert client.get(reverse(f"homes:{name}")).status_code == 403
    switch_service("homes", "off")
    assert client.get(reverse("homes:find-house")).status_code == 404
