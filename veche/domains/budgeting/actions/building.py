"""From the count to the ribbon: the list is approved by an act, works go step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.commitments import public as commitments
from veche.commons.documents import public as documents
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import events, policies, rules
from veche.domains.budgeting.actions import setting_up
from veche.domains.budgeting.actions.proposing import locked
from veche.domains.budgeting.models import Cycle, Project, Protocol
from veche.domains.budgeting.queries import cycles, projects, wording
from veche.domains.budgeting.queries.projects import KIND
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid


@dataclass(frozen=True)
class Signed:
    """The protocol, the act that approves the list, and until when all is built."""

    number: str
    signed_on: date
    signatory_post: str
    signatory_name: str
    list_number: str
    list_on: date
    works_by: date


@transaction.atomic(durable=True)
def approve_list(person: PersonRef, *, slug: str, signed: Signed) -> Cycle:
    """Make the count a document and each winner a promise with a day and stages."""
    cycle = setting_up.locked(cycles.cycle_to_manage(person, slug).id)
    policies.may_approve_list(person, cycle).or_refuse()
    if signed.works_by <= cycles.today():
        words = _("Этот день уже прошёл")
        raise Invalid(words, fields={"works_by": words})
    Protocol.objects.create(
        cycle=cycle,
        protocol_template=documents.template_number("budget-protocol"),
        list_template=documents.template_number("budget-list"),
        **vars(signed),
    )
    cycle.state = rules.APPROVED
    setting_up.keep(cycle, "state")
    for row in projects.on_ballot(cycle):
        if row.state == rules.WON:
            _promise(person, cycle, row, signed)
    audit.record("budgeting.list_approved", person.id, cycle.id)
    outbox.put(events.ListApproved(cycle_id=cycle.id))
    return cycle


def _promise(person: PersonRef, cycle: Cycle, row: Project, signed: Signed) -> None:
    """The town owes what has won by that day, among its other promises."""
    url = reverse("budgeting:read-project", args=[row.slug])
    commitment_id = commitments.owe(
        source_kind=KIND,
        source_id=row.id,
        title=row.title,
        url=url,
        decide_by=cycles.today(),
        at=clock.now(),
    )
    with translation.override(rules.TOWN_LANGUAGE):
        act = commitments.Act(gettext("Адресный перечень"), signed.list_number, signed.list_on, url)
        said = gettext("Построить: %(title)s") % {"title": row.title}
        titles = [str(wording.STAGES[step]) for step in rules.BUILT[1:]]
    text = commitments.DecisionText(
        decision=said,
        due_on=signed.works_by,
        answerable=commitments.Answerable(cycle.body, "", ""),
        act=act,
    )
    commitments.decide(person, commitment_id=commitment_id, text=text)
    for title, day in zip(titles, _stage_days(signed.works_by, len(titles)), strict=True):
        commitments.add_stage(person, commitment_id=commitment_id, title=title, planned_on=day)


def _stage_days(works_by: date, number: int) -> list[date]:
    """Evenly until the last day."""
    today = cycles.today()
    whole = (works_by - today).days
    return [today + timedelta(days=whole * (step + 1) // number) for step in range(number)]


@dataclass(frozen=True)
class Step:
    """A step of the works and what is told of it."""

    note: str = ""
    contract_number: str = ""
    contractor: str = ""
    accepted_by: str = ""
    accepted_on: date | None = None
    guarantee_until: date | None = None


@transaction.atomic(durable=True)
def move_works(person: PersonRef, *, slug: str, to: str, step: Step) -> Project:
    """Go one step on; the stage of the promise is done with it, and with the last the promise."""
    row = locked(projects.case_for(person, slug).id)
    if row.state == to:
        return row
    policies.may_move_works(person, row).or_refuse()
    if rules.next_step(row.state) != to:
        raise Invalid(_("Этапы идут по порядку"), code="wrong-step")
    missing = _missing(to, step)
    if missing:
        raise Invalid(_("Осталось дополнить"), fields=missing, code="incomplete")
    _write(row, to, step)
    _complete(person, row, step)
    audit.record("budgeting.works_moved", person.id, row.id, to=to)
    outbox.put(events.WorksMoved(project_id=row.id, to=to))
    return row


def _missing(to: str, step: Step) -> Mapping[str, Any]:
    if to == rules.CONTRACT and not (step.contract_number and step.contractor):
        return {"contract_number": _("Назовите номер контракта и подрядчика")}
    if to == rules.ACCEPTED and not (step.accepted_by and step.accepted_on):
        return {"accepted_by": _("Скажите, кто и когда принял работу")}
    if step.accepted_on is not None and step.accepted_on > cycles.today():
        return {"accepted_on": _("Укажите сегодняшний или прошедший день")}
    return {}


def _write(row: Project, to: str, step: Step) -> None:
    row.state = to
    if to == rules.CONTRACT:
        row.contract_number, row.contractor = step.contract_number, step.contractor
    if to == rules.ACCEPTED:
        row.accepted_by, row.accepted_on = step.accepted_by, step.accepted_on
        row.guarantee_until = step.guarantee_until
    row.changed_at, row.version = clock.now(), row.version + 1
    row.save()


def _complete(person: PersonRef, row: Project, step: Step) -> None:
    """The first stage of the promise that is still open; none where officials went on by hand."""
    known = commitments.of(KIND, row.id)
    if known is None or known.closed_at is not None:
        return
    open_stages = [one for one in known.stages if one.done_on is None]
    if open_stages:
        commitments.complete_stage(
            person,
            commitment_id=known.id,
            stage_id=open_stages[0].id,
            done_on=cycles.today(),
            note=step.note,
        )
    if row.state == rules.ACCEPTED and len(open_stages) <= 1:
        with translation.override(rules.TOWN_LANGUAGE):
            said = gettext("Сделано и принято: %(who)s") % {"who": row.accepted_by}
        commitments.finish(person, commitment_id=known.id, outcome=said)
