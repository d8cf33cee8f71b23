"""How somebody can help: three steps of their own, and taking a rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.matching import events, policies
from veche.commons.matching.actions.reaching import hold_solver, spread
from veche.commons.matching.models import Skill, Solver, WorkKind
from veche.commons.matching.queries.solvers import own_solver
from veche.commons.matching.queries.standing import own_of, today
from veche.commons.matching.rules import states, territory
from veche.commons.moderation import public as moderation
from veche.kernel import locks, outbox
from veche.kernel.errors import Invalid
from veche.kernel.manifest import Judged

SOLVER_TEXT = "matching.solver"


@dataclass(frozen=True)
class Described:
    """The first step: who, what kinds of work, how many hands, and what else they bring.

    `licences` are numbers of papers by the code of the kind.
    """

    name: str
    about: str
    kinds: Sequence[str]
    hands: int
    gifts: Sequence[str] = ()
    licences: Mapping[str, str] | None = None
    is_group: bool = False


@dataclass(frozen=True)
class Territory:
    """The second step: places, or a point with a radius, or, with neither, the whole town."""

    place_ids: Sequence[UUID] = ()
    point: tuple[float, float] | None = None
    radius_m: int = 0


@dataclass(frozen=True)
class Time:
    """The third step: bits of weekdays (Monday is 1), single days, a rest until a day."""

    weekdays: int
    dates: Sequence[date] = ()
    away_until: date | None = None


@transaction.atomic
def describe_skills(
    person: PersonRef, *, given: Described, organisation_id: UUID | None = None
) -> str:
    """Say who one is and what one can; the first time makes the solver. Returns its slug."""
    own = own_of(person)
    is_own = organisation_id is None or organisation_id in own.organisation_ids
    policies.may_describe_solver(person, is_own=is_own).or_refuse()
    locks.take(exclusive=[f"matching.solver:{organisation_id or person.id}"])
    row = _row_of(person, organisation_id)
    row.hands, row.gifts = given.hands, sorted(set(given.gifts) & set(states.GIFTS))
    if organisation_id is None:
        row.kind = states.GROUP if given.is_group else states.RESIDENT
        row.name = given.name
    else:
        one = next(one for one in own.organisations if one.id == organisation_id)
        row.kind = states.TOS if one.kind == "tos" else states.ORGANISATION
        row.name = one.name
    row.about = given.about
    _submit(person, row, given)
    row.save()
    _set_skills(row, given)
    spread(row)
    audit.record("matching.solver_described", person.id, row.id)
    outbox.put(events.SolverDescribed(row.id))
    return row.slug


def _row_of(person: PersonRef, organisation_id: UUID | None) -> Solver:
    """One's solver, held for one act at a time; or a new one."""
    rows = Solver.objects.select_for_update()
    if organisation_id is not None:
        found = rows.filter(organisation_id=organisation_id).first()
        return found or Solver(organisation_id=organisation_id, waits_since=today())
    ids = [person.known_id, *person.earlier_ids]
    found = rows.filter(person_id__in=ids).first()
    return found or Solver(person_id=person.known_id, waits_since=today())


def _submit(person: PersonRef, row: Solver, given: Described) -> None:
    """Words of people pass a moderator; the name of an organisation was looked at by a clerk."""
    is_named = row.organisation_id is None
    standing = moderation.submit(
        kind=SOLVER_TEXT,
        subject_id=row.id,
        author_id=person.id,
        text=f"{given.name}\n{given.about}" if is_named else given.about,
    )
    take_text(row, standing.text)
    row.is_shown = standing.is_public


def take_text(row: Solver, text: str) -> None:
    """Put what may be shown in place of what was written: the first line is the name."""
    if row.organisation_id is None:
        name, _line, text = text.partition("\n")
        row.name = name.strip()[:200] or row.name
    row.about = text.strip()[: states.ABOUT_MAX]


def _set_skills(row: Solver, given: Described) -> None:
    rows = WorkKind.objects.filter(code__in=given.kinds, is_open=True)
    if row.organisation_id is None:
        rows = rows.filter(is_dangerous=False)
    kinds = {one.code: one for one in rows}
    if not kinds:
        raise Invalid(_("Выберите хотя бы одно дело"), fields={"kinds": _("Что вы умеете?")})
    known = {one.work_kind_id: one for one in Skill.objects.filter(solver=row)}
    Skill.objects.filter(solver=row).exclude(work_kind__in=kinds).delete()
    for code, kind in kinds.items():
        skill = known.get(code) or Skill(solver=row, work_kind=kind)
        told = (given.licences or {}).get(code, "").strip() if kind.licence else ""
        may_tell = row.organisation_id is not None
        if told != skill.licence and may_tell:
            # Another paper is looked at anew.
            skill.licence, skill.reason = told, ""
            skill.licence_state = states.CLAIMED if told else states.NONE
            skill.decided_by = skill.decided_at = None
        skill.save()


