"""Which town is being served, and how to enter one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from veche.commons.towns.models import Municipality
from veche.kernel import jobs
from veche.kernel.database.base import DatabaseWrapper, Space
from veche.kernel.errors import NotFound


@dataclass(frozen=True)
class Town:
    """A municipality as everyone may know it."""

    id: UUID
    slug: str
    name: str
    area: str
    region: str
    hosts: tuple[str, ...]
    time_zone: str
    is_demo: bool

    @property
    def space(self) -> Space:
        return Space(schema=f"t_{self.slug}", role=f"{settings.ROLE_PREFIX}_t_{self.slug}")


class NoTown(RuntimeError):
    """Something asked for the town outside of any."""


_current: ContextVar[Town | None] = ContextVar("town", default=None)
_KEEP_SECONDS = 5.0
_known: tuple[float, tuple[Town, ...]] = (0.0, ())


def current() -> Town:
    """The town being served; NoTown outside of any."""
    town = _current.get()
    if town is None:
        raise NoTown("No town has been entered.")
    return town


def all_towns() -> tuple[Town, ...]:
    """Every town that is ready to serve; the list is kept for some seconds in each process."""
    global _known
    kept_at, towns = _known
    if towns and time.monotonic() - kept_at < _KEEP_SECONDS:
        return towns
    rows = Municipality.objects.filter(is_ready=True).order_by("slug")
    towns = tuple(_plain(row) for row in rows)
    _known = (time.monotonic(), towns)
    return towns


def forget_known() -> None:
    """Read the list anew at the next call."""
    global _known
    _known = (0.0, ())


def by_host(host: str) -> Town | None:
    """The town that answers under a host name (without port)."""
    name = host.lower().rstrip(".")
    return next((town for town in all_towns() if name in town.hosts), None)


def by_slug(slug: str) -> Town:
    """The town of that slug; NotFound."""
    town = next((town for town in all_towns() if town.slug == slug), None)
    if town is None:
        raise NotFound()
    return town


def set_time_zone(name: str) -> None:
    """Give the current town another clock; other processes follow within some seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shared.set_own_time_zone(%s)", (name,))
    forget_known()


@contextmanager
def enter(town: Town | str) -> Iterator[Town]:
    """Take the town's role, search path and clock, and give them up at the end."""
    entered = by_slug(town) if isinstance(town, str) else town
    database = cast(DatabaseWrapper, connection)
    left_town = _current.set(entered)
    left_space = database.enter(entered.space)
    try:
        with timezone.override(entered.time_zone):
            yield entered
    finally:
        _current.reset(left_town)
        database.enter(left_space)
        if _current.get() is None:
            database.leave()


def slugs() -> tuple[str, ...]:
    """Slugs of all towns."""
    return tuple(town.slug for town in all_towns())


def _plain(row: Municipality) -> Town:
    return Town(
        id=row.id,
        slug=row.slug,
        name=row.name,
        area=row.area,
        region=row.region,
        hosts=tuple(row.hosts),
        time_zone=row.time_zone,
        is_demo=row.is_demo,
    )


jobs.use_spaces(enter, slugs)
