"""The town's reasoned answer, and what a proposal becomes in another service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.commitments import public as commitments
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.initiatives import events, policies, rules
from veche.domains.initiatives.actions.supporting import locked
from veche.domains.initiatives.models import HandedOn, Proposal
from veche.domains.initiatives.queries import onward, reading, terms, wording
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid

ANSWER_MIN = 40


@dataclass(frozen=True)
class Answer:
    """What the town says, for whom it speaks, by when; a refusal names its ground."""

    outcome: str
    text: str
    body: str
    ground: str = ""
    promised_on: date | None = None


@transaction.atomic(durable=True)
def answer_proposal(person: PersonRef, *, slug: str, version: int, answer: Answer) -> Proposal:
    """Answer before everyone; Conflict for the second of two officials."""
    policies.may_answer_proposal(person, reading.row_of(slug), terms.today()).or_refuse()
    row = locked(slug)
    if row.version != version:
        raise Conflict(
            _("Кто-то уже поработал с этим предложением"),
            advice=_("Обновите страницу и посмотрите, что изменилось."),
            code="changed-meanwhile",
        )
    policies.may_answer_proposal(
        person, row, terms.today(), is_member=reading.is_member(person, row)
    ).or_refuse()
    _require_sound(answer)
    row.state, row.outcome, row.answer = rules.ANSWERED, answer.outcome, answer.text
    row.ground = answer.ground if answer.outcome == rules.DECLINED else ""
    row.promised_on = answer.promised_on if answer.outcome in rules.PROMISED else None
    row.body, row.answerer_id = answer.body, person.known_id
    row.answered_on, row.changed_at = terms.today(), clock.now()
    row.version += 1
    row.save()
    # Nobody new is called; what neighbours have agreed on goes on.
    matching.close_untaken(source_kind=onward.KIND, source_ids=[str(row.id)])
    if answer.outcome in rules.PROMISED:
        _promise(person, row)
    audit.record("initiatives.proposal_answered", person.id, row.id, outcome=answer.outcome)
    outbox.put(events.ProposalAnswered(proposal_id=row.id))
    return row


def _promise(person: PersonRef, row: Proposal) -> None:
    """What the town does, or asks residents, it owes by that day, among its other promises."""
    assert row.promised_on is not None  # asked for with this outcome
    url = reverse("initiatives:read-proposal", args=[row.slug])
    commitment_id = commitments.owe(
        source_kind=onward.KIND,
        source_id=row.id,
        title=wording.promise_title(row),
        url=url,
        decide_by=terms.today(),
        at=clock.now(),
    )
    with translation.override(rules.TOWN_LANGUAGE):
        act = commitments.Act(gettext("Ответ на предложение жителей"), "", row.answered_on, url)
    text = commitments.DecisionText(
        decision=row.answer,
        due_on=row.promised_on,
        answerable=commitments.Answerable(row.body, "", ""),
        act=act,
    )
    commitments.decide(person, commitment_id=commitment_id, text=text)


def _require_sound(answer: Answer) -> None:
    missing: dict[str, Any] = {}
    if answer.outcome not in rules.OUTCOMES:
        missing["outcome"] = _("Выберите, что решили")
    if len(answer.text.strip()) < ANSWER_MIN:
        missing["text"] = _("Объясните так, чтобы понял сосед: хотя бы пара фраз")
    if not answer.body.strip():
        missing["body"] = _("Скажите, кто отвечает за город")
    if answer.outcome == rules.DECLINED and answer.ground not in rules.GROUNDS:
        missing["ground"] = _("Выберите основание отказа")
    if answer.outcome in rules.PROMISED and (day := _no_day(answer)):
        missing["promised_on"] = day
    if missing:
        raise Invalid(_("Осталось дополнить"), fields=missing, code="incomplete")


def _no_day(answer: Answer) -> str:
    """What is wrong with the day of a promise; "" when nothing is."""
    if answer.promised_on is None:
        if answer.outcome == rules.ASKING:
            return gettext("Скажите, к какому дню спросят")
        return gettext("Скажите, к какому дню сделают")
    return gettext("Этот день уже прошёл") if answer.promised_on < terms.today() else ""


@transaction.atomic(durable=True)
def hand_on_proposal(person: PersonRef, *, slug: str, kind: str) -> UUID:
    """Make something of another service out of it, by a bridge, in this one transaction.

    What it has become of this kind already is given again.
    """
    way = onward.way(kind)
    policies.may_hand_on_proposal(person, reading.row_of(slug)).or_refuse()
    way.may(person).or_refuse()
    row = locked(slug)
    policies.may_hand_on_proposal(person, row).or_refuse()
    known = HandedOn.objects.filter(proposal=row, kind=kind).values_list("target_id", flat=True)
    there = way.look(list(known))
    if there:
        return next(iter(there))
    target_id = way.begin(
        person,
        onward.Handed(
            proposal_id=row.id, title=row.title, summary=row.problem, place_id=row.place_id
        ),
    )
    HandedOn.objects.create(proposal=row, kind=kind, target_id=target_id, by_id=person.known_id)
    audit.record("initiatives.proposal_handed_on", person.id, row.id, to=kind)
    outbox.put(events.ProposalHandedOn(proposal_id=row.id, to=kind))
    return target_id
