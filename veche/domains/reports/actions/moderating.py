"""A person looks before anything is public: through, no further, or the same as another.

What is said here the town's common moderation notes: it keeps the public log, hears authors who
argue and readers who complain, and takes down what was public (`judging`).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.domains.reports import events, policies
from veche.domains.reports.actions.moving import (
    Hand,
    Words,
    begin,
    finish,
    recount,
    stage_of,
)
from veche.domains.reports.models import ADDRESS_MAX, Photo, Report, Supporter
from veche.domains.reports.queries import catalogue, reading
from veche.domains.reports.rules import states
from veche.kernel import clock, jobs, outbox
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.manifest import Judged

SHOWN_FILES = "reports.shown"


@transaction.atomic(durable=True)
def pass_report(
    person: PersonRef,
    *,
    number: str,
    version: int,
    is_lawful: bool = False,
    hides_marked: bool = False,
) -> None:
    """Let the report through, and with it the photos, blurred and looked at.

    With `hides_marked` the names of which the finders were not sure are hidden first.

    What a ban holds is let through by a word of its own: the moderator has looked at just that.
    In a special regime everyone sees it only after the delay.
    """
    hand = begin(person, number=number, verb="pass", version=version, may=policies.may_pass_report)
    require_lawful(hand, is_lawful=is_lawful)
    if hides_marked:
        hand.row.text, hand.row.address = without_marked(hand.row)
    let_through(hand)
    finish(hand, verb="pass", event=events.ReportPassed(report_id=hand.row.id))
    # What is its author's alone is nobody's to complain of.
    if hand.row.visibility == states.PUBLIC:
        note_word(hand.row, judged=Judged(True, by=person.id), is_first=True)


def without_marked(report: Report) -> tuple[str, str]:
    """Words and address with what the finders have only marked hidden too; of an address the name
    of the street stays, whomever it honours."""
    known = places.street(report.street_id) if report.street_id is not None else None
    street = known.text if known is not None and report.address.startswith(known.text) else ""
    rest = moderation.hide_marked(report.address.removeprefix(street))
    text = moderation.hide_marked(report.text, catalogue.told_in(report.category))
    return text, f"{street}{rest}"[:ADDRESS_MAX]


def require_lawful(hand: Hand, *, is_lawful: bool) -> None:
    """What a ban holds is let go by the word of whoever has looked at it."""
    if hand.row.held_by_id is not None and not is_lawful:
        words = _("Отметьте, что под запрет это не попадает, или не пропускайте")
        raise Invalid(words, fields={"is_lawful": words})
    hand.row.held_by_id = None


def let_through(hand: Hand) -> None:
    """Of a report that a person has found fit to be seen: nothing holds it but a regime."""
    hold_back(hand.row)
    show_photos(report=hand.row, photos=hand.row.photos.filter(kind=Photo.BEFORE))


def hold_back(report: Report) -> None:
    """In a special regime what was let through is seen only after the delay."""
    report.shown_from = held_until(report)


def held_until(report: Report) -> datetime | None:
    """From when a special regime lets everyone see what was let through just now; a job comes
    back to it then. None outside of one, and for what is its author's alone."""
    delay = moderation.publishing_delay()
    if not delay or report.visibility != states.PUBLIC:
        return None
    until = clock.database_now() + delay
    jobs.defer("reports.show_held_back", at=until, report_id=str(report.id))
    return until


def note_word(report: Report, *, judged: Judged, is_first: bool = False) -> None:
    """Let the town's moderation know what was said of a report, and whether everyone may see it.

    The first word was owed within a term, whose keeping everyone may read.
    """
    seen = states.stage_of(report.state, report.visibility, outcome=report.outcome)
    noted = moderation.Noted(
        kind=reading.SOURCE,
        subject_id=report.id,
        author_id=report.author_id,
        submitted_at=report.filed_at,
        is_public=seen != states.UNSEEN,
        due_on=norms.due_on("report.moderation_days", report.started_on) if is_first else None,
    )
    moderation.note(noted, judged, report.text)


def show_photos(*, report: Report, photos: QuerySet[Photo]) -> None:
    """Make public those of the photos that are blurred, once a person has looked at them.

    Of what is held back or its author's, nothing is public.
    """
    require_blurred(photos)
    photos.filter(state=Photo.BLURRED).update(state=Photo.SHOWN)
    if report.visibility == states.PUBLIC and report.shown_from is None:
        publish_shown(report)


