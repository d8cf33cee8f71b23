"""Which papers there are: each service names its own at start, and the commons one of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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
CONSENT = Kind(
    code="consent",
    title="Согласие на обработку персональных данных",
    shipped_file=_DATA / "consent.md",
    fields=(
        Field("number", "номер согласия", "17"),
        Field("date", "дата", "28 ноября 2026 г."),
        Field("town", "название муниципалитета", "Заречье"),
        Field("operator", "кто обрабатывает данные", "администрация города Заречье"),
        Field("signature", "место подписи", (signature("Субъект данных", "/ фамилия, инициалы"),)),
    ),
)
