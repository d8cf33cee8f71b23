"""«Ключи для программ»: the list, a new one, taking one back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import policies, public, queries, sessions, wording
from veche.commons.identity.actions import tokens
from veche.commons.identity.actions.sign_ins import today
from veche.commons.identity.forms import TokenForm
from veche.commons.identity.views.guard import signed_in_only
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.web import render


@access(policies.may_revoke_token)
@never_cache
@require_safe
@signed_in_only
def list_tokens(request: HttpRequest) -> HttpResponse:
    """The person's keys, those that have ended too."""
    found = queries.tokens(public.person_of(request).known_id)
    context = {
        "rows": [
            {
                "one": one,
                "has_ended": one.ends_on < today(),
                "scopes": [wording.SCOPE_TITLES[scope] for scope in one.scopes],
            }
            for one in found
        ],
        "done": request.GET.get("done", ""),
    }
    return render(request, "identity/tokens.html", context)


@access(policies.may_make_token)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def make_token(request: HttpRequest) -> HttpResponse:
    """The form, and the key itself: on this one answer and never again."""
    person, is_fresh = public.person_of(request), sessions.is_fresh(request)
    if request.method != "POST" and not policies.may_make_token(person, is_fresh=is_fresh):
        return render(request, "identity/token_again.html")
    most = tokens.most_days()
    usual = today() + timedelta(days=min(tokens.usual_days(), most))
    form = TokenForm(
        request.POST if request.method == "POST" else None,
        initial={"ends_on": usual},
        latest=today() + timedelta(days=most),
    )
    if form.is_bound and form.is_valid():
        try:
            made = tokens.make_token(person, is_fresh=is_fresh, **form.cleaned_data)
        except Invalid as problem:
            for name, said in problem.fields.items():
                form.add_error(name if name in form.fields else None, str(said))
        else:
            return _shown_once(request, person, made)
    status = 422 if form.is_bound else 200
    return render(request, "identity/token_new.html", {"form": form}, status=status)


def _shown_once(
    request: HttpRequest, person: public.PersonRef, made: tokens.MadeToken
) -> HttpResponse:
    if not made.text:
        return redirect(f"{reverse('identity:tokens')}?done=made")
    one = queries.token(person.known_id, made.id)
    context = {
        "one": one,
        "whole": made.text,
        "scopes": [wording.SCOPE_TITLES[scope] for scope in one.scopes] if one else [],
        "developers": reverse("portal:developers"),
    }
    return render(request, "identity/token_made.html", context)


@access(policies.may_revoke_token)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Take a key back, after a page that says what will happen."""
    person = public.person_of(request)
    one = queries.token(person.known_id, token_id)
    if one is None:
        raise NotFound()
    if request.method == "POST":
        tokens.revoke_token(person, token_id)
        return redirect(f"{reverse('identity:tokens')}?done=revoked")
    return render(request, "identity/token_revoke.html", {"one": one})


@access(policies.may_open_me)
@post_only
@signed_in_only
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Out here, and in again by any of the person's ways, then back to the new key."""
    sessions.end(request)
    return redirect(public.sign_in_url(reverse("identity:make-token")))
