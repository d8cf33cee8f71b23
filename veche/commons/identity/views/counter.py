"""The counter: a clerk checks a document; a resident shows the code of an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from veche.commons.identity import policies, public, sessions
from veche.commons.identity.forms import CheckInForm, DocumentForm
from veche.commons.identity.homes import HomeChoice, choose_home
from veche.commons.identity.rules.paths import local_path
from veche.commons.identity.views.guard import signed_in_only
from veche.commons.places import public as places
from veche.kernel.access import access, post_only
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@access(policies.may_show_code)
@never_cache
@require_http_methods(PAGE)
@signed_in_only
def show_code(request: HttpRequest) -> HttpResponse:
    """The resident's side: one button, and the code to read out."""
    person = public.person_of(request)
    code = public.show_code(person) if request.method == "POST" else ""
    context = {
        "number": f"{code[:4]} {code[4:]}" if code else "",
        "is_checked": person.level >= public.BY_DOCUMENT,
    }
    return render(request, "identity/show_code.html", context)


@access(policies.may_check_in)
@never_cache
@require_http_methods(PAGE)
@signed_in_only
def check_in(request: HttpRequest) -> HttpResponse:
    """The clerk's side: a document, a birth date, a home. It shows nothing of anybody."""
    clerk = public.person_of(request)
    policies.may_check_in(clerk).or_refuse()
    back = local_path(request.POST.get("next") or request.GET.get("next", ""), "")
    asked = public.counter_consent()
    form = CheckInForm(
        request.POST if request.method == "POST" else None, asks_consent=asked is not None
    )
    home, problem = HomeChoice(), None
    if form.is_bound and form.is_valid():
        home = choose_home(form)
        problem = _check_in(request, clerk, form, home)
        if problem is None and home.place_id is not None:
            return redirect(back or f"{reverse('identity:check-in')}?done=yes")
    context = {
        "form": form,
        "next": back,
        "home": home,
        "problem": problem,
        "may_correct": problem is not None and problem.code == "other-birth-date",
        "places": [one for one in places.places() if one.kind != "town"],
        "is_done": not form.is_bound and sessions.visitor(request) is not None,
        "sheet_url": asked.sheet_url() if asked else "",
        "consent_version": asked.version() if asked else None,
    }
    status = problem.status if problem else 422 if form.is_bound else 200
    return render(request, "identity/check_in.html", context, status=status)


def _check_in(
    request: HttpRequest, clerk: public.PersonRef, form: CheckInForm, home: HomeChoice
) -> Conflict | Invalid | None:
    """Check the document in; what is wrong with it, or None (also while there is no home)."""
    if home.place_id is None:
        return None
    data = form.cleaned_data
    shown = public.ShownDocument(
        kind=data["kind"],
        number=data["number"],
        previous=data["previous"],
        born=data["born"],
        place_id=home.place_id,
        address_id=home.address_id,
        code=data["code"].strip(),
        is_correction=data["is_correction"],
        consent=data["consent"],
        consent_version=data["consent_version"] or 0,
    )
    try:
        sessions.begin_visit(request, public.check_in(clerk, shown))
    except Invalid as problem:
        for field, words in problem.fields.items():
            form.add_error(field, str(words))
        return problem
    except Conflict as problem:
        return problem
    return None


@access(policies.may_check_in)
@never_cache
@require_http_methods(PAGE)
@signed_in_only
def check_in_without_consent(request: HttpRequest) -> HttpResponse:
    """Whoever does not agree votes all the same: what is kept then, and what is only looked at."""
    clerk = public.person_of(request)
    policies.may_check_in(clerk).or_refuse()
    back = local_path(request.POST.get("next") or request.GET.get("next", ""), "")
    form = DocumentForm(request.POST if request.method == "POST" else None)
    problem: Conflict | None = None
    if form.is_bound and form.is_valid():
        try:
            person_id = public.check_in_without_consent(clerk, **form.cleaned_data)
        except Conflict as told:
            problem = told
        else:
            sessions.begin_visit(request, person_id)
            return redirect(back or f"{reverse('identity:check-in')}?done=yes")
    context = {
        "form": form,
        "next": back,
        "problem": problem,
        "crumbs": [{"title": _("Приём по документу"), "url": reverse("identity:check-in")}],
    }
    status = problem.status if problem else 422 if form.is_bound else 200
    return render(request, "identity/check_in_without_consent.html", context, status=status)


@access(policies.may_check_in)
@post_only
@signed_in_only
def end_visit(request: HttpRequest) -> HttpResponse:
    """The person is served; the next one finds an empty page."""
    policies.may_check_in(public.person_of(request)).or_refuse()
    public.end_counter_visit(request)
    return redirect(local_path(request.POST.get("next", ""), reverse("identity:check-in")))
