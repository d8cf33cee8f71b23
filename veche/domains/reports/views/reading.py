"""Reports for everyone: the list with its map, one report."""

from __future__ import annotations

from collections.abc import Set
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.files.public import FileRef
from veche.commons.identity import public as identity
from veche.commons.matching import public as matching
from veche.commons.moderation import public as moderation
from veche.commons.places import public as places
from veche.domains.reports import policies
from veche.domains.reports.adapters import told
from veche.domains.reports.models import Photo, Report, Step
from veche.domains.reports.queries import (
    catalogue,
    cells,
    helping,
    nearby,
    outside,
    public_terms,
    reading,
    wording,
)
from veche.domains.reports.queries.reading import Filters, Whole
from veche.domains.reports.queries.wording import Clock
from veche.domains.reports.rules import states
from veche.domains.reports.rules.terms import Term
from veche.kernel.access import access
from veche.kernel.errors import Invalid
from veche.kernel.text import plain_line
from veche.kernel.web import render

MAP_SECONDS = 60
# States in which the town's word on it stands.
ANSWERED = (states.ASKED, states.CLOSED, states.REFUSED, states.CONTROL)
STREET_DIGITS = 15
# In place of a body: those that nobody was named for.
NOBODY = "none"
# Stands for a report's own in an address that many are made of.
_NUMBER = "NUMBER"


def filters_of(request: HttpRequest) -> Filters:
    """What of the list is asked for; words of no known list are let go.

    Of a body the late ones are listed: all of it would be looked for among a million.
    """
    shown = request.GET.get("show", "all")
    is_late = shown == "late"
    found: dict[str, UUID | None] = {"place": None, "body": None}
    for name in found:
        with suppress(ValueError):
            found[name] = UUID(request.GET.get(name, ""))
    street = request.GET.get("street", "")
    return Filters(
        street_id=int(street) if street.isdecimal() and len(street) <= STREET_DIGITS else None,
        shown=shown if shown in reading.SHOWN else "all",
        group=plain_line(request.GET.get("group", ""))[:24],
        category=plain_line(request.GET.get("category", ""))[:40],
        place_id=found["place"],
        body_id=found["body"] if is_late else None,
        is_nobodys=is_late and request.GET.get("body") == NOBODY,
    )


@require_safe
@access("public")
def list_reports(request: HttpRequest) -> HttpResponse:
    """Public reports, the newest change first, and the same on a map."""
    filters = filters_of(request)
    today = reading.today()
    counted = public_terms.counted(today)
    page = reading.public_page(filters, counted, after=request.GET.get("after", ""))
    here = reverse("reports:list-reports")
    kept = _kept(filters)
    context = {
        "reports": [_listed(row, today, counted) for row in page.items],
        "tabs": _tabs(here, filters, kept),
        "groups": catalogue.groups(),
        "places": [one for one in places.places() if one.kind != "town"],
        "filters": filters,
        "kept": kept,
        "files": _files(filters, kept),
        "street": places.street(filters.street_id) if filters.street_id else None,
        "category": reading.category_by_code(filters.category) if filters.category else None,
        "topic": _topic(filters),
        "place": str(filters.place_id or ""),
        "next_url": _address(here, kept, show=filters.shown, after=page.next_token)
        if page.next_token
        else "",
        "points_url": _address(reverse("reports:map-points"), kept, show=filters.shown),
        "tiles_url": settings.TILE_URL,
    }
    return render(request, "reports/list.html", context, fragment="reports/_rows.html")


def _topic(filters: Filters) -> str:
    """What whoever looks at this list may follow; "" where it is of everything."""
    if filters.street_id:
        return places.street_topic(filters.street_id)
    if filters.category:
        return f"{told.CATEGORY}:{filters.category}"
    return f"{told.GROUP}:{filters.group}" if filters.group else ""


def _kept(filters: Filters) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in (
            ("group", filters.group),
            ("category", filters.category),
            ("place", filters.place_id),
            ("body", NOBODY if filters.is_nobodys else filters.body_id),
            ("street", filters.street_id),
        )
        if value
    }


def _address(path: str, kept: dict[str, str], **more: str) -> str:
    asked = {**kept, **{name: value for name, value in more.items() if value and value != "all"}}
    return f"{path}?{urlencode(asked)}" if asked else path


