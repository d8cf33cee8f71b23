"""Bytes that no honest form sends, chosen by what a field is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

MARKUP = "<script>alert(1)</script>'\"\\%_`;--$$ %s%(x)s{0}{x}{{x}}"
NUL, NUL_INSIDE = "\x00", "да\x00нет"
BITS = "\ud7ff\u202e\ufffe\U0010ffff"
DEEP = "W1tb" * 3000
HUGE = "9" * 32
# As many of each: a form is sent once for each row.
TEXT = (MARKUP, NUL_INSIDE, BITS, NUL)
NUMBER = (HUGE, "-1", "NaN", NUL)
OPAQUE = (DEEP, NUL, MARKUP, "-1")
# No zero byte: no address is let in with one.
PARAMETER = (MARKUP, DEEP, HUGE, "NaN", BITS)
# Refused together, these are asked of each parameter alone: what was refused hid the rest.
ALONE = frozenset({HUGE, BITS})

_FIELD = re.compile(r"<(input|textarea|select)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'\b(name|type)="([^"]*)"')
_HIDDEN = re.compile(r'name="([^"]+)" value="([^"]+)"')
# What tells one form, or one row of it, from another: without these most of it is not read.
_KEYS = ("key", "id", "form_key", "kind")
_TYPES = {
    **dict.fromkeys(("number", "range", "date", "datetime-local"), NUMBER),
    **dict.fromkeys(("hidden", "radio", "checkbox", "file", "select"), OPAQUE),
}


def fields(page: str) -> dict[str, tuple[str, ...]]:
    """The fields of a page's forms, each with its poisons."""
    found = {}
    for tag, rest in _FIELD.findall(page):
        named = dict(_ATTRIBUTE.findall(rest))
        kind = "select" if tag == "select" else named.get("type", "text")
        if named.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            found[named["name"]] = _TYPES.get(kind, TEXT)
    return found


def hidden(page: str) -> dict[str, str]:
    """What a form says of itself."""
    return {name: value for name, value in _HIDDEN.findall(page) if name in _KEYS}


def forms(
    known: Mapping[str, tuple[str, ...]], learned: Iterable[str], kept: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """What to send: every field poisoned, and the same with the form's own keys left whole."""
    every = {**dict.fromkeys(learned, OPAQUE), **known}
    for number in range(len(OPAQUE) if every else 0):
        form = {name: poisons[number] for name, poisons in every.items()}
        yield {**form, **kept} if number else form
    if kept:
        yield {**{name: poisons[0] for name, poisons in every.items()}, **kept}


def parameters(names: Iterable[str]) -> Iterator[dict[str, str]]:
    """What to ask a page with."""
    known = sorted(names)
    for number in range(len(PARAMETER) if known else 0):
        yield dict.fromkeys(known, PARAMETER[number])


@contextmanager
def read_names() -> Iterator[set[str]]:
    """Names that views look for in what they are sent, whether or not it is there."""
    names: set[str] = set()

    def noting(method: str) -> Any:
        plain = getattr(MultiValueDict, method)

        def read(self: QueryDict, key: Any, *rest: Any, **more: Any) -> Any:
            names.add(str(key))
            return plain(self, key, *rest, **more)

        return read

    methods = ("__getitem__", "__contains__", "getlist")
    with patch.multiple(QueryDict, create=True, **{one: noting(one) for one in methods}):
        yield names
    names.discard("csrfmiddlewaretoken")
