"""Background work of voters' orders."""

from __future__ import annotations

from veche.domains.orders.actions import keeping
from veche.domains.orders.queries import terms, worklist
from veche.kernel import jobs
from veche.kernel.retention import retained


@jobs.periodic("orders.mark_overdue", every_minutes=60)
def mark_overdue() -> None:
    """Tell once of each answer and decision that is owed longer than the term."""
    on = terms.today()
    for order_id in worklist.overdue(on):
        keeping.mark_overdue(order_id=order_id, on=on)


@retained("orders.forget_supporters", every_minutes=1440)
def forget_supporters() -> int:
    """Delete who supported and has erased the account since, once the order is decided."""
    return keeping.forget_supporters()
