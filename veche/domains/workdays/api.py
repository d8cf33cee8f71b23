"""Neighbours' days by API: anyone reads; the owner of a key with the scope `help` calls, comes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Path, Router, Schema

from veche.commons.identity import public as identity
from veche.commons.matching import public as matching
from veche.domains.workdays import policies, rules
from veche.domains.workdays.actions import calling, joining
from veche.domains.workdays.actions.calling import NewDay
from veche.domains.workdays.models import (
    ADDRESS_MAX,
    BRING_MAX,
    NAME_MAX,
    TEXT_MAX,
    TITLE_MAX,
    Day,
    Work,
)
from veche.domains.workdays.queries import reading, store, wording
from veche.kernel import idempotency
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web.described import (
    ONE_LINE,
    PROSE,
    SAID,
    PageSize,
    PageToken,
    RetryKey,
    Whole,
    example,
)

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]
Number = Annotated[str, Path(pattern="^[0-9]{12}$")]


class WorkdayOut(Schema):
    """A day to which neighbours are called, or that was; `minutes` of all who came together."""

    slug: str
    title: str
    text: str
    state: str
    work: str
    bring: str
    address: str
    place_id: UUID | None
    latitude: float
    longitude: float
    starts_at: datetime
    ends_at: datetime
    hands_needed: int
    hands: int
    owner: str
    came: int
    minutes: int
    result: str
    reason: str
    url: str


class WorkdaysOut(Schema):
    """A page of days; `next` is the token of the page after it, empty at the end."""

    items: list[WorkdayOut]
    next: str


class DayWorkOut(Schema):
    """A kind of work: `standing` is `neighbours`, `duty` (the town does it) or `danger`."""

    code: str
    title: str
    standing: str
    whom: str
    sheet: str
    sheet_number: int


class CertificateOut(Schema):
    """A certificate of hours that holds; the name stays with its owner."""

    number: str
    title: str
    work: str
    address: str
    starts_at: datetime
    minutes: int


class WorkdayIn(Schema):
    """A new day; `sheet_number` says which safety sheet was read, `owner` whose the place is as
    far as you know: a checked organisation by name or number, which an official then asks."""

    work: Annotated[str, Field(max_length=40, pattern="^[a-z0-9_-]+$")]
    sheet_number: Whole
    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX), ONE_LINE, SAID]
    text: Annotated[str, Field(max_length=TEXT_MAX), PROSE] = ""
    bring: Annotated[str, Field(max_length=BRING_MAX), ONE_LINE] = ""
    address: Annotated[str, Field(min_length=1, max_length=ADDRESS_MAX), ONE_LINE]
    owner: Annotated[str, Field(max_length=NAME_MAX), ONE_LINE] = ""
    on: date
    starts: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    hours: Annotated[Whole, Field(ge=rules.LENGTHS[0], le=rules.LENGTHS[-1])] = 2
    hands_needed: Annotated[Whole, Field(ge=1, le=rules.NEEDED_MAX)] = 6


class CalledOut(Schema):
    """What was written down: the owner of the place is asked once a moderator has read it."""

    slug: str
    state: str
    url: str


class ComingIn(Schema):
    """Coming with so many hands, the safety sheet of that number read; or not any more."""

    coming: bool
    hands: Annotated[Whole, Field(ge=1, le=rules.HANDS_MAX)] = 1
    sheet_number: Whole = 0


class ComingOut(Schema):
    """How it stands: `badge` is one's number in the day, 0 for who does not come."""

    slug: str
    coming: bool
    badge: int
    hands: int
    hands_needed: int


# not shown: an example for programmers
WORKDAY: dict[str, Any] = {
    "slug": "k3mfw8d2qz",
    "title": "Починим скамейку у второго подъезда",
    "text": "Встречаемся у подъезда, доски уже привезли.",
    "state": "called",
    "work": "bench",
    "bring": "Перчатки, рулетку",
    "address": "улица Лугова, 54",
    "place_id": None,
    "latitude": 54.51,
    "longitude": 36.52,
    "starts_at": "2026-12-05T07:00:00Z",
    "ends_at": "2026-12-05T09:00:00Z",
    "hands_needed": 6,
    "hands": 4,
    "owner": "УК «Заречье»",
    "came": 0,
    "minutes": 0,
    "result": "",
    "reason": "",
    "url": "/workdays/k3mfw8d2qz/",
}
# not shown: an example for programmers
CALL: dict[str, Any] = {
    "work": "bench",
    "sheet_number": 1,
    "title": WORKDAY["title"],
    "text": WORKDAY["text"],
    "bring": WORKDAY["bring"],
    "address": "Луговая улица, 54",
    "owner": "УК «Заречье»",
    "on": "2026-12-05",
    "starts": "10:00",
    "hours": 2,
    "hands_needed": 6,
}
CALLED = {"slug": WORKDAY["slug"], "state": "asking", "url": WORKDAY["url"]}
COMING = {"coming": True, "hands": 2, "sheet_number": 1}
COMES = {"slug": WORKDAY["slug"], "coming": True, "badge": 4, "hands": 6, "hands_needed": 6}
PAGE: dict[str, Any] = {"items": [WORKDAY], "next": ""}
# not shown: an example for programmers
WORKS = [
    {
        "code": "bench",
        "title": "Скамейка",
        "standing": "neighbours",
        "whom": "",
        "sheet": "Тяжёлое поднимают вдвоём, по счёту.",
        "sheet_number": 1,
    }
]
CERTIFICATE: dict[str, Any] = {
    "number": "482199301175",
    "title": WORKDAY["title"],
    "work": "bench",
    "address": WORKDAY["address"],
    "starts_at": WORKDAY["starts_at"],
    "minutes": 120,
}


