"""A project from its draft to the moderator's word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.places import public as places
from veche.domains.budgeting import events, policies, rules
from veche.domains.budgeting.actions import building, picturing, setting_up
from veche.domains.budgeting.models import (
    LINE_MAX,
    TEXT_MAX,
    TITLE_MAX,
    CostLine,
    Cycle,
    Fund,
    Project,
)
from veche.domains.budgeting.queries import cycles, projects
from veche.domains.budgeting.queries.projects import KIND
from veche.domains.budgeting.rules import templates
from veche.kernel import clock, idempotency, limits, outbox
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.manifest import Judged
from veche.kernel.text import as_one, as_parts

STARTED_MAX, STARTED_SECONDS = 30, 24 * 3600
LINES_MAX = 8
# The parts that people write, in the order in which a moderator reads them; lines of cost follow.
PARTS = ("title", "need", "works", "benefits", "upkeep", "spot")
EMPTY = "—"
_ROOM = {"title": TITLE_MAX, "benefits": LINE_MAX, "upkeep": LINE_MAX, "spot": LINE_MAX}


@dataclass(frozen=True)
class Matter:
    """What is needed, and where; `fund` is the code of the money it asks for."""

    title: str
    need: str
    fund: str
    spot: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Plan:
    """What will be done, for whom, who keeps it up, on whose land."""

    works: str
    benefits: str
    upkeep: str
    land: str


@dataclass(frozen=True)
class Line:
    """A line of the cost."""

    title: str
    amount_kopecks: int
    payer: str = rules.BY_TOWN


@transaction.atomic
def begin_project(person: PersonRef, *, cycle_slug: str, matter: Matter) -> Project:
    """Begin a draft with what is needed and where."""
    policies.may_propose(person).or_refuse()
    cycle = cycles.cycle_for(person, cycle_slug)
    policies.may_begin_project(person, cycle, cycles.spans_of(cycle), clock.now()).or_refuse()
    limits.hit(f"budgeting:{person.id}", limit=STARTED_MAX, seconds=STARTED_SECONDS)
    if len(projects.drafts_of(person, cycle)) >= policies.DRAFTS_MAX:
        raise Conflict(
            _("Черновиков уже много"),
            advice=_("Отправьте или удалите один из прежних."),
            code="many-drafts",
        )
    row = Project.objects.create(
        cycle=cycle,
        author_id=person.known_id,
        changed_at=clock.now(),
        **placed(cycle, matter=matter),
    )
    audit.record("budgeting.project_begun", person.id, row.id)
    return row


@transaction.atomic
def write_project(
    person: PersonRef, *, cycle_slug: str, matter: Matter, plan: Plan, lines: Sequence[Line]
) -> Project:
    """Begin a draft with all its parts at once."""
    row = begin_project(person, cycle_slug=cycle_slug, matter=matter)
    return _write(person, row, {**asdict(plan), **set_lines(row, lines=lines)})


def start_project(person: PersonRef, *, cycle_slug: str, matter: Matter, key: str) -> UUID:
    """The same from a page; the same key and words again lead to the same draft."""

    def make() -> str:
        return str(begin_project(person, cycle_slug=cycle_slug, matter=matter).id)

    told = repr((cycle_slug, matter)).encode()
    return UUID(idempotency.answer_once(f"person:{person.id}", f"project:{key}", told, make))


def placed(cycle: Cycle, *, matter: Matter) -> dict[str, Any]:
    """The columns of what and where; a house that the words name gives the point."""
    fund = Fund.objects.filter(cycle=cycle, code=matter.fund).first()
    if fund is None:
        words = _("Выберите, на чьи деньги проект")
        raise Invalid(words, fields={"fund": words})
    values = asdict(matter)
    values["fund"] = fund
    if matter.latitude is None or matter.longitude is None:
        named = places.houses_named(matter.spot) if matter.spot else []
        values["latitude"] = named[0].latitude if len(named) == 1 else None
        values["longitude"] = named[0].longitude if len(named) == 1 else None
    return values


@transaction.atomic(durable=True)
def describe_project(
    person: PersonRef, *, draft_id: UUID, part: Matter | Plan | Sequence[Line]
) -> Project:
    """Keep one part of a draft; what was turned down becomes a draft again."""
    row = _locked_draft(person, draft_id)
    if isinstance(part, Matter):
        return _write(person, row, placed(row.cycle, matter=part))
    if isinstance(part, Plan):
        return _write(person, row, asdict(part))
    return _write(person, row, set_lines(row, lines=part))


def set_lines(row: Project, *, lines: Sequence[Line]) -> dict[str, Any]:
    """Replace the lines of a project's cost; the sums of both kinds of money, to be saved."""
    if not lines or len(lines) > LINES_MAX:
        words = _("Впишите хотя бы одну строку: что и сколько стоит")
        raise Invalid(words, fields={"lines": words})
    has_partners = templates.TEMPLATES[row.cycle.template].has_partners
    if not has_partners and any(line.payer != rules.BY_TOWN for line in lines):
        words = _("В этой программе всё оплачивает город")
        raise Invalid(words, fields={"lines": words}, code="no-partners")
    CostLine.objects.filter(project=row).delete()
    CostLine.objects.bulk_create(
        CostLine(project=row, position=position, **asdict(line))
        for position, line in enumerate(lines, 1)
    )
    own = sum(line.amount_kopecks for line in lines if line.payer in rules.FROM_FUND)
    whole = sum(line.amount_kopecks for line in lines)
    return {"cost_kopecks": own, "partners_kopecks": whole - own}


