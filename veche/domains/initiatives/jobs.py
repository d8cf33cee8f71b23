"""Background work of proposals."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from veche.commons.files import public as files
from veche.domains.initiatives.actions import keeping, picturing
from veche.domains.initiatives.queries import terms, worklist
from veche.kernel import clock, jobs
from veche.kernel.retention import retained


@jobs.job("initiatives.blur_photo", keeps_on=True)
def blur_photo(photo_id: str) -> None:
    """Cover faces and plates of a photo; until then nobody but its sender sees it."""
    data = files.photo_bytes(UUID(photo_id))
    if data is not None:
        picturing.keep_blurred(photo_id=UUID(photo_id), data=files.blurred(data).data)


@jobs.periodic("initiatives.expire_proposals", every_minutes=60)
def expire_proposals() -> None:
    """End proposals whose term of support is over."""
    on = terms.today()
    jobs.for_each(worklist.expired(on), lambda one: keeping.expire_proposal(proposal_id=one, on=on))


@jobs.periodic("initiatives.mark_overdue", every_minutes=60)
def mark_overdue() -> None:
    """Tell once of each answer that the town owes longer than the term."""
    on = terms.today()
    jobs.for_each(worklist.overdue(on), lambda one: keeping.mark_overdue(proposal_id=one, on=on))


@retained("initiatives.forget_supporters", every_minutes=1440)
def forget_supporters() -> int:
    """Delete who supported and has erased the account since, once nothing is collected."""
    return keeping.forget_supporters()


@retained("initiatives.forget_drafts", every_minutes=1440)
def forget_drafts() -> int:
    """Delete what was begun and not sent for long."""
    days = timedelta(days=terms.value("draft_days"))
    return keeping.forget_drafts(before=clock.now() - days)
