"""Neighbours' days for everyone: the list, one of them, whether a certificate is true."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.workdays import policies, rules
from veche.domains.workdays.adapters import told
from veche.domains.workdays.models import Hand, Photo
from veche.domains.workdays.queries import reading, store, terms, wording
from veche.domains.workdays.queries.reading import Whole
from veche.domains.workdays.views.answering import crumbs
from veche.kernel import clock
from veche.kernel.access import access
from veche.kernel.text import in_fours
from veche.kernel.web import render

COMING, WERE = "coming", "done"
# Certificates have twelve digits; whoever types them may write hyphens and spaces.
NUMBER_LENGTH = 12


@require_safe
@access("public")
def list_days(request: HttpRequest) -> HttpResponse:
    """Where neighbours are called, the nearest day first; what has been done."""
    shown = WERE if request.GET.get("show") == WERE else COMING
    place = None
    with suppress(ValueError):
        place = UUID(request.GET.get("place", ""))
    find = reading.done if shown == WERE else reading.coming
    page = find(place_id=place, after=request.GET.get("after", ""))
    photos = reading.shown_photos([row.id for row in page.items]) if shown == WERE else {}
    here = reverse("workdays:list-days")
    rest = {"place": str(place)} if place else {}
    kept = {**rest, "show": WERE} if shown == WERE else rest
    titles = {COMING: _("Скоро"), WERE: _("Сделано")}
    context = {
        "cards": wording.fill_photos([wording.card(row, photos.get(row.id)) for row in page.items]),
        "shown": shown,
        "tabs": [
            {
                "title": title,
                "url": address(here, rest if one == COMING else {**rest, "show": WERE}),
                "current": one == shown,
            }
            for one, title in titles.items()
        ],
        "place": str(place or ""),
        "places": terms.territories(),
        "all_topic": told.ALL,
        "next_url": address(here, {**kept, "after": page.next_token}) if page.next_token else "",
    }
    return render(request, "workdays/list.html", context, fragment="workdays/_cards.html")


def address(path: str, asked: dict[str, str]) -> str:
    """A path with what is asked of it."""
    return f"{path}?{urlencode(asked)}" if asked else path


@require_safe
@access(policies.may_read_day)
def read_day(request: HttpRequest, slug: str) -> HttpResponse:
    """One day: what, where, when; who comes; what came out."""
    person = identity.person_of(request)
    whole = reading.whole_for(person, slug)
    return render(request, "workdays/day.html", page_of(request, person, whole))


def page_of(request: HttpRequest, person: PersonRef, whole: Whole) -> dict[str, Any]:
    """The context of a day's page."""
    row, own, now = whole.row, whole.own, clock.now()
    here = wording.day_url(row)
    return {
        "row": row,
        "whole": whole,
        "helper": own.helper,
        "badge_number": own.helper.badge if own.helper is not None else None,
        "here": here,
        "card": wording.card(row),
        "reason": wording.reason(row),
        "crumbs": crumbs(),
        "steps": wording.steps(row),
        "photos": _photos(whole.photos),
        "is_joinable": row.is_public and row.state == rules.CALLED and row.ends_at > now,
        "may_leave": own.helper is not None and policies.may_leave_day(person, row, now=now),
        "may_allow": policies.may_allow_day(person, row, is_owner=own.is_owner),
        "may_turn_over": policies.may_turn_over_day(person, row),
        "may_cancel": policies.may_cancel_day(person, row),
        "may_hold_tools": policies.may_hold_tools(person, row, now=now),
        "may_add_photos": policies.may_add_photos(person, row),
        "may_sum_up": policies.may_sum_up_day(person, row, now=now),
        "may_take_hours": policies.may_take_hours(person, row),
        "is_official": bool(policies.may_work_on_days(person)),
        "certificate": _own_certificate(own.helper),
        "sheet": store.sheet_of(row.work) if row.state in rules.LIVE else None,
        "topic": told.topic_of(row),
        "complain_url": moderation.complain_url(reading.KIND, row.id, here)
        if row.is_public and not whole.is_caller
        else "",
        "done": request.GET.get("done", ""),
    }


def _own_certificate(helper: Hand | None) -> dict[str, Any] | None:
    if helper is None or not helper.number:
        return None
    return {"number": helper.number, "length": wording.length(helper.minutes)}


def _photos(rows: list[Photo]) -> dict[str, list[dict[str, Any]]]:
    """Those of before and those of after; the caller's own wait with a word beside them."""
    ids = [one.blurred_id or one.id for one in rows]
    refs = files.refs(ids)
    found: dict[str, list[dict[str, Any]]] = {Photo.BEFORE: [], Photo.AFTER: []}
    for one in rows:
        ref = refs.get(one.blurred_id or one.id)
        if ref is not None:
            found[one.kind].append({"ref": ref, "waits": one.state != Photo.SHOWN})
    return found


@never_cache
@require_safe
@access("public")
def check_certificate(request: HttpRequest, number: str = "") -> HttpResponse:
    """Whether a certificate is true: what was done, when, how long; the name in short."""
    typed = number or request.GET.get("number", "")
    digits = "".join(one for one in typed if one.isdigit())
    if typed and not number and len(digits) == NUMBER_LENGTH:
        return redirect("workdays:check-certificate", number=digits)
    found = reading.certificate(digits) if len(digits) == NUMBER_LENGTH else None
    context: dict[str, Any] = {"asked": typed[:40], "found": found, "crumbs": crumbs()}
    if found is not None:
        names = identity.volunteer_names([found.person_id] if found.person_id else [])
        name = next(iter(names.values()), None)
        context |= {
            "number": in_fours(digits),
            "when": wording.when(found.day),
            "length": wording.length(found.minutes),
            "name": name.brief if name is not None else "",
        }
    status = 404 if number and found is None else 200
    return render(request, "workdays/check.html", context, status=status)
