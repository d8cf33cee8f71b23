"""«Мои данные»: what is held, why, until when, who looked; the consent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.pages import public as pages
from veche.commons.privacy import actions, policies, queries, wording
from veche.commons.privacy.forms import ConsentForm, KeyedForm, RequestForm
from veche.commons.privacy.models import DataRequest
from veche.commons.privacy.rules import CONSENTS, DONE
from veche.commons.privacy.views.once import act_once
from veche.commons.towns import public as towns
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import markdown, render


def owner_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Leads a visitor who has not signed in to the door, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not identity.person_of(request).is_known:
            return redirect(identity.sign_in_url(request.get_full_path()))
        return view(request, *args, **kwargs)

    return guarded


@access(policies.may_open_my_data)
@never_cache
@require_safe
@owner_only
def my_data(request: HttpRequest) -> HttpResponse:
    """All that is held about the person, in groups of one purpose each."""
    person = identity.person_of(request)
    own = wording.values(identity.own_values(person))
    looks = queries.looks(person, towns.current().time_zone)
    said = queries.history(person)
    context = {
        "crumbs": _crumbs(),
        "groups": [(group, own.get(group.slug, [])) for group in wording.GROUPS],
        "looks": [
            (identity.role_title(one.role), wording.LOOKS[one.what], one.on) for one in looks
        ],
        "said": [
            (one, wording.CHANNELS[one.channel], pages.version_address(CONSENTS, one.version))
            for one in said
        ],
        "may_withdraw": bool(said) and said[0].is_given,
        "requests": [
            (one, wording.KINDS[one.kind], wording.STATES[one.state], _answer(one))
            for one in queries.own_requests(person)
        ],
        "needs_consent": queries.needs_consent(person),
    }
    return render(request, "privacy/my_data.html", context)


@access(policies.may_give_consent)
@never_cache
@require_http_methods(["GET", "POST"])
@owner_only
def give_consent(request: HttpRequest) -> HttpResponse:
    """The town's words apart from everything else, and a mark that the person sets."""
    person = identity.person_of(request)
    back = identity.local_path(request.POST.get("next") or request.GET.get("next", ""), "")
    words = pages.published(CONSENTS)
    if words is None:
        raise NotFound()
    form = ConsentForm(
        request.POST if request.method == "POST" else None, initial={"version": words.version}
    )
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        act = partial(actions.give_consent, person, version=version)
        act_once(person, form, f"consent {version}", act)
        return redirect(back or reverse("privacy:my-data"))
    context = {
        "crumbs": _crumbs(),
        "words": words,
        "text": markdown.markup(words.text),
        "form": form,
        "next": back,
    }
    return render(request, "privacy/consent.html", context, status=422 if form.is_bound else 200)


@access(policies.may_withdraw_consent)
@never_cache
@require_http_methods(["GET", "POST"])
@owner_only
def withdraw_consent(request: HttpRequest) -> HttpResponse:
    """Take the consent back, after a page that says what will happen."""
    person = identity.person_of(request)
    form = KeyedForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        act_once(person, form, "withdraw", partial(actions.withdraw_consent, person))
        return redirect("privacy:my-data")
    said = queries.history(person)
    has_given = bool(said) and said[0].is_given
    policies.may_withdraw_consent(person, has_given=has_given).or_refuse()
    return render(request, "privacy/withdraw.html", {"crumbs": _crumbs(), "form": KeyedForm()})


@access(policies.may_make_request)
@never_cache
@require_http_methods(["GET", "POST"])
@owner_only
def make_request(request: HttpRequest) -> HttpResponse:
    """Ask the one who answers for personal data."""
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person, kind = identity.person_of(request), form.cleaned_data["kind"]
        act_once(person, form, f"request {kind}", partial(actions.make_request, person, kind=kind))
        return redirect(reverse("privacy:my-data") + "#requests")
    crumbs = [*_crumbs(), {"title": _("Мои данные"), "url": reverse("privacy:my-data")}]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "privacy/request.html", context, status=422 if form.is_bound else 200)


def _answer(one: DataRequest) -> Promise | str:
    return wording.ANSWERS[one.kind] if one.state == DONE else ""


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Я"), "url": reverse("identity:me")}]
