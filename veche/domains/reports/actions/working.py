"""The work on a report: who does it, what is asked, when it will be, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.towns import public as towns
from veche.domains.reports import events, policies
from veche.domains.reports.actions.filing import hang_photos
from veche.domains.reports.actions.moving import (
    Hand,
    Words,
    add_step,
    begin,
    finish,
)
from veche.domains.reports.models import Photo
from veche.domains.reports.queries import catalogue, reading, terms_over
from veche.domains.reports.rules import states
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid

_WHAT_IS_LEFT = _("Решите по тому, что известно, или объясните, почему сделать нельзя.")


@dataclass(frozen=True)
class Answer:
    """What an executor has done, or why it will not be done; photos «после»."""

    outcome: str
    text: str
    photos: Sequence[UUID] = field(default=())


@transaction.atomic(durable=True)
def assign_report(
    person: PersonRef, *, number: str, version: int, body_id: UUID, text: str = ""
) -> None:
    """Say which body answers for it; `text` is for everyone. What the town has promised stands,
    whoever of its bodies keeps it. What a controller hands over begins anew."""
    hand = begin(
        person, number=number, verb="assign", version=version, may=policies.may_assign_report
    )
    body = catalogue.body(body_id)
    hand.row.body, hand.row.forwarded_to = body, ""
    if hand.row.state == states.CONTROL:
        hand.row.started_on, hand.row.pauses = hand.today, []
    finish(
        hand,
        verb="assign",
        event=events.ReportAssigned(report_id=hand.row.id),
        words=Words(text=text, body_name=body.name),
    )


@transaction.atomic(durable=True)
def return_report(person: PersonRef, *, number: str, version: int, text: str) -> None:
    """Not ours: give it back, saying whose it is."""
    hand = begin(
        person, number=number, verb="return", version=version, may=policies.may_return_report
    )
    _require_words(text, _("Напишите, чьё это: так его быстрее передадут"))
    name = hand.row.body.name if hand.row.body else ""
    hand.row.body = None
    finish(
        hand,
        verb="return",
        event=events.ReportReturned(report_id=hand.row.id),
        words=Words(text=text, body_name=name, is_inner=True),
    )


@transaction.atomic(durable=True)
def forward_report(
    person: PersonRef, *, number: str, version: int, body_name: str, text: str
) -> None:
    """Hand it over to a body that is not the town's, and name it; the clock stands, and after so
    many days coordinators are reminded to ask for the answer."""
    hand = begin(
        person, number=number, verb="forward", version=version, may=policies.may_forward_report
    )
    _require_words(body_name, _("Назовите, кому передаёте"), "body_name")
    hand.row.forwarded_to, hand.row.body, hand.row.planned_on = body_name, None, None
    finish(
        hand,
        verb="forward",
        event=events.ReportForwarded(report_id=hand.row.id),
        words=Words(text=text, body_name=body_name),
    )


@transaction.atomic(durable=True)
def ask_clarification(person: PersonRef, *, number: str, version: int, text: str) -> None:
    """Ask the author something; the clock stands until they answer or the term is over.

    What was left unanswered is not asked again until the term begins anew: the work is not put off
    by questions.
    """
    hand = begin(
        person, number=number, verb="ask", version=version, may=policies.may_ask_clarification
    )
    since = datetime.combine(hand.row.started_on, time(), clock.zone(towns.current().time_zone))
    if hand.row.steps.filter(verb="unanswered", at__gte=since).exists():
        raise Invalid(
            _("Автора уже спрашивали, он не ответил"),
            advice=_WHAT_IS_LEFT,
            code="asked-already",
        )
    _require_words(text, _("Напишите, что уточнить"))
    finish(
        hand,
        verb="ask",
        event=events.ClarificationAsked(report_id=hand.row.id),
        words=Words(text=text, on=terms_over.waited_until("clarify", hand.today)),
    )


@transaction.atomic(durable=True)
def plan_report(
    person: PersonRef, *, number: str, version: int, planned_on: date, text: str
) -> None:
    """Promise a day, once and no farther than the norm lets from when the work began."""
    hand = begin(person, number=number, verb="plan", version=version, may=policies.may_plan_report)
    _promise(hand, planned_on, text)
    finish(
        hand,
        verb="plan",
        event=events.ReportPlanned(report_id=hand.row.id),
        words=Words(text=text, on=planned_on),
    )


@transaction.atomic(durable=True)
def postpone_report(
    person: PersonRef, *, number: str, version: int, planned_on: date, text: str
) -> None:
    """Move the promised day: an approver's word, with the reason before everyone."""
    hand = begin(
        person, number=number, verb="postpone", version=version, may=policies.may_postpone_report
    )
    _promise(hand, planned_on, text)
    finish(
        hand,
        verb="postpone",
        event=events.ReportPostponed(report_id=hand.row.id),
        words=Words(text=text, on=planned_on),
    )


def _promise(hand: Hand, planned_on: date, text: str) -> None:
    last = reading.last_promise(hand.row)
    if last <= hand.today:
        raise Invalid(_("Этот день не подходит"), advice=_WHAT_IS_LEFT, code="too-late-to-promise")
    if not hand.today < planned_on <= last:
        raise Invalid(
            _("Этот день не подходит"),
            advice=_("Выберите день после сегодняшнего и не позже %(last)s.")
            % {"last": f"{last:%d.%m.%Y}"},
            fields={"planned_on": _("Выберите другой день")},
        )
    _require_words(text, _("Напишите, что будет сделано"))
    hand.row.planned_on = planned_on


@transaction.atomic(durable=True)
def answer_report(person: PersonRef, *, number: str, version: int, answer: Answer) -> None:
    """Say what was done, with a photo, or why it will not be done; an approver reads it next."""
    hand = begin(
        person, number=number, verb="answer", version=version, may=policies.may_answer_report
    )
    if answer.outcome not in (states.SOLVED, states.DECLINING):
        raise Invalid(_("Выберите, что ответить"), fields={"outcome": _("Выберите")})
    _require_words(answer.text, _("Напишите ответ жителю"))
    if answer.outcome == states.SOLVED and hand.row.category.photo_required and not answer.photos:
        raise Invalid(
            _("По этой теме нужно фото «после»"),
            advice=_("Снимите то же место и приложите."),
            fields={"photos": _("Приложите фото «после»")},
        )
    row = hand.row
    ban = moderation.held_by_law(
        answer.text, topic=f"reports.{row.category_id}", has_photos=bool(answer.photos)
    )
    row.outcome, row.held_by_id = answer.outcome, ban.id if ban is not None else None
    hang_photos(person, report=hand.row, photos=answer.photos, kind=Photo.AFTER)
    finish(
        hand,
        verb="answer",
        event=events.ReportAnswered(report_id=hand.row.id),
        words=Words(text=answer.text),
    )


@transaction.atomic(durable=True)
def note_report(person: PersonRef, *, number: str, text: str) -> None:
    """Write a note that only colleagues read; nothing else changes."""
    hand = begin(person, number=number, verb="note", version=None, may=policies.may_note_report)
    _require_words(text, _("Напишите заметку"))
    add_step(hand, verb="note", words=Words(text=text, is_inner=True))
    audit.record("reports.report_noted", person.id, hand.row.id)
    outbox.put(events.ReportNoted(report_id=hand.row.id))


def _require_words(text: str, otherwise: object, field_name: str = "text") -> None:
    if not text.strip():
        raise Invalid(str(otherwise), fields={field_name: str(otherwise)})
