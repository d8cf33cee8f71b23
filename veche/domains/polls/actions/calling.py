"""Control calls: voters are drawn in the open, and asked whether they voted, never how."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.polls import events, policies, queries
from veche.domains.polls.models import Call, Outcome, Poll
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Conflict, Invalid

TOLD = (Outcome.VOTED, Outcome.NOT_VOTED, Outcome.NO_ANSWER, Outcome.REFUSED)


@transaction.atomic(durable=True)
def begin_calls(person: PersonRef, *, slug: str) -> int:
    """Reveal the seed and draw whom to call; the same again changes nothing. How many are drawn.

    Refused once the tie between ballots and people is destroyed.
    """
    poll = queries.poll_to_call(person, slug)
    policies.may_call_voters(person).or_refuse()
    locks.take(exclusive=[f"poll:{poll.id}"])
    there = Call.objects.filter(poll=poll).count()
    if there:
        return there
    state = ballots.draw_of(poll.id)
    if state is None:
        raise Conflict(
            _("В этом опросе проверить жребий нельзя: он начался раньше, чем его стали готовить"),
            advice=_("В следующих опросах жребий будет."),
        )
    marks = ballots.drawn(ballots.reveal_seed(poll.id), state.marks, _size(len(state.marks)))
    known = ballots.persons_of(poll.id, marks, identity.accounts())
    Call.objects.bulk_create(
        _call(poll, position, mark, known.get(mark)) for position, mark in enumerate(marks, 1)
    )
    audit.record("polls.calls_begun", person.id, poll.id, drawn=len(marks))
    outbox.put(events.CallsBegun(poll_id=poll.id))
    return len(marks)


def _size(voters: int) -> int:
    today = clock.today(towns.current().time_zone)
    percent = norms.value("poll.call_percent", today).value
    return ballots.sample_size(voters, percent, norms.value("poll.call_min", today).value)


def _call(poll: Poll, position: int, mark: str, person_id: UUID | None) -> Call:
    """Who has no contact, or is no longer there, cannot be called and is counted so."""
    is_there = person_id is not None and bool(identity.masked_contact(person_id))
    return Call(
        poll=poll,
        position=position,
        mark=mark,
        person_id=person_id if is_there else None,
        outcome="" if is_there else Outcome.UNREACHABLE,
    )


@transaction.atomic(durable=True)
def show_contact(person: PersonRef, *, slug: str, call_id: UUID) -> str:
    """The number to call, shown once; Conflict for whoever asks again."""
    call = _locked(person, slug, call_id)
    policies.may_call_voters(person).or_refuse()
    if call.shown_at is not None or call.person_id is None:
        raise Conflict(
            _("Этот номер уже показывали, второй раз он не откроется"),
            advice=_("Если номер потерян, отметьте «не дозвонились»."),
            code="shown",
        )
    if call.person_id in (person.known_id, *person.earlier_ids):
        raise Conflict(
            _("Вытянули вас самих"), advice=_("Пусть вам позвонит другой."), code="own-call"
        )
    contact = identity.open_contact(person, owner_id=call.person_id, purpose="control-call")
    call.shown_at, call.caller_id = clock.database_now(), person.id
    call.save(update_fields=["shown_at", "caller_id"])
    audit.record("polls.contact_shown", person.id, call.id)
    outbox.put(events.ContactShown(call_id=call.id))
    return contact


@transaction.atomic(durable=True)
def record_call(person: PersonRef, *, slug: str, call_id: UUID, outcome: str) -> None:
    """Write down what the voter said and forget who it was; the same again changes nothing."""
    call = _locked(person, slug, call_id)
    policies.may_call_voters(person).or_refuse()
    if outcome not in TOLD:
        raise Invalid(_("Отметьте, чем кончился звонок"), fields={"outcome": _("Выберите одно.")})
    if call.caller_id != person.id:
        raise Conflict(_("Этот звонок не ваш"), advice=_("Возьмите следующий."))
    if call.outcome == outcome:
        return
    if call.outcome:
        raise Conflict(_("Этот звонок уже записан"), advice=_("Возьмите следующий."))
    call.outcome, call.person_id = outcome, None
    call.save(update_fields=["outcome", "person_id"])
    audit.record("polls.call_recorded", person.id, call.id)
    outbox.put(events.CallRecorded(call_id=call.id))


def forget_called(poll_id: UUID) -> None:
    """After the appeal term nobody is left to call: who was drawn is forgotten as well."""
    Call.objects.filter(poll_id=poll_id, person_id__isnull=False).update(
        person_id=None, outcome=Outcome.NO_ANSWER
    )


def _locked(person: PersonRef, slug: str, call_id: UUID) -> Call:
    queries.call_for(person, slug, call_id)
    locks.take(exclusive=[f"call:{call_id}"])
    return queries.call_for(person, slug, call_id)
