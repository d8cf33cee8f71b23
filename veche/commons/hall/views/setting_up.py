"""The administrator's desk: the steps of the first start, the face, the banner, the services."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.files import public as files
from veche.commons.hall import actions, forms, policies, public, queries, rules, wording
from veche.commons.hall.services import service, services
from veche.commons.identity.public import PersonRef, behind
from veche.commons.towns import public as towns
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.web import render

READ_AND_SEND = ["GET", "HEAD", "POST"]


@behind(policies.may_set_up_town)
@require_safe
def set_up_town(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Everything the administrator may do; before the town is open, step by step."""
    passed = public.steps_passed()
    steps = [
        {
            "name": name,
            "title": wording.STEP_TITLES[name],
            "text": wording.STEP_TEXTS[name],
            "url": reverse(wording.STEP_ROUTES[name]),
            "is_done": name in passed,
        }
        for name in rules.STEPS
    ]
    context = {
        "steps": steps,
        "done": len(passed),
        "is_set_up": public.is_set_up(),
        "links": _links(),
        "happened": request.GET.get("done", ""),
        "banner": public.shown_banner(queries.hall()),
    }
    return render(request, "hall/set_up.html", context)


def _links() -> list[dict[str, Any]]:
    names = [
        (_("Имя, знак и цвет"), "hall:describe-town", "settings"),
        (_("Срочное объявление"), "hall:raise-banner", "warn"),
        (_("Сервисы"), "hall:list-services", "list"),
        (_("Границы и адреса"), "places:manage-places", "map"),
        (_("Сотрудники и роли"), "identity:manage-staff", "people"),
        (_("Страницы"), "pages:manage-pages", "book"),
        (_("Новости"), "pages:manage-news", "bell"),
        (_("Что неудобно жителям"), "hall:list-inconveniences", "info"),
        (_("События наружу"), "webhooks:list-webhooks", "share"),
        (_("Журнал действий"), "hall:read-journal", "history"),
    ]
    return [{"title": title, "url": reverse(name), "icon": icon} for title, name, icon in names]


@behind(policies.may_set_up_town)
@post_only
def pass_step(request: HttpRequest, person: PersonRef, step: str) -> HttpResponse:
    """Skip a step of the first start."""
    actions.pass_step(person, step=step)
    return redirect("hall:set-up-town")


@behind(policies.may_set_up_town)
@post_only
def open_town(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Finish the first start."""
    actions.open_town(person)
    return redirect(f"{reverse('hall:set-up-town')}?done=opened")


@behind(policies.may_set_up_town)
@require_http_methods(READ_AND_SEND)
def describe_town(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Name, sign, coat of arms, colour, clock, languages, age mark."""
    hall = queries.hall()
    initial = {
        "service_name": hall.service_name,
        "brand": hall.brand or forms.HOUSE_COLOUR,
        "time_zone": towns.current().time_zone,
        "languages": list(hall.languages),
        "age_mark": hall.age_mark,
    }
    form = forms.FaceForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial,
        time_zone=towns.current().time_zone,
        has_sign=hall.sign_id is not None,
        has_arms=hall.arms_id is not None,
    )
    if form.is_bound and form.is_valid():
        try:
            actions.describe_town(person, face=_face(person, form))
        except Invalid as problem:
            show(form, problem, "sign")
        else:
            return redirect(f"{reverse('hall:set-up-town')}?done=face")
    context = {"form": form, "hall": hall, "crumbs": crumbs()}
    return render(request, "hall/face.html", context, status=422 if form.is_bound else 200)


def _face(person: PersonRef, form: forms.FaceForm) -> actions.Face:
    given = form.cleaned_data
    return actions.Face(
        service_name=given["service_name"],
        brand=given["brand"],
        time_zone=given["time_zone"],
        languages=[rules.FIRST_LANGUAGE, *given["languages"]],
        age_mark=given["age_mark"],
        sign=_saved(person, given.get("sign")),
        arms=_saved(person, given.get("arms")),
        without_sign=bool(given.get("without_sign")),
        without_arms=bool(given.get("without_arms")),
    )


def _saved(person: PersonRef, upload: Any) -> UUID | None:
    """A picture drawn anew: nothing of the upload's own bytes is kept."""
    if not isinstance(upload, UploadedFile):
        return None
    upload.seek(0)
    return files.save_photo(upload, owner=person.id, purpose=actions.EMBLEM_FILES).id


@behind(policies.may_set_up_town)
@require_http_methods(READ_AND_SEND)
def raise_banner(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Urgent words for every page; `then=lower` takes them down."""
    banner = public.shown_banner(queries.hall())
    if request.method == "POST" and request.POST.get("then") == "lower":
        actions.lower_banner(person)
        return redirect(f"{reverse('hall:set-up-town')}?done=lowered")
    initial: dict[str, Any] = {"tone": "warn"}
    if banner is not None:
        initial = {"text": banner.text, "tone": banner.tone, "until": banner.until}
    form = forms.BannerForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            actions.raise_banner(
                person, text=given["text"], tone=given["tone"], until=given["until"]
            )
        except Invalid as problem:
            show(form, problem, "text")
        else:
            return redirect(f"{reverse('hall:set-up-town')}?done=raised")
    context = {"form": form, "banner": banner, "crumbs": crumbs()}
    return render(request, "hall/banner.html", context, status=422 if form.is_bound else 200)


@behind(policies.may_set_up_town)
@require_safe
def list_services(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Every service with its state."""
    hall = queries.hall()
    rows = [
        {
            "service": one,
            "word": wording.STATE_TITLES[hall.switch(one.slug).state],
            "tone": wording.STATE_TONES[hall.switch(one.slug).state],
            "hint": wording.STATE_HINTS[hall.switch(one.slug).state],
            "pilot": public.pilot(hall, one.slug),
        }
        for one in services()
    ]
    return render(request, "hall/services.html", {"rows": rows, "crumbs": crumbs()})


@behind(policies.may_set_up_town)
@require_http_methods(READ_AND_SEND)
def switch_service(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Off, internal test, pilot in one district, on."""
    chosen = service(slug)
    if chosen is None:
        raise NotFound()
    now = queries.hall().switch(slug)
    form = forms.SwitchForm(
        request.POST if request.method == "POST" else None,
        initial={"state": now.state, "place": str(now.place_id or "")},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        switch = rules.Switch(given["state"], given["place"])
        try:
            actions.switch_service(person, slug=slug, switch=switch)
        except Invalid as problem:
            show(form, problem, "state")
        else:
            return redirect("hall:list-services")
    way = [*crumbs(), {"title": _("Сервисы"), "url": reverse("hall:list-services")}]
    context = {"form": form, "service": chosen, "crumbs": way}
    return render(request, "hall/switch.html", context, status=422 if form.is_bound else 200)


def crumbs() -> list[dict[str, str]]:
    """The way to a page of the administrator."""
    return [{"title": _("Настройки города"), "url": reverse("hall:set-up-town")}]


def show(form: Any, problem: Invalid, otherwise: str) -> None:
    """What the action refused, beside the fields it is about."""
    for name, text in problem.fields.items():
        form.add_error(name if name in form.fields else otherwise, str(text))
    if not problem.fields:
        form.add_error(otherwise, problem.words)
