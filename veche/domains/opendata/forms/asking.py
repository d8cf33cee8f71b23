"""What is asked of a table: words, conditions, a chart, from which row on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from veche.domains.opendata.rules import choosing
from veche.domains.opendata.rules.choosing import Choice, Condition
from veche.domains.opendata.rules.fields import Field
from veche.kernel.errors import Invalid
from veche.kernel.text import clean_line

START_MAX = 1_000_000


@dataclass(frozen=True)
class Asked:
    """A choice among rows, and how it is written in an address."""

    choice: Choice
    words: str = ""

    def query(self, **more: str) -> str:
        """`?q=…&column=…&op=…&value=…`; "" when nothing is asked."""
        told = [("q", self.choice.words)] if self.choice.words else []
        for one in self.choice.conditions:
            told += [("column", one.name), ("op", one.op), ("value", one.words)]
        told += [(name, value) for name, value in more.items() if value]
        return f"?{urlencode(told)}" if told else ""

    def without(self, place: int) -> Asked:
        """The same without one of its conditions."""
        kept = [one for n, one in enumerate(self.choice.conditions) if n != place]
        return Asked(Choice(self.choice.words, tuple(kept)))


def choice_of(given: QueryDict) -> Asked:
    """`q`, and any number of `column`, `op`, `value` that belong together; Invalid for odd ones."""
    columns = given.getlist("column")
    ops, values = given.getlist("op"), given.getlist("value")
    if not len(columns) == len(ops) == len(values) or len(columns) > choosing.CONDITIONS_MAX + 1:
        raise bad_condition()
    conditions = tuple(
        Condition(name, op, clean_line(value)[: choosing.WORDS_MAX])
        for name, op, value in zip(columns, ops, values, strict=True)
        if name and value.strip()
    )
    words = clean_line(given.get("q", ""))[: choosing.WORDS_MAX]
    return Asked(Choice(words, conditions[: choosing.CONDITIONS_MAX]))


def bad_condition() -> Invalid:
    """What is said of a condition that a table does not understand."""
    return Invalid(
        _("Такое условие здесь не подходит"),
        advice=_("Сравнивайте числа с числами, даты с датами: 2026-12-31."),
        code="bad-condition",
    )


def start_of(given: Mapping[str, str]) -> int:
    """From which row on."""
    text = given.get("start", "")
    return min(int(text), START_MAX) if text.isdecimal() and len(text) < 8 else 0


def place_of(columns: Sequence[Field], able: Sequence[int], name: str) -> int | None:
    """Where the column of that name stands, among those that may be chosen."""
    return next((place for place in able if columns[place].name == name), None)