@router.get("/workdays", response=WorkdaysOut, url_name="workdays", openapi_extra=example(PAGE))
@access("public")
def list_days(
    request: HttpRequest,
    show: Literal["coming", "done"] = "coming",
    place: UUID | None = None,
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Where neighbours are called, the nearest day first; or what has been done, newest first."""
    find = reading.done if show == "done" else reading.coming
    page = find(place_id=place, after=after, size=size)
    return {"items": [_shown(row) for row in page.items], "next": page.next_token}


@router.get(
    "/workdays/works",
    response=list[DayWorkOut],
    url_name="workday-works",
    openapi_extra=example(WORKS),
)
@access("public")
def list_works(request: HttpRequest) -> list[dict[str, Any]]:
    """What neighbours do together, each with its safety sheet, and who does the rest."""
    sheets = store.sheets()
    return [_work(one, sheets.get(one.code, "")) for one in store.works()]


def _work(one: Work, sheet: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "standing": one.standing,
        "whom": one.whom,
        "sheet": sheet if one.standing == rules.NEIGHBOURS else "",
        "sheet_number": one.sheet_number,
    }


@router.get(
    "/workdays/certificates/{number}",
    response=CertificateOut,
    url_name="workday-certificate",
    openapi_extra=example(CERTIFICATE),
)
@access("public")
def check_certificate(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Whether a certificate of hours is true."""
    found = reading.certificate(number)
    if found is None:
        raise NotFound()
    return {
        "number": number,
        "title": found.day.title,
        "work": found.day.work_id,
        "address": found.day.address,
        "starts_at": found.day.starts_at,
        "minutes": found.minutes,
    }


@router.get(
    "/workdays/{slug}",
    response=WorkdayOut,
    url_name="workday",
    openapi_extra=example(WORKDAY),
)
@access(policies.may_read_day)
def read_day(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One public day."""
    row = reading.public_row(slug)
    if row is None:
        raise NotFound()
    return _shown(row)


@router.post(
    "/workdays",
    response=CalledOut,
    url_name="call-workday",
    **identity.by_key(identity.HELP, example(CALLED, sent=CALL)),
)
@access(policies.may_call_day)
def call_day(request: HttpRequest, given: WorkdayIn, retry_key: RetryKey) -> dict[str, Any]:
    """Call neighbours to an hour's work: a moderator reads it, the owner of the place agrees."""
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        slug = calling.call_day(person, given=_new_day(given))
        row, _own = reading.day_for(person, slug)
        return {"slug": slug, "state": row.state, "url": wording.day_url(row)}

    answer: dict[str, Any] = idempotency.answer_once(
        f"person:{person.known_id}",
        f"workdays:{retry_key}",
        given.model_dump_json().encode(),
        make,
    )
    return answer


def _new_day(given: WorkdayIn) -> NewDay:
    house = matching.house_named(given.address)
    owner = matching.owner_named(given.owner) if given.owner else None
    return NewDay(
        work=given.work,
        sheet_number=given.sheet_number,
        title=given.title,
        text=given.text,
        bring=given.bring,
        latitude=house.latitude,
        longitude=house.longitude,
        place_id=house.place_id,
        address=house.text,
        on=given.on,
        from_minute=int(given.starts[:2]) * 60 + int(given.starts[3:]),
        minutes=given.hours * 60,
        hands_needed=given.hands_needed,
        owner_organisation_id=owner.id if owner else None,
    )


@router.put(
    "/workdays/{slug}/coming",
    response=ComingOut,
    url_name="join-workday",
    **identity.by_key(identity.HELP, example(COMES, sent=COMING)),
)
@access(policies.may_join_day)
def join_day(request: HttpRequest, slug: Slug, given: ComingIn) -> dict[str, Any]:
    """Come, having read the safety sheet, or not after all; the same again changes nothing."""
    person = identity.person_of(request)
    if given.coming:
        hands, sheet = given.hands, given.sheet_number
        joining.join_day(person, slug=slug, hands=hands, sheet_number=sheet)
    else:
        joining.leave_day(person, slug=slug)
    row, own = reading.day_for(person, slug)
    return {
        "slug": slug,
        "coming": own.helper is not None,
        "badge": own.helper.badge if own.helper is not None else 0,
        "hands": row.hands,
        "hands_needed": row.hands_needed,
    }


_PLAIN = (
    "slug",
    "title",
    "text",
    "state",
    "bring",
    "address",
    "place_id",
    "latitude",
    "longitude",
    "starts_at",
    "ends_at",
    "hands_needed",
    "hands",
    "came",
    "minutes",
)


def _shown(row: Day) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in _PLAIN},
        "work": row.work_id,
        "owner": row.owner_name,
        "reason": wording.reason(row),
        "result": row.result if row.is_result_shown else "",
        "url": wording.day_url(row),
    }
