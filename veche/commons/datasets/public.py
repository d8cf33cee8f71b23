"""Public tables of all services: which there are, and their rows without groups too small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from veche.commons.datasets import guarding
from veche.commons.datasets.guarding import counts_people
from veche.commons.norms import public as norms
from veche.commons.norms.public import Norm
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.datasets import Column, DataSet
from veche.kernel.errors import Text

__all__ = [
    "PERSONS_MIN",
    "Known",
    "all_sets",
    "counts_people",
    "known",
    "open_set",
    "persons_min",
    "rows",
    "use_sets",
]

PERSONS_MIN = "opendata.persons_min"


@dataclass(frozen=True)
class Known:
    """A declared table, whose service it is of, and whether a visitor would find that service."""

    told: DataSet
    service: str
    service_title: Text
    is_open: Callable[[], bool]


_known: dict[str, Known] = {}


def use_sets(found: Sequence[Known]) -> None:
    """Replace the list; config tells at start what manifests declare."""
    _known.clear()
    _known.update({one.told.code: one for one in found})


def all_sets() -> list[Known]:
    """Tables of the services that are open to everyone, in the order of the installation."""
    return [one for one in _known.values() if one.is_open()]


def known(code: str) -> Known | None:
    """A table by its code, whether its service is open or not."""
    return _known.get(code)


def open_set(code: str) -> Known | None:
    """A table by its code, while its service is open to everyone."""
    found = _known.get(code)
    return found if found is not None and found.is_open() else None


def persons_min() -> Norm:
    """How many people a group has at least, for it to be shown."""
    return norms.value(PERSONS_MIN, clock.today(towns.current().time_zone))


def rows(
    columns: Sequence[Column], read: Callable[[], Iterable[Sequence[Any]]]
) -> Iterator[Sequence[Any]]:
    """Rows as anybody may have them; `read` may be called twice. The only way out of a table:
    what is chosen among them is chosen afterwards, so that no filter makes a group smaller."""
    if not counts_people(columns):
        return iter(read())
    return guarding.guarded(columns, read, persons_min().value)
