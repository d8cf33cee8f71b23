"""From what a form says of a home to a place of the town."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from veche.commons.identity.forms import HomeForm
from veche.commons.places import public as places

SHOWN = 8


@dataclass(frozen=True)
class HomeChoice:
    """A place (with an address when one was chosen), or what to say instead."""

    place_id: UUID | None = None
    address_id: UUID | None = None
    error: str = ""
    found: list[places.Address] = field(default_factory=list)


def choose_home(form: HomeForm) -> HomeChoice:
    """The place that the pressed button stands for; without one the most exact of what is given."""
    if not form.is_valid():
        return HomeChoice(error=_("Выберите улицу и дом, точку на карте или район из списка."))
    data = form.cleaned_data
    given: dict[str, Callable[[], HomeChoice] | None] = {
        "address": partial(_by_address_or_words, form) if _names_a_house(form) else None,
        "point": partial(_by_point, form.point()) if form.point() else None,
        "place": partial(_by_place, data["place"]) if data.get("place") else None,
    }
    chosen = given[data["by"]] if data.get("by") else None
    choose = chosen or next((one for one in given.values() if one), None)
    if choose is None:
        return HomeChoice(error=_("Напишите улицу и дом или выберите район из списка."))
    return choose()


def _names_a_house(form: HomeForm) -> bool:
    return form.address_id() is not None or bool(form.cleaned_data["home"])


def _by_address_or_words(form: HomeForm) -> HomeChoice:
    address_id = form.address_id()
    return _by_address(address_id) if address_id else _by_words(form.cleaned_data["home"])


def _by_place(place_id: UUID) -> HomeChoice:
    if places.place(place_id) is None:
        return HomeChoice(error=_("Такого района в муниципалитете нет. Выберите из списка."))
    return HomeChoice(place_id=place_id)


def _by_address(address_id: UUID) -> HomeChoice:
    address = places.address(address_id)
    if address is None:
        return HomeChoice(error=_("Такого адреса в списке нет. Наберите его ещё раз."))
    return HomeChoice(place_id=address.place_id, address_id=address.id)


def _by_words(words: str) -> HomeChoice:
    found = places.addresses(words, SHOWN)
    if not found:
        return HomeChoice(
            error=_("Такого адреса в списке города нет. Проверьте улицу или выберите район ниже.")
        )
    exact = [one for one in found if one.is_named_by(words)]
    sure = found if len(found) == 1 else exact
    if len(sure) == 1:
        return HomeChoice(place_id=sure[0].place_id, address_id=sure[0].id)
    return HomeChoice(error=_("Подходит несколько домов. Отметьте свой."), found=found)


def _by_point(point: tuple[float, float] | None) -> HomeChoice:
    place = places.place_at(*point) if point is not None else None
    if place is None:
        return HomeChoice(error=_("Эта точка вне муниципалитета. Поставьте отметку ближе."))
    return HomeChoice(place_id=place.id)
