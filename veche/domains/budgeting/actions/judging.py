"""What the town says of projects before the vote, and projects of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import events, policies, rules
from veche.domains.budgeting.actions import setting_up
from veche.domains.budgeting.actions.proposing import (
    Line,
    Matter,
    Plan,
    give_number,
    locked_in_cycle,
    placed,
    set_lines,
)
from veche.domains.budgeting.models import Check, Cycle, Fund, Project
from veche.domains.budgeting.queries import cycles, projects
from veche.domains.budgeting.rules import phases
from veche.kernel import clock, idempotency, outbox
from veche.kernel.errors import Conflict, Invalid, Text

REASON_MIN, RIVALS_MAX = 10, 40


@dataclass(frozen=True)
class Found:
    """What an official found in one check, and why; everyone reads it."""

    is_passed: bool
    reason: str


@transaction.atomic(durable=True)
def check_project(
    person: PersonRef, *, slug: str, kind: str, found: Found, version: int | None = None
) -> Project:
    """Keep the verdict of one check; a later one takes its place.

    `version` is the one that the page showed, here and below: Conflict where it is another by now.
    """
    row = _locked_case(person, slug, version)
    if kind not in rules.CHECKS:
        raise Invalid(_("Такой проверки нет"), code="unknown-check")
    if len(found.reason.strip()) < REASON_MIN:
        words = _("Объясните так, чтобы понял сосед: хотя бы одна фраза")
        raise Invalid(words, fields={"reason": words})
    earlier = projects.checks_of(row).get(kind)
    Check.objects.update_or_create(
        project=row,
        kind=kind,
        defaults={
            "is_passed": found.is_passed,
            "reason": found.reason.strip(),
            "by_id": person.known_id,
            "at": clock.now(),
        },
    )
    # What was decided on other findings is decided anew; better words are no other finding.
    if earlier is None or earlier.is_passed != found.is_passed:
        row.state, row.refused_because = rules.PROPOSED, ""
    _save(row)
    audit.record("budgeting.project_checked", person.id, row.id, check=kind)
    return row


@transaction.atomic(durable=True)
def admit_project(
    person: PersonRef, *, slug: str, rivals: str = "", version: int | None = None
) -> Project:
    """Let a project stand on the ballot, once its three checks are passed."""
    row = _locked_case(person, slug, version)
    if not row.is_public:
        raise Conflict(
            _("Текст проекта скрыл модератор"),
            advice=_("Пока он скрыт, можно только отказать с причиной."),
            code="hidden",
        )
    verdicts = {kind: one.is_passed for kind, one in projects.checks_of(row).items()}
    if not rules.is_admissible(verdicts):
        raise Conflict(
            _("Допустить можно после трёх проверок без замечаний"),
            advice=_("Отметьте землю, полномочия и цену. Если что-то не так, откажите с причиной."),
            code="not-checked",
        )
    if not row.cost_kopecks:
        raise Conflict(
            _("У проекта нет сметы"),
            advice=_("Впишите, что и сколько стоит."),
            code="no-cost",
        )
    if row.cost_kopecks > row.fund.amount_kopecks:
        raise Conflict(
            _("Проект дороже всех денег, которые здесь делят"),
            advice=_("Исправьте смету или откажите с причиной."),
            code="too-dear",
        )
    row.state, row.refused_because, row.rivals = rules.ADMITTED, "", _tie(row, rivals)
    _save(row)
    _tell(person, row, is_admitted=True)
    return row


def _tie(row: Project, word: str) -> str:
    """The word that ties rivals, however it is written; Invalid where it would tie nothing."""
    tie = word.strip().casefold()
    elsewhere = Project.objects.filter(cycle_id=row.cycle_id, rivals=tie, state=rules.ADMITTED)
    told: Text = ""
    if len(tie) > RIVALS_MAX:
        told = _("Слово длиннее 40 знаков.")
    elif tie and elsewhere.exclude(fund_id=row.fund_id).exists():
        told = _("Это слово уже стоит у проекта на другие деньги: исключать можно только в одних.")
    if told:
        raise Invalid(told, fields={"rivals": told})
    return tie


@transaction.atomic(durable=True)
def refuse_project(
    person: PersonRef, *, slug: str, reason: str, version: int | None = None
) -> Project:
    """Keep a project off the ballot; everyone reads why."""
    row = _locked_case(person, slug, version)
    if len(reason.strip()) < REASON_MIN:
        words = _("Объясните так, чтобы понял сосед: хотя бы одна фраза")
        raise Invalid(words, fields={"reason": words})
    row.state, row.refused_because = rules.REFUSED, reason.strip()
    _save(row)
    _tell(person, row, is_admitted=False)
    return row


@transaction.atomic(durable=True)
def correct_cost(
    person: PersonRef, *, slug: str, lines: Sequence[Line], version: int | None = None
) -> Project:
    """Replace the lines of the cost by the town's own; the check of the cost is made anew."""
    row = _locked_case(person, slug, version)
    for name, value in set_lines(row, lines=lines).items():
        setattr(row, name, value)
    Check.objects.filter(project=row, kind=rules.COST).delete()
    row.state, row.refused_because = rules.PROPOSED, ""
    _save(row)
    audit.record("budgeting.cost_corrected", person.id, row.id)
    return row


