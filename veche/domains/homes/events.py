"""What happens around houses, told to whoever listens: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class ProviderSaved:
    """Whoever serves houses was entered or changed."""

    kind: ClassVar[str] = "homes.provider_saved"

    provider_id: UUID


@dataclass(frozen=True)
class ServingKept:
    """It was written down who serves a house or a place."""

    kind: ClassVar[str] = "homes.serving_kept"

    serving_id: UUID


@dataclass(frozen=True)
class ServingDropped:
    """A line on who serves was taken away."""

    kind: ClassVar[str] = "homes.serving_dropped"

    serving_id: UUID


@dataclass(frozen=True)
class ServingsImported:
    """Lines on who serves came as a table."""

    kind: ClassVar[str] = "homes.servings_imported"

    made: int
    changed: int


@dataclass(frozen=True)
class OutagesImported:
    """Outages came as a table, from a hand or from a feed; each is told by its own event."""

    kind: ClassVar[str] = "homes.outages_imported"

    made: int
    changed: int


@dataclass(frozen=True)
class OutageAnnounced:
    """Something will be off or is off."""

    kind: ClassVar[str] = "homes.outage_announced"

    outage_id: UUID


@dataclass(frozen=True)
class OutageExtended:
    """It takes longer than was said."""

    kind: ClassVar[str] = "homes.outage_extended"

    outage_id: UUID
    step_id: int


@dataclass(frozen=True)
class OutageChanged:
    """It is another trouble, begins at another time, or elsewhere than was said."""

    kind: ClassVar[str] = "homes.outage_changed"

    outage_id: UUID
    step_id: int


@dataclass(frozen=True)
class OutageFinished:
    """It is on again, sooner than was said."""

    kind: ClassVar[str] = "homes.outage_finished"

    outage_id: UUID


@dataclass(frozen=True)
class OutageCancelled:
    """It will not be switched off after all."""

    kind: ClassVar[str] = "homes.outage_cancelled"

    outage_id: UUID


@dataclass(frozen=True)
class FeedSaved:
    """An address was named from which outages are fetched, or changed."""

    kind: ClassVar[str] = "homes.feed_saved"

    feed_id: UUID


@dataclass(frozen=True)
class FeedRemoved:
    """Nothing is fetched from an address any more."""

    kind: ClassVar[str] = "homes.feed_removed"

    feed_id: UUID