def _files(filters: Filters, kept: dict[str, str]) -> list[tuple[str, str]]:
    """The same list for programs; lateness is no stage, and its list is read here alone."""
    if filters.shown == "late":
        return []
    stage = filters.shown if filters.shown in states.STAGES else ""
    names = {
        "Atom": "read-atom",
        "RSS": "read-rss",
        "GeoJSON": "read-geojson",
        "CSV": "export-reports",
    }
    return [
        (title, _address(reverse(f"reports:{name}"), kept, stage=stage))
        for title, name in names.items()
    ]


def _tabs(here: str, filters: Filters, kept: dict[str, str]) -> list[dict[str, Any]]:
    titles = {
        "all": _("Все"),
        states.OPEN: _("В работе"),
        states.DONE: _("Сделано"),
        states.DECLINED: _("Отказано"),
        "late": _("Просрочено"),
    }
    return [
        {
            "title": title,
            "url": _address(here, kept, show=shown),
            "current": shown == filters.shown,
        }
        for shown, title in titles.items()
    ]


def _listed(row: Report, today: Any, counted: Set[str]) -> dict[str, Any]:
    return {
        "row": row,
        "tag": wording.tag(row),
        "clock": wording.clock_of(row, today, shows_late=row.category_id in counted),
        "icon": row.category.group.icon,
    }


@require_safe
@access("public")
def map_points(request: HttpRequest) -> HttpResponse:
    """What a frame of the map shows of the list, as GeoJSON: circles from afar, reports from
    near."""
    frame, filters = _frame(request), filters_of(request)
    is_late = filters.shown == "late"
    counted = public_terms.counted(reading.today()) if is_late else frozenset[str]()
    rows = reading.public_rows(filters, counted)
    listed = nearby.late_pins(rows, frame) if is_late else nearby.pins(rows, frame)
    if listed is None:
        features = [_circle(one) for one in _circles(frame, filters)]
    else:
        features = _pins(listed)
    answer = JsonResponse({"type": "FeatureCollection", "features": features})
    answer["Cache-Control"] = f"public, max-age={MAP_SECONDS}"
    return answer


def _circles(frame: cells.Frame, filters: Filters) -> list[nearby.Circle]:
    if set(_kept(filters)) - {"group"}:
        return nearby.circles_of(reading.public_rows(filters), frame)
    stages = () if filters.shown == "all" else (filters.shown,)
    return nearby.circles(frame, group=filters.group, stages=stages)


def _frame(request: HttpRequest) -> cells.Frame:
    try:
        west, south, east, north = (float(one) for one in request.GET["bbox"].split(","))
    except (KeyError, ValueError):
        town = next((one for one in places.places("town")), None)
        if town is None:
            raise Invalid(_("Не указана часть карты"), code="bad-frame") from None
        reach = max(0.02, (town.area_km2**0.5) / 111)
        return cells.Frame(
            town.latitude - reach,
            town.longitude - 2 * reach,
            town.latitude + reach,
            town.longitude + 2 * reach,
        )
    if not (-85 <= south < north <= 85 and -180 <= west < east <= 180):
        raise Invalid(_("Часть карты указана неверно"), code="bad-frame")
    return cells.Frame(south, west, north, east)


def _feature(latitude: float, longitude: float, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]},
        "properties": properties,
    }


def _circle(one: nearby.Circle) -> dict[str, Any]:
    return _feature(one.latitude, one.longitude, count=one.number)


def _pins(found: list[nearby.Pin]) -> list[dict[str, Any]]:
    # One address is made, the others by its pattern: of hundreds that is half of the work.
    address = reverse("reports:read-report", args=[_NUMBER])
    return [
        _feature(
            one.latitude,
            one.longitude,
            id=one.number,
            title=one.title,
            url=address.replace(_NUMBER, one.number),
            text=str(wording.STATES[one.state]),
            tone=one.stage,
        )
        for one in found
    ]


@require_safe
@access(policies.may_read_report)
def read_report(request: HttpRequest, number: str) -> HttpResponse:
    """One report: its photo, where it stands, the clock, what one may do."""
    person = identity.person_of(request)
    whole = reading.report_for(person, number)
    return render(request, "reports/report.html", page_of(request, whole))