def _write(person: PersonRef, row: Project, values: Mapping[str, Any]) -> Project:
    for name, value in values.items():
        setattr(row, name, value)
    # A moderator's late word on the former text must not publish this one.
    row.state = rules.DRAFT
    row.changed_at = clock.now()
    row.save(update_fields=[*values, "state", "changed_at"])
    audit.record("budgeting.project_described", person.id, row.id)
    return row


@transaction.atomic(durable=True)
def discard_project(person: PersonRef, *, draft_id: UUID) -> None:
    """Remove one's own draft for good."""
    row = _locked_draft(person, draft_id)
    audit.record("budgeting.project_discarded", person.id, row.id)
    picturing.forget(row.photos.all())
    row.delete()


def _locked_draft(person: PersonRef, draft_id: UUID) -> Project:
    row = locked(projects.draft_for(person, draft_id).id)
    policies.may_change_project(person, row).or_refuse()
    return row


def locked(project_id: UUID) -> Project:
    """The project under the lock of its row; NotFound."""
    rows = Project.objects.select_for_update(of=["self"]).select_related("cycle", "fund")
    row = rows.filter(id=project_id).first()
    if row is None:
        raise NotFound()
    return row


def locked_in_cycle(project_id: UUID) -> Project:
    """The same under the lock of its cycle too, taken first by all: what is judged, settled or
    departed from stands still meanwhile; NotFound."""
    cycle_id = Project.objects.filter(id=project_id).values_list("cycle_id", flat=True).first()
    if cycle_id is None:
        raise NotFound()
    setting_up.locked(cycle_id)
    return locked(project_id)


def lacks(row: Project) -> dict[str, Any]:
    """What is still missing, in words, by field."""
    words: dict[str, Any] = {
        "need": _("Напишите, зачем это нужно"),
        "works": _("Напишите, что сделают"),
        "benefits": _("Скажите, кому станет лучше"),
        "upkeep": _("Скажите, кто будет за этим следить"),
    }
    missing = {name: said for name, said in words.items() if not getattr(row, name)}
    if not row.cost_kopecks:
        missing["lines"] = _("Прикиньте, сколько это стоит городу")
    elif row.cost_kopecks > row.fund.amount_kopecks:
        missing["lines"] = _("Проект дороже всех денег, которые здесь делят")
    if row.land == rules.PRIVATE_LAND:
        missing["land"] = _("На частной земле город строить не может: выберите другое место")
    return missing


