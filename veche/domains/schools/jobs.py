"""Background work of school polls."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from veche.domains.schools import queries
from veche.domains.schools.actions import consenting, preparing
from veche.kernel import jobs
from veche.kernel.retention import retained


@jobs.periodic("schools.close_due_polls", every_minutes=1)
def close_due_polls() -> None:
    """Have every poll closed whose hour has come."""
    for poll_id in queries.due():
        jobs.defer("schools.close_poll", poll_id=str(poll_id), once=f"school:{poll_id}")


@jobs.job("schools.close_poll")
def close_poll(poll_id: str) -> None:
    """Close one, count it, forget its codes."""
    preparing.close_poll(poll_id=UUID(poll_id))


@retained("schools.forget_consents", every_minutes=1440)
def forget_consents() -> int:
    """Delete consents whose term of keeping has ended."""
    ended = queries.ended_before(
        queries.today() - timedelta(days=queries.norm("consent_keep_days"))
    )
    for consent_id in ended:
        consenting.forget_consent(consent_id=consent_id)
    return len(ended)
