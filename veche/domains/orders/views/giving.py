"""Giving an order to one's deputy, joining a neighbour's, and one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.organisations.public import Mandate
from veche.domains.orders import policies, rules
from veche.domains.orders.actions import giving, supporting
from veche.domains.orders.forms.giving import MendForm, OrderForm
from veche.domains.orders.queries import deputies, likeness, reading, terms, wording, worklist
from veche.domains.orders.queries.reading import KIND
from veche.domains.orders.views.reading import address
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.web import render, to_sign_in

PAGE = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(PAGE)
@access(policies.may_give_order)
def give_order(request: HttpRequest) -> HttpResponse:
    """To whom, what, where, why; orders like it are shown before it is sent."""
    person = identity.person_of(request)
    if request.method == "POST" and not person.is_known:
        return to_sign_in(request)
    own = deputies.of_home(person)
    wanted = request.POST.get("to", "") or request.GET.get("to", "")
    chosen = _chosen(wanted, own)
    form = OrderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and chosen is not None and form.is_valid():
        answer = _sent(request, person, chosen, form)
        if answer is not None:
            return answer
    return _page(request, person, own, chosen, form)


def _chosen(wanted: str, own: list[Mandate]) -> Mandate | None:
    """The deputy who is named, else the only one of the person's home."""
    if wanted:
        return deputies.by_slug(wanted)
    return own[0] if len(own) == 1 else None


def _sent(
    request: HttpRequest, person: PersonRef, chosen: Mandate, form: OrderForm
) -> HttpResponse | None:
    """Those like it first; then it is sent. None when something is wrong with it."""
    policies.may_give_order(person, chosen.place_id).or_refuse()
    words = form.words()
    near = likeness.alike(words.title, chosen.id) if not request.POST.get("is_sure") else []
    if near:
        context = {
            "form": form,
            "deputy": chosen,
            "orders": wording.listed(near, person),
        }
        return render(request, "orders/similar.html", context)
    try:
        key = form.cleaned_data["form_key"]
        slug = giving.give_order(person, deputy=chosen.slug, words=words, key=key)
    except Invalid as problem:
        for name, said in problem.fields.items():
            form.add_error(name, str(said))
        return None
    return redirect("orders:read-sent", slug=slug)


def _page(
    request: HttpRequest,
    person: PersonRef,
    own: list[Mandate],
    chosen: Mandate | None,
    form: OrderForm,
) -> HttpResponse:
    here = address(reverse("orders:give-order"), {"to": chosen.slug} if chosen else {})
    may = policies.may_give_order(person, chosen.place_id if chosen else None)
    context = {
        "form": form,
        "own": own,
        "chosen": chosen,
        "may_give": may,
        "needs_home": person.is_known and person.home_place_id is None,
        "sign_in_url": identity.sign_in_url(here),
        "home_url": address(reverse("identity:declare-home"), {"next": here}),
        "answer_days": terms.answer_days(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "orders/give.html", context, status=status)


@identity.behind(policies.may_open_own_orders)
@require_safe
def read_sent(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """It is sent: what comes next, by when, who answers."""
    row = reading.readable(person, slug)
    if row.author_id not in reading.own_ids(person):
        raise NotFound()
    context = {
        "row": row,
        "deputy": deputies.names([row.mandate_id]).get(row.mandate_id),
        "is_waiting": row.state == rules.MODERATION,
        "answer_days": terms.answer_days(),
    }
    return render(request, "orders/sent.html", context)


@identity.behind(policies.may_open_own_orders)
@require_http_methods(PAGE)
def mend_order(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Write anew what a moderator has turned down, and send it again."""
    row = reading.readable(person, slug)
    policies.may_mend_order(person, row).or_refuse()
    given = {"title": row.title, "spot": row.spot, "why": row.why, "version": row.version}
    form = MendForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            giving.mend_order(
                person, slug=slug, version=form.cleaned_data["version"], words=form.words()
            )
            return redirect("orders:read-sent", slug=slug)
        except Invalid as problem:
            for name, said in problem.fields.items():
                form.add_error(name, str(said))
    state = moderation.state_of(KIND, [row.id]).get(row.id)
    context = {"row": row, "form": form, "reason": state.reason if state is not None else ""}
    status = 422 if form.is_bound else 200
    return render(request, "orders/mend.html", context, status=status)


@require_http_methods(PAGE)
@access(policies.may_support_order)
def support_order(request: HttpRequest, slug: str) -> HttpResponse:
    """«Поддержать наказ»; a visitor signs in, tells where they live, and comes back."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    row = reading.readable(person, slug)
    here = wording.url_of(row)
    if request.method != "POST":
        return redirect(here)
    if policies.may_support_order(person, row).code == "home-needed":
        return redirect(address(reverse("identity:declare-home"), {"next": here}))
    supporting.support_order(person, slug=slug)
    return redirect(f"{here}?done=supported")


@identity.behind(policies.may_open_own_orders)
@post_only
def withdraw_support(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """«Отозвать»."""
    row = supporting.withdraw_support(person, slug=slug)
    return redirect(f"{wording.url_of(row)}?done=withdrawn")


@identity.behind(policies.may_open_own_orders)
@require_safe
def list_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What the person has given; for a deputy, what waits for their answer."""
    page = reading.own_page(person, after=request.GET.get("after", ""))
    here = reverse("orders:list-own")
    held = deputies.held_by(person)
    context = {
        "is_deputy": bool(held),
        "waits": wording.listed(worklist.of_deputy(held), person),
        "orders": _with_refusals(wording.listed(page.items, person)),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "orders/own.html", context)


def _with_refusals(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Why a moderator has turned one down, and where to argue."""
    ids = [one["row"].id for one in listed if one["row"].state == rules.REJECTED]
    states = moderation.state_of(KIND, ids) if ids else {}
    return [
        {
            **one,
            "turned_down": states[one["row"].id].reason or _("Модератор не пропустил наказ"),
            "argue_url": moderation.own_url(KIND, one["row"].id),
        }
        if one["row"].id in states
        else one
        for one in listed
    ]
