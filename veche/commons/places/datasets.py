"""Public tables of the geography: territories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from veche.commons.places import public
from veche.kernel.datasets import Column, DataSet


def _places() -> Iterator[list[Any]]:
    found = public.places()
    names = {one.id: one.name for one in found}
    for one in found:
        yield [
            str(one.id),
            one.kind,
            one.name,
            names.get(one.parent_id) if one.parent_id else None,
            one.population,
            one.latitude,
            one.longitude,
        ]


DATASETS = (
    DataSet(
        code="territories",
        title=_("Территории города"),
        text=_(
            "Город, его районы и населённые пункты: что в чём лежит, сколько жителей, где середина."
        ),
        theme="REGI",
        period="IRREG",
        columns=(
            Column("id", _("Код")),
            Column(
                "kind",
                _("Вид"),
                words={
                    "town": _("муниципалитет"),
                    "district": _("район города"),
                    "settlement": _("населённый пункт"),
                },
            ),
            Column("name", _("Название")),
            Column("within", _("В чём лежит")),
            Column("population", _("Жителей"), "integer"),
            Column("latitude", _("Широта"), "number"),
            Column("longitude", _("Долгота"), "number"),
        ),
        rows=_places,
        keywords=(_("районы"), _("население")),
    ),
)
