"""A person looks before anything is public: through, no further, or the same as another.

This step is small on purpose: the queue that all of the town's moderators share takes it over.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.reports import events, policies
from veche.domains.reports.actions.moving import Words, begin, finish, recount
from veche.domains.reports.models import Photo, Report, Supporter
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states
from veche.kernel import clock, jobs, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound

SHOWN_FILES = "reports.shown"


@transaction.atomic(durable=True)
def pass_report(person: PersonRef, *, number: str, version: int, is_lawful: bool = False) -> None:
    """Let the report through, and with it the photos, blurred and looked at.

    What a ban holds is let through by a word of its own: the moderator has looked at just that.
    In a special regime everyone sees it only after the delay.
    """
    hand = begin(person, number=number, verb="pass", version=version, may=policies.may_pass_report)
    if hand.row.held_by_id is not None and not is_lawful:
        words = _("Отметьте, что под запрет это не попадает, или не принимайте сообщение")
        raise Invalid(words, fields={"is_lawful": words})
    hand.row.held_by_id = None
    delay = moderation.publishing_delay()
    if delay and hand.row.visibility == states.PUBLIC:
        hand.row.shown_from = clock.database_now() + delay
        jobs.defer("reports.show_held_back", at=hand.row.shown_from, report_id=str(hand.row.id))
    show_photos(report=hand.row)
    finish(hand, verb="pass", event=events.ReportPassed(report_id=hand.row.id))


def show_photos(*, report: Report) -> None:
    """Make public what is blurred and was looked at; Conflict while some of it is not blurred.

    Of a report that only its author sees, nothing is public.
    """
    if report.photos.filter(state=Photo.WAITING).exists():
        raise Conflict(
            _("Фотографии ещё размываются"),
            advice=_("Это занимает до минуты. Обновите страницу и посмотрите на них."),
            code="photos-wait",
        )
    report.photos.filter(state=Photo.BLURRED).update(state=Photo.SHOWN)
    if report.visibility == states.PUBLIC and report.shown_from is None:
        files.publish(SHOWN_FILES, str(report.id))


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
    row.stage = states.stage_of(row.state, row.visibility)
    row.changed_at = clock.database_now()
    row.save(update_fields=["shown_from", "stage", "changed_at"])
    recount(row, before=before)
    if row.stage != states.UNSEEN:
        files.publish(SHOWN_FILES, str(row.id))
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


@transaction.atomic(durable=True)
def merge_report(person: PersonRef, *, number: str, version: int, main: str) -> None:
    """Join a report to the one that tells of the same; its author supports that one now."""
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
    add_supporter(report=target, person_id=hand.row.author_id)
    finish(
        hand,
        verb="merge",
        event=events.ReportMerged(report_id=hand.row.id),
        words=Words(text=target.number),
    )


def add_supporter(*, report: Report, person_id: UUID | None) -> bool:
    """One more whom it troubles; False when they were counted already, or filed it."""
    if person_id is None or person_id == report.author_id:
        return False
    _row, is_new = Supporter.objects.get_or_create(report=report, person_id=person_id)
    if is_new:
        Report.objects.filter(id=report.id).update(supporters=F("supporters") + 1)
    return is_new


@transaction.atomic(durable=True)
def hide_photo(person: PersonRef, *, number: str, photo_id: UUID) -> None:
    """Take a photo out of sight: a face was missed, or it shows nothing of the matter."""
    policies.may_moderate_reports(person).or_refuse()
    report = reading.report_row(number)
    photo = Photo.objects.select_for_update().filter(id=photo_id, report=report).first()
    if photo is None:
        raise NotFound()
    files.remove([one for one in (photo.id, photo.blurred_id) if one is not None])
    photo.state, photo.blurred_id = Photo.HIDDEN, None
    photo.save(update_fields=["state", "blurred_id"])
    audit.record("reports.photo_hidden", person.id, report.id)
    outbox.put(events.PhotoHidden(report_id=report.id))


@transaction.atomic
def keep_blurred(*, photo_id: UUID, data: bytes, covered: int) -> None:
    """Keep the blurred copy of a photo beside it; part of a job that may come twice."""
    photo = Photo.objects.select_for_update().filter(id=photo_id, state=Photo.WAITING).first()
    if photo is None:
        return
    made = files.save_photo(data, owner=None, purpose=SHOWN_FILES)
    files.attach(
        None, file_ids=[made.id], subject_kind=SHOWN_FILES, subject_id=str(photo.report_id)
    )
    photo.blurred_id, photo.covered, photo.state = made.id, covered, Photo.BLURRED
    photo.save(update_fields=["blurred_id", "covered", "state"])