@transaction.atomic(durable=True)
def describe_case(
    person: PersonRef, *, slug: str, matter: Matter, plan: Plan, version: int | None = None
) -> Project:
    """Write the words, the place and the money of a project of the town; it is checked anew.

    Words of another house bring its point, and what was drawn at the former one goes; words that
    name no house leave the point and the drawing where they were.
    """
    row = locked_in_cycle(projects.case_for(person, slug).id)
    spans = cycles.spans_of(row.cycle)
    policies.may_describe_case(person, row, spans, clock.now()).or_refuse()
    require_open(row, version=version)
    before = _point(row)
    values = placed(row.cycle, matter=matter)
    if matter.spot != row.spot and (matter.latitude, matter.longitude) == before:
        # Other words with the point of the former ones: they may mean another place.
        named = placed(row.cycle, matter=replace(matter, latitude=None, longitude=None))
        values = values if named["latitude"] is None else named
    for name, value in {**values, **asdict(plan)}.items():
        setattr(row, name, value)
    if _point(row) != before:
        row.area = None
    Check.objects.filter(project=row).delete()
    row.state, row.refused_because = rules.PROPOSED, ""
    _save(row)
    audit.record("budgeting.case_described", person.id, row.id)
    return row


def _point(row: Project) -> tuple[float | None, float | None]:
    return row.latitude, row.longitude


def _tell(person: PersonRef, row: Project, *, is_admitted: bool) -> None:
    audit.record("budgeting.project_judged", person.id, row.id, admitted=is_admitted)
    outbox.put(events.ProjectJudged(project_id=row.id, is_admitted=is_admitted))


def _locked_case(person: PersonRef, slug: str, version: int | None) -> Project:
    found = projects.case_for(person, slug)
    row = locked_in_cycle(found.id)
    spans = cycles.spans_of(row.cycle)
    policies.may_judge_project(person, row, spans, clock.now()).or_refuse()
    require_open(row, version=version)
    return row


def require_open(row: Project, *, version: int | None) -> None:
    """Conflict: nothing of a settled list changes, nor what was changed since it was looked at."""
    if row.cycle.settled_at is not None:
        raise Conflict(
            _("Бюллетень уже утверждён"),
            advice=_("Список проектов больше не меняется."),
            code="settled",
        )
    if version is not None and version != row.version:
        raise Conflict(
            _("Пока вы смотрели, проект изменил другой сотрудник"),
            advice=_("Посмотрите, что теперь на странице, и решите ещё раз."),
            code="changed",
        )


def _save(row: Project) -> None:
    row.changed_at, row.version = clock.now(), row.version + 1
    row.save()


@dataclass(frozen=True)
class Origin:
    """What a project has grown from in another service."""

    kind: str
    id: UUID


@transaction.atomic
def add_project(
    person: PersonRef,
    *,
    cycle_slug: str,
    matter: Matter,
    plan: Plan,
    lines: Sequence[Line],
    origin: Origin | None = None,
) -> Project:
    """Enter a project in the town's name: public at once, checked like all others."""
    cycle = setting_up.locked(cycles.cycle_for(person, cycle_slug).id)
    is_open = cycles.is_open(cycle, phases.JUDGE) and cycle.settled_at is None
    policies.may_add_project(person, is_open=is_open).or_refuse()
    fund = Fund.objects.filter(cycle=cycle, code=matter.fund).first()
    if fund is None:
        words = _("Выберите, на чьи деньги проект")
        raise Invalid(words, fields={"fund": words})
    row = _made(person, cycle, {**asdict(matter), "fund": fund, **asdict(plan)}, origin)
    for name, value in (set_lines(row, lines=lines) if lines else {}).items():
        setattr(row, name, value)
    give_number(row)
    row.state, row.is_public = rules.PROPOSED, True
    _save(row)
    audit.record("budgeting.project_added", person.id, row.id)
    outbox.put(events.ProjectPublished(project_id=row.id))
    return row


def enter_project(
    person: PersonRef,
    *,
    cycle_slug: str,
    matter: Matter,
    plan: Plan,
    lines: Sequence[Line],
    key: str,
) -> str:
    """The same from a page; the same key and words again lead to the same address."""

    def make() -> str:
        return add_project(
            person, cycle_slug=cycle_slug, matter=matter, plan=plan, lines=lines
        ).slug

    told = repr((cycle_slug, matter, plan, list(lines))).encode()
    return str(idempotency.answer_once(f"person:{person.id}", f"town:{key}", told, make))


def _made(
    person: PersonRef, cycle: Cycle, values: dict[str, object], origin: Origin | None
) -> Project:
    now = clock.now()
    return Project.objects.create(
        cycle=cycle,
        author_id=person.known_id,
        is_by_town=True,
        origin_kind=origin.kind if origin else "",
        origin_id=origin.id if origin else None,
        filed_at=now,
        changed_at=now,
        **values,
    )
