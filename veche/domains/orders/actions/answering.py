"""The deputy's or the council's word, and the council's decision that makes a commitment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.commitments import public as commitments
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.orders import events, policies, rules
from veche.domains.orders.actions.supporting import locked, require_version
from veche.domains.orders.models import Order
from veche.domains.orders.queries import deputies, reading, terms
from veche.domains.orders.queries.reading import KIND
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid

ANSWER_MIN = 40


@dataclass(frozen=True)
class Adoption:
    """The council's decision: by which act, in which year's budget, how much, who carries it out,
    by when."""

    act_title: str
    act_number: str
    act_on: date
    year: int
    executor: str
    post: str
    person_name: str
    due_on: date
    decision: str
    sum_kopecks: int | None = None
    act_url: str = ""


@dataclass(frozen=True)
class Answer:
    """Taken up or declined, with reasons; by which act, when the council declines."""

    is_taken: bool
    text: str
    act: str = ""


@transaction.atomic(durable=True)
def answer_order(person: PersonRef, *, slug: str, version: int, answer: Answer) -> Order:
    """Take an order up or decline it, before everyone; Conflict for the second of two."""
    held = deputies.held_by(person)
    policies.may_answer_order(person, reading.row_of(slug), held).or_refuse()
    row = locked(slug)
    require_version(row, version=version)
    policies.may_answer_order(person, row, held).or_refuse()
    voice = _voice(person, row, held, answer)
    _require_sound(row, answer, voice)
    row.state = rules.TAKEN if answer.is_taken else rules.DECLINED
    row.answer, row.answered_on, row.answered_by = answer.text.strip(), terms.today(), voice
    row.answer_act = "" if answer.is_taken else answer.act.strip()
    if answer.is_taken:
        row.due_on, row.is_overdue_told = terms.due_on(terms.today(), terms.COUNCIL), False
    row.answerer_id, row.changed_at = person.known_id, clock.now()
    row.version += 1
    row.save()
    if answer.is_taken:
        audit.record("orders.order_taken", person.id, row.id, by=row.answered_by)
        outbox.put(events.OrderTaken(order_id=row.id))
    else:
        audit.record("orders.order_declined", person.id, row.id, by=row.answered_by)
        outbox.put(events.OrderDeclined(order_id=row.id))
    return row


def _voice(person: PersonRef, row: Order, held: Collection[UUID], answer: Answer) -> str:
    """Whose word it is. Who is a deputy and approves too speaks for the council by naming its act;
    of what was taken up the council alone speaks."""
    is_deputys = row.state == rules.OPEN and row.mandate_id in held
    names_act = bool(answer.act.strip()) and person.has_role(identity.APPROVER)
    return rules.DEPUTY if is_deputys and not names_act else rules.COUNCIL


def _require_sound(row: Order, answer: Answer, voice: str) -> None:
    if answer.is_taken and row.state == rules.TAKEN:
        raise Conflict(
            _("Наказ уже взят в работу"),
            advice=_("Теперь его принимает или отклоняет совет."),
            code="taken-already",
        )
    wrong = {}
    if len(answer.text.strip()) < ANSWER_MIN:
        wrong["text"] = _("Объясните так, чтобы понял сосед: хотя бы пара фраз")
    if voice == rules.COUNCIL and not answer.is_taken and not answer.act.strip():
        wrong["act"] = _("Назовите решение, которым совет отклонил наказ")
    if wrong:
        raise Invalid(_("Осталось дополнить"), fields=wrong, code="incomplete")


@transaction.atomic(durable=True)
def adopt_order(person: PersonRef, *, slug: str, version: int, adoption: Adoption) -> Order:
    """Enter the council's decision; from here on the order is a commitment, in one transaction."""
    policies.may_adopt_order(person, reading.row_of(slug)).or_refuse()
    row = locked(slug)
    require_version(row, version=version)
    policies.may_adopt_order(person, row).or_refuse()
    _require_dates(adoption)
    row.state, row.adopted_on = rules.ADOPTED, adoption.act_on
    row.year, row.sum_kopecks = adoption.year, adoption.sum_kopecks
    row.executor, row.changed_at = adoption.executor, clock.now()
    row.version += 1
    row.save()
    _commit(person, row, adoption)
    audit.record("orders.order_adopted", person.id, row.id, year=adoption.year)
    outbox.put(events.OrderAdopted(order_id=row.id))
    return row


def _require_dates(adoption: Adoption) -> None:
    wrong = {}
    if adoption.act_on > terms.today():
        wrong["act_on"] = _("Решение уже должно быть принято")
    if not rules.YEAR_MIN <= adoption.year <= rules.YEAR_MAX:
        wrong["year"] = _("Назовите год бюджета, например 2027")
    if not adoption.executor.strip():
        wrong["executor"] = _("Скажите, кто исполняет")
    if wrong:
        raise Invalid(_("Проверьте решение"), fields=wrong, code="incomplete")


def _commit(person: PersonRef, row: Order, adoption: Adoption) -> None:
    commitment_id = commitments.owe(
        source_kind=KIND,
        source_id=row.id,
        title=row.title,
        url=reverse("orders:read-order", args=[row.slug]),
        decide_by=terms.today(),
        at=clock.now(),
    )
    text = commitments.DecisionText(
        decision=adoption.decision,
        due_on=adoption.due_on,
        answerable=commitments.Answerable(adoption.executor, adoption.post, adoption.person_name),
        act=commitments.Act(
            adoption.act_title, adoption.act_number, adoption.act_on, adoption.act_url
        ),
    )
    commitments.decide(person, commitment_id=commitment_id, text=text)
