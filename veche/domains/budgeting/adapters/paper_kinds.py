"""What the papers of a cycle are made of: their fields, each with a sample for previews."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from veche.commons.documents import public as documents
from veche.commons.documents.public import Field, Kind
from veche.kernel.errors import Text

SHEETS = Path(__file__).parent.parent / "papers"
_SAMPLES = json.loads((SHEETS / "samples.json").read_text(encoding="utf-8"))


def _field(name: str, title: Text) -> Field:
    return Field(name, title, _SAMPLES[name])


def _table(name: str, title: Text) -> Field:
    rows = _SAMPLES[name]
    return Field(name, title, (documents.table(rows[0], rows[1:]),))


_SIGNATURE = Field(
    "signature",
    _("должность, подпись и место для электронной подписи"),
    (documents.signature(*_SAMPLES["signatory"]),),
)
_COMMON = (
    _field("town", _("название муниципалитета")),
    _field("title", _("название цикла")),
    _field("number", _("номер документа")),
    _field("date", _("дата документа")),
    _field("act", _("акт: название, номер, дата")),
)
PROTOCOL = Kind(
    code="budget-protocol",
    title=_("Протокол голосования за бюджет"),
    shipped_file=SHEETS / "protocol.md",
    fields=(
        *_COMMON,
        _field("body", _("кто проводит")),
        _field("period", _("начало и окончание")),
        _field("voters", _("кто голосует")),
        _field("rule", _("правило подсчёта")),
        _field("ballots", _("сколько бюллетеней принято")),
        _field("turnout", _("достигнута ли цель по явке")),
        _table("results", _("деньги и таблицы итогов")),
        _field("overrides", _("отступления от подсчёта с причинами")),
        _field("address", _("адрес страницы итога")),
        _SIGNATURE,
    ),
)
LIST = Kind(
    code="budget-list",
    title=_("Адресный перечень"),
    shipped_file=SHEETS / "list.md",
    fields=(
        *_COMMON,
        _field("protocol_number", _("номер протокола")),
        _field("protocol_date", _("дата протокола")),
        _table("objects", _("таблица объектов")),
        _field("sum", _("сколько из бюджета")),
        _field("works_by", _("срок работ")),
        _SIGNATURE,
    ),
)
