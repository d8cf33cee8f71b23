"""From what a form says of a home to a place of the town."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """The most exact of what was given: an address, then words, a point, a place by name."""
    if not form.is_valid():
        return HomeChoice(error=_("Выберите улицу и дом, точку на карте или район из списка."))
    address_id = form.address_id()
    if address_id is not None:
        return _by_address(address_id)
    if form.cleaned_data["home"]:
        return _by_words(form.cleaned_data["home"])
    point = form.point()
    if point is not None:
        return _by_point(point)
    place_id: UUID | None = form.cleaned_data.get("place")
    if place_id is None:
        return HomeChoice(error=_("Напишите улицу и дом или выберите район из списка."))
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
    if len(found) == 1 or _same(found[0].text, words):
        return HomeChoice(place_id=found[0].place_id, address_id=found[0].id)
    return HomeChoice(error=_("Подходит несколько домов. Отметьте свой."), found=found)


def _by_point(point: tuple[float, float]) -> HomeChoice:
    place = places.place_at(*point)
    if place is None:
        return HomeChoice(error=_("Эта точка вне муниципалитета. Поставьте отметку ближе."))
    return HomeChoice(place_id=place.id)


def _same(one: str, other: str) -> bool:
    def plain(text: str) -> str:
        return " ".join(text.casefold().replace("ё", "е").replace(",", " ").split())

    return plain(one) == plain(other)
