"""Voters' orders for everyone: the list, one of them, feeds, the file of all."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.commitments import public as commitments
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.organisations.public import Mandate
from veche.domains.orders import exports, policies, rules
from veche.domains.orders.adapters import told
from veche.domains.orders.models import Order
from veche.domains.orders.queries import deputies, reading, terms, wording
from veche.domains.orders.queries.reading import KIND, LATE, Filters
from veche.kernel.access import access
from veche.kernel.web import feeds, render

TOLD_MOST = 50


def asked(request: HttpRequest) -> tuple[Filters, Mandate | None, list[Mandate]]:
    """What of the list is asked for; words of no known list are let go."""
    everyone = deputies.everyone()
    wanted = request.GET.get("deputy", "")
    deputy = next((one for one in everyone if one.slug == wanted), None)
    shown, year = request.GET.get("show", "all"), None
    with suppress(ValueError):
        year = int(request.GET.get("year", ""))
    filters = Filters(
        shown=shown if shown in reading.SHOWN else "all",
        mandate_id=deputy.id if deputy is not None else None,
        year=year if year in range(rules.YEAR_MIN, rules.YEAR_MAX + 1) else None,
    )
    return filters, deputy, everyone


@require_safe
@access("public")
def list_orders(request: HttpRequest) -> HttpResponse:
    """Public orders by deputy, by how they stand, by the year of the budget."""
    filters, deputy, everyone = asked(request)
    page = reading.public_page(filters, after=request.GET.get("after", ""))
    kept = _kept(filters, deputy)
    here = reverse("orders:list-orders")
    given = {"to": deputy.slug} if deputy is not None else {}
    context = {
        "orders": wording.listed(page.items, identity.person_of(request)),
        "tabs": _tabs(here, filters, kept),
        "filters": filters,
        "deputy": deputy,
        "deputies": everyone,
        "years": reading.years(),
        "total": reading.total(filters) if filters.year is not None else None,
        "next_url": address(here, {**kept, "after": page.next_token}) if page.next_token else "",
        "give_url": address(reverse("orders:give-order"), given),
        "csv_url": address(reverse("orders:export-orders"), kept),
        "atom_url": address(reverse("orders:read-atom"), kept),
        "rss_url": address(reverse("orders:read-rss"), kept),
        "topic": told.deputy_topic(deputy.id) if deputy is not None else told.ALL,
    }
    return render(request, "orders/list.html", context, fragment="orders/_rows.html")


def address(path: str, asked_for: dict[str, str]) -> str:
    """A path with what is asked of it."""
    return f"{path}?{urlencode(asked_for)}" if asked_for else path


def _kept(filters: Filters, deputy: Mandate | None) -> dict[str, str]:
    found = {
        "show": "" if filters.shown == "all" else filters.shown,
        "deputy": deputy.slug if deputy is not None else "",
        "year": str(filters.year or ""),
    }
    return {name: value for name, value in found.items() if value}


def _tabs(here: str, filters: Filters, kept: dict[str, str]) -> list[dict[str, Any]]:
    titles = {
        "all": _("Все"),
        rules.OPEN: _("Ждут ответа"),
        LATE: _("Просрочены"),
        rules.TAKEN: _("Взяты в работу"),
        rules.ADOPTED: _("Приняты советом"),
        rules.DECLINED: _("Отклонены"),
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
@access(policies.may_read_order)
def read_order(request: HttpRequest, slug: str) -> HttpResponse:
    """One order: what, where, why; the answer; the council's decision and how the work goes."""
    person = identity.person_of(request)
    row = reading.readable(person, slug)
    return render(request, "orders/order.html", page_of(person, row, request.GET.get("done", "")))


def page_of(person: PersonRef, row: Order, done: str = "") -> dict[str, Any]:
    """The context of an order's page."""
    today = terms.today()
    here = wording.url_of(row)
    course = commitments.of(KIND, row.id) if row.state == rules.ADOPTED else None
    held = deputies.held_by(person)
    return {
        "row": row,
        "here": here,
        "deputy": deputies.names([row.mandate_id]).get(row.mandate_id),
        "tag": wording.tag(row, course),
        "clock": wording.clock_of(row, today),
        "voice": wording.VOICES.get(row.answered_by, ""),
        "steps": wording.timeline(row, today) if row.state in rules.SHOWN else [],
        "course": commitments.part(course) if course is not None else "",
        "is_supported": row.id in reading.supported_among(person, [row.id]),
        "is_growing": row.is_public and row.state in rules.GROWING,
        "may_support": policies.may_support_order(person, row),
        "home_url": address(reverse("identity:declare-home"), {"next": here}),
        "may_answer": policies.may_answer_order(person, row, held),
        "may_adopt": policies.may_adopt_order(person, row),
        "topic": told.topic_of(row),
        "complain_url": moderation.complain_url(KIND, row.id, here) if row.is_public else "",
        "done": done,
    }


def _entries(request: HttpRequest) -> list[feeds.Entry]:
    filters, _deputy, _everyone = asked(request)
    return [
        feeds.Entry(
            title=row.title,
            path=wording.url_of(row),
            text=f"{wording.tag(row)['text']}. {row.why}",
            published_at=row.published_at or row.changed_at,
            updated_at=row.changed_at,
        )
        for row in reading.told(filters, TOLD_MOST)
    ]


@require_safe
@access("public")
def read_atom(request: HttpRequest) -> HttpResponse:
    """Public orders as Atom, all or those of a deputy, a stage, a year."""
    return feeds.atom(
        request, _("Наказы депутатам"), reverse("orders:list-orders"), _entries(request)
    )


@require_safe
@access("public")
def read_rss(request: HttpRequest) -> HttpResponse:
    """The same as RSS 2.0."""
    return feeds.rss(
        request, _("Наказы депутатам"), reverse("orders:list-orders"), _entries(request)
    )


@require_safe
@access("public")
def export_orders(request: HttpRequest) -> StreamingHttpResponse:
    """Public orders as CSV, read while they are sent."""
    filters, _deputy, _everyone = asked(request)
    return exports.orders_csv(reading.everything(filters), terms.today())
