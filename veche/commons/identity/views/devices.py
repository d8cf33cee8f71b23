"""Where the person is signed in, and signing out from afar."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from veche.commons.identity import policies, public, queries, sessions, wording
from veche.commons.identity.actions import sign_ins
from veche.commons.identity.views.guard import signed_in_only
from veche.kernel.access import access, post_only
from veche.kernel.web import render


@access(policies.may_end_sign_ins)
@never_cache
@require_safe
@signed_in_only
def list_sign_ins(request: HttpRequest) -> HttpResponse:
    """The browsers, this one first."""
    here = sessions.sign_in_of(request)
    found = queries.sign_ins(public.person_of(request).known_id)
    context = {
        "rows": [
            {"one": one, "is_here": one.id == here, "way": wording.way_text(one.way)}
            for one in sorted(found, key=lambda one: one.id != here)
        ],
        "others": sum(one.id != here for one in found),
        "done": request.GET.get("done", ""),
    }
    return render(request, "identity/devices.html", context)


@access(policies.may_end_sign_ins)
@post_only
@signed_in_only
def end_sign_in(request: HttpRequest, sign_in_id: UUID) -> HttpResponse:
    """Sign one browser out."""
    sign_ins.end_sign_in(public.person_of(request), sign_in_id)
    return redirect(f"{reverse('identity:sign-ins')}?done=one")


@access(policies.may_end_sign_ins)
@post_only
@signed_in_only
def end_other_sign_ins(request: HttpRequest) -> HttpResponse:
    """Sign all others out and stay here."""
    kept = sessions.sign_in_of(request)
    sessions.go_on(request, sign_ins.end_other_sign_ins(public.person_of(request), kept))
    return redirect(f"{reverse('identity:sign-ins')}?done=others")
