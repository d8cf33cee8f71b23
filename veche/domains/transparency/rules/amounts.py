"""Sums as spreadsheets write them, into whole kopecks. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

# Roubles in one unit of a table.
ROUBLES, THOUSANDS, MILLIONS = 1, 1_000, 1_000_000
UNITS = (ROUBLES, THOUSANDS, MILLIONS)
# A hundred trillion roubles: more than any budget of the country.
MOST = 10**16
DECIMALS_MAX = 5
# Digits before the mark that are surely no more than that; decimals that are whole kopecks.
WHOLE_MAX = 8
_ROOM = {ROUBLES: 2, THOUSANDS: 5, MILLIONS: 8}
_NONE = frozenset({"", "-", "–", "—", "x", "х", "X", "Х", "0", "…"})
_NUMBER = re.compile(r"[-−–+]?[0-9]+(?:[.,][0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
_SPACES = str.maketrans("", "", " \t\r\n\u00a0\u202f\u2009'")
_ONE = Decimal(1)


class BadAmount(ValueError):
    """Not a sum."""


class TooLarge(BadAmount):
    """A number that no budget holds."""


def kopecks(raw: str, unit: int) -> int | None:
    """Whole kopecks; None for a blank, a dash and a cross (nothing is meant by them).

    Brackets mean a minus, as accountants write. A nought is a nought.
    """
    return read(raw, unit)[0]


def read(raw: str, unit: int) -> tuple[int | None, int]:
    """The same, and how many decimals the sum is written with."""
    # Nearly every cell of a long table is plain digits: without an exact fraction it is whole.
    whole, mark, rest = raw.replace(",", ".").partition(".")
    room = _ROOM[unit]
    if whole.isdecimal() and len(whole) <= WHOLE_MAX and whole.isascii():
        if not mark:
            return int(whole) * unit * 100, 0
        if rest.isdecimal() and len(rest) <= room and rest.isascii():
            return int(whole) * unit * 100 + int(rest.ljust(room, "0")), len(rest)
    return _slowly(raw, unit), places(raw)


def _slowly(raw: str, unit: int) -> int | None:
    text = raw.translate(_SPACES)
    if text in _NONE:
        return 0 if text == "0" else None
    is_minus = text.startswith("(") and text.endswith(")")
    if is_minus:
        text = text[1:-1]
    if _NUMBER.fullmatch(text) is None:
        raise BadAmount(raw)
    text = text.replace("−", "-").replace("–", "-").replace(",", ".")
    exact = Decimal(text) * (unit * 100)
    if exact.copy_abs() >= MOST:
        raise TooLarge(raw)
    found: int = int(exact.quantize(_ONE, rounding=ROUND_HALF_EVEN))
    return -found if is_minus else found


def parted(whole: int, values: Sequence[int], total: int) -> list[int]:
    """`whole` parted as the values part their total, rounded so that nothing is lost: what
    rounding down leaves over goes to the largest remainders, the first of equal ones first."""
    if not total:
        return [0] * len(values)
    found = [divmod(whole * value, total) for value in values]
    left = round(whole * sum(values) / total) - sum(share for share, _rest in found)
    order = sorted(range(len(found)), key=lambda place: (-found[place][1] / total, place))
    more = set(order[:left])
    return [share + (place in more) for place, (share, _rest) in enumerate(found)]


def looks_like(raw: str) -> bool:
    """Whether a cell holds a number at all."""
    return _NUMBER.fullmatch(raw.translate(_SPACES).strip("()")) is not None


def places(raw: str) -> int:
    """How many decimals a cell is written with, as people write them."""
    tail = raw.translate(_SPACES).replace(",", ".").rpartition(".")[2]
    if "." not in raw.replace(",", ".") or not tail.isdecimal():
        return 0
    # A computer's own remainder (1234.6000000001) is no precision.
    return len(tail) if len(tail) <= DECIMALS_MAX else 1


def step(unit: int, decimals: int) -> int:
    """The smallest sum such a table can write, in kopecks; at least one."""
    smallest: int = unit * 100 // 10**decimals
    return max(smallest, 1)


def column_name(place: int) -> str:
    """How a spreadsheet calls its column: 0 is A, 26 is AA."""
    name, left = "", place + 1
    while left:
        left, letter = divmod(left - 1, 26)
        name = chr(65 + letter) + name
    return name


def cell_name(place: int, row: int) -> str:
    """F15."""
    return f"{column_name(place)}{row}"
