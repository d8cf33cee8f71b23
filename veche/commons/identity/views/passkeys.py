"""Passkeys: the page under «Я», and the door that opens by one.

The script asks for the options, the device answers, and a plain form carries the answer.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import policies, public, queries, sessions
from veche.commons.identity.actions import passkeys
from veche.commons.identity.actions.passkeys import Site
from veche.commons.identity.forms import PasskeyNameForm
from veche.commons.identity.rules.paths import local_path
from veche.commons.identity.views.guard import signed_in_only
from veche.kernel import limits
from veche.kernel.access import access, post_only
from veche.kernel.errors import NotFound, Problem
from veche.kernel.web import render
from veche.kernel.web.origin import browser_origin_of

_ADDING, _ENTERING = "passkey_add", "passkey_enter"


@access(policies.may_add_passkey)
@never_cache
@require_safe
@signed_in_only
def list_passkeys(request: HttpRequest) -> HttpResponse:
    """The person's keys, and a way to add this device."""
    return _page(request, PasskeyNameForm())


@access(policies.may_add_passkey)
@never_cache
@post_only
@signed_in_only
def begin_adding(request: HttpRequest) -> HttpResponse:
    """What the browser asks its device for."""
    try:
        ceremony, options = passkeys.begin_adding(public.person_of(request), _site(request))
    except Problem as problem:
        return _said(problem)
    request.session[_ADDING] = str(ceremony)
    return JsonResponse(options)


@access(policies.may_add_passkey)
@never_cache
@post_only
@signed_in_only
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Keep the key that the device made."""
    form = PasskeyNameForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        passkeys.add_passkey(
            public.person_of(request),
            _site(request),
            _taken(request, _ADDING),
            request.POST.get("answer", ""),
            form.cleaned_data["name"],
        )
    except Problem as problem:
        return _page(request, form, problem, problem.status)
    return redirect(f"{reverse('identity:passkeys')}?done=added")


@access(policies.may_rename_passkey)
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in_only
def rename_passkey(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """Call a key otherwise."""
    person = public.person_of(request)
    known = {key.id: key.name for key in queries.passkeys(person.known_id)}
    if passkey_id not in known:
        raise NotFound()
    posted = request.POST if request.method == "POST" else None
    form = PasskeyNameForm(posted, initial={"name": known[passkey_id]})
    if form.is_valid():
        passkeys.rename_passkey(person, passkey_id, form.cleaned_data["name"])
        return redirect("identity:passkeys")
    context = {"form": form, "name": known[passkey_id]}
    return render(request, "identity/passkey_name.html", context, status=422 if posted else 200)


@access(policies.may_remove_passkey)
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in_only
def remove_passkey(request: HttpRequest, passkey_id: UUID) -> HttpResponse:
    """Drop a key, after a page that says what will happen."""
    person = public.person_of(request)
    if request.method == "POST":
        passkeys.remove_passkey(person, passkey_id)
        return redirect(f"{reverse('identity:passkeys')}?done=removed")
    known = {key.id: key.name for key in queries.passkeys(person.known_id)}
    if passkey_id not in known:
        raise NotFound()
    return render(request, "identity/passkey_remove.html", {"name": known[passkey_id]})


@access("public")
@never_cache
@post_only
def begin_sign_in(request: HttpRequest) -> HttpResponse:
    """What the browser asks any device of."""
    try:
        ceremony, options = passkeys.begin_sign_in(_site(request), limits.client_of(request))
    except Problem as problem:
        return _said(problem)
    request.session[_ENTERING] = str(ceremony)
    return JsonResponse(options)


@access("public")
@never_cache
@post_only
def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Open the account whose key the device holds; what went wrong is told at the door."""
    back = local_path(request.POST.get("next", ""), "")
    try:
        signed_in = passkeys.sign_in_by_passkey(
            _site(request), _taken(request, _ENTERING), request.POST.get("answer", "")
        )
    except Problem as problem:
        context = {"trouble": problem, "door": public.sign_in_url(back)}
        return render(request, "identity/not_entered.html", context, status=problem.status)
    sessions.begin(request, signed_in.person_id, signed_in.session_epoch, "passkey")
    return redirect(back or reverse("identity:me"))


def _page(
    request: HttpRequest, form: PasskeyNameForm, trouble: Problem | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "keys": queries.passkeys(public.person_of(request).known_id),
        "form": form,
        "trouble": trouble,
        "done": request.GET.get("done", ""),
    }
    return render(request, "identity/passkeys.html", context, status=status)


def _taken(request: HttpRequest, key: str) -> UUID:
    """The ceremony this browser began, once; a stranger's answer meets an id nobody has."""
    begun = request.session.pop(key, None)
    if not isinstance(begun, str):
        raise passkeys.BadPasskey()
    return UUID(begun)


def _said(problem: Problem) -> HttpResponse:
    return JsonResponse({"message": problem.words}, status=problem.status)


def _site(request: HttpRequest) -> Site:
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return Site(host=host, origin=browser_origin_of(request))
