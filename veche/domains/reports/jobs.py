"""Background work of reports."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.reports.actions import (
    approving,
    keeping,
    moderating,
    monday,
    picturing,
    registers,
)
from veche.domains.reports.models import RegisterImport
from veche.domains.reports.queries import outside, reading, terms_over, wording
from veche.domains.reports.rules import mondays
from veche.domains.reports.rules import registers as register_rules
from veche.kernel import clock, jobs, sheets
from veche.kernel.errors import Invalid
from veche.kernel.retention import retained

# A photo whose job has not come in ten minutes is taken up anew, for two days.
BLUR_AFTER, BLUR_FOR = timedelta(minutes=10), timedelta(days=2)


@jobs.job("reports.blur_photo")
def blur_photo(photo_id: str) -> None:
    """Cover faces and plates of a photo; until then nobody but its sender sees it."""
    if not terms_over.waits_for_blur(UUID(photo_id)):
        return
    data = files.photo_bytes(UUID(photo_id))
    if data is not None:
        done = files.blurred(data)
        picturing.keep_blurred(photo_id=UUID(photo_id), data=done.data, covered=done.covered)


@jobs.periodic("reports.blur_left", every_minutes=10)
def blur_left() -> None:
    """The same for what was left behind; what fails for days a person takes away."""
    now = clock.now()
    for photo_id in terms_over.unblurred(now - BLUR_FOR, now - BLUR_AFTER):
        jobs.defer("reports.blur_photo", photo_id=str(photo_id), once=f"blur:{photo_id}")


@jobs.job("reports.show_held_back")
def show_held_back(report_id: str) -> None:
    """Show what a special regime has held back: a report, the answer to it."""
    moderating.show_held_back(report_id=UUID(report_id))
    approving.show_answer(report_id=UUID(report_id))


@jobs.periodic("reports.show_all_held_back", every_minutes=10)
def show_all_held_back() -> None:
    """The same for what a worker that was killed has left."""
    jobs.for_each(map(str, terms_over.held_back(clock.now())), show_held_back)


@jobs.periodic("reports.close_silent", every_minutes=60)
def close_silent() -> None:
    """Move what waits for its author's word longer than the norm: to its end, or back to work; a
    refusal stands then."""
    on = reading.today()

    def end(report_id: UUID) -> None:
        for act in (keeping.close_silent, keeping.go_on, keeping.let_refusal_stand):
            act(report_id=report_id, on=on)

    jobs.for_each(terms_over.silent(on), end)


@jobs.periodic("reports.mark_overdue", every_minutes=60)
def mark_overdue() -> None:
    """Tell once of each term that is over."""
    on = reading.today()
    overdue = terms_over.overdue(on)
    jobs.for_each(overdue, lambda report_id: keeping.mark_overdue(report_id=report_id, on=on))


@jobs.periodic("reports.remind", every_minutes=60)
def remind() -> None:
    """Tell of what lies on a desk, or with another body, longer than the norm lets."""
    on = reading.today()
    lying = terms_over.lying(on)
    jobs.for_each(lying, lambda report_id: keeping.remind(report_id=report_id, on=on))


@jobs.periodic("reports.escalate", every_minutes=60)
def escalate() -> None:
    """Take what was told as late higher and higher, each step on its day."""
    on = reading.today()

    def rise(report_id: UUID) -> None:
        while keeping.escalate(report_id=report_id, on=on):
            pass

    jobs.for_each(terms_over.to_escalate(on), rise)


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


@jobs.job("reports.check_register")
def check_register(import_id: str) -> None:
    """Try a register: what would be new, changed, refused; nothing is written yet."""
    row = outside.import_at_work(UUID(import_id), RegisterImport.CHECKING)
    lines = _lines(row) if row is not None else None
    if lines is not None:
        registers.note_check(import_id=UUID(import_id), lines=lines, why=wording.why_refused)


@jobs.job("reports.import_register")
def import_register(import_id: str) -> None:
    """Take a register in, part by part."""
    row = outside.import_at_work(UUID(import_id), RegisterImport.RUNNING)
    lines = _lines(row) if row is not None else None
    if lines is not None:
        registers.take_in(import_id=UUID(import_id), lines=lines)


def _lines(row: RegisterImport) -> list[register_rules.Line | register_rules.Refusal] | None:
    try:
        sheet = sheets.read(outside.file_of(row))
    except Invalid:
        registers.fail_import(import_id=row.id)
        return None
    stages = {**row.register.stages, **row.stages}
    lines = registers.read_lines(sheet=sheet, mapping=row.mapping, stages=stages)
    if not sheet.is_cut:
        return lines
    last = sheet.rows[-1][0] if sheet.rows else 1
    # It stands before all others: of many only the first are kept.
    return [register_rules.Refusal(last + 1, register_rules.TOO_LONG), *lines]


@retained("reports.forget_registers", every_minutes=60)
def forget_registers() -> int:
    """Drop uploaded files that nobody has taken in."""
    before = clock.now() - _days("report.register_days")
    return sum(
        registers.forget_register(import_id=one, before=before) for one in outside.forgotten(before)
    )


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
