"""What programs of the Open311 family send, read as the specification says."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.reports.actions.filing import PHOTOS_MAX, Message, Point
from veche.domains.reports.models import ADDRESS_MAX, TEXT_MAX, Category
from veche.domains.reports.queries import catalogue
from veche.domains.reports.queries.open311 import Asked
from veche.domains.reports.queries.reading import PHOTO_FILES
from veche.domains.reports.rules import geo_report
from veche.kernel.errors import Invalid, NotFound, Refused
from veche.kernel.text import clean_line, clean_text

CODES_MAX = 100
# Fields that say who writes; whose key it is says that already, so they are not kept.
_SECRET = frozenset({"api_key"})


@dataclass(frozen=True)
class Given:
    """A request that was read: its category, its words and its place."""

    category: Category
    text: str
    point: Point
    is_calm: bool
    has_address_of_photo: bool


def _codes(asked: QueryDict, name: str) -> list[str]:
    """Words of a list; Invalid for more than are looked up at once."""
    found = [one.strip() for one in asked.get(name, "").split(",") if one.strip()]
    if len(found) > CODES_MAX:
        raise _wrong(name, _("не больше %(max)s за один раз") % {"max": CODES_MAX})
    return found


def read_query(asked: QueryDict, zone: ZoneInfo, now: datetime) -> Asked | list[str]:
    """Numbers, which stand above all else, or a span with its filters; Invalid."""
    numbers = _codes(asked, "service_request_id")
    if numbers:
        return [one.replace("-", "") for one in numbers]
    first, last = read_span(asked, zone, now)
    statuses = _codes(asked, "status")
    if set(statuses) - set(geo_report.STATUSES):
        raise _wrong("status", _("бывает open и closed"))
    return Asked(first, last, tuple(_codes(asked, "service_code")), tuple(statuses))


def read_span(asked: QueryDict, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """From when until when; Invalid for what is no date, or more than 90 days."""
    found: dict[str, datetime | None] = {}
    for name in ("start_date", "end_date"):
        text = asked.get(name, "")
        try:
            found[name] = geo_report.read_moment(text, zone) if text else None
            span = geo_report.span(found["start_date"], found.get("end_date"), now)
        except (ValueError, OverflowError):
            raise _wrong(name, _("дата W3C, например 2026-11-01T00:00:00+03:00")) from None
    if span is None:
        raise _wrong("start_date", _("от start_date до end_date не больше 90 дней"))
    return span


def key_of(request: HttpRequest) -> str:
    """The key, as the specification sends it, or in the header as our own API does."""
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    found = request.POST.get("api_key") or (text if scheme.lower() == "bearer" else "")
    if not found:
        raise Refused(_("api_key: нужен ключ с правом report"), code="token-needed")
    return str(found).strip()


def retry_key(request: HttpRequest) -> str:
    """The sender's word that makes a repeat safe; without one each request is a new one."""
    return request.headers.get("Idempotency-Key") or secrets.token_urlsafe(18)


def fingerprint(data: QueryDict) -> bytes:
    """What a repeat must be the same in."""
    told = sorted((name, data.getlist(name)) for name in data if name not in _SECRET)
    return json.dumps(told).encode()


def read_request(data: QueryDict) -> Given:
    """A request; Invalid names every field that is wrong, NotFound an unknown category."""
    code = data.get("service_code", "")
    if not code:
        raise _wrong("service_code", _("нужна категория"))
    try:
        category = catalogue.category(code)
    except NotFound:
        raise NotFound(_("service_code: такой категории нет")) from None
    if not category.is_open:
        raise NotFound(_("service_code: такой категории нет"))
    text = clean_text(data.get("description", ""))
    if not text or len(text) > TEXT_MAX:
        raise _wrong("description", _("от 1 до %(max)s знаков") % {"max": TEXT_MAX})
    return Given(
        category=category,
        text=text,
        point=_point(data),
        is_calm=_is_calm(data, category),
        has_address_of_photo=bool(data.get("media_url")),
    )


def _is_calm(data: QueryDict, category: Category) -> bool:
    """Whether the question before the form was answered so that one may go on."""
    if not category.stop_question:
        return True
    said = data.get(f"attribute[{geo_report.STOP}]", "")
    if said not in (geo_report.EMERGENCY, geo_report.CALM):
        raise _wrong(f"attribute[{geo_report.STOP}]", category.stop_question)
    if said == geo_report.EMERGENCY:
        raise _wrong(f"attribute[{geo_report.STOP}]", category.stop_advice)
    return True


def _point(data: QueryDict) -> Point:
    """By coordinates, by an address of our list, or by words that mean one house."""
    words = clean_line(data.get("address_string", ""))[:ADDRESS_MAX]
    if data.get("lat") or data.get("long"):
        return _at(data, words)
    if data.get("address_id"):
        return _listed(data.get("address_id", ""))
    if not words:
        raise _wrong("lat", _("нужны lat и long, address_string или address_id"))
    found = places.addresses(words)
    exact = [one for one in found if one.is_named_by(words)]
    sure = exact or found
    if len(sure) != 1:
        raise _wrong("address_string", _("такого дома нет в списке города или их несколько"))
    return Point(sure[0].latitude, sure[0].longitude, sure[0].text)


def _at(data: QueryDict, words: str) -> Point:
    try:
        latitude, longitude = float(data.get("lat", "")), float(data.get("long", ""))
    except ValueError:
        raise _wrong("lat", _("lat и long: числа WGS 84")) from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise _wrong("lat", _("lat и long: числа WGS 84"))
    if not words:
        place = places.place_at(latitude, longitude)
        words = place.name if place else ""
    return Point(latitude, longitude, words)


def _listed(text: str) -> Point:
    try:
        found = places.address(UUID(text))
    except ValueError:
        found = None
    if found is None:
        raise _wrong("address_id", _("такого адреса нет"))
    return Point(found.latitude, found.longitude, found.text)


def message(asked: Given, uploads: Sequence[Any], person: PersonRef) -> Message:
    """The request with its photos kept privately."""
    kept = [
        files.save_photo(one, owner=person.id, purpose=PHOTO_FILES).id
        for one in uploads[:PHOTOS_MAX]
    ]
    return Message(asked.category.code, asked.text, asked.point, kept, asked.is_calm)


def _wrong(name: str, words: Any) -> Invalid:
    return Invalid(_("Запрос заполнен неверно"), fields={name: words})