def require_blurred(photos: QuerySet[Photo]) -> None:
    """Conflict while some of them are not blurred: nobody could have looked at them."""
    if photos.filter(state=Photo.WAITING).exists():
        raise Conflict(
            _("Фотографии ещё размываются"),
            advice=_("Подождите минуту и обновите страницу. Которая не размылась, ту уберите."),
            code="photos-wait",
        )


def publish_shown(report: Report) -> None:
    """Let everyone see the photos that were looked at, and no others."""
    shown = report.photos.filter(state=Photo.SHOWN).values_list("blurred_id", flat=True)
    files.publish(SHOWN_FILES, str(report.id), only=[one for one in shown if one is not None])


@transaction.atomic
def show_held_back(*, report_id: UUID) -> bool:
    """Show everyone what a special regime has held back, once its moment has come."""
    row = (
        Report.objects.select_for_update()
        .filter(id=report_id, shown_from__lte=clock.database_now())
        .first()
    )
    if row is None:
        return False
    before = row.stage
    row.shown_from = None
    row.stage = stage_of(row)
    row.changed_at = clock.database_now()
    row.save(update_fields=["shown_from", "stage", "changed_at"])
    recount(row, before=before)
    if row.stage != states.UNSEEN:
        publish_shown(row)
        audit.record("reports.report_shown", None, row.id)
        outbox.put(events.ReportShown(report_id=row.id))
    return True


@transaction.atomic(durable=True)
def reject_report(person: PersonRef, *, number: str, version: int, reason: str, text: str) -> None:
    """Let the report no further, and say why; its author alone sees it."""
    if reason not in states.REJECTIONS:
        raise Invalid(_("Выберите причину"), fields={"reason": _("Выберите причину")})
    hand = begin(
        person, number=number, verb="reject", version=version, may=policies.may_reject_report
    )
    hand.row.reason = reason
    finish(
        hand,
        verb="reject",
        event=events.ReportRejected(report_id=hand.row.id),
        words=Words(text=text),
        reason=reason,
    )
    note_word(hand.row, judged=Judged(False, reason, person.id), is_first=True)


@transaction.atomic(durable=True)
def merge_report(person: PersonRef, *, number: str, version: int, main: str) -> None:
    """Join a report to the one that tells of the same; whoever was troubled by it
    supports that one now."""
    # In one order, so that two who join them crosswise do not wait for each other.
    both = Report.objects.select_for_update().filter(number__in=(number, main))
    list(both.order_by("number").values_list("id"))
    hand = begin(
        person, number=number, verb="merge", version=version, may=policies.may_merge_report
    )
    target = reading.report_row(main)
    if target.id == hand.row.id or target.stage != states.OPEN:
        raise Invalid(
            _("К этому сообщению присоединить нельзя"),
            advice=_("Нужен номер другого сообщения, работа по которому ещё идёт."),
            fields={"main": _("Проверьте номер")},
        )
    hand.row.duplicate_of = target
    _carry_over(hand.row, target)
    finish(
        hand,
        verb="merge",
        event=events.ReportMerged(report_id=hand.row.id),
        words=Words(text=target.number),
    )
    if hand.was != states.UNSEEN:
        note_word(hand.row, judged=Judged(True, by=person.id))


_CARRY = """
    INSERT INTO reports_supporter (report_id, person_id, added_at)
    SELECT %s, person_id, added_at
      FROM reports_supporter
     WHERE report_id = %s AND person_id IS DISTINCT FROM %s
    ON CONFLICT (report_id, person_id) DO NOTHING
"""


def _carry_over(twin: Report, target: Report) -> None:
    """The twin's author, those who joined it and what was joined to it before."""
    twin.duplicates.update(duplicate_of=target)
    add_supporter(report=target, person_id=twin.author_id)
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, (target.id, twin.id, target.author_id))
        carried = cursor.rowcount
    Report.objects.filter(id=target.id).update(supporters=F("supporters") + carried)


def add_supporter(*, report: Report, person_id: UUID | None) -> bool:
    """One more whom it troubles; False when they were counted already, or filed it."""
    if person_id is None or person_id == report.author_id:
        return False
    _row, is_new = Supporter.objects.get_or_create(report=report, person_id=person_id)
    if is_new:
        Report.objects.filter(id=report.id).update(supporters=F("supporters") + 1)
    return is_new
