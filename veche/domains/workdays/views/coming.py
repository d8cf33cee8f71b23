"""What whoever comes does: «иду», not after all; one's own days, certificates, name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.workdays import policies
from veche.domains.workdays.actions import joining
from veche.domains.workdays.adapters import papers
from veche.domains.workdays.forms import days
from veche.domains.workdays.models import Hand
from veche.domains.workdays.queries import reading, store, wording
from veche.domains.workdays.views.answering import answer, crumbs, with_done
from veche.domains.workdays.views.reading import address
from veche.kernel import clock
from veche.kernel.access import post_only
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE
from veche.kernel.web.origin import absolute

NEXT = "next"


@identity.behind(policies.may_join_day)
@require_http_methods(PAGE)
def join_day(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The safety sheet, how many come, one press."""
    row, own = reading.day_for(person, slug)
    policies.may_join_day(person, row, now=clock.now()).or_refuse()
    sheet = store.sheet_of(row.work)
    has_name = bool(identity.volunteer_names([person.known_id]))
    form = days.JoinForm(
        request.POST if request.method == "POST" else None,
        initial=_known(own.helper) | {"sheet": row.work.sheet_number},
        has_name=has_name,
    )

    def act() -> str:
        data = form.cleaned_data
        joining.join_day(
            person,
            slug=slug,
            hands=data["hands"],
            sheet_number=data["sheet"],
            shares_name=data.get("shares_name"),
        )
        return with_done(wording.day_url(row), "joined")

    context = {
        "row": row,
        "sheet": sheet,
        "has_name": has_name,
        "is_in": own.helper is not None,
        "when": wording.when(row),
        "name_url": address(
            reverse("workdays:set-name"), {NEXT: reverse("workdays:join-day", args=[slug])}
        ),
        "crumbs": crumbs(row),
    }
    return answer(request, form, act, context, "workdays/join.html")


def _known(helper: Hand | None) -> dict[str, Any]:
    if helper is None:
        return {}
    return {"hands": helper.hands, "shares_name": helper.shares_name}


@identity.behind(policies.may_leave_day)
@post_only
def leave_day(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """«Не получится»."""
    joining.leave_day(person, slug=slug)
    return redirect(with_done(reverse("workdays:read-day", args=[slug]), "left"))


@identity.behind(policies.may_open_own_days)
@require_safe
def list_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Days one has called, days one comes to, certificates; what waits for one's yes."""
    page = reading.called_by(person, after=request.GET.get("after", ""))
    here = reverse("workdays:list-own")
    certificates = reading.certificates_of(person)
    names = identity.volunteer_names([person.known_id])
    name = names.get(person.known_id)
    context = {
        "asked": [wording.card(row) for row in reading.waiting_for_own(person)],
        "called": [wording.card(row) for row in page.items],
        "joined": [
            {**wording.card(one.day), "badge": one.badge}
            for one in reading.joined_by(person)
            if not one.number
        ],
        "certificates": [
            {
                "number": one.number,
                "title": one.day.title,
                "url": wording.day_url(one.day),
                "when": wording.when(one.day),
                "length": wording.length(one.minutes),
            }
            for one in certificates
        ],
        "total": wording.length(sum(one.minutes for one in certificates)),
        "name": name.full if name is not None else "",
        "done": request.GET.get("done", ""),
        "next_url": address(here, {"after": page.next_token}) if page.next_token else "",
    }
    return render(request, "workdays/own.html", context)


@identity.behind(policies.may_open_own_days)
@require_http_methods(PAGE)
def set_name(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The name on one's certificates: given here, taken back here."""
    if consent := identity.consent_page(person, request.get_full_path()):
        return redirect(consent)
    back = identity.local_path(request.GET.get(NEXT, ""), reverse("workdays:list-own"))
    known = identity.volunteer_names([person.known_id]).get(person.known_id)
    if request.method == "POST" and request.POST.get("then") == "forget":
        identity.set_volunteer_name(person, None)
        return redirect(with_done(reverse("workdays:list-own"), "forgotten"))
    form = days.NameForm(
        request.POST if request.method == "POST" else None,
        initial=vars(known) if known is not None else {},
    )

    def act() -> str:
        identity.set_volunteer_name(person, form.given)
        return back

    context = {
        "title": _("Имя для справки"),
        "lead": _("Лежит под замком, видите его вы. На справке оно нужно целиком."),
        "button": _("Сохранить"),
        "back_url": back,
        "crumbs": [{"title": _("Мои дела"), "url": reverse("workdays:list-own")}],
        "is_known": known is not None,
    }
    return answer(request, form, act, context, "workdays/name.html")


@identity.behind(policies.may_open_own_days)
@require_safe
def own_certificate(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """One's own certificate as PDF; whoever has given no name is asked for it first."""
    one = reading.own_certificate(person, number)
    name = identity.volunteer_names([person.known_id]).get(person.known_id)
    if name is None:
        return redirect(address(reverse("workdays:set-name"), {NEXT: request.path}))
    check = absolute(request, reverse("workdays:check-certificate", args=[number]))
    response = HttpResponse(
        papers.certificate_pdf(one, name, check), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="certificate-{number}.pdf"'
    return response
