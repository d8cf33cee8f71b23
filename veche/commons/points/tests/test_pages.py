"""Pages as a browser without scripts sees them, and the rules by API."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

from veche.commons.identity.tests.makers import make_person, sign_in
from veche.commons.organisations.tests.makers import make_organisation
from veche.commons.points.models import Order, Terms
from veche.commons.points.tests.makers import Deeds, balance, enrich, make_thing, switch_on

KEY = "k" * 24


def text(response: Any) -> str:
    found = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", found.replace("\u00a0", " "))


def test_there_is_nothing_before_the_town_gives_points(town: Any) -> None:
    client = sign_in(Client(), make_person())
    for path in ("/points/", "/points/shop/", "/api/v1/points", "/me/points/"):
        assert client.get(path).status_code == 404, path
    assert client.get("/me/points/give/").status_code == 403
    assert "Мои баллы" not in text(client.get("/me/"))


def test_the_administrator_switches_on_and_names_the_act(deeds: Deeds) -> None:
    client = sign_in(Client(), make_person(roles=["admin"]))
    sent = {"is_on": "on", "version": 1, "price-tests.helped": 4, "price-tests.voted": 0}
    assert client.post("/office/points/", sent | {"act_number": "12-п"}).status_code == 422
    assert client.post("/office/points/", sent).status_code == 302
    assert Terms.objects.get().is_on
    page = text(Client().get("/points/"))
    assert "Помогли +4" in page
    assert "Участие +" not in page
    assert Client().get("/points/shop/").status_code == 404
    assert client.post("/office/points/", sent).status_code == 409
    found = Client().get("/api/v1/points").json()
    assert [one["points"] for one in found["deeds"]] == [4]
    resident = sign_in(Client(), make_person())
    assert resident.get("/office/points/").status_code == 403
    assert resident.get("/office/points-orders/").status_code == 403


def test_a_resident_sees_each_line_gives_exchanges_and_gives_up(deeds: Deeds) -> None:
    person = make_person()
    make_organisation(make_person(), name="Школа № 3")
    thing = make_thing(switch_on(act=True), price=5)
    enrich(deeds, person, 15)
    client = sign_in(Client(), person)
    page = text(client.get("/me/points/"))
    assert "15 баллов" in page
    assert "Помогли" in page
    receiver = re.search(
        r'value="(organisation:[^"]+)"', str(client.get("/me/points/give/").content)
    )
    assert receiver is not None
    sent = {"receiver": receiver[1], "points": 4, "key": KEY}
    assert client.post("/me/points/give/", sent | {"points": 0}).status_code == 422
    for _time in range(2):
        assert client.post("/me/points/give/", sent).status_code == 302
    assert balance(person) == 11
    assert "Школа № 3 4" in text(Client().get("/points/"))
    order = f"/points/shop/{thing.slug}/order/"
    for _time in range(2):
        client.post(order, {"key": KEY})
    assert (balance(person), Order.objects.count()) == (6, 1)
    assert Client().post(order, {"key": KEY}).status_code == 302
    number = Order.objects.get().number
    assert number in text(client.get("/me/points/"))
    clerk = sign_in(Client(), make_person(roles=["clerk"]))
    assert number in text(clerk.get("/office/points-orders/"))
    clerk.post(f"/office/points-orders/{number}/")
    assert "Получено" in text(client.get("/me/points/"))
    assert "Подарено" in b"".join(client.get("/me/points/points.csv")).decode()
    client.post("/me/points/abstain/", {"want": "no"})
    assert "ничего не хранится" in text(client.get("/me/points/"))
    assert balance(person) == 0
