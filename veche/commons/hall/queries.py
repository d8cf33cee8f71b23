"""Reading the hall: the shell's part kept in memory under a stamp, the rest asked each time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from veche.commons.files import public as files
from veche.commons.hall import rules, services
from veche.commons.hall.models import Inconvenience, ServiceSwitch, TownSettings
from veche.commons.hall.rules import Switch
from veche.commons.towns import public as towns
from veche.kernel import stamps
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

KEPT_TOWNS = 32
SIGN_WIDTH = 320
Made = TypeVar("Made")


@dataclass(frozen=True)
class Banner:
    """Urgent words for every page."""

    text: str
    tone: str
    until: datetime | None


@dataclass(frozen=True)
class Hall:
    """What the shell of every page asks of the town's settings."""

    stamp: UUID | None = None
    service_name: str = ""
    sign_id: UUID | None = None
    arms_id: UUID | None = None
    brand: str = ""
    languages: tuple[str, ...] = ()
    age_mark: str = ""
    banner: Banner | None = None
    steps_passed: tuple[str, ...] = ()
    is_opened: bool = False
    is_demo: bool = False
    switches: Mapping[str, Switch] = field(default_factory=dict)

    def switch(self, slug: str) -> Switch:
        """The state of a service; one that nobody touched is as services start."""
        return self.switches.get(slug) or self._untouched(slug)

    def _untouched(self, slug: str) -> Switch:
        known = services.service(slug)
        waits = known is not None and known.starts_off and not self.is_demo
        return Switch(rules.OFF if waits else rules.ON)

    @property
    def sign_url(self) -> str:
        """Address of the service's own sign, or ""."""
        return files.url(self.sign_id, SIGN_WIDTH) if self.sign_id else ""

    @property
    def arms_url(self) -> str:
        """Address of the municipality's coat of arms, or ""."""
        return files.url(self.arms_id, SIGN_WIDTH) if self.arms_id else ""

    def speaks(self, code: str) -> bool:
        """Whether the town's pages may be read in that language."""
        return code in self.languages or code == rules.FIRST_LANGUAGE


UNTOUCHED = Hall(languages=tuple(code for code, _name in settings.LANGUAGES))

_kept: dict[UUID, tuple[Hall, dict[str, Any]]] = {}
_guard = threading.Lock()
_TABLE = TownSettings._meta.db_table
stamps.declare(_TABLE)


def hall() -> Hall:
    """The settings of the current town: one query while nothing has changed, three after.

    The stamp is read before the rest, so that a change in between is read again next time.
    """
    return _current()[0]


def kept_with(name: str, make: Callable[[], Made], bare: Made) -> Made:
    """What `make` returned since the town's stamp last changed; made once in each process.

    A town without a stamp has set nothing yet and gets `bare`: whoever keeps things here
    calls `touch` when they change.
    """
    found, extra = _current()
    if found.stamp is None:
        return bare
    if name not in extra:
        extra[name] = make()
    made: Made = extra[name]
    return made


def last_known(town_id: UUID) -> Hall:
    """What this process read last, for a page that must be shown while the database is silent."""
    return _kept.get(town_id, (UNTOUCHED, {}))[0]


def _current() -> tuple[Hall, dict[str, Any]]:
    town_id = towns.current().id
    stamp = stamps.stamp(_TABLE, town_id)
    if stamp is None:
        return replace(UNTOUCHED, is_demo=towns.current().is_demo), {}
    kept = _kept.get(town_id)
    if kept is not None and kept[0].stamp == stamp:
        return kept
    made = _read(stamp), dict[str, Any]()
    with _guard:
        if len(_kept) >= KEPT_TOWNS:
            _kept.clear()
        _kept[town_id] = made
    return made


def _read(stamp: UUID) -> Hall:
    row = TownSettings.objects.get(id=1)
    banner = Banner(row.banner_text, row.banner_tone, row.banner_until)
    return Hall(
        stamp=stamp,
        service_name=row.service_name,
        sign_id=row.sign_id,
        arms_id=row.arms_id,
        brand=row.brand,
        languages=tuple(row.languages) or UNTOUCHED.languages,
        age_mark=row.age_mark,
        banner=banner if banner.text else None,
        steps_passed=tuple(row.steps_passed),
        is_opened=row.opened_at is not None,
        is_demo=towns.current().is_demo,
        switches={one.slug: Switch(one.state, one.place_id) for one in ServiceSwitch.objects.all()},
    )


def inconvenience(told_id: UUID) -> Inconvenience:
    """One told inconvenience; NotFound."""
    found = Inconvenience.objects.filter(id=told_id).first()
    if found is None:
        raise NotFound()
    return found


def answered(service: str, *, after: str = "") -> Page[Inconvenience]:
    """What everyone may read: told and answered, the newest first."""
    rows = Inconvenience.objects.filter(service=service, answered_at__isnull=False)
    return keyset(rows.filter(is_set_aside=False), order=("-told_at", "id"), after=after)


def waiting(*, after: str = "", size: int = 20) -> Page[Inconvenience]:
    """What no official has answered yet."""
    rows = Inconvenience.objects.filter(answered_at__isnull=True)
    return keyset(rows, order=("-told_at", "id"), after=after, size=size)


def told_counts(service: str) -> dict[str, int]:
    """How many were told, are answered, and are not shown."""
    return Inconvenience.objects.filter(service=service).aggregate(
        told=Count("id"),
        answered=Count("id", filter=Q(answered_at__isnull=False, is_set_aside=False)),
        set_aside=Count("id", filter=Q(is_set_aside=True)),
    )
