"""Background work of reports."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.reports.actions import keeping, moderating, monday
from veche.domains.reports.adapters import blurring
from veche.domains.reports.queries import reading, terms_over
from veche.domains.reports.rules import mondays
from veche.kernel import clock, jobs
from veche.kernel.retention import retained


@jobs.job("reports.blur_photo")
def blur_photo(photo_id: str) -> None:
    """Cover faces and plates of a photo; until then nobody but its sender sees it."""
    if not terms_over.waits_for_blur(UUID(photo_id)):
        return
    data = files.photo_bytes(UUID(photo_id))
    if data is not None:
        done = blurring.blurred(data)
        moderating.keep_blurred(photo_id=UUID(photo_id), data=done.data, covered=done.covered)


@jobs.periodic("reports.close_silent", every_minutes=60)
def close_silent() -> None:
    """End what waits for its author's word longer than the norm."""
    on = reading.today()
    for report_id in terms_over.silent(on):
        keeping.close_silent(report_id=report_id, on=on)


@jobs.periodic("reports.mark_overdue", every_minutes=60)
def mark_overdue() -> None:
    """Tell once of each term that is over."""
    on = reading.today()
    for report_id in terms_over.overdue(on):
        keeping.mark_overdue(report_id=report_id, on=on)


@jobs.periodic("reports.make_sheet", every_minutes=15)
def make_sheet() -> None:
    """On Mondays from seven by the town's clock, the head's one page."""
    on = mondays.due_on(clock.now().astimezone(clock.zone(towns.current().time_zone)))
    if on is not None:
        monday.make_sheet(on=on)


@jobs.periodic("reports.train_guesser", every_minutes=1440)
def train_guesser() -> None:
    """Learn from what residents have written lately."""
    keeping.train_guesser()


@retained("reports.forget_drafts", every_minutes=1440)
def forget_drafts() -> int:
    """Delete what was begun and not sent for long."""
    return keeping.forget_drafts(before=clock.now() - _days("report.draft_days"))


@retained("reports.forget_originals", every_minutes=1440)
def forget_originals() -> int:
    """Remove photos as they were sent, of what is over for long."""
    return keeping.forget_originals(before=clock.now() - _days("report.original_days"))


def _days(code: str) -> timedelta:
    return timedelta(days=norms.value(code, reading.today()).value)
