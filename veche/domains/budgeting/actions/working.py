"""The works of a project, step by step to the ribbon, with a log of words, photos and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.commitments import public as commitments
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import events, policies, rules
from veche.domains.budgeting.actions.proposing import locked
from veche.domains.budgeting.models import Project, WorkNote
from veche.domains.budgeting.queries import cycles, projects, works
from veche.domains.budgeting.queries.projects import KIND
from veche.kernel import clock, outbox
from veche.kernel.errors import Invalid

PHOTOS_MAX = 6


@dataclass(frozen=True)
class Step:
    """A step of the works and what is told of it; `on` is today where nothing is said."""

    note: str = ""
    contract_number: str = ""
    contractor: str = ""
    contract_kopecks: int | None = None
    accepted_by: str = ""
    accepted_on: date | None = None
    guarantee_until: date | None = None
    on: date | None = None
    photos: Sequence[UUID] = ()


@dataclass(frozen=True)
class Told:
    """A line of the log within a step; `paid_kopecks` is all that was paid so far."""

    on: date
    text: str
    photos: Sequence[UUID] = ()
    paid_kopecks: int | None = None


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
    on = step.accepted_on or step.on or cycles.today()
    _in_order(row, on, "accepted_on" if step.accepted_on else "on")
    _write(row, to, step)
    _keep(person, row, WorkNote(on=on, text=step.note, key=f"step:{to}"), step.photos)
    _complete(person, row, step.note, on)
    audit.record("budgeting.works_moved", person.id, row.id, to=to)
    outbox.put(events.WorksMoved(project_id=row.id, to=to))
    return row


@transaction.atomic(durable=True)
def tell_works(person: PersonRef, *, slug: str, told: Told, key: str) -> Project:
    """Add a line to the log of the step that goes on, and what was paid so far."""
    row = locked(projects.case_for(person, slug).id)
    if works.is_told(row, key):
        return row
    policies.may_tell_works(person, row).or_refuse()
    _in_order(row, told.on, "on")
    if told.paid_kopecks is not None:
        _pay(row, told.paid_kopecks)
    _keep(person, row, WorkNote(on=told.on, text=told.text, key=key), told.photos)
    audit.record("budgeting.works_told", person.id, row.id)
    outbox.put(events.WorksTold(project_id=row.id))
    return row


def _missing(to: str, step: Step) -> Mapping[str, Any]:
    if to == rules.CONTRACT and not (step.contract_number and step.contractor):
        return {"contract_number": _("Назовите номер контракта и подрядчика")}
    if to == rules.CONTRACT and not step.contract_kopecks:
        return {"contract_kopecks": _("Впишите сумму контракта")}
    if to == rules.ACCEPTED and not (step.accepted_by and step.accepted_on):
        return {"accepted_by": _("Скажите, кто и когда принял работу")}
    if step.guarantee_until and step.accepted_on and step.guarantee_until <= step.accepted_on:
        return {"guarantee_until": _("Гарантия кончается позже приёмки")}
    return {}


def _in_order(row: Project, on: date, field: str) -> None:
    """A log goes on day by day, and tells nothing that is still to come."""
    words: Any = None
    last = works.last_day(row)
    if on > cycles.today():
        words = _("Укажите сегодняшний или прошедший день")
    elif last is not None and on < last:
        words = _("Раньше прошлой записи этого быть не могло")
    if words:
        raise Invalid(words, fields={field: words}, code="wrong-day")


def _pay(row: Project, paid_kopecks: int) -> None:
    words: Any = None
    if row.contract_kopecks is None:
        words = _("Контракта ещё нет, платить не за что")
    elif paid_kopecks > row.contract_kopecks:
        words = _("Это больше суммы контракта")
    elif paid_kopecks < (row.paid_kopecks or 0):
        words = _("Раньше уже записали больше. Впишите всё, что оплатили с начала.")
    if words:
        raise Invalid(words, fields={"paid_kopecks": words}, code="wrong-sum")
    row.paid_kopecks = paid_kopecks
    row.changed_at, row.version = clock.now(), row.version + 1
    row.save(update_fields=["paid_kopecks", "changed_at", "version"])


def _keep(person: PersonRef, row: Project, note: WorkNote, photos: Sequence[UUID]) -> None:
    """Photos are the town's own: everyone sees them at once."""
    wanted = list(dict.fromkeys(photos))
    if len(wanted) > PHOTOS_MAX:
        words = _("Не больше шести фото.")
        raise Invalid(words, fields={"photos": words})
    note.project, note.step, note.by_id = row, row.state, person.known_id
    note.photo_ids = [str(one) for one in wanted]
    note.save(force_insert=True)
    files.attach(
        person.id,
        file_ids=wanted,
        subject_kind=works.NOTE_FILES,
        subject_id=str(note.id),
        is_public=True,
    )


def _write(row: Project, to: str, step: Step) -> None:
    row.state = to
    if to == rules.CONTRACT:
        row.contract_number, row.contractor = step.contract_number, step.contractor
        row.contract_kopecks, row.paid_kopecks = step.contract_kopecks, 0
    if to == rules.ACCEPTED:
        row.accepted_by, row.accepted_on = step.accepted_by, step.accepted_on
        row.guarantee_until = step.guarantee_until
    row.changed_at, row.version = clock.now(), row.version + 1
    row.save()


def _complete(person: PersonRef, row: Project, note: str, on: date) -> None:
    """The first stage of the promise that is still open; none where officials went on by hand."""
    # The promise follows the works, whoever of their officials moves them: coordinators too, who
    # write no decisions of their own.
    person = replace(person, roles=person.roles | {identity.AUTHOR})
    known = commitments.of(KIND, row.id)
    if known is None or known.closed_at is not None:
        return
    open_stages = [one for one in known.stages if one.done_on is None]
    if open_stages:
        commitments.complete_stage(
            person, commitment_id=known.id, stage_id=open_stages[0].id, done_on=on, note=note
        )
    if row.state == rules.ACCEPTED and len(open_stages) <= 1:
        with translation.override(rules.TOWN_LANGUAGE):
            said = gettext("Сделано и принято: %(who)s") % {"who": row.accepted_by}
        commitments.finish(person, commitment_id=known.id, outcome=said)


@transaction.atomic
def tell_late(*, commitment_id: UUID) -> None:
    """A promise is late: where it is one of ours, those who follow the cycle hear of it too."""
    known = commitments.by_id(commitment_id)
    if known is not None and known.source_kind == KIND:
        outbox.put(events.WorksLate(project_id=UUID(known.source_id)))
