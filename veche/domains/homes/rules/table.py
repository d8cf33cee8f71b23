"""A table: its heading, its rows, which column is likely what, days and moments in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

ROWS_MAX = 5_000
_DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
_TIME_FORMS = ("%H:%M", "%H:%M:%S", "%H.%M")


@dataclass(frozen=True)
class Table:
    """The heading, and each row with the number of its line; one that is too long stays so."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def guess(header: Sequence[str], beginnings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """For each field the first column whose heading begins as this field is called."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for name, words in beginnings.items():
        for index, title in enumerate(header):
            if index not in taken and title.casefold().replace("ё", "е").startswith(tuple(words)):
                found[name] = index
                taken.add(index)
                break
    return found


def day_of(text: str) -> date | None:
    """«01.11.2026» or «2026-11-01»; None for anything else."""
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """«01.11.2026 09:00» by the town's clock, or ISO with its own offset; None."""
    found: datetime | None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _spoken(text)
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _spoken(text: str) -> datetime | None:
    day, _space, hour = text.replace(",", " ").partition(" ")
    on = day_of(day)
    if on is None:
        return None
    for form in _TIME_FORMS:
        try:
            at = datetime.strptime(hour.strip(), form).time()  # noqa: DTZ007  no zone yet
            return datetime.combine(on, at)
        except ValueError:
            continue
    return datetime.combine(on, datetime.min.time()) if not hour.strip() else None