def page_of(request: HttpRequest, whole: Whole, **forms: Any) -> dict[str, Any]:
    """The context of a report's page; `forms` hold what was not right in them."""
    person = identity.person_of(request)
    row = whole.row
    before = whole.photos_of(Photo.BEFORE)
    is_author = states.AUTHOR in whole.parts
    today = reading.today()
    # Whoever works on it, and its author, know how late it is in any case.
    shows_late = bool(whole.parts) or public_terms.is_counted(row.category_id, today)
    clock = wording.clock_of(row, today, is_author=is_author, shows_late=shows_late)
    helped = helping.help_of(person, row)
    answer = approved_answer(whole.steps)
    after = photos_of_answer(whole, answer)
    became = after or list(helped.photos)
    is_mended = any(one.verb == "mend" for one in whole.steps)
    return {
        "row": row,
        "number": wording.number(row.number),
        "tag": wording.tag(row, is_author=is_author),
        "clock": clock,
        "until": wording.until(clock) if clock.text else "",
        "term": wording.term(Term(row.term_days, row.term_unit))
        # A controller has another norm than the answer.
        if row.state in states.RUNNING - {states.CONTROL}
        else "",
        "steps": timeline(row, whole.steps, clock),
        "cover": before[0] if before else None,
        "is_covered": all(photo.blurred_id for photo, _ref in whole.photos),
        "more_photos": before[1:],
        "pair": (before[0], became[0]) if before and became else None,
        "after": after,
        "helped": helped,
        "neighbours": _neighbours(request, row),
        "topic": f"{reading.SOURCE}:{row.id}" if row.stage != states.UNSEEN else "",
        "proof": whole.photos_of(Photo.PROOF),
        "answer": None if is_mended or row.state not in ANSWERED else answer,
        "is_refused": _was_refused(whole.steps),
        "settled": last_words(whole.steps, "settle"),
        "promise": last_words(whole.steps, *states.PROMISES)
        if row.state == states.PLANNED
        else None,
        "outside": _outside(row),
        "held": held_of(row),
        "argue_url": _argue_url(whole),
        "complain_url": _complain_url(whole),
        "asked": last_words(whole.steps, "ask"),
        "refusal": last_words(whole.steps, "reject"),
        "is_author": is_author,
        "is_at_work": bool(whole.parts - {states.AUTHOR}),
        "verbs": whole.verbs,
        "crew": _crew(answer) if row.outcome == states.SOLVED and row.stage == states.DONE else "",
        "may_contest": is_author
        and row.state == states.REFUSED
        and reading.may_disagree(person, row),
        "may_support": policies.may_support_report(person, row, whole.bodies),
        "may_thank": policies.may_thank_crew(person, row, whole.bodies),
        "is_supported": whole.is_supported,
        "is_thanked": whole.is_thanked,
        "follows": _follows(row),
        "done": request.GET.get("done", ""),
        "reason": wording.REJECTIONS.get(row.reason, ""),
        **forms,
    }


def _neighbours(request: HttpRequest, row: Report) -> str:
    """Days on which neighbours come together because of it, and where they are called."""
    if row.stage == states.UNSEEN:
        return ""
    return matching.neighbours_part(request, f"{reading.SOURCE}:{row.id}")


def _follows(row: Report) -> list[dict[str, str]]:
    """What may be followed from a public report: itself, its category, its street."""
    if row.stage == states.UNSEEN:
        return []
    here = reverse("reports:list-reports")
    found = [
        {"title": _("Это сообщение"), "topic": f"{told.REPORT}:{row.id}", "url": ""},
        {
            "title": row.category.title,
            "topic": f"{told.CATEGORY}:{row.category_id}",
            "url": _address(here, {"group": row.group_id, "category": row.category_id}),
        },
    ]
    street = places.street(row.street_id) if row.street_id else None
    if street is not None:
        topic, url = places.street_topic(street.id), _address(here, {"street": str(street.id)})
        found.append({"title": street.text, "topic": topic, "url": url})
    return found


def _argue_url(whole: Whole) -> str:
    """Where its author disagrees with a moderator; "" where there is nothing to argue about."""
    is_away = whole.row.state == states.REJECTED or whole.is_taken_down
    if not is_away or states.AUTHOR not in whole.parts:
        return ""
    return moderation.own_url(reading.SOURCE, whole.row.id)