@transaction.atomic
def describe_territory(person: PersonRef, *, slug: str, given: Territory) -> None:
    """Say where one can help; a point is kept coarsely, a home is nobody's business."""
    row = _locked(person, slug)
    row.place_ids = [] if given.point else list(given.place_ids)
    row.latitude = row.longitude = None
    row.radius_m = 0
    if given.point is not None:
        row.latitude, row.longitude = map(territory.coarse, given.point)
        row.radius_m = given.radius_m
    _save(person, row)


@transaction.atomic
def describe_time(person: PersonRef, *, slug: str, given: Time) -> None:
    """Say when one can help: the last step, after which one may be found."""
    row = _locked(person, slug)
    if not given.weekdays and not given.dates:
        raise Invalid(_("Когда вы свободны?"), fields={"weekdays": _("Выберите хотя бы день")})
    row.weekdays, row.dates = given.weekdays, sorted(set(given.dates))
    row.away_until = given.away_until
    row.is_open, row.silences = True, 0
    _save(person, row)


@transaction.atomic
def close_solver(person: PersonRef, *, slug: str) -> None:
    """Not now: nobody finds them, what is agreed stays agreed."""
    policies.may_close_solver(person).or_refuse()
    row = _held(person, slug)
    row.is_open = False
    row.save(update_fields=["is_open"])
    spread(row)
    audit.record("matching.solver_closed", person.id, row.id)
    outbox.put(events.SolverClosed(row.id))


@transaction.atomic
def open_solver(person: PersonRef, *, slug: str) -> None:
    """Can help again; the wait begins today."""
    policies.may_open_solver(person).or_refuse()
    row = _held(person, slug)
    if not row.weekdays and not row.dates:
        raise Invalid(_("Сначала скажите, когда вы свободны"))
    if row.is_open:
        return
    row.is_open, row.waits_since, row.away_until, row.silences = True, today(), None, 0
    row.save(update_fields=["is_open", "waits_since", "away_until", "silences"])
    spread(row)
    audit.record("matching.solver_opened", person.id, row.id)
    outbox.put(events.SolverOpened(row.id))


def _locked(person: PersonRef, slug: str) -> Solver:
    policies.may_describe_solver(person).or_refuse()
    return _held(person, slug)


def _held(person: PersonRef, slug: str) -> Solver:
    """One's own, for one act at a time: whoever comes second goes on from what the first did."""
    row = own_solver(own_of(person), slug)
    return hold_solver(row.id)


def _save(person: PersonRef, row: Solver) -> None:
    row.save()
    spread(row)
    audit.record("matching.solver_described", person.id, row.id)
    outbox.put(events.SolverDescribed(row.id))


@transaction.atomic
def judge_solver(solver_id: UUID, word: Judged) -> None:
    """A moderator's word on how somebody describes themselves."""
    for row in Solver.objects.select_for_update().filter(id=solver_id):
        row.is_shown = word.is_passed
        row.save(update_fields=["is_shown"])
        spread(row)


@transaction.atomic
def rewrite_solver(solver_id: UUID, text: str) -> None:
    """What a moderator had hidden besides."""
    for row in Solver.objects.select_for_update().filter(id=solver_id):
        take_text(row, text)
        row.save(update_fields=["name", "about"])


@transaction.atomic
def join_solvers(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person: of two solvers the surviving account's stays in use."""
    rows = list(Solver.objects.select_for_update().filter(person_id__in=[*surviving, *joined]))
    rows.sort(key=lambda row: row.person_id != surviving[0])
    for number, row in enumerate(rows):
        if number:
            _let_go([row])
        elif row.person_id != surviving[0]:
            row.person_id = surviving[0]
            row.save(update_fields=["person_id"])


def _let_go(rows: Iterable[Solver]) -> None:
    """Nobody finds them any more; deeds stay, without a name."""
    for row in rows:
        row.person_id, row.is_open, row.is_shown = None, False, False
        row.name, row.about = "", ""
        row.latitude = row.longitude = None
        row.radius_m, row.place_ids = 0, []
        row.save()
        spread(row)
        moderation.withdraw(SOLVER_TEXT, row.id)


@transaction.atomic
def forget_solver(person_ids: Sequence[UUID]) -> None:
    """An erased person describes nothing and is found by nobody."""
    _let_go(Solver.objects.select_for_update().filter(person_id__in=person_ids))
