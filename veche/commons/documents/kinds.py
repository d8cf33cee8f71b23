"""Which papers there are: each service names its own at start, and the commons one of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from veche.commons.documents.rules import Field, signature
from veche.kernel.errors import NotFound, Text

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Kind:
    """A paper that can be made: its fields, and the text it is shipped with."""

    code: str
    title: Text
    fields: tuple[Field, ...]
    shipped_file: Path

    @cached_property
    def shipped(self) -> str:
        """The template of the release."""
        return self.shipped_file.read_text(encoding="utf-8")


_kinds: dict[str, Kind] = {}


def use_kinds(kinds: Iterable[Kind]) -> None:
    """The papers of this installation; config tells at start."""
    _kinds.clear()
    _kinds.update({kind.code: kind for kind in [*kinds, CONSENT]})


def kinds() -> list[Kind]:
    """Every paper there is."""
    return list(_kinds.values())


def kind_of(code: str) -> Kind:
    """The paper of that code; NotFound."""
    found = _kinds.get(code)
    if found is None:
        raise NotFound()
    return found


# not shown: samples of a paper, which is Russian whatever the reader's language
_SAMPLES = {
    "date": "28 ноября 2026 г.",
    "town": "Заречье",
    "operator": "администрация города Заречье",
    "signatory": "Субъект данных",
    "signed": "/ фамилия, инициалы",
}
CONSENT = Kind(
    code="consent",
    title=_("Согласие на обработку персональных данных"),
    shipped_file=_DATA / "consent.md",
    fields=(
        Field("number", _("номер согласия"), "17"),
        Field("date", _("дата"), _SAMPLES["date"]),
        Field("town", _("название муниципалитета"), _SAMPLES["town"]),
        Field("operator", _("кто обрабатывает данные"), _SAMPLES["operator"]),
        Field(
            "signature",
            _("место подписи"),
            (signature(_SAMPLES["signatory"], _SAMPLES["signed"]),),
        ),
    ),
)
