"""What happens with points; whose they are is nobody's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class TermsSet:
    """The town switched points on or off, changed prices, or named its act."""

    kind: ClassVar[str] = "points.terms_set"
    is_on: bool


@dataclass(frozen=True)
class PointsGiven:
    """Somebody gave points to an organisation or a place."""

    kind: ClassVar[str] = "points.points_given"
    account_id: UUID


@dataclass(frozen=True)
class ThingSaved:
    """A thing of the shop was entered or changed."""

    kind: ClassVar[str] = "points.thing_saved"
    thing_id: UUID


@dataclass(frozen=True)
class ThingOrdered:
    """Points were exchanged for a thing."""

    kind: ClassVar[str] = "points.thing_ordered"
    order_id: UUID


@dataclass(frozen=True)
class OrderHanded:
    """An order was handed out."""

    kind: ClassVar[str] = "points.order_handed"
    order_id: UUID


@dataclass(frozen=True)
class OrderReturned:
    """An order was cancelled or its term is over: points and the thing are back."""

    kind: ClassVar[str] = "points.order_returned"
    order_id: UUID


@dataclass(frozen=True)
class AbstentionSet:
    """Somebody wants no points, or wants them again."""

    kind: ClassVar[str] = "points.abstention_set"
    abstains: bool
