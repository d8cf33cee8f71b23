"""Answers of the API as its description shows them."""

# not shown in this module: examples for programmers, of a made-up town

from __future__ import annotations

from typing import Any

_CYCLE: dict[str, Any] = {
    "slug": "people-2027",
    "title": "Народный бюджет 2027",
    "template": "people",
    "state": "running",
    "money_kopecks": 2_500_000_000,
    "url": "/budget-votes/people-2027/",
}
CYCLES = {"items": [_CYCLE], "next": ""}
CYCLE: dict[str, Any] = {
    **_CYCLE,
    "summary": "25 миллионов на проекты жителей.",
    "phases": [
        {
            "kind": "ballot",
            "starts_at": "2026-11-22T21:00:00Z",
            "ends_at": "2026-12-13T21:00:00Z",
        }
    ],
    "funds": [{"code": "f1", "place_id": None, "amount_kopecks": 2_500_000_000}],
    "ballot": "budget",
    "votes_at": "here",
    "vote_url": "",
    "votes_max": 0,
    "min_age": 16,
    "rule": "votes",
    "completion": "",
    "votes_min": 0,
    "act": "Решение совета «О народном бюджете» № 41",
    "body": "Управление благоустройства",
    "ballots": 1750,
}
_PROJECT: dict[str, Any] = {
    "slug": "k3mfw8d2qz",
    "number": 3,
    "title": "Детская площадка на Луговой",
    "fund": "f1",
    "state": "balloted",
    "cost_kopecks": 240_000_000,
    "partners_kopecks": 0,
    "latitude": 55.91,
    "longitude": 49.32,
    "url": "/budget-projects/k3mfw8d2qz/",
}
PROJECTS = {"items": [_PROJECT], "next": ""}
PROJECT: dict[str, Any] = {
    **_PROJECT,
    "state": "works",
    "partners_kopecks": 30_000_000,
    "cycle": "people-2026",
    "need": "Детям негде играть.",
    "works": "Горка, качели, мягкое покрытие.",
    "benefits": "Сорока семьям",
    "upkeep": "Управление благоустройства",
    "land": "town",
    "spot": "Луговая улица, 54",
    "lines": [
        {"title": "Оборудование", "amount_kopecks": 240_000_000, "payer": "town"},
        {"title": "Соберут жители", "amount_kopecks": 30_000_000, "payer": "people"},
    ],
    "checks": [{"kind": "land", "is_passed": True, "reason": "Участок городской."}],
    "refused_because": "",
    "votes": 812,
    "contract_number": "0811",
    "contractor": "ООО «Двор»",
    "contract_kopecks": 238_000_000,
    "paid_kopecks": 71_400_000,
    "accepted_on": None,
    "accepted_by": "",
    "guarantee_until": None,
    "people_needed_kopecks": 30_000_000,
    "people_collected_kopecks": 5_200_000,
    "log": [
        {"step": "works", "is_step": True, "on": "2027-06-01", "text": "Начали.", "photos": []}
    ],
    "explained": {
        "votes": 812,
        "score": 812,
        "cost": 240_000_000,
        "is_won": True,
        "round": 1,
        "left": 60_000_000,
    },
}
RESULTS: dict[str, Any] = {
    "ballots": 1290,
    "funds": [
        {
            "fund": "f1",
            "won": [3],
            "reserve": [1],
            "lost": [],
            "tallies": [
                {
                    "rule": "votes",
                    "completion": "",
                    "is_in_force": True,
                    "winners": [3],
                    "figures": {
                        "budget": 300_000_000,
                        "spent": 240_000_000,
                        "winners": 1,
                        "voters": 1290,
                        "represented": 812,
                    },
                }
            ],
            "pb_url": "/budget-votes/people-2027/results/f1.pb",
        }
    ],
    "overrides": [],
}
RECEIPT = {"is_found": True, "is_struck": False}
STANDING = {"is_allowed": True, "code": "", "reason": "", "advice": ""}
VOTE: dict[str, Any] = {
    "cycle": "people-2027",
    "receipt": "481920573164",
    "choice": {"f1": ["3", "1"]},
}
SENT: dict[str, Any] = {
    "title": "Детская площадка на Луговой",
    "need": "Детям негде играть.",
    "fund": "f1",
    "spot": "Луговая улица, 54",
    "works": "Горка, качели, мягкое покрытие.",
    "benefits": "Сорока семьям",
    "upkeep": "Управление благоустройства",
    "land": "town",
    "lines": [{"title": "Оборудование", "amount_kopecks": 240_000_000}],
}
DRAFT = {
    "id": "0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f70",
    "url": "https://veche.example/budget-projects/drafts/"
    "0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f70/what/",
    "lacks": [],
}
FILED = {"slug": "k3mfw8d2qz", "state": "moderation", "url": "/budget-projects/k3mfw8d2qz/"}
