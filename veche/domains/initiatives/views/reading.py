"""Proposals for everyone: the list, one of them, feeds, the file of all."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.commons.moderation import public as moderation
from veche.domains.initiatives import exports, policies, rules
from veche.domains.initiatives.adapters import discussed, told
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import onward, picturing, reading, terms, wording
from veche.domains.initiatives.queries.onward import KIND
from veche.domains.initiatives.queries.reading import LATE, Filters, Whole
from veche.kernel.access import access
from veche.kernel.policies import Decision
from veche.kernel.web import feeds, render

TOLD_MOST = 50


def filters_of(request: HttpRequest) -> Filters:
    """What of the list is asked for; words of no known list are let go."""
    shown, order = request.GET.get("show", "all"), request.GET.get("order", "new")
    place = None
    with suppress(ValueError):
        place = UUID(request.GET.get("place", ""))
    return Filters(
        shown=shown if shown in reading.SHOWN else "all",
        place_id=place,
        order=order if order in reading.ORDERS else "new",
    )


@require_safe
@access("public")
def list_proposals(request: HttpRequest) -> HttpResponse:
    """Public proposals: the newest, the most supported, those that wait for the town."""
    filters = filters_of(request)
    page = reading.public_page(filters, after=request.GET.get("after", ""))
    person = identity.person_of(request)
    kept = _kept(filters)
    here = reverse("initiatives:list-proposals")
    context = {
        "proposals": listed(page.items, person),
        "tabs": _tabs(here, filters, kept),
        "filters": filters,
        "place": str(filters.place_id or ""),
        "places": terms.territories(),
        "has_orders": filters.shown in ("all", rules.COLLECTING, rules.ANSWERED),
        "next_url": address(here, {**kept, "after": page.next_token}) if page.next_token else "",
        "all_topic": told.ALL,
        "thresholds_url": reverse("initiatives:list-thresholds"),
    }
    return render(request, "initiatives/list.html", context, fragment="initiatives/_rows.html")


def listed(rows: list[Proposal], person: PersonRef) -> list[dict[str, Any]]:
    """Rows of a list with their words; two queries for all of them."""
    names, today = wording.names_of_places(), terms.today()
    supported = reading.supported_among(person, [row.id for row in rows])
    return [
        {
            "row": row,
            "url": reverse("initiatives:read-proposal", args=[row.slug]),
            "tag": wording.tag(row),
            "clock": wording.clock_of(row, today),
            "where": wording.where(row, names),
            "progress": wording.progress(row),
            "is_supported": row.id in supported,
        }
        for row in rows
    ]


def address(path: str, asked: dict[str, str]) -> str:
    """A path with what is asked of it."""
    return f"{path}?{urlencode(asked)}" if asked else path


def _kept(filters: Filters) -> dict[str, str]:
    asked = {
        "show": "" if filters.shown == "all" else filters.shown,
        "order": "" if filters.order == "new" else filters.order,
        "place": str(filters.place_id or ""),
    }
    return {name: value for name, value in asked.items() if value}


def _tabs(here: str, filters: Filters, kept: dict[str, str]) -> list[dict[str, Any]]:
    titles = {
        "all": _("Все"),
        rules.COLLECTING: _("Собирают поддержку"),
        rules.CONSIDERED: _("Ждут ответа"),
        LATE: _("Просрочены"),
        rules.ANSWERED: _("С ответом"),
    }
    rest = {name: value for name, value in kept.items() if name != "show"}
    return [
        {
            "title": title,
            "url": address(here, rest if shown == "all" else {**rest, "show": shown}),
            "current": shown == filters.shown,
        }
        for shown, title in titles.items()
    ]


@require_safe
@access(policies.may_read_proposal)
def read_proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """One proposal: what, why, for how much; how far it has come; the town's answer."""
    person = identity.person_of(request)
    whole = reading.whole_for(person, slug)
    return render(request, "initiatives/proposal.html", page_of(request, person, whole))


