"""What columns a table may have: how they are called on the screen, and how in their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.domains.homes.models import Upload
from veche.domains.homes.rules import words
from veche.domains.homes.rules.table import guess


@dataclass(frozen=True)
class Field:
    """One field of a table."""

    name: str
    title: Promise
    is_needed: bool = False


SERVINGS = (
    Field("where", _("Дом, улица с домом или район"), is_needed=True),
    Field("kind", _("Чем обслуживает"), is_needed=True),
    Field("name", _("Организация"), is_needed=True),
    Field("phone", _("Телефон")),
    Field("emergency", _("Аварийный телефон")),
    Field("since", _("С какого дня")),
    Field("source", _("Откуда сведения")),
    Field("note", _("Примечание")),
)
OUTAGES = (
    Field("key", _("Номер в вашей системе")),
    Field("what", _("Что отключают"), is_needed=True),
    Field("where", _("Дома, улицы или район"), is_needed=True),
    Field("starts", _("Начало"), is_needed=True),
    Field("ends", _("Конец"), is_needed=True),
    Field("nature", _("Плановое или авария")),
    Field("why", _("Причина")),
    Field("answers", _("Кто отвечает")),
    Field("phone", _("Телефон")),
)
FIELDS: Mapping[str, Sequence[Field]] = {Upload.SERVINGS: SERVINGS, Upload.OUTAGES: OUTAGES}


def guessed(kind: str, header: Sequence[str]) -> dict[str, int]:
    """Which column of a heading is likely which field."""
    beginnings = words.SERVING_HEADINGS if kind == Upload.SERVINGS else words.OUTAGE_HEADINGS
    return guess(header, beginnings)


def missing(kind: str, mapping: Mapping[str, int]) -> list[Field]:
    """Fields that no column has been found for, and without which nothing can be read."""
    return [one for one in FIELDS[kind] if one.is_needed and one.name not in mapping]
