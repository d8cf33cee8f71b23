"""What residents do with a report: support, answer, agree, disagree, thank."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.reports import events, policies
from veche.domains.reports.actions.filing import drop_drafts, hang_photos
from veche.domains.reports.actions.moderating import add_supporter
from veche.domains.reports.actions.moving import Words, begin, finish
from veche.domains.reports.models import Draft, Photo, Report, Thanks
from veche.domains.reports.queries import catalogue, reading
from veche.domains.reports.rules import states
from veche.kernel import outbox
from veche.kernel.errors import Invalid, NotFound


@transaction.atomic(durable=True)
def support_report(person: PersonRef, *, number: str, drops_draft: bool = False) -> None:
    """Say «и меня это касается»; a second time changes nothing.

    `drops_draft`: who was about to file the same joins instead, and their draft goes.
    """
    report, bodies = _readable(person, number)
    policies.may_support_report(person, report, bodies).or_refuse()
    if drops_draft:
        drop_drafts(Draft.objects.filter(owner_id=person.known_id))
    if add_supporter(report=report, person_id=person.id):
        audit.record("reports.report_supported", None, report.id)
        outbox.put(events.ReportSupported(report_id=report.id))


@transaction.atomic(durable=True)
def thank_crew(person: PersonRef, *, number: str) -> None:
    """«Спасибо мастеру», once from each."""
    report, bodies = _readable(person, number)
    policies.may_thank_crew(person, report, bodies).or_refuse()
    _row, is_new = Thanks.objects.get_or_create(report=report, person_id=person.known_id)
    if is_new:
        Report.objects.filter(id=report.id).update(thanked=F("thanked") + 1)
        audit.record("reports.crew_thanked", None, report.id)
        outbox.put(events.CrewThanked(report_id=report.id))


def _readable(person: PersonRef, number: str) -> tuple[Report, frozenset[UUID]]:
    """A report that the person may read, and the bodies that the person works for."""
    report, bodies = reading.report_row(number), catalogue.bodies_of(person)
    if not policies.may_read_report(person, report, bodies):
        raise NotFound()
    return report, bodies


@transaction.atomic
def clarify_report(
    person: PersonRef, *, number: str, version: int, text: str, photos: Sequence[UUID] = ()
) -> None:
    """Answer what was asked; the clock goes on."""
    hand = begin(
        person, number=number, verb="clarify", version=version, may=policies.may_clarify_report
    )
    if not text.strip():
        raise Invalid(_("Напишите ответ"), fields={"text": _("Напишите ответ")})
    hang_photos(person, report=hand.row, photos=photos, kind=Photo.PROOF)
    finish(
        hand,
        verb="clarify",
        event=events.ReportClarified(report_id=hand.row.id),
        words=_own(text),
    )


@transaction.atomic
def confirm_report(person: PersonRef, *, number: str, version: int) -> None:
    """Yes, it is done."""
    hand = begin(
        person, number=number, verb="confirm", version=version, may=policies.may_confirm_report
    )
    hand.row.closed_by = states.BY_AUTHOR
    finish(hand, verb="confirm", event=events.ReportConfirmed(report_id=hand.row.id))


@transaction.atomic
def disagree_report(
    person: PersonRef, *, number: str, version: int, text: str, photos: Sequence[UUID]
) -> None:
    """No, it is not done: with a photo. Some times it goes back to work, then to a controller.

    A refusal goes to a controller at once, and no photo is needed.
    """
    hand = begin(person, number=number, verb="disagree", version=version, may=reading.may_disagree)
    missing = {}
    if not text.strip():
        missing["text"] = _("Напишите, с чем не согласны")
    if not photos and hand.row.state == states.ASKED:
        missing["photos"] = _("Приложите фото: без него не увидеть, что осталось")
    if missing:
        raise Invalid(_("Осталось дополнить"), fields=missing)
    row = hand.row
    row.outcome, row.planned_on = "", None
    row.started_on, row.pauses = hand.today, []
    hang_photos(person, report=row, photos=photos, kind=Photo.PROOF)
    row.disagreements += hand.row.state == states.ASKED
    finish(
        hand,
        verb="disagree",
        event=events.ReportDisagreed(report_id=row.id),
        words=_own(text),
    )


def _own(text: str) -> Words:
    """What an author says to those at work: of it, too, only what is nobody's own is kept."""
    return Words(text=moderation.examine(text).text, is_inner=True)
