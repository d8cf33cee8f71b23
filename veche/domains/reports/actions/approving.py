"""The town's word on an answer: an approver's, and a controller's over it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.domains.reports import events, policies
from veche.domains.reports.actions.moderating import (
    held_until,
    require_blurred,
    require_lawful,
    show_photos,
)
from veche.domains.reports.actions.moving import Hand, Words, begin, finish
from veche.domains.reports.models import Photo, Report
from veche.domains.reports.rules import states
from veche.kernel import clock
from veche.kernel.errors import Invalid, Refused


@transaction.atomic(durable=True)
def approve_answer(
    person: PersonRef, *, number: str, version: int, is_lawful: bool = False
) -> None:
    """Make the answer the town's: the author is asked, or told of the refusal.

    Its photos were looked at with it, blurred, and are public from now on; those of answers that
    were sent back, and what its author has sent as a proof, are not. A ban holds it as it holds
    the report itself. In a special regime nothing of it is told before the delay is over.
    """
    hand = begin(
        person, number=number, verb="approve", version=version, may=policies.may_approve_answer
    )
    answer = hand.row.steps.filter(verb="answer").order_by("-at", "-id").first()
    if answer is not None and answer.person_id in (person.id, *person.earlier_ids):
        raise Refused(
            _("Этот ответ написали вы"),
            advice=_("Утвердить его должен другой человек."),
            code="own-answer",
        )
    require_lawful(hand, is_lawful=is_lawful)
    until = held_until(hand.row)
    if until is None:
        _tell_answer(hand, "approve")
        return
    require_blurred(_photos_of_answer(hand.row))
    hand.row.answer_shown_from = until
    held = events.AnswerHeld(report_id=hand.row.id)
    finish(hand, verb="hold", event=held, words=Words(is_inner=True))


@transaction.atomic
def show_answer(*, report_id: UUID) -> bool:
    """Show everyone an answer that a special regime has held, once its moment has come."""
    row = (
        Report.objects.select_for_update(of=("self",))
        .select_related("category__group", "body")
        .filter(id=report_id, state=states.HELD, answer_shown_from__lte=clock.database_now())
        .first()
    )
    if row is None:
        return False
    _tell_answer(Hand(row, ANONYMOUS, states.SYSTEM, row.stage), "tell")
    return True


def _tell_answer(hand: Hand, verb: str) -> None:
    """From now on everyone reads it, and its author is asked."""
    show_photos(report=hand.row, photos=_photos_of_answer(hand.row))
    finish(hand, verb=verb, event=events.AnswerApproved(report_id=hand.row.id))


def _photos_of_answer(row: Report) -> QuerySet[Photo]:
    """An answer's photos are hung before it is written down, and after the one before it."""
    photos = row.photos.filter(kind=Photo.AFTER)
    before = row.steps.filter(verb="answer").order_by("-at", "-id")[1:2]
    for earlier in before:
        photos = photos.filter(added_at__gt=earlier.at)
    return photos


@transaction.atomic(durable=True)
def send_back_answer(person: PersonRef, *, number: str, version: int, text: str) -> None:
    """Ask for a better answer; colleagues read why. Another body's goes to a coordinator."""
    hand = begin(
        person, number=number, verb="send_back", version=version, may=policies.may_send_back_answer
    )
    _require(text)
    hand.row.outcome, hand.row.held_by_id, hand.row.forwarded_to = "", None, ""
    finish(
        hand,
        verb="send_back",
        event=events.AnswerSentBack(report_id=hand.row.id),
        words=Words(text=text, is_inner=True),
    )


@transaction.atomic(durable=True)
def lift_refusal(person: PersonRef, *, number: str, version: int, text: str) -> None:
    """Take a refusal away: the work goes on, its term begins anew."""
    hand = begin(person, number=number, verb="lift", version=version, may=policies.may_lift_refusal)
    _require(text)
    _begin_anew(hand)
    finish(
        hand,
        verb="lift",
        event=events.RefusalLifted(report_id=hand.row.id),
        words=Words(text=text),
        reason=text,
    )


@transaction.atomic(durable=True)
def settle_report(person: PersonRef, *, number: str, version: int, outcome: str, text: str) -> None:
    """End what author and town could not agree on: is it done, and a word for everyone."""
    hand = begin(
        person, number=number, verb="settle", version=version, may=policies.may_settle_report
    )
    if outcome not in (states.SOLVED, states.DECLINING):
        raise Invalid(_("Выберите, чем кончилось"), fields={"outcome": _("Выберите")})
    _require(text)
    hand.row.outcome, hand.row.closed_by = outcome, states.BY_CONTROLLER
    finish(
        hand,
        verb="settle",
        event=events.ReportSettled(report_id=hand.row.id),
        words=Words(text=text),
        reason=text,
    )


def _begin_anew(hand: Hand) -> None:
    """The same norm again, from today."""
    hand.row.started_on, hand.row.pauses = hand.today, []
    hand.row.outcome, hand.row.planned_on, hand.row.forwarded_to = "", None, ""


def _require(text: str) -> None:
    if not text.strip():
        words = _("Напишите, почему")
        raise Invalid(words, fields={"text": words})
