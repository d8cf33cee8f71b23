"""What the papers of a poll are made of: their fields, each with a sample for previews."""

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


_QUESTION = documents.text(_SAMPLES["question"], is_bold=True)
_COMMON = (
    _field("town", _("название муниципалитета")),
    _field("title", _("о чём опрос")),
    _field("kind", _("вид опроса")),
    _field("initiator", _("кто проводит")),
    _field("act", _("акт: название, номер, дата")),
    _field("effect", _("правовые последствия")),
    _field("period", _("начало и окончание")),
    _field("voters", _("кто голосует")),
    _field("house_note", _("строка для опроса дома")),
)
PROTOCOL = Kind(
    code="protocol",
    title=_("Протокол итогов"),
    shipped_file=SHEETS / "protocol.md",
    fields=(
        _field("number", _("номер протокола")),
        _field("date", _("дата протокола")),
        *_COMMON,
        _field("ballots", _("сколько бюллетеней принято")),
        _field("paper_ballots", _("сколько из них на бумаге")),
        _field("quorum", _("состоялся ли опрос, если был порог")),
        Field(
            "results",
            _("вопросы и таблицы итогов"),
            (_QUESTION, documents.table(_SAMPLES["table"][0], _SAMPLES["table"][1:])),
        ),
        _field("address", _("адрес страницы итога")),
        _field("decide_by", _("до какого дня нужно решение")),
        Field(
            "signature",
            _("должность, подпись и место для электронной подписи"),
            (documents.signature(*_SAMPLES["signatory"]),),
        ),
    ),
)
BALLOT = Kind(
    code="ballot",
    title=_("Опросный лист"),
    shipped_file=SHEETS / "ballot.md",
    fields=(
        *_COMMON,
        _field("summary", _("зачем опрос")),
        Field(
            "questions",
            _("вопросы и ответы с квадратами"),
            (_QUESTION, *map(documents.text, _SAMPLES["options"])),
        ),
    ),
)
