"""The list is approved by an act: what won becomes a promise with a day and stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

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
def approve_list(person: PersonRef, *, slug: str, signed: Signed, seen: str | None = None) -> Cycle:
    """Make the count a document and each winner a promise with a day and stages.

    `seen` is the seal of the result that the page showed: Conflict where it is another by now.
    """
    cycle = setting_up.locked(cycles.cycle_to_manage(person, slug).id)
    policies.may_approve_list(person, cycle).or_refuse()
    setting_up.require_seen(cycle, seen=seen)
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
    said = _decision(row)
    with translation.override(rules.TOWN_LANGUAGE):
        act = commitments.Act(gettext("Адресный перечень"), signed.list_number, signed.list_on, url)
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


def _decision(row: Project) -> str:
    with translation.override(rules.TOWN_LANGUAGE):
        return gettext("Построить: %(title)s") % {"title": row.title}


def rename_promise(*, project_id: UUID) -> None:
    """A promise is called as everyone reads its project: hidden words leave it, and come back."""
    (row,) = projects.masked([Project.objects.get(id=project_id)])
    commitments.rename(source_kind=KIND, source_id=row.id, title=row.title, decision=_decision(row))


def _stage_days(works_by: date, number: int) -> list[date]:
    """Evenly until the last day."""
    today = cycles.today()
    whole = (works_by - today).days
    return [today + timedelta(days=whole * (step + 1) // number) for step in range(number)]
