"""From what a form says of a place to a point with words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from veche.commons.places import public as places
from veche.domains.reports.actions.filing import Point
from veche.domains.reports.forms.filing import PlaceForm
from veche.domains.reports.models import ADDRESS_MAX

SHOWN = 8


@dataclass(frozen=True)
class Spot:
    """A point, or what to say instead."""

    point: Point | None = None
    error: str = ""
    found: list[places.Address] = field(default_factory=list)


def choose_spot(form: PlaceForm) -> Spot:
    """The address that was chosen or is the only one meant; else the point of the map."""
    if not form.is_valid():
        return Spot(error=_("Выберите улицу и дом или поставьте отметку на карте."))
    address_id = form.address_id()
    if address_id is not None:
        found = places.address(address_id)
        if found is None:
            return Spot(error=_("Такого адреса в списке нет. Наберите его ещё раз."))
        return _at(form, found)
    point = form.point()
    if point is not None:
        return _on_map(form, point)
    if form.cleaned_data["spot"]:
        return _by_words(form, form.cleaned_data["spot"])
    return Spot(error=_("Напишите улицу и дом или поставьте отметку на карте."))


def spot_of(asked: Mapping[str, str]) -> Point | None:
    """What an address says of the place: `at` is latitude, longitude; `near` is a landmark."""
    latitude, _comma, longitude = asked.get("at", "").partition(",")
    given = {"latitude": latitude, "longitude": longitude, "landmark": asked.get("near", "")[:120]}
    return choose_spot(PlaceForm(given)).point


def _by_words(form: PlaceForm, words: str) -> Spot:
    found = places.addresses(words, SHOWN)
    if not found:
        return Spot(error=_("Такого адреса в списке города нет. Возьмите ближайший дом или карту."))
    exact = [one for one in found if one.is_named_by(words)]
    sure = found if len(found) == 1 else exact
    if len(sure) == 1:
        return _at(form, sure[0])
    return Spot(error=_("Подходит несколько домов. Отметьте ближайший."), found=found)


def _at(form: PlaceForm, address: places.Address) -> Spot:
    said = _said(form, address.text)
    return Spot(Point(address.latitude, address.longitude, said, address.id))


def _on_map(form: PlaceForm, point: tuple[float, float]) -> Spot:
    place = places.place_at(*point)
    if place is None and places.has_geography():
        return Spot(error=_("Эта точка вне муниципалитета. Поставьте отметку ближе."))
    return Spot(Point(*point, _said(form, place.name if place else "")))


def _said(form: PlaceForm, known: str) -> str:
    landmark = form.cleaned_data["landmark"]
    return ", ".join(one for one in (known, landmark) if one)[:ADDRESS_MAX]
