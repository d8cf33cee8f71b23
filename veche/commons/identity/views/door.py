"""Signing in by a code and signing out; plain forms, no script needed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from veche.commons.identity import known, public, sessions
from veche.commons.identity.actions import signing_in
from veche.commons.identity.forms import CodeForm, ContactForm
from veche.commons.identity.providers.allowed import ESIA, providers
from veche.commons.identity.rules.paths import local_path
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import Problem, TooMany
from veche.kernel.web import render

_KEY = "sign_in"
KNOWN_SECONDS = 365 * 24 * 3600


@access("public")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Step one: a phone or an e-mail; the same answer whether there is an account or not."""
    back = local_path(request.POST.get("next") or request.GET.get("next", ""), "")
    if public.person_of(request).is_known:
        return redirect(back or reverse("identity:me"))
    form = ContactForm(request.POST if request.method == "POST" else None)
    trouble: Problem | None = None
    if request.method == "POST" and form.is_valid():
        try:
            challenge = signing_in.send_code(
                form.cleaned_data["contact"], limits.client_of(request), _known_by(request)
            )
        except Problem as problem:
            trouble = problem
        else:
            request.session[_KEY] = {"challenge": str(challenge), "next": back}
            return redirect("identity:enter-code")
    services = providers()
    context = {
        "form": form,
        "next": back,
        "trouble": trouble,
        "services": [one for one in services if one.slug != ESIA],
        "by_state": next((one for one in services if one.slug == ESIA), None),
    }
    return _answer(request, "identity/sign_in.html", context, form.is_bound, trouble)


@access("public")
@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Step two: the six digits; they work once and only in the browser that asked for them."""
    begun = request.session.get(_KEY)
    if not begun:
        return redirect("identity:sign-in")
    challenge_id, back = UUID(begun["challenge"]), local_path(begun["next"], "")
    form = CodeForm(request.POST if request.method == "POST" else None)
    trouble: Problem | None = None
    if request.method == "POST":
        try:
            if "again" in request.POST:
                return _send_again(request, challenge_id, back)
            if form.is_valid():
                return _open(request, challenge_id, form.cleaned_data["code"], back)
        except Problem as problem:
            trouble = problem
    context = {
        "error": _code_error(form, trouble),
        "is_dead": isinstance(trouble, signing_in.DeadCode),
        "sent_to": signing_in.masked_address(challenge_id),
        "next": back,
        "again": request.GET.get("again") == "1" and not form.is_bound,
    }
    return _answer(request, "identity/enter_code.html", context, form.is_bound, trouble)


@access("public")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, or all of the person's; asks first when it came by a link."""
    person = public.person_of(request)
    if request.method == "POST":
        if person.is_known and request.POST.get("everywhere") == "1":
            public.sign_out_everywhere(person)
        sessions.end(request)
        response = redirect("/")
        # Drafts kept in the browser go with the person: devices are shared (W3C Clear Site Data).
        response["Clear-Site-Data"] = '"storage"'
        return response
    if not person.is_known:
        return redirect("/")
    return render(request, "identity/sign_out.html")


def _open(request: HttpRequest, challenge_id: UUID, code: str, back: str) -> HttpResponse:
    signed_in = signing_in.check_code(
        challenge_id, code, limits.client_of(request), _known_by(request)
    )
    request.session.pop(_KEY, None)
    sessions.begin(request, signed_in.person_id, signed_in.session_epoch, "code")
    response = redirect(back or reverse("identity:me"))
    response.set_cookie(
        known.COOKIE,
        signed_in.known,
        max_age=KNOWN_SECONDS,
        path=reverse("identity:sign-in"),
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    return response


def _known_by(request: HttpRequest) -> str:
    return request.COOKIES.get(known.COOKIE, "")


def _send_again(request: HttpRequest, challenge_id: UUID, back: str) -> HttpResponse:
    fresh = signing_in.send_again(challenge_id, limits.client_of(request), _known_by(request))
    if fresh is None:
        return redirect(_door(back))
    request.session[_KEY] = {"challenge": str(fresh), "next": back}
    return redirect(f"{reverse('identity:enter-code')}?again=1")


def _door(back: str) -> str:
    return public.sign_in_url(back) if back else reverse("identity:sign-in")


def _code_error(form: CodeForm, trouble: Problem | None) -> str:
    if trouble is not None:
        return trouble.words
    if form.is_bound and form.errors:
        return _("Нужны шесть цифр из сообщения.")
    return ""


def _answer(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    is_sent: bool,
    trouble: Problem | None,
) -> HttpResponse:
    """The page again: 422 for a slip of the pen, the problem's own status for a problem."""
    status = trouble.status if trouble is not None else 422 if is_sent else 200
    response = render(request, template, context, status=status)
    if isinstance(trouble, TooMany):
        response["Retry-After"] = str(trouble.retry_after)
    return response