@transaction.atomic
def file_project(person: PersonRef, *, draft_id: UUID) -> str:
    """Send one's draft and return its address; sent again, it gives the same."""
    policies.may_propose(person).or_refuse()
    row = locked(draft_id)
    if row.author_id not in projects.own_ids(person):
        raise NotFound()
    if row.state not in rules.WRITTEN:
        return row.slug
    spans = cycles.spans_of(row.cycle)
    policies.may_change_project(person, row).or_refuse()
    policies.may_begin_project(person, row.cycle, spans, clock.now()).or_refuse()
    missing = lacks(row)
    if missing:
        raise Invalid(
            _("Осталось дополнить"),
            advice=_("Допишите то, чего не хватает, и отправьте ещё раз."),
            fields=missing,
            code="incomplete",
        )
    standing = moderation.submit(
        kind=KIND, subject_id=row.id, author_id=person.id, text=as_text(row)
    )
    _put(row, standing.text)
    give_number(row)
    row.state, row.filed_at = rules.MODERATION, clock.database_now()
    _save(row)
    picturing.ask_about(row)
    audit.record("budgeting.project_filed", person.id, row.id)
    outbox.put(events.ProjectFiled(project_id=row.id))
    if standing.is_public:
        publish(row)
    return row.slug


def give_number(row: Project) -> None:
    """The next number of applications of its cycle; one that was sent before keeps its own."""
    if row.number is None:
        cycle = setting_up.locked(row.cycle_id)
        cycle.numbers += 1
        cycle.save(update_fields=["numbers"])
        row.number = cycle.numbers


def publish(row: Project) -> None:
    """Everyone may read it from now on; the town checks it, unless its list is closed by now."""
    if row.cycle.state != rules.RUNNING or row.cycle.settled_at is not None:
        _come_too_late(row)
        return
    row.state, row.is_public = rules.PROPOSED, True
    _save(row)
    picturing.see(row)
    audit.record("budgeting.project_published", None, row.id)
    outbox.put(events.ProjectPublished(project_id=row.id))


def _come_too_late(row: Project) -> None:
    """Refused with the reason: nobody is left waiting for checks that will not come."""
    with translation.override(rules.TOWN_LANGUAGE):
        row.refused_because = gettext(
            "Модератор прочитал проект, когда список для голосования уже закрыли. "
            "Предложите его в следующем цикле."
        )
    row.state, row.is_public = rules.REFUSED, True
    _save(row)
    picturing.see(row)
    audit.record("budgeting.project_judged", None, row.id, admitted=False)
    outbox.put(events.ProjectJudged(project_id=row.id, is_admitted=False))


def _save(row: Project) -> None:
    row.changed_at, row.version = clock.now(), row.version + 1
    row.save()


def as_text(row: Project) -> str:
    """All that people wrote of it as one text, for whoever reads it before everyone."""
    titles = "\n".join(line.title for line in projects.lines_of(row))
    return as_one([*(getattr(row, name).strip() or EMPTY for name in PARTS), titles or EMPTY])


def _put(row: Project, text: str) -> None:
    """The parts as they may be kept: what is somebody's own is hidden in them."""
    parts = as_parts(text, len(PARTS) + 1)
    if parts is None:
        raise Invalid(_("Уберите из текста строку из звёздочек"), code="bad-text")
    for name, part in zip(PARTS, parts, strict=False):
        setattr(row, name, "" if part == EMPTY else part[: _ROOM.get(name, TEXT_MAX)])
    lines = projects.lines_of(row)
    titles = parts[-1].splitlines()
    if len(titles) == len(lines):
        for line, title in zip(lines, titles, strict=True):
            line.title = title[:LINE_MAX]
        CostLine.objects.bulk_update(lines, ["title"])


@transaction.atomic
def judge_words(*, project_id: UUID, judged: Judged) -> None:
    """A moderator's word, in the transaction of the moderation."""
    try:
        row = locked_in_cycle(project_id)
    except NotFound:
        return
    if row.state in rules.SHOWN:
        row.is_public = judged.is_passed
        row.save(update_fields=["is_public"])
        picturing.see(row)
        if row.state in rules.FUNDED:
            building.rename_promise(project_id=row.id)
    elif judged.is_passed and row.state in (rules.MODERATION, rules.REJECTED):
        publish(row)
    elif row.state == rules.MODERATION:
        row.state = rules.REJECTED
        _save(row)
        audit.record("budgeting.project_rejected", None, row.id)
        outbox.put(events.ProjectRejected(project_id=row.id))


@transaction.atomic
def rewrite_project(*, project_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said."""
    row = Project.objects.select_for_update().filter(id=project_id).first()
    if row is not None:
        _put(row, text)
        _save(row)
        if row.state in rules.FUNDED:
            building.rename_promise(project_id=row.id)
