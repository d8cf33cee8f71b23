"""Background work of appeals."""

from __future__ import annotations

from datetime import date, timedelta

from veche.commons.norms import public as norms
from veche.domains.appeals.actions import keeping
from veche.domains.appeals.queries import dates, worklist
from veche.kernel import clock, jobs
from veche.kernel.retention import retained


@jobs.periodic("appeals.mark_overdue", every_minutes=60)
def mark_overdue() -> None:
    """Tell once of each day that is near, and of each term that is over."""
    on = dates.today()
    for appeal_id in worklist.near(on).values_list("id", flat=True)[: worklist.MOST]:
        keeping.remind(appeal_id=appeal_id, on=on)
    for appeal_id in worklist.overdue(on):
        keeping.mark_overdue(appeal_id=appeal_id, on=on)


@retained("appeals.forget_drafts", every_minutes=1440)
def forget_drafts() -> int:
    """Destroy what was begun and not sent for long."""
    days = norms.value("appeal.draft_days", dates.today()).value
    return keeping.forget_drafts(before=clock.now() - timedelta(days=days))


@retained("appeals.forget_cases", every_minutes=1440)
def forget_cases() -> int:
    """Destroy cases whose years of keeping are over."""
    today = dates.today()
    return keeping.forget_cases(before=_years_before(today, "appeal.storage_years"))


@retained("appeals.forget_bookings", every_minutes=1440)
def forget_bookings() -> int:
    """Delete receptions of long ago with who had booked them."""
    today = dates.today()
    days = norms.value("reception.keep_days", today).value
    return keeping.forget_bookings(before=today - timedelta(days=days))


def _years_before(today: date, code: str) -> date:
    """So many years ago; of 29 February, the day before."""
    year = today.year - norms.value(code, today).value
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=year, day=day)
