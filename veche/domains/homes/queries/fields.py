"""What columns a table may have: how they are called on the screen, and how in their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.domains.homes.models import Upload


@dataclass(frozen=True)
class Field:
    """One field of a table; headings that begin so are likely it."""

    name: str
    title: Promise
    is_needed: bool
    beginnings: tuple[str, ...]


# The beginnings are words of headings, compared and never shown.
SERVINGS = (
    Field(
        "where",
        _("Дом, улица с домом или район"),
        True,
        ("адрес", "дом", "где", "терр", "район", "where"),  # not shown: headings
    ),
    Field(
        "kind", _("Чем обслуживает"), True, ("вид", "услуг", "тип", "kind")
    ),  # not shown: headings
    Field(
        "name",
        _("Организация"),
        True,
        ("орган", "назв", "кто", "исполн", "name"),  # not shown: headings
    ),
    Field("phone", _("Телефон"), False, ("тел", "phone")),  # not shown: headings
    Field(
        "emergency",
        _("Аварийный телефон"),
        False,
        ("авар", "дисп", "emerg"),  # not shown: headings
    ),
    Field("since", _("С какого дня"), False, ("с ", "дата", "нач", "since")),  # not shown: headings
    Field("source", _("Откуда сведения"), False, ("отк", "источ", "source")),  # not shown: headings
    Field("note", _("Примечание"), False, ("прим", "комм", "note")),  # not shown: headings
)
OUTAGES = (
    Field("key", _("Номер в вашей системе"), False, ("номер", "№", "id")),  # not shown: headings
    Field(
        "what", _("Что отключают"), True, ("что", "ресурс", "вид", "what")
    ),  # not shown: headings
    Field(
        "where",
        _("Дома, улицы или район"),
        True,
        ("где", "адрес", "дом", "улиц", "where"),  # not shown: headings
    ),
    Field("starts", _("Начало"), True, ("нач", "с ", "from", "start")),  # not shown: headings
    Field("ends", _("Конец"), True, ("кон", "оконч", "до", "until", "end")),  # not shown: headings
    Field("nature", _("Плановое или авария"), False, ("план", "хар", "тип")),  # not shown: headings
    Field("why", _("Причина"), False, ("прич", "почему", "why")),  # not shown: headings
    Field("answers", _("Кто отвечает"), False, ("отв", "орган", "кто")),  # not shown: headings
    Field("phone", _("Телефон"), False, ("тел", "phone")),  # not shown: headings
)
FIELDS: Mapping[str, Sequence[Field]] = {Upload.SERVINGS: SERVINGS, Upload.OUTAGES: OUTAGES}


def beginnings(kind: str) -> dict[str, tuple[str, ...]]:
    """By what the columns of a table are guessed."""
    return {one.name: one.beginnings for one in FIELDS[kind]}


def missing(kind: str, mapping: Mapping[str, int]) -> list[Field]:
    """Fields that no column has been found for, and without which nothing can be read."""
    return [one for one in FIELDS[kind] if one.is_needed and one.name not in mapping]
