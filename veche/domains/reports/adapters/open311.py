"""Our reports in the words of GeoReport v2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.towns import public as towns
from veche.domains.reports.models import Category
from veche.domains.reports.queries import public_terms, wording
from veche.domains.reports.queries.open311 import Told
from veche.domains.reports.rules import geo_report, states

# The specification's own name, by which programs know it.
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"  # not shown: an identifier
# When what is offered here changed last.
CHANGESET = "2026-11-29T00:00:00+00:00"
# Verbs whose words are for everyone.
_SAID = frozenset({"assign", "forward", "plan", "postpone", "approve", "tell", "lift", "settle"})


@dataclass(frozen=True)
class Shape:
    """How requests are told: whose time, which day, from where, and how much."""

    zone: ZoneInfo
    today: date
    origin: str
    is_extended: bool = False
    # How each state is called: translated once, not for each of a thousand.
    notes: Mapping[str, str] = field(
        default_factory=lambda: {code: str(words) for code, words in wording.STATES.items()}
    )


def discovery(here: str, keys: str) -> dict[str, Any]:
    """Where the service is, and whom to ask."""
    return {
        "changeset": CHANGESET,
        "contact": towns.current().name,
        "key_service": _("Ключ создаётся на странице %(page)s с правом report") % {"page": keys},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": here,
                "changeset": CHANGESET,
                "type": "test" if towns.current().is_demo else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def service(row: Category) -> dict[str, Any]:
    """A category."""
    return {
        "service_code": row.code,
        "service_name": row.title,
        "description": row.stop_advice or row.title,
        "metadata": bool(row.stop_question or row.photo_required),
        "type": "realtime",
        "keywords": ", ".join(row.hints.replace(",", " ").split()),
        "group": row.group.title,
    }


def definition(row: Category) -> dict[str, Any]:
    """What a category asks for: its question, and that a photo is needed."""
    attributes = []
    if row.stop_question:
        values = [
            {
                "key": geo_report.EMERGENCY,
                "name": _("Да: %(advice)s") % {"advice": row.stop_advice},
            },
            {"key": geo_report.CALM, "name": _("Нет")},
        ]
        attributes.append(_attribute(geo_report.STOP, row.stop_question, 1, values))
    if row.photo_required:
        words = _("По этой теме нужна фотография: пришлите её в поле media")
        told = {"variable": False, "required": True}
        attributes.append({**_attribute("photo", words, 2, []), **told})
    return {"service_code": row.code, "attributes": attributes}


def _attribute(code: str, words: str, order: int, values: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist" if values else "string",
        "required": bool(values),
        "datatype_description": None,
        "order": order,
        "description": words,
        "values": values,
    }


def request(row: dict[str, Any], beside: Told, shape: Shape) -> dict[str, Any]:
    """A public report."""
    is_open = row["stage"] == states.OPEN
    photo = beside.photos.get(row["id"])
    due_on = public_terms.due_for_all(row["state"], row["category_id"], row["due_on"], shape.today)
    found = {
        "service_request_id": row["number"],
        "status": geo_report.OPEN if is_open else geo_report.CLOSED,
        "status_notes": shape.notes[row["state"]],
        "service_name": beside.titles[row["category_id"]],
        "service_code": row["category_id"],
        "description": row["text"],
        "agency_responsible": beside.bodies.get(row["body_id"]) or row["forwarded_to"] or None,
        "service_notice": None,
        "requested_datetime": geo_report.moment(row["filed_at"], shape.zone),
        "updated_datetime": geo_report.moment(row["changed_at"], shape.zone),
        "expected_datetime": geo_report.end_of(due_on, shape.zone) if due_on else None,
        "address": row["address"] or None,
        "address_id": None,
        "zipcode": None,
        "lat": row["latitude"],
        "long": row["longitude"],
        "media_url": shape.origin + photo if photo else None,
    }
    if shape.is_extended:
        found["extended_attributes"] = _extended(row, shape)
    return found


def _extended(row: dict[str, Any], shape: Shape) -> dict[str, Any]:
    path = reverse("reports:read-report", args=[row["number"]])
    return {
        "state": row["state"],
        "clock": "paused"
        if row["state"] in states.PAUSED
        else "running"
        if row["state"] in states.RUNNING
        else "stopped",
        "supporters": row["supporters"],
        "url": shape.origin + path,
    }


def update(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """A step of a public report."""
    stage = states.stage_of(row["state"], states.PUBLIC)
    said = row["text"] if row["verb"] in _SAID else ""
    title = str(wording.step_title(row["verb"], row["state"]))
    return {
        "update_id": str(row["id"]),
        "service_request_id": row["report__number"],
        "status": geo_report.OPEN if stage in (states.OPEN, states.UNSEEN) else geo_report.CLOSED,
        "updated_datetime": geo_report.moment(row["at"], zone),
        "description": f"{title}. {said}" if said else title,
        "state": row["state"],
        "agency_responsible": row["body_name"] or None,
    }


_LOOKED = gettext_lazy("Сообщение принято. Оно появится в списке, когда его посмотрит модератор.")
_NO_PHOTO = gettext_lazy("По ссылке media_url фото не загружаем: пришлите его в поле media.")


def notice(has_address_of_photo: bool) -> Promise | str:
    """What happens next, said to whoever has sent it."""
    return f"{_LOOKED} {_NO_PHOTO}" if has_address_of_photo else _LOOKED
