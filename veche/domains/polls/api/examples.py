"""Answers of the API as its description shows them."""

# not shown in this module: examples for programmers, of a made-up town

from __future__ import annotations

from typing import Any

_POLL: dict[str, Any] = {
    "id": "newyear",
    "title": "Какой быть новогодней площади?",
    "kind": "town",
    "opens_at": "2026-10-26T06:00:00Z",
    "closes_at": "2026-11-09T18:00:00Z",
}
_BRIEF = {**_POLL, "phase": "closed", "ballots": 2, "url": "/polls/newyear/"}
_PASSPORT: dict[str, Any] = {
    **_POLL,
    "licence": "CC BY 4.0",
    "questions": [
        {
            "code": "q1",
            "kind": "one",
            "text": "Что поставить в середине?",
            "options": {"o1": "Ёлку", "o2": "Каток", "o3": "Затрудняюсь ответить"},
            "neutral": ["o3"],
        }
    ],
}
POLLS = {"items": [_BRIEF], "next": ""}
POLL = {**_PASSPORT, **_BRIEF, "summary": "Площадь украсят к 20 декабря."}
RESULT: dict[str, Any] = {
    "poll": _PASSPORT,
    "totals": {
        "ballots": 2,
        "struck": 0,
        "questions": {"q1": {"answered": 2, "lines": {"o1": {"votes": 2, "points": 0}}}},
    },
    "fields": [
        {
            "field": "q1",
            "question": "Что поставить в середине?",
            "written_csv": "код одного варианта",
            "written_json": "список из одного кода",
            "empty": "человек не отвечал на этот вопрос",
        }
    ],
}
BALLOTS = {**RESULT, "ballots": [{"q1": ["o1"]}, {"q1": ["o1"]}]}
HOURS = {
    "minimum": 5,
    "is_final": True,
    "is_counted": True,
    "bins": [
        {
            "starts_at": "2026-10-26T06:00:00Z",
            "ends_at": "2026-10-26T09:00:00Z",
            "ballots": 12,
            "total": 12,
        }
    ],
}
GROUPS = {
    "minimum": 5,
    "rows": [{"dimension": "age", "group": "25-34", "question": "", "option": "", "votes": 12}],
    "census": {
        "source": "Росстат",
        "counted_on": "2026-01-01",
        "rows": [{"dimension": "age", "group": "25-34", "people": 6100}],
    },
}
SIGNS = {
    "signs": [
        {
            "title": "Скачок явки",
            "is_known": True,
            "is_noticed": False,
            "percent": 6.4,
            "said": "Быстрее всего с 8 ноября, 18:00: за час 6 % всех голосов.",
            "threshold": "за час больше 10 % всех голосов и втрое чаще обычного",
            "may_mean": "Вышла рассылка, объявление, привезли пачку бумаги.",
            "need_not": "Не значит, что голоса поддельные: вечером голосуют чаще.",
        }
    ]
}
CONTROL = {
    "commitment": "4e5ce29e37bd54fd33e78c9c4eb8d6b9095239d7c7b5bafe12dd95b0c309fc09",
    "seed": "7d0f1c9a2b3e4f506172839405a6b7c8",
    "outcomes": {
        "voted": 1,
        "not_voted": 0,
        "no_answer": 0,
        "refused": 0,
        "unreachable": 0,
        "waiting": 0,
    },
    "drawn": ["03a1f27c5be89d40"],
    "marks": ["03a1f27c5be89d40", "c4d20e6b917f5a38"],
}
VOTE: dict[str, Any] = {"poll": "newyear", "receipt": "123456789012", "choice": {"q1": ["o2"]}}
STANDING = {"is_allowed": True, "code": "", "reason": "", "advice": ""}
RECEIPT = {"is_found": True, "is_struck": False}
