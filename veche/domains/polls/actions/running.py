"""The verbs of a poll's life. Each is one durable transaction, except casting a ballot, which is
the ballot box's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.commitments import public as commitments
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.polls import events, policies, queries, rules
from veche.domains.polls.actions import secrecy
from veche.domains.polls.actions.kinds import demands_of, require_bounded
from veche.domains.polls.models import Extension, LegalEffect, Neutral, Poll, State
from veche.domains.polls.rules import stops, wording
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound


def cast_ballot(
    person: PersonRef, *, poll: Poll, choice: Mapping[str, Any], channel: str = "web"
) -> ballots.Receipt:
    """Drop the person's ballot. No audit entry, no event, no log line: only the box knows.

    Raises Refused with the reason, Invalid with the question to mend, Conflict for a second vote.
    """
    terms = queries.terms_of(poll)
    voter = ballots.voter_of(person, terms)
    policies.may_vote(terms, voter, queries.phase_of(poll)).or_refuse()
    if person.id is None:
        raise NotFound()
    if poll.is_secret:
        raise Conflict(
            _("Это голосование тайное"),
            advice=_("Бланк берут на странице голосования: там его не увидит никто."),
            code="secret",
        )
    leave = ballots.issue_pass(
        poll.id,
        person_id=person.id,
        earlier_ids=person.earlier_ids,
        stratum=str(person.home_place_id or ""),
        level=person.level,
        channel=channel,
        # Known here only when the poll asks for the age; nobody's birth date is read for figures.
        age_band=rules.age_band(voter.age),
    )
    return ballots.cast(leave, choice)


@transaction.atomic(durable=True)
def submit_poll(person: PersonRef, *, slug: str) -> Poll:
    """Hand a draft on, to the lawyer where one is asked; Invalid lists what it still lacks."""
    poll = _locked(person, slug)
    policies.may_change_poll(person, poll).or_refuse()
    secrecy.settle_mode(poll)
    _require_sound(poll)
    poll.state = State.LEGAL if queries.asks_lawyer(poll) else State.REVIEW
    poll.lawyer_id, poll.returned_because = None, ""
    poll.save(
        update_fields=[
            "state", "lawyer_id", "returned_because", "mode", "results_shown", "changed_at",
        ]
    )  # fmt: skip
    audit.record("polls.poll_submitted", person.id, poll.id)
    outbox.put(events.PollSubmitted(poll_id=poll.id))
    return poll


@transaction.atomic(durable=True)
def agree_poll(person: PersonRef, *, slug: str) -> Poll:
    """The lawyer has no objections: the approver is next."""
    poll = _locked(person, slug)
    policies.may_agree_poll(person, poll).or_refuse()
    if poll.state != State.LEGAL:
        raise Conflict(
            _("Этот опрос не ждёт юриста"),
            advice=_("Обновите страницу: на ней видно, что можно сделать."),
        )
    _require_sound(poll)
    poll.state, poll.lawyer_id = State.REVIEW, person.id
    poll.save(update_fields=["state", "lawyer_id", "changed_at"])
    audit.record("polls.poll_agreed", person.id, poll.id)
    outbox.put(events.PollAgreed(poll_id=poll.id))
    return poll


@transaction.atomic(durable=True)
def return_poll(person: PersonRef, *, slug: str, reason: str) -> Poll:
    """Give a poll back: by the lawyer or the approver with remarks, by its author at will."""
    poll = _locked(person, slug)
    if poll.state not in {State.LEGAL, State.REVIEW}:
        raise Conflict(
            _("Этот опрос не ждёт утверждения"),
            advice=_("Обновите страницу: на ней видно, что можно сделать."),
        )
    is_own = poll.author_id == person.id
    if not is_own:
        answers = (
            policies.may_agree_poll if poll.state == State.LEGAL else policies.may_approve_poll
        )
        answers(person, poll).or_refuse()
        if not reason.strip():
            raise Invalid(
                _("Напишите автору, что исправить"), fields={"reason": _("Укажите причину.")}
            )
    verb = "polls.poll_taken_back" if is_own else _RETURNED[State(poll.state)]
    # The author's own words would be read as a refusal of the approver's.
    poll.state, poll.returned_because = State.DRAFT, "" if is_own else reason.strip()
    poll.save(update_fields=["state", "returned_because", "changed_at"])
    audit.record(verb, person.id, poll.id)
    outbox.put(events.PollReturned(poll_id=poll.id))
    return poll


# Whose work it was is told apart: remarks are the lawyer's, a return is the approver's.
_RETURNED = {State.LEGAL: "polls.remarks_given", State.REVIEW: "polls.poll_returned"}


@transaction.atomic(durable=True)
def approve_poll(person: PersonRef, *, slug: str) -> Poll:
    """Publish a poll: its box is made with the paper as approved."""
    poll = _locked(person, slug)
    policies.may_approve_poll(person, poll).or_refuse()
    if poll.state != State.REVIEW:
        raise Conflict(
            _("Этот опрос не ждёт утверждения"),
            advice=_("Обновите страницу: на ней видно, что можно сделать."),
        )
    opens_at, closes_at = _require_sound(poll)
    # The list of voters of a secret poll is written when it opens: who joins meanwhile, votes.
    if not poll.is_secret:
        ballots.open_box(
            poll.id,
            paper=queries.paper_of(poll),
            opens_at=opens_at,
            closes_at=closes_at,
            is_revisable=poll.is_revisable,
        )
    poll.state, poll.approver_id, poll.published_at = State.PUBLISHED, person.id, clock.now()
    poll.options_text = searchable(poll)
    poll.save(update_fields=["state", "approver_id", "published_at", "options_text", "changed_at"])
    files.publish(queries.FILES_OF, str(poll.id))
    audit.record("polls.poll_approved", person.id, poll.id)
    outbox.put(events.PollPublished(poll_id=poll.id))
    return poll


@transaction.atomic(durable=True)
def withdraw_poll(person: PersonRef, *, slug: str) -> Poll:
    """Take a published poll back into a draft while nobody has voted; Conflict afterwards."""
    poll = _locked(person, slug)
    policies.may_run_poll(person, poll).or_refuse()
    ballots.remove_box(poll.id)
    poll.state, poll.opened_at = State.DRAFT, None
    poll.save(update_fields=["state", "opened_at", "changed_at"])
    files.hide(queries.FILES_OF, str(poll.id))
    audit.record("polls.poll_withdrawn", person.id, poll.id)
    return poll


@transaction.atomic(durable=True)
def extend_poll(person: PersonRef, *, slug: str, closes_at: datetime, reason: str) -> Poll:
    """Move the close later, with a reason everyone reads."""
    poll = _locked(person, slug)
    policies.may_run_poll(person, poll).or_refuse()
    if len(reason.strip()) < 10:
        raise Invalid(
            _("Объясните, зачем продлевать"),
            fields={"reason": _("Причину увидят все: напишите хотя бы одно предложение.")},
        )
    closed_before_at, poll.closes_at = poll.closes_at or closes_at, closes_at
    require_bounded(opens_at=poll.opens_at or clock.now(), closes_at=closes_at)
    _require_no_campaign(poll)
    if not poll.is_secret or ballots.is_secret(poll.id):
        ballots.extend_box(poll.id, closes_at)
    Extension.objects.create(
        poll=poll,
        closed_before_at=closed_before_at,
        closes_at=closes_at,
        reason=reason.strip()[:1000],
    )
    poll.save(update_fields=["closes_at", "changed_at"])
    audit.record("polls.poll_extended", person.id, poll.id)
    outbox.put(events.PollExtended(poll_id=poll.id))
    return poll


def _require_no_campaign(poll: Poll) -> None:
    """A longer poll may run into an election campaign whose names it says."""
    if any(stop.code == "election" for stop in _stops(poll)):
        raise Conflict(
            _("До нового окончания начнётся избирательная кампания, а опрос называет её имена"),
            advice=_("Оставьте прежнее окончание или выберите день до кампании."),
            code="election",
        )


@transaction.atomic(durable=True)
def open_due_poll(*, poll_id: UUID) -> None:
    """Tell that a poll has begun, once; ballots are taken by the hour, told or not."""
    locks.take(exclusive=[f"poll:{poll_id}"])
    poll = Poll.objects.filter(id=poll_id, state=State.PUBLISHED, opened_at=None).first()
    if poll is None or poll.opens_at is None or poll.opens_at > clock.database_now():
        return
    if poll.is_secret:
        secrecy.freeze_poll(poll)
    poll.opened_at = poll.opens_at
    poll.save(update_fields=["opened_at"])
    audit.record("polls.poll_opened", None, poll.id)
    outbox.put(events.PollOpened(poll_id=poll.id))


@transaction.atomic(durable=True)
def close_due_poll(*, poll_id: UUID) -> None:
    """Close a poll whose time has come; harmless to repeat."""
    locks.take(exclusive=[f"poll:{poll_id}"])
    poll = Poll.objects.filter(id=poll_id, state=State.PUBLISHED).first()
    if poll is None or poll.closes_at is None or poll.closes_at > clock.database_now():
        return
    close_box_of(poll)
    audit.record("polls.poll_closed", None, poll.id)


def close_box_of(poll: Poll) -> None:
    """Close the box, and with it write down that a decision is owed and until when."""
    # A secret poll that its box never opened ends without a ballot.
    has_box = not poll.is_secret or ballots.is_secret(poll.id)
    closed_at = ballots.close_box(poll.id) if has_box else poll.closes_at or clock.now()
    day = closed_at.astimezone(clock.zone(towns.current().time_zone)).date()
    poll.state, poll.closed_at = State.CLOSED, closed_at
    poll.closes_at = min(poll.closes_at or closed_at, closed_at)
    poll.decide_by = norms.due_on("poll.decision_days", day)
    poll.save(update_fields=["state", "closed_at", "closes_at", "decide_by", "changed_at"])
    commitments.owe(
        source_kind="polls.poll",
        source_id=poll.id,
        title=poll.title,
        url=reverse("polls:poll", args=[poll.slug]),
        decide_by=poll.decide_by,
        at=closed_at,
    )
    outbox.put(events.PollClosed(poll_id=poll.id))


def searchable(poll: Poll) -> str:
    """The words of questions and options, by which a poll is found."""
    words = [q.text for q in poll.questions.all()]
    words += [f"{o.text} {o.place_text}" for q in poll.questions.all() for o in q.options.all()]
    return " ".join(words)[:20_000]


def _locked(person: PersonRef, slug: str) -> Poll:
    """The poll under its lock, read after the lock was taken."""
    poll_id = queries.poll_to_manage(person, slug).id
    locks.take(exclusive=[f"poll:{poll_id}"])
    return queries.poll_to_manage(person, slug)


def _require_sound(poll: Poll) -> tuple[datetime, datetime]:
    found = flaws_of(poll)
    if found or poll.opens_at is None or poll.closes_at is None:
        raise Invalid(
            _("Опрос ещё не готов"),
            advice=_("Исправьте отмеченное и отправьте снова."),
            fields={flaw.where: flaw.code for flaw in found},
            code="not-sound",
        )
    return poll.opens_at, poll.closes_at


def flaws_of(poll: Poll) -> list[rules.Flaw]:
    """What the draft still lacks, and the words that stop it."""
    return [*_lacks(poll), *demands_of(poll), *secrecy.flaws_of_mode(poll), *_stops(poll)]


def _stops(poll: Poll) -> list[rules.Flaw]:
    asked = [stops.Phrase("title", poll.title)]
    told = [stops.Phrase("title", poll.summary)]
    for question in poll.questions.all():
        asked.append(stops.Phrase(question.code, question.text))
        told.append(stops.Phrase(question.code, question.hint))
        for option in question.options.all():
            asked.append(stops.Phrase(question.code, option.text))
            told.append(stops.Phrase(question.code, option.detail))
    return [
        rules.Flaw(stop.where, stop.code, stop.found)
        for stop in stops.stops(asked, told, queries.campaign_names(poll))
    ]


def remarks_of(poll: Poll) -> list[wording.Remark]:
    """What is worth a second look before the poll goes on; nothing of it stops the poll."""
    return wording.remarks(
        title=poll.title,
        summary=poll.summary,
        sides=[material.side for material in poll.materials.all()],
        questions=[
            wording.Words(
                code=question.code,
                kind=question.kind,
                text=question.text,
                hint=question.hint,
                options=[o.text for o in question.options.all() if o.neutral == Neutral.NONE],
                neutral=sum(o.neutral != Neutral.NONE for o in question.options.all()),
            )
            for question in poll.questions.all()
        ],
    )


def _lacks(poll: Poll) -> list[rules.Flaw]:
    return rules.flaws(
        title=poll.title,
        opens_at=poll.opens_at,
        closes_at=poll.closes_at,
        now=clock.now(),
        needs_act=poll.legal_effect == LegalEffect.BINDING,
        has_act=bool(poll.act_title and poll.act_number),
        questions=[
            rules.DraftQuestion(
                code=question.code,
                kind=question.kind,
                text=question.text,
                options=[option.code for option in question.options.all()],
                neutral=sum(o.neutral != Neutral.NONE for o in question.options.all()),
                minimum=question.minimum,
                maximum=question.maximum,
                scale=(question.scale_low, question.scale_high),
                total=question.total,
                shown_if=question.shown_if_question,
                shown_if_options=question.shown_if_options,
            )
            for question in poll.questions.all()
        ],
    )
