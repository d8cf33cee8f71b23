"""The page «Я» and what a person says of themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import policies, public, queries, sessions, wording
from veche.commons.identity.forms import BirthDateForm, HomeForm
from veche.commons.identity.homes import choose_home
from veche.commons.identity.providers.allowed import providers
from veche.commons.identity.rules.paths import local_path
from veche.commons.identity.sections import asked_for, consent_page, me_sections
from veche.commons.identity.views.guard import signed_in_only
from veche.commons.places import public as places
from veche.kernel.access import access
from veche.kernel.errors import Problem
from veche.kernel.policies import Decision
from veche.kernel.web import render


@access(policies.may_open_me)
@never_cache
@require_safe
@signed_in_only
def me(request: HttpRequest) -> HttpResponse:
    """What is known about the person, and what each service keeps for them."""
    person = public.person_of(request)
    about = public.own_page(person)
    sections: list[SafeString] = [
        render_to_string(section.template, {"data": data, "person": person}, request=request)
        for section in me_sections()
        if (data := section.build(person)) is not None
    ]
    services = providers()
    linked = queries.linked_providers(person.known_id) if services else []
    context = {
        "about": about,
        "services": [one for one in services if one.slug not in linked],
        "linked": [one.title for one in services if one.slug in linked],
        "home": _home_name(about),
        "level": wording.level_text(about.level),
        "roles": [(wording.role_title(g.role), g.act, g.ends_at) for g in about.grants],
        "sections": sections,
    }
    return render(request, "identity/me.html", context)


@access(policies.may_declare_birth_date)
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in_only
def declare_birth_date(request: HttpRequest) -> HttpResponse:
    """When the person was born; asked only when something depends on age."""
    person = public.person_of(request)
    if consent := consent_page(person, request.get_full_path()):
        return redirect(consent)
    back = _back(request)
    form = BirthDateForm(request.POST if request.method == "POST" else None)
    if not form.is_bound and not (stand := public.birth_date_standing(person)):
        return _wait(request, _("Дата рождения"), stand, back)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                public.declare_birth_date(person, form.born_on())
                return redirect(back or reverse("identity:me"))
            except Problem as problem:
                form.add_error("born", problem.words)
                status = problem.status
    context = {
        "form": form,
        "next": back,
        "asked_for": asked_for(person, back),
        "days": public.birth_date_days(),
    }
    return render(request, "identity/birth_date.html", context, status=status)


@access(policies.may_declare_home)
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in_only
def declare_home(request: HttpRequest) -> HttpResponse:
    """Where the person lives: an address of the list, a point of the map, or a place by name."""
    person = public.person_of(request)
    if consent := consent_page(person, request.get_full_path()):
        return redirect(consent)
    back = _back(request)
    form = HomeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound and not (stand := public.home_standing(person)):
        return _wait(request, _("Где вы живёте"), stand, back)
    error, found, status = "", [], 200
    if form.is_bound:
        choice = choose_home(form)
        error, found, status = choice.error, choice.found, 422
        if choice.place_id is not None and form.cleaned_data["by"] == "point":
            asked = {"place": places.place(choice.place_id), "next": back}
            return render(request, "identity/home_confirm.html", asked)
        if choice.place_id is not None:
            try:
                public.declare_home(person, choice.place_id, choice.address_id)
                return redirect(back or reverse("identity:me"))
            except Problem as problem:
                error, status = problem.words, problem.status
    context = {
        "form": form,
        "error": error,
        "found": found,
        "places": [one for one in places.places() if one.kind != "town"],
        "current": person.home_place_id,
        "has_geography": places.has_geography(),
        "next": back,
        "asked_for": asked_for(person, back),
        "days": public.home_days(),
    }
    return render(request, "identity/home.html", context, status=status)


@access(policies.may_export_personal_data)
@never_cache
@require_safe
@signed_in_only
def export_personal_data(request: HttpRequest) -> HttpResponse:
    """A copy of all that identity knows about the person, as JSON."""
    data = public.personal_export(public.person_of(request))
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="veche-me.json"'
    return answer


@access(policies.may_erase_person)
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in_only
def erase_person(request: HttpRequest) -> HttpResponse:
    """Forget the person, after a page that says what will happen."""
    person = public.person_of(request)
    policies.may_erase_person(person).or_refuse()
    if request.method == "POST":
        public.erase_person(person)
        sessions.end(request)
        return render(request, "identity/erased.html")
    return render(request, "identity/erase.html", {"days": public.return_days()})


def _wait(request: HttpRequest, title: str, stand: Decision, back: str) -> HttpResponse:
    """Why it cannot be said anew yet, and what to do."""
    context = {"title": title, "stand": stand, "next": back}
    return render(request, "identity/said_already.html", context)


def _back(request: HttpRequest) -> str:
    return local_path(request.POST.get("next") or request.GET.get("next", ""), "")


def _home_name(about: public.OwnPage) -> str:
    """«Садовая улица, 4 — Старый город», to the owner alone; the district when no house is kept."""
    place = places.place(about.home_place_id) if about.home_place_id is not None else None
    house = places.address(about.address_id) if about.address_id is not None else None
    return " — ".join(one for one in (house and house.text, place and place.name) if one)
