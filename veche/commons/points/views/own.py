"""One's own points, giving them, exchanging them, and wanting none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.commons.points import actions, policies, queries, rules, wording
from veche.commons.points.forms import GiveForm, OnceForm
from veche.commons.points.models import Account, Entry
from veche.kernel import idempotency
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.web import render, to_sign_in
from veche.kernel.web.downloads import csv_file

ALL_LINES = 10_000


@never_cache
@require_safe
@access(policies.may_have_points)
def read_own(request: HttpRequest) -> HttpResponse:
    """Status first, then points, then each line explained."""
    person, terms = identity.person_of(request), queries.terms()
    if not person.is_known:
        return to_sign_in(request)
    if not terms.is_on:
        raise NotFound()
    account = queries.account_of(person)
    page = queries.lines(account, after=request.GET.get("after", ""))
    deeds, here = (account.deeds if account else 0), reverse("points:read-own")
    ahead = rules.next_status(deeds)
    context = {
        "abstains": queries.abstains(person),
        "account": account,
        "status": wording.STATUSES[rules.status(deeds)],
        "deeds": deeds,
        "goal": deeds + ahead[1] if ahead else 0,
        "next_status": wording.STATUSES[ahead[0]] if ahead else "",
        "left": ahead[1] if ahead else 0,
        "hours": (account.minutes if account else 0) // 60,
        "lines": [_line(row) for row in page.items],
        "orders": [_order(row) for row in queries.orders_of(account)],
        "has_shop": bool(terms.act_number),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
        "note": request.GET.get("done", ""),
    }
    return render(request, "points/own.html", context)


def _line(row: Entry) -> dict[str, Any]:
    return {"row": row, "title": wording.title_of(row.code), "is_plus": row.points > 0}


def _order(row: Any) -> dict[str, Any]:
    word, tone = wording.ORDER_STATES[row.state]
    return {"row": row, "word": word, "tone": tone, "is_open": row.state == rules.OPEN}


@never_cache
@require_safe
@access(policies.may_have_points)
def own_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Every line of one's own as a file."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    page = queries.lines(queries.account_of(person), size=ALL_LINES)
    rows = (
        [row.day.isoformat(), wording.title_of(row.code), row.points, row.minutes]
        for row in page.items
    )
    return csv_file("points.csv", [_("День"), _("За что"), _("Баллы"), _("Минуты")], rows)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_give_points)
def give_points(request: HttpRequest) -> HttpResponse:
    """To a school or a district."""
    person, terms = identity.person_of(request), queries.terms()
    if not person.is_known:
        return to_sign_in(request)
    policies.may_have_points(person, terms).or_refuse()
    form = GiveForm(request.POST if request.method == "POST" else None, receivers=_receivers())
    account = queries.account_of(person)
    if form.is_bound and form.is_valid():
        kind, _sign, receiver = form.cleaned_data["receiver"].partition(":")
        points = form.cleaned_data["points"]

        def make() -> bool:
            actions.give_points(person, kind=kind, receiver_id=UUID(receiver), points=points)
            return True

        told = f"{kind}:{receiver}:{points}".encode()
        key = f"give:{form.cleaned_data['key']}"
        idempotency.answer_once(f"person:{person.known_id}", key, told, make)
        return redirect(f"{reverse('points:read-own')}?done=given")
    context = {"form": form, "balance": account.balance if account else 0}
    return render(request, "points/give.html", context, status=422 if form.is_bound else 200)


def _receivers() -> list[tuple[str, Any]]:
    """Schools and other checked organisations, then places of the town."""
    known = [
        (f"{rules.ORGANISATION}:{one.id}", one.name)
        for one in organisations.organisations(size=200).items
    ]
    return known + [(f"{rules.PLACE}:{one.id}", one.name) for one in places.places()]


def names_of(accounts: Sequence[Account]) -> list[str]:
    """The organisation or the place that each account is of; one query for all."""
    known = organisations.by_ids(one.holder_id for one in accounts if one.holder_id)
    names = {one.id: one.name for one in known.values()}
    names |= {one.id: one.name for one in places.places()}
    return [names.get(one.holder_id, "") if one.holder_id else "" for one in accounts]


@post_only
@access(policies.may_order_thing)
def order_thing(request: HttpRequest, slug: str) -> HttpResponse:
    """Exchange points; sent twice it is one order."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    form = OnceForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Страница устарела, откройте её заново"))

    def make() -> str:
        return actions.order_thing(person, slug=slug)

    key = f"order:{form.cleaned_data['key']}"
    idempotency.answer_once(f"person:{person.known_id}", key, slug.encode(), make)
    return redirect(f"{reverse('points:read-own')}?done=ordered")


@post_only
@access(policies.may_cancel_order)
def cancel_order(request: HttpRequest, number: str) -> HttpResponse:
    """Take one's own order back."""
    actions.cancel_order(identity.person_of(request), number=number)
    return redirect(f"{reverse('points:read-own')}?done=cancelled")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_abstain)
def abstain(request: HttpRequest) -> HttpResponse:
    """Want no points, after being told what becomes of them; or want them again."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    is_out = queries.abstains(person)
    if request.method != "POST":
        return render(request, "points/abstain.html", {"is_out": is_out})
    if request.POST.get("want") == "yes":
        actions.take_part(person)
        return redirect(f"{reverse('points:read-own')}?done=back")
    actions.abstain(person)
    return redirect(f"{reverse('points:read-own')}?done=out")
