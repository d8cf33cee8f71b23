"""The public rules of points by API: what they are given for, and the shop."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from veche.commons.points import queries, registry
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web.described import example

router = Router()


class PaidDeedOut(Schema):
    """A way of taking part and what it brings."""

    code: str
    title: str
    points: int


class ShopThingOut(Schema):
    """A thing of the shop."""

    title: str
    text: str
    price: int
    stock: int
    per_person: int


class PointsOut(Schema):
    """The rules; the shop is empty, and its act too, until the town names one."""

    day_cap: int
    deeds: list[PaidDeedOut]
    act_number: str
    act_on: date | None
    act_url: str
    things: list[ShopThingOut]


# not shown: an example for programmers
RULES = {
    "day_cap": 20,
    "deeds": [{"code": "reports.looked", "title": "Проверили, решена ли проблема", "points": 2}],
    "act_number": "214-п",
    "act_on": "2026-09-01",
    "act_url": "https://zarechye.example/acts/214-p",
    "things": [
        {"title": "Саженец липы", "text": "Питомник", "price": 30, "stock": 120, "per_person": 2}
    ],
}


@router.get("/points", response=PointsOut, url_name="points", openapi_extra=example(RULES))
@access("public")
def read_points(request: HttpRequest) -> dict[str, Any]:
    """What points are given for and exchanged for; 404 while the town gives none."""
    terms = queries.terms()
    if not terms.is_on:
        raise NotFound()
    prices = queries.prices()
    return {
        "day_cap": queries.day_cap(),
        "deeds": [
            {"code": one.code, "title": str(one.title), "points": prices[one.code]}
            for one in registry.all_deeds()
            if prices[one.code]
        ],
        "act_number": terms.act_number,
        "act_on": terms.act_on,
        "act_url": terms.act_url,
        "things": [
            {
                "title": one.title,
                "text": one.text,
                "price": one.price,
                "stock": one.stock,
                "per_person": one.per_person,
            }
            for one in (queries.things() if terms.act_number else [])
        ],
    }
