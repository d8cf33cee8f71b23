"""Up to five parts of the town: by address, by district, or by a point of the map."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from veche.commons.identity.public import PersonRef, behind
from veche.commons.notifications import policies, queries, rules, wording
from veche.commons.notifications.actions import following
from veche.commons.notifications.cells import LatLon
from veche.commons.notifications.forms import AreaForm, PointForm
from veche.commons.places import public as places
from veche.kernel.access import post_only
from veche.kernel.errors import Problem
from veche.kernel.web import render

SHOWN = 8
Chosen = tuple[LatLon | None, str, list[places.Address]]


@behind(policies.may_keep_area)
@require_http_methods(["GET", "HEAD", "POST"])
def keep_area(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The form; several houses that fit are offered to choose from."""
    form = AreaForm(request.POST if request.method == "POST" else None)
    near = PointForm(request.GET)
    error, status = "", 200
    found: list[places.Address] = []
    if form.is_bound:
        point, error, found = _chosen(form)
        status = 422
        if point is not None:
            data = form.cleaned_data
            try:
                following.keep_area(
                    person,
                    latitude=point[0],
                    longitude=point[1],
                    radius_m=data["radius"],
                    key=data["key"],
                )
                return redirect(f"{reverse('notifications:list-followed')}?done=area")
            except Problem as problem:
                error, status = problem.words, problem.status
    chosen = str((form.data if form.is_bound else form.initial).get("radius", ""))
    context = {
        "form": form,
        "key": (form.data if form.is_bound else form.initial).get("key", ""),
        "error": error,
        "found": found,
        "near": near.cleaned_data if near.is_valid() else None,
        "radii": [
            {
                "value": one,
                "title": wording.distance(one),
                "checked": str(one) == chosen,
            }
            for one in rules.RADII_M
        ],
        "places": [one for one in places.places() if one.kind != "town"],
        "has_geography": places.has_geography(),
        "is_full": len(queries.areas(person)) >= rules.AREAS_MAX,
    }
    return render(request, "notifications/area.html", context, status=status)


@behind(policies.may_keep_area)
@post_only
def drop_area(request: HttpRequest, person: PersonRef, area_id: UUID) -> HttpResponse:
    """Leave a part of the town."""
    following.drop_area(person, area_id=area_id)
    return redirect("notifications:list-followed")


def _chosen(form: AreaForm) -> Chosen:
    """The point that the pressed button stands for, or what to say instead."""
    if not form.is_valid():
        return None, _("Выберите улицу и дом, точку на карте или район из списка."), []
    data = form.cleaned_data
    if data["by"] == "point":
        said = "" if form.point() else _("Поставьте отметку на карте.")
        return form.point(), said, []
    if data["by"] == "place":
        place = places.place(data["place"]) if data["place"] else None
        if place is None:
            return None, _("Выберите район из списка."), []
        return (place.latitude, place.longitude), "", []
    return _by_address(form)


def _by_address(form: AreaForm) -> Chosen:
    address_id = form.address_id()
    known = places.address(address_id) if address_id is not None else None
    if known is not None:
        return (known.latitude, known.longitude), "", []
    words = form.cleaned_data["home"]
    found = places.addresses(words, SHOWN) if words else []
    exact = [one for one in found if one.is_named_by(words)] or found
    if len(exact) == 1:
        return (exact[0].latitude, exact[0].longitude), "", []
    if found:
        return None, _("Подходит несколько домов. Отметьте нужный."), found
    return None, _("Такого адреса в списке города нет. Проверьте улицу или выберите район."), []