def page_of(request: HttpRequest, person: PersonRef, whole: Whole) -> dict[str, Any]:
    """The context of a proposal's page."""
    row, today = whole.row, terms.today()
    here = reverse("initiatives:read-proposal", args=[row.slug])
    may = support_decision(person, row)
    course = wording.course_of(row)
    targets = onward.targets_of(row) if row.is_public else []
    return {
        "row": row,
        "whole": whole,
        "here": here,
        "tag": wording.tag(row),
        "clock": wording.clock_of(row, today),
        "where": wording.where(row, wording.names_of_places()),
        "progress": wording.progress(row),
        "steps": wording.timeline(row, today, course, targets) if row.state in rules.SHOWN else [],
        "course": course,
        "ground": wording.GROUNDS.get(row.ground, ""),
        "topic": told.topic_of(row),
        "may_support": may,
        "is_collecting": row.is_public and row.state == rules.COLLECTING,
        "birth_date_url": address(reverse("identity:declare-birth-date"), {"next": here}),
        "photos": picturing.photos_of(person, row),
        "may_add_photos": policies.may_add_photos(person, row),
        "may_begin_anew": policies.may_begin_anew(person, row),
        "grown": reading.grown_of(row) if row.state in rules.OVER else [],
        "may_retire": policies.may_retire_proposal(person, row),
        "may_work": policies.may_work_on_proposals(person),
        "targets": targets,
        **help_of(request, person, row),
        "neighbours": matching.neighbours_part(request, told.topic_of(row))
        if row.is_public
        else "",
        "arguments": discussed.part_of(request, row),
        "complain_url": moderation.complain_url(KIND, row.id, here) if row.is_public else "",
        "done": request.GET.get("done", ""),
    }


def help_of(request: HttpRequest, person: PersonRef, row: Proposal) -> dict[str, Any]:
    """How neighbours help, and whether this person may call them."""
    may_seek = policies.may_seek_help(person, row)
    seek_url = reverse("initiatives:seek-help", args=[row.slug]) if may_seek else ""
    return {
        "helpers": matching.help_part(request, KIND, str(row.id), seek_url=seek_url)
        if row.is_public
        else "",
        "seek_url": seek_url,
    }


def support_decision(person: PersonRef, row: Proposal) -> Decision:
    """Whether the person may support it now; their age is read only when it matters."""
    plain = policies.may_support_proposal(person, row)
    if not plain:
        return plain
    who = terms.participant(person)
    return policies.may_support_proposal(person, row, who, terms.value("min_age"))


@require_safe
@access("public")
def list_thresholds(request: HttpRequest) -> HttpResponse:
    """How much support a proposal needs where, and by which act; the other rules in numbers."""
    context = {
        "needed": terms.thresholds(),
        "group_min": terms.value("group_min"),
        "min_age": terms.value("min_age"),
        "support_days": terms.value("support_days"),
        "remarks_days": terms.value("remarks_days"),
        "decision_days": terms.value("decision_days"),
    }
    return render(request, "initiatives/thresholds.html", context)


def _entries(request: HttpRequest) -> list[feeds.Entry]:
    return [
        feeds.Entry(
            title=row.title,
            path=reverse("initiatives:read-proposal", args=[row.slug]),
            text=f"{wording.tag(row)['text']}. {row.problem}",
            published_at=row.published_at or row.changed_at,
            updated_at=row.changed_at,
        )
        for row in reading.told(filters_of(request), TOLD_MOST)
    ]


@require_safe
@access("public")
def read_atom(request: HttpRequest) -> HttpResponse:
    """Public proposals as Atom, all or those of a territory or a stage."""
    title = _("Предложения жителей")
    return feeds.atom(request, title, reverse("initiatives:list-proposals"), _entries(request))


@require_safe
@access("public")
def read_rss(request: HttpRequest) -> HttpResponse:
    """The same as RSS 2.0."""
    title = _("Предложения жителей")
    return feeds.rss(request, title, reverse("initiatives:list-proposals"), _entries(request))


@require_safe
@access("public")
def export_proposals(request: HttpRequest) -> StreamingHttpResponse:
    """All public proposals as CSV, read while they are sent."""
    return exports.proposals_csv(reading.everything(filters_of(request)), terms.today())
