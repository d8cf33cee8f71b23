"""Public tables of dated norms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from veche.commons.norms import queries
from veche.kernel.datasets import Column, DataSet


def _norms() -> Iterator[list[Any]]:
    for row in queries.everything():
        yield [
            row.code,
            row.title,
            row.value,
            row.unit,
            row.legal_ref,
            row.valid_from,
            row.valid_to,
            row.source or None,
        ]


DATASETS = (
    DataSet(
        code="norms",
        title=_("Нормы и сроки"),
        text=_(
            "Сроки, пороги и доли, по которым работают службы: значение, закон или акт города, с "
            "какого дня действует. В строке одно значение."
        ),
        theme="JUST",
        period="IRREG",
        columns=(
            Column("code", _("Код")),
            Column("title", _("Норма")),
            Column("value", _("Значение"), "integer"),
            Column("unit", _("Единица")),
            Column("legal_ref", _("Основание")),
            Column("valid_from", _("Действует с"), "date"),
            Column("valid_to", _("Действует до"), "date"),
            Column("source", _("Источник")),
        ),
        rows=_norms,
        keywords=(_("сроки"), _("закон")),
    ),
)
