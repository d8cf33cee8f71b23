"""The town's staff: who holds which role, by which act, until when."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.channels import public as channels
from veche.commons.identity import policies, public, queries, wording
from veche.commons.identity.actions import roles
from veche.commons.identity.forms import RolesForm
from veche.commons.identity.views.guard import signed_in_only
from veche.kernel.access import access
from veche.kernel.errors import NotFound, Problem
from veche.kernel.web import render

ENDED_SHOWN = 20
READ_AND_SEND = ["GET", "HEAD", "POST"]


@access(policies.may_manage_staff)
@never_cache
@require_safe
@signed_in_only
def manage_staff(request: HttpRequest) -> HttpResponse:
    """Everybody with a role, and the roles that ended last."""
    person = public.person_of(request)
    policies.may_manage_staff(person).or_refuse()
    people = [
        {
            "id": one.id,
            "contact": _shown(one.contact),
            "number": str(one.id)[:8],
            "grants": [_grant(grant) for grant in one.grants],
            "is_self": one.id == person.id,
        }
        for one in queries.staff()
    ]
    ended = [(str(one)[:8], _grant(grant)) for one, grant in queries.grants_ended(ENDED_SHOWN)]
    context = {"people": people, "ended": ended, "crumbs": _crumbs()}
    return render(request, "identity/staff.html", context)


def _shown(contact: tuple[str, str] | None) -> str:
    return channels.masked(*contact) if contact else _("без контакта")


def _grant(grant: queries.Grant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "title": wording.role_title(grant.role),
        "act": grant.act,
        "starts_at": grant.starts_at,
        "ends_at": grant.ends_at,
        # A term is told by its last day, and it ends at the midnight after.
        "last_day": grant.ends_at - timedelta(seconds=1) if grant.ends_at else None,
    }


@access(policies.may_grant_role)
@never_cache
@require_http_methods(READ_AND_SEND)
@signed_in_only
def grant_role(request: HttpRequest) -> HttpResponse:
    """Roles for whoever has this phone or e-mail."""
    person = public.person_of(request)
    policies.may_manage_staff(person).or_refuse()
    form = RolesForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            roles.give_roles(
                person,
                contact=given["contact"].address,
                roles=given["roles"],
                act=given["act"],
                ends_at=_end_of(given["ends_on"]),
            )
            return redirect("identity:manage-staff")
        except Problem as problem:
            form.add_error("roles", problem.words)
    crumbs = [*_crumbs(), {"title": _("Сотрудники и роли"), "url": _here()}]
    context = {"form": form, "crumbs": crumbs}
    status = 422 if form.is_bound else 200
    return render(request, "identity/grant_role.html", context, status=status)


def _end_of(day: Any) -> datetime | None:
    """The midnight after the last day, by the town's clock."""
    if day is None or day.year >= 9999:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@access(policies.may_revoke_role)
@never_cache
@require_http_methods(READ_AND_SEND)
@signed_in_only
def revoke_role(request: HttpRequest) -> HttpResponse:
    """Take a role back at once, after a page that says so. It goes by the grant, not the person."""
    person = public.person_of(request)
    policies.may_manage_staff(person).or_refuse()
    found = queries.current_grant(_grant_id(request))
    if found is None:
        raise NotFound()
    official, grant = found
    policies.may_revoke_role(person, grant.role, official.id).or_refuse()
    if request.method == "POST":
        roles.revoke_role(official.id, grant.role, by=person)
        return redirect("identity:manage-staff")
    context = {
        "title": _("Снять роль «%(role)s»?") % {"role": wording.role_title(grant.role)},
        "text": _shown(official.contact),
        "consequences": [
            _("Роль перестанет действовать сразу."),
            _("Всё сделанное в ней останется, запись об этом появится в журнале."),
        ],
        "action": request.path,
        "fields": {"grant": grant.id},
        "button": _("Снять роль"),
        "tone": "danger",
        "cancel_url": _here(),
    }
    return render(request, "portal/confirm.html", context)


def _grant_id(request: HttpRequest) -> UUID:
    given = request.POST.get("grant") or request.GET.get("grant", "")
    try:
        return UUID(given)
    except ValueError:
        raise NotFound() from None


def _here() -> str:
    return reverse("identity:manage-staff")


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Настройки города"), "url": reverse("hall:set-up-town")}]
