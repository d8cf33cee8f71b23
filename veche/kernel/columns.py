"""What each column of a table holds, said by its app in `columns.py`.

A house test asks it of every column of every model, so that nothing about a person
lies in the database without a purpose, a term, a way to hand it out and a way to erase it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Column:
    """`public` may be shown to anyone, `restricted` to some, `personal` is about a person."""

    kind: Literal["public", "restricted", "personal"]
    why: str
    keep: str = ""
    export: Callable[..., Any] | None = None
    erase: Callable[..., Any] | None = None


def public(why: str) -> Column:
    """Anyone may read it: it is shown, exported, or tells nothing."""
    return Column("public", why)


def restricted(why: str) -> Column:
    """Not about a person by itself, yet not for everyone: drafts, opaque ids, secrets."""
    return Column("restricted", why)


def personal(
    purpose: str, *, keep: str, export: Callable[..., Any], erase: Callable[..., Any]
) -> Column:
    """About a person: what for, how long, what hands it out and what erases it."""
    return Column("personal", purpose, keep, export, erase)
