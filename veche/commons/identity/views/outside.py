"""Signing in by a service of others, linking it, and making two accounts one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import policies, public, sessions
from veche.commons.identity.actions import ceremonies, merging, outside
from veche.commons.identity.providers import allowed
from veche.commons.identity.providers.exchange import NotProved
from veche.commons.identity.rules.paths import local_path
from veche.commons.identity.views.guard import signed_in_only
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import Problem
from veche.kernel.web import render
from veche.kernel.web.origin import browser_origin_of

_VISIT, _MERGE = "provider_visit", "merge"


@access("public")
@never_cache
@require_safe
def visit_provider(request: HttpRequest, slug: str) -> HttpResponse:
    """Off to the service's own page."""
    provider = allowed.provider(slug)
    back = local_path(request.GET.get("next", ""), "")
    try:
        visit, address = outside.begin_visit(
            provider, public.person_of(request), _back_url(request, slug), limits.client_of(request)
        )
    except Problem as problem:
        return _failed(request, problem, back)
    request.session[_VISIT] = {"visit": str(visit), "next": back}
    return HttpResponseRedirect(address)


@access("public")
@never_cache
@require_safe
def return_from_provider(request: HttpRequest, slug: str) -> HttpResponse:
    """Back from the service: into the account, or to the question whether two are one."""
    provider = allowed.provider(slug)
    begun = request.session.pop(_VISIT, None)
    back = local_path(begun["next"], "") if begun else ""
    try:
        if begun is None:
            raise NotProved()
        arrived = outside.finish_visit(
            provider,
            public.person_of(request),
            UUID(begun["visit"]),
            _back_url(request, slug),
            request.GET.dict(),
        )
    except Problem as problem:
        return _failed(request, problem, back)
    if arrived.signed_in is None:
        request.session[_MERGE] = {"merge": str(arrived.merge_id), "provider": slug}
        return redirect("identity:merge-persons")
    sessions.begin(request, arrived.signed_in.person_id, arrived.signed_in.session_epoch, slug)
    return redirect(back or reverse("identity:me"))


@access(policies.may_merge_persons)
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in_only
def merge_persons(request: HttpRequest) -> HttpResponse:
    """What will happen to two accounts, and making them one."""
    person, begun = public.person_of(request), request.session.get(_MERGE)
    if begun is None:
        return redirect("identity:me")
    provider = allowed.provider(begun["provider"])
    look = ceremonies.take if request.method == "POST" else ceremonies.peek
    asked = look(outside.MERGE, UUID(begun["merge"]))
    try:
        if asked is None or asked["one"] != str(person.id):
            raise NotProved()
        other = UUID(asked["other"])
        if request.method == "GET":
            merging.require_mergeable(person, merging.pair_of(person.known_id, other))
            return render(request, "identity/merge.html", {"title": provider.title})
        goes_on = merging.merge_persons(person, other)
    except Problem as problem:
        return _failed(request, problem, "")
    request.session.pop(_MERGE, None)
    sessions.begin(request, goes_on.id, goes_on.session_epoch, provider.slug)
    return render(request, "identity/merged.html")


def _failed(request: HttpRequest, problem: Problem, back: str) -> HttpResponse:
    known = public.person_of(request).is_known
    door = reverse("identity:me") if known else public.sign_in_url(back)
    context = {"trouble": problem, "door": door}
    return render(request, "identity/not_entered.html", context, status=problem.status)


def _back_url(request: HttpRequest, slug: str) -> str:
    return browser_origin_of(request) + reverse("identity:return-from-provider", args=[slug])
