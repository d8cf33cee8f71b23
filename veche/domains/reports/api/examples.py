"""What operations show as examples: made up, in the form of what is really answered."""
# not shown in this module: examples for programmers

from __future__ import annotations

from typing import Any

from veche.kernel.web.described import example

REPORT: dict[str, Any] = {
    "number": "41729036",
    "category": "pavements.lamp_out",
    "title": "Не горит фонарь",
    "text": "Не горит фонарь у подъезда",
    "address": "Луговая улица, 54",
    "latitude": 54.55,
    "longitude": 36.65,
    "state": "in_work",
    "stage": "open",
    "version": 4,
    "body": "Горсвет",
    "filed_at": "2026-11-18T06:12:00Z",
    "changed_at": "2026-11-18T09:40:00Z",
    "due_on": "2026-11-30",
    "answered_on": None,
    "supporters": 3,
    "url": "/reports/41729036/",
}
JOINED: dict[str, Any] = {"number": REPORT["number"], "supporters": 4}
FOLLOWED: dict[str, Any] = {"number": REPORT["number"], "followed": True}
CONFIRMED: dict[str, Any] = {"number": REPORT["number"], "state": "closed", "version": 7}
DISAGREED: dict[str, Any] = {**CONFIRMED, "state": "in_work"}
CLARIFIED: dict[str, Any] = DISAGREED
_PHOTO_ID = "0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f72"
SAID: dict[str, Any] = {
    "version": 6,
    "text": "Фонарь горит один вечер и гаснет",
    "photos": [_PHOTO_ID],
}
# A photo comes as a file of a form, not as JSON.
PHOTO_SENT: dict[str, Any] = {
    **example({"id": _PHOTO_ID}),
    "requestBody": {"content": {"multipart/form-data": {"example": {"photo": "photo.jpg"}}}},
}
REPORTS: dict[str, Any] = {"items": [REPORT], "next": ""}
CATEGORY: dict[str, Any] = {
    "code": "pavements.lamp_out",
    "title": "Не горит фонарь",
    "group": "Тротуары и освещение",
    "days": 8,
    "unit": "working_days",
    "photo_required": False,
}
TERMS: dict[str, Any] = {
    "counted": ["pavements.lamp_out"],
    "bodies": [
        {
            "body": "Горсвет",
            "answered": 120,
            "in_time": 111,
            "late": 4,
            "oldest_on": "2026-11-20",
            "waits_for_author": 2,
            "waits_for_others": 0,
        }
    ],
}
