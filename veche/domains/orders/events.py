"""What happens to voters' orders, told to whoever listens: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class OrderGiven:
    """A resident has written an order; a moderator may have to read it first."""

    kind: ClassVar[str] = "orders.order_given"

    order_id: UUID


@dataclass(frozen=True)
class OrderMended:
    """Its author has written it anew after a moderator's refusal, and sent it again."""

    kind: ClassVar[str] = "orders.order_mended"

    order_id: UUID


@dataclass(frozen=True)
class OrderPublished:
    """Everyone may read it from now on, and the deputy's term runs."""

    kind: ClassVar[str] = "orders.order_published"

    order_id: UUID


@dataclass(frozen=True)
class OrderRejected:
    """A moderator has not let it through."""

    kind: ClassVar[str] = "orders.order_rejected"

    order_id: UUID


@dataclass(frozen=True)
class OrderSupported:
    """One more neighbour stands behind it."""

    kind: ClassVar[str] = "orders.order_supported"

    order_id: UUID


@dataclass(frozen=True)
class SupportWithdrawn:
    """Somebody has taken their support back."""

    kind: ClassVar[str] = "orders.support_withdrawn"

    order_id: UUID


@dataclass(frozen=True)
class OrderTaken:
    """The deputy or the council will bring it before the council."""

    kind: ClassVar[str] = "orders.order_taken"

    order_id: UUID


@dataclass(frozen=True)
class OrderDeclined:
    """It was refused with reasons."""

    kind: ClassVar[str] = "orders.order_declined"

    order_id: UUID


@dataclass(frozen=True)
class OrderAdopted:
    """The council has adopted it by a decision: what follows is a commitment."""

    kind: ClassVar[str] = "orders.order_adopted"

    order_id: UUID


@dataclass(frozen=True)
class OrderOverdue:
    """The term of the answer, or of the council's decision, is over, and there is none."""

    kind: ClassVar[str] = "orders.order_overdue"

    order_id: UUID
