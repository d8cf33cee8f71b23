"""What officials do: look at licences, keep the list of works."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import events, policies
from veche.commons.matching.actions.needs import held_match
from veche.commons.matching.actions.reaching import hold_solver, spread
from veche.commons.matching.models import Need, Skill, Step, WorkKind
from veche.commons.matching.queries import matches, solvers
from veche.commons.matching.queries.standing import own_of
from veche.commons.matching.rules import states
from veche.kernel import clock, jobs, outbox
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.ids import slug_id


@dataclass(frozen=True)
class KindText:
    """What stands in the town's list of works."""

    title: str
    is_dangerous: bool = False
    licence: str = ""
    is_open: bool = True


@transaction.atomic
def check_licence(person: PersonRef, *, skill_id: UUID, is_good: bool, reason: str = "") -> None:
    """Say after looking at the paper whether somebody may do dangerous work."""
    skill = solvers.licence_to_check(person, skill_id)
    is_own = own_of(person).is_solver(skill.solver)
    policies.may_check_licence(person, is_own=is_own).or_refuse()
    if not is_good and not reason.strip():
        raise Invalid(_("Напишите, почему"), fields={"reason": _("Это прочтёт организация")})
    solver = hold_solver(skill.solver_id)
    changed = Skill.objects.filter(id=skill_id, licence_state=states.CLAIMED).update(
        licence_state=states.VERIFIED if is_good else states.REJECTED,
        reason="" if is_good else reason.strip(),
        decided_by=person.known_id,
        decided_at=clock.database_now(),
    )
    if not changed:
        raise Conflict(_("Этот допуск уже проверил коллега"), code="checked-already")
    spread(solver)
    audit.record("matching.licence_checked", person.id, skill.solver_id, is_good=is_good)
    outbox.put(events.LicenceChecked(skill.solver_id))


@transaction.atomic
def save_work_kind(person: PersonRef, *, given: KindText, code: str = "") -> str:
    """Add a kind of work to the town's list, or change one. Returns its code."""
    policies.may_save_work_kind(person).or_refuse()
    if given.is_dangerous and not given.licence:
        raise Invalid(
            _("Какой документ нужен для опасной работы?"),
            fields={"licence": _("Напишите, что смотрит сотрудник")},
        )
    if WorkKind.objects.filter(title=given.title).exclude(code=code).exists():
        raise Invalid(_("Такое дело уже есть"), fields={"title": _("Оно уже в списке")})
    row = solvers.work_kind(code) if code else _fresh()
    was_dangerous = row.is_dangerous
    row.title, row.is_dangerous = given.title, given.is_dangerous
    row.licence, row.is_open = given.licence, given.is_open
    row.save()
    if row.is_dangerous and not was_dangerous:
        _make_dangerous(row)
    audit.record("matching.work_kind_saved", person.id, row.code)
    outbox.put(events.WorkKindSaved(row.code))
    return row.code


def _make_dangerous(kind: WorkKind) -> None:
    """What goes on asks for the paper from its next step on, so nobody without one is offered it
    any more; a job takes it from the skills of residents and tells whom it concerns one by one."""
    going = Need.objects.filter(work_kind=kind, state__in=(states.OPEN, states.TAKEN))
    going.update(is_dangerous=True)
    jobs.defer("matching.drop_skills", code=kind.code)


@transaction.atomic
def drop_skill(code: str, solver_id: UUID) -> None:
    """A resident does not do what became dangerous; who is left with nothing rests."""
    solver = hold_solver(solver_id)
    skills = Skill.objects.filter(solver=solver, work_kind=code)
    # Said by mistake and taken back before its turn came, it changes nothing.
    gone, _rows = skills.filter(work_kind__is_dangerous=True).delete()
    if not gone:
        return
    if solver.is_open and not Skill.objects.filter(solver=solver).exists():
        solver.is_open = False
        solver.save(update_fields=["is_open"])
    spread(solver)
    audit.record("matching.skill_dropped", None, solver.id)
    outbox.put(events.SkillDropped(solver.id, code))


@transaction.atomic
def want_licence(code: str, match_id: UUID) -> None:
    """Both sides are told, once, that the work goes on with a checked paper alone."""
    row = held_match(match_id)
    if matches.unlicensed(code).filter(id=match_id).exists():
        Step.objects.create(match=row, verb=states.DANGER)
        audit.record("matching.licence_wanted", None, row.id)
        outbox.put(events.LicenceWanted(row.id))


def _fresh() -> WorkKind:
    last = WorkKind.objects.aggregate(last=Max("position"))["last"] or 0
    return WorkKind(code=slug_id(), position=last + 1)
