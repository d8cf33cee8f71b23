"""Keyset pages: as quick on the thousandth as on the first, and stable while rows arrive."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from veche.kernel.errors import Invalid

TOKEN_LENGTH_MAX = 400
Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Items of one page and the token of the next ("" when this is the last)."""

    items: list[Item]
    next_token: str = ""


def keyset(
    query: QuerySet[Row], *, order: Sequence[str], after: str = "", size: int = 20
) -> Page[Row]:
    """One page in the given order ("-opened_at", "id"); the last column is unique, none is null."""
    columns = [name.lstrip("-") for name in order]
    if after:
        values = _decode(after, len(columns))
        try:
            query = query.filter(_past(order, values))
        except (TypeError, ValueError, ValidationError):  # of another type than the column
            raise _bad_page() from None
    rows = list(query.order_by(*order)[: size + 1])
    token = ""
    if len(rows) > size:
        rows = rows[:size]
        token = _encode([getattr(rows[-1], name) for name in columns])
    return Page(rows, token)


def merged(pages: Sequence[tuple[Page[Any], Sequence[str]]], *, size: int) -> Page[Any]:
    """One page of several tables that are kept in one ascending order under their own names.

    Each page comes with its columns, those of the same meaning in the same place.
    """
    rows = [
        ([getattr(row, name) for name in columns], row)
        for page, columns in pages
        for row in page.items
    ]
    rows.sort(key=lambda one: one[0])
    is_more = len(rows) > size or any(page.next_token for page, _columns in pages)
    taken = rows[:size]
    token = _encode(taken[-1][0]) if taken and is_more else ""
    return Page([row for _values, row in taken], token)


def _past(order: Sequence[str], values: list[Any]) -> Q:
    condition = Q(pk__in=[])
    for index, name in enumerate(order):
        equal = {order[i].lstrip("-"): values[i] for i in range(index)}
        side = "lt" if name.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{name.lstrip('-')}__{side}": values[index]})
    return condition


def _encode(values: list[Any]) -> str:
    plain = [
        str(v) if isinstance(v, UUID) else v.isoformat() if isinstance(v, datetime | date) else v
        for v in values
    ]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decode(token: str, count: int) -> list[Any]:
    if len(token) > TOKEN_LENGTH_MAX:  # ours are short; deep nesting would exhaust the parser
        raise _bad_page()
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        raise _bad_page() from None
    if not isinstance(values, list) or len(values) != count:
        raise _bad_page()
    if not all(isinstance(v, str | int) for v in values):
        raise _bad_page()
    return values


def _bad_page() -> Invalid:
    return Invalid(
        _("Страница списка указана неверно"), advice=_("Откройте список с начала."), code="bad-page"
    )