def _complain_url(whole: Whole) -> str:
    """Where a reader asks a moderator to look at what everyone sees."""
    if whole.row.stage == states.UNSEEN or states.AUTHOR in whole.parts:
        return ""
    here = reverse("reports:read-report", args=[whole.row.number])
    return moderation.complain_url(reading.SOURCE, whole.row.id, here)


def held_of(row: Report) -> moderation.BanNote | None:
    """The ban that holds a report, as its author is told."""
    return moderation.ban_note(row.held_by_id) if row.held_by_id is not None else None


def _crew(step: Step | None) -> str:
    """Who did it, by the name they let themselves be thanked by; "" without one."""
    if step is None or step.part != states.EXECUTOR or step.person_id is None:
        return ""
    return identity.crew_names([step.person_id]).get(step.person_id, "")


def _outside(row: Report) -> dict[str, Any] | None:
    """The record of the report in another system: its number, state, term."""
    found = outside.record_of(row.id)
    if found is None:
        return None
    words, tone = wording.OUTSIDE_STAGES[found.stage]
    clock = wording.outside_clock(found, reading.today())
    return {"row": found, "tag": {"text": words, "tone": tone}, "clock": clock}


def last_words(steps: list[Step], *verbs: str) -> Step | None:
    """The last step of these verbs."""
    return next((one for one in reversed(steps) if one.verb in verbs), None)


def approved_answer(steps: list[Step]) -> Step | None:
    """The last answer that an approver has let through: until then it is nobody's to read."""
    written = found = None
    for one in steps:
        if one.verb == "answer":
            written = one
        elif one.verb in states.ANSWERS:
            found = written
    return found


def _was_refused(steps: list[Step]) -> bool:
    """Whether the town's last word is a refusal, argued about or not."""
    told = last_words(steps, *states.ANSWERS)
    return told is not None and told.state == states.REFUSED


def photos_of_answer(whole: Whole, answer: Step | None) -> list[FileRef]:
    """Photos «после» that were approved with this answer and with none before it."""
    if answer is None:
        return []
    before = [one.at for one in whole.steps if one.verb == "answer" and one.at < answer.at]
    return [
        ref
        for photo, ref in whole.photos
        if photo.kind == Photo.AFTER
        and photo.state == Photo.SHOWN
        and (not before or photo.added_at > max(before))
    ]


# The way of every report, and the verbs that mean that a part of it is behind.
_HIDDEN = frozenset({"answer", "note", "send_back", "return"})


def timeline(row: Report, steps: list[Step], clock: Clock) -> list[dict[str, Any]]:
    """What has been, and what comes next, as steps of a line; authors' words, where they are there,
    are for these eyes; why a refusal was lifted is for everyone's."""
    shown = [
        {
            "title": wording.step_title(one.verb, one.state),
            "text": _said(one),
            "words": one.text if one.part == states.AUTHOR or one.verb == "lift" else "",
            "state": "done",
        }
        for one in steps
        if one.part == states.AUTHOR or not (one.is_inner or one.verb in _HIDDEN)
    ]
    return shown + _ahead(row, clock)


def _said(step: Step) -> str:
    until = wording.promised(step.on) if step.on and step.verb in states.PROMISES else ""
    return " · ".join(one for one in (wording.moment(step.at), step.body_name, until) if one)


def _ahead(row: Report, clock: Clock) -> list[dict[str, Any]]:
    """What waits now, and what is still to come."""
    if row.state in states.OVER:
        return []
    now = {
        "title": wording.STATES[row.state],
        "text": wording.until(clock),
        "state": "late" if clock.tone == "bad" else "now",
    }
    ahead = []
    if row.state in (states.MODERATION, states.COORDINATION):
        # Before a moderator has looked the line «now» says their day, not that of the answer.
        is_unread = row.state == states.MODERATION
        text = wording.answered_by(row.due_on) if is_unread else ""
        ahead.append({"title": _("В работе"), "text": text, "state": ""})
    if row.state not in (states.ASKED, states.CONTROL):
        text = wording.closes_after(reading.silence_days())
        ahead.append({"title": _("Спросим автора, сделано ли"), "text": text, "state": ""})
    return [now, *ahead]
