"""Registers of other systems: uploaded, matched to columns, tried, taken in by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.reports import events, policies
from veche.domains.reports.actions.moving import Words, add_step, begin
from veche.domains.reports.models import (
    Body,
    Category,
    OutsideCase,
    Register,
    RegisterImport,
)
from veche.domains.reports.queries import outside, reading, wording
from veche.domains.reports.rules import registers as rules
from veche.domains.reports.rules.registers import Line, Refusal
from veche.kernel import clock, crypto, jobs, outbox, sheets
from veche.kernel.errors import Conflict, Invalid

# A case without a term stands at the end of the worklist.
NO_TERM = date(9999, 12, 31)
BATCH = 500
PROBLEMS_KEPT = 200
_OWN = ("stage", "state", "filed_on", "due_on", "topic", "address", "category_id", "body_id")


@dataclass(frozen=True)
class Upload:
    """A file and whose register it is: a known source, or the title of a new one."""

    data: bytes
    name: str
    register: str = ""
    title: str = ""
    home: str = "pos"


@transaction.atomic
def upload_register(person: PersonRef, *, upload: Upload) -> UUID:
    """Keep a register, sealed, until its columns are matched; the id of the import."""
    policies.may_set_up_reports(person).or_refuse()
    known = upload.register
    source = outside.register(known) if known else _new_register(upload)
    row = RegisterImport.objects.create(
        register=source,
        owner_id=person.known_id,
        name=upload.name[:120],
        sealed=crypto.wrap(upload.data, outside.SEAL),
        mapping=source.mapping,
        made_at=clock.now(),
    )
    audit.record("reports.register_uploaded", person.id, row.id)
    outbox.put(events.RegisterUploaded(import_id=row.id))
    return row.id


def _new_register(upload: Upload) -> Register:
    if not upload.title:
        words = _("Назовите источник")
        raise Invalid(words, fields={"title": words})
    try:
        with transaction.atomic():
            made: Register = Register.objects.create(title=upload.title, home=upload.home)
    except IntegrityError:
        words = _("Такой источник уже есть: выберите его из списка")
        raise Invalid(words, fields={"title": words}) from None
    return made


@transaction.atomic
def match_columns(
    person: PersonRef,
    *,
    import_id: UUID,
    mapping: Mapping[str, str],
    stages: Mapping[str, str] | None = None,
    is_whole: bool = False,
) -> None:
    """Say which column is what, what its states mean and whether it holds all open cases, and try
    it: nothing is written yet. The columns are remembered for the source."""
    policies.may_set_up_reports(person).or_refuse()
    row = _waiting(import_id)
    chosen = {field: mapping[field] for field in rules.FIELDS if mapping.get(field)}
    missing = {field: _("Выберите столбец") for field in rules.NEEDED if field not in chosen}
    if missing:
        raise Invalid(_("Не хватает столбцов"), fields=missing)
    Register.objects.filter(id=row.register_id).update(mapping=chosen)
    row.mapping, row.state, row.is_whole = chosen, RegisterImport.CHECKING, is_whole
    row.stages = dict(stages or {})
    row.save(update_fields=["mapping", "stages", "is_whole", "state"])
    audit.record("reports.register_matched", person.id, row.id)
    outbox.put(events.RegisterMatched(import_id=row.id))
    jobs.defer("reports.check_register", import_id=str(row.id))


@transaction.atomic
def run_import(person: PersonRef, *, import_id: UUID) -> None:
    """Take in what was tried; pressed twice, it runs once."""
    policies.may_set_up_reports(person).or_refuse()
    row = RegisterImport.objects.select_for_update().get(
        id=outside.one_import(person, import_id).id
    )
    if row.state in (RegisterImport.RUNNING, RegisterImport.DONE):
        return
    if row.state != RegisterImport.CHECKED:
        raise _gone()
    row.state, row.done = RegisterImport.RUNNING, 0
    row.new = row.changed = row.same = row.refused = row.gone = 0
    row.save()
    audit.record("reports.register_import_begun", person.id, row.id)
    outbox.put(events.RegisterImportBegun(import_id=row.id))
    jobs.defer("reports.import_register", import_id=str(row.id))


def _waiting(import_id: UUID) -> RegisterImport:
    row = RegisterImport.objects.select_for_update().filter(id=import_id).first()
    if row is None or row.state not in (RegisterImport.UPLOADED, RegisterImport.CHECKED):
        raise _gone()
    return row


def _gone() -> Conflict:
    return Conflict(
        _("Этот реестр уже перенесён или забыт"),
        advice=_("Загрузите файл ещё раз: повтор ничего не удвоит."),
        code="changed-meanwhile",
    )


@transaction.atomic
def note_check(*, import_id: UUID, lines: Sequence[Line | Refusal], why: Any) -> None:
    """Write down what an import would do; part of a job that may come twice."""
    row = RegisterImport.objects.select_for_update().filter(id=import_id).first()
    if row is None or row.state != RegisterImport.CHECKING:
        return
    row.total, row.done = len(lines), 0
    row.new = row.changed = row.same = row.refused = 0
    for start in range(0, len(lines), BATCH):
        part = lines[start : start + BATCH]
        for _case, verdict in _judged(row.register, [one for one in part if _is_line(one)]):
            setattr(row, verdict, getattr(row, verdict) + 1)
    row.stages, row.gone = rules.stages_of(lines), len(_gone_from(row, lines))
    problems = [one for one in lines if isinstance(one, Refusal)]
    row.refused = len(problems)
    row.problems = [{**asdict(one), "why": why(one.why)} for one in problems[:PROBLEMS_KEPT]]
    row.state = RegisterImport.CHECKED
    row.save()


def read_lines(
    *, sheet: sheets.Sheet, mapping: Mapping[str, str], stages: Mapping[str, str]
) -> list[Line | Refusal]:
    """Every line, its state without whoever it names: in that form it is shown and remembered."""
    return rules.read(sheet.headings, sheet.rows, mapping, stages, hide=moderation.hide_marked)


def take_in(*, import_id: UUID, lines: Sequence[Line | Refusal]) -> None:
    """Write the lines, part by part: a job that was killed goes on where it stood."""
    while _take_part(import_id, lines):
        pass


@transaction.atomic
def _take_part(import_id: UUID, lines: Sequence[Line | Refusal]) -> bool:
    row = RegisterImport.objects.select_for_update().filter(id=import_id).first()
    if row is None or row.state != RegisterImport.RUNNING:
        return False
    part = lines[row.done : row.done + BATCH]
    if not part:
        _close(row, _gone_from(row, lines))
        _end(row, lines)
        return False
    now = clock.now()
    new, changed = [], []
    for case, verdict in _judged(row.register, [one for one in part if _is_line(one)]):
        setattr(row, verdict, getattr(row, verdict) + 1)
        case.changed_at = now
        if verdict == "new":
            new.append(case)
        elif verdict == "changed":
            changed.append(case)
    row.refused += sum(isinstance(one, Refusal) for one in part)
    OutsideCase.objects.bulk_create(new, ignore_conflicts=True)
    OutsideCase.objects.bulk_update(changed, [*_OWN, "urgent_on", "changed_at"])
    row.done += len(part)
    row.save()
    return True


def _gone_from(row: RegisterImport, lines: Sequence[Line | Refusal]) -> set[str]:
    """Open cases of the source that this file, if it holds all of them, tells no more."""
    return rules.gone(outside.open_numbers(row.register), lines) if row.is_whole else set()


def _close(row: RegisterImport, numbers: set[str]) -> None:
    """What its system tells no more is over there; since when, we know, and how, we do not."""
    state = _("Нет в реестре с %(day)s") % {"day": f"{reading.today():%d.%m.%Y}"}
    cases = OutsideCase.objects.filter(register=row.register, number__in=numbers)
    row.gone = cases.update(stage=rules.GONE, state=state, changed_at=clock.now())


def _is_line(one: Line | Refusal) -> bool:
    return isinstance(one, Line)


def _end(row: RegisterImport, lines: Sequence[Line | Refusal]) -> None:
    """The file goes. What was said of its states is remembered, of those that named nobody."""
    named = {one.state for one in lines if isinstance(one, Line) and one.names_somebody}
    said = {state: stage for state, stage in row.stages.items() if state not in named}
    known = rules.told_otherwise({**row.register.stages, **said})
    Register.objects.filter(id=row.register_id).update(stages=known)
    row.state, row.sealed, row.finished_at = RegisterImport.DONE, None, clock.now()
    row.stages = {}
    row.save()
    audit.record(
        "reports.register_imported",
        row.owner_id,
        row.id,
        new=row.new,
        changed=row.changed,
        refused=row.refused,
        gone=row.gone,
    )
    outbox.put(events.RegisterImported(import_id=row.id))


def _judged(register: Register, lines: Sequence[Any]) -> list[tuple[OutsideCase, str]]:
    """Each line as a case, and whether it is new, changed, or the same as it stands here."""
    known = outside.by_numbers(register, [one.number for one in lines])
    categories = _by_title(Category.objects.values_list("title", "code"))
    categories |= _by_title(Category.objects.exclude(pos_code="").values_list("pos_code", "code"))
    bodies = _by_title(Body.objects.values_list("name", "id"))
    found = []
    for line in lines:
        told = _told(line, categories, bodies)
        case = known.get(line.number)
        if case is None:
            case = OutsideCase(register=register, number=line.number, **told)
            verdict = "new"
        else:
            verdict = "same" if all(getattr(case, k) == v for k, v in told.items()) else "changed"
            for name, value in told.items():
                setattr(case, name, value)
        case.urgent_on = case.due_on or NO_TERM
        found.append((case, verdict))
    return found


def _by_title(rows: Any) -> dict[str, Any]:
    return {str(title).lower(): key for title, key in rows}


def _told(line: Line, categories: Mapping[str, Any], bodies: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a line: words go through the same finders as residents' own. Of a state that
    named somebody it is our own word: a name may stand beside what the finders have found."""
    own, _tone = wording.OUTSIDE_STAGES[line.stage]
    return {
        "stage": line.stage,
        "state": str(own) if line.names_somebody else line.state,
        "filed_on": line.filed_on,
        "due_on": line.due_on,
        "topic": moderation.examine(line.topic).text[: rules.TOPIC_MAX],
        "address": moderation.examine(line.address).text[: rules.ADDRESS_MAX],
        "category_id": categories.get(line.category.lower()),
        "body_id": bodies.get(line.body.lower()),
    }


@transaction.atomic
def forget_register(*, import_id: UUID, before: datetime) -> bool:
    """Drop a file nobody has taken in by then."""
    rows = RegisterImport.objects.filter(
        id=import_id, made_at__lt=before, sealed__isnull=False
    ).exclude(state=RegisterImport.RUNNING)
    return bool(rows.update(**_forgotten()))


@transaction.atomic
def fail_import(*, import_id: UUID) -> None:
    """The file cannot be read after all: it goes, and the page says so."""
    rows = RegisterImport.objects.filter(id=import_id)
    rows.exclude(state=RegisterImport.DONE).update(**_forgotten())


def _forgotten() -> dict[str, Any]:
    return {
        "state": RegisterImport.FAILED,
        "sealed": None,
        "stages": {},
        "finished_at": clock.now(),
    }


@transaction.atomic(durable=True)
def record_outside(
    person: PersonRef, *, number: str, version: int, register: str, outside_number: str
) -> None:
    """Say under which number the record of a report lies in another system."""
    hand = begin(
        person, number=number, verb="record", version=version, may=policies.may_record_outside
    )
    source = outside.register(register)
    case, _new = OutsideCase.objects.select_for_update().get_or_create(
        register=source,
        number=outside_number,
        defaults={"urgent_on": NO_TERM, "changed_at": clock.now()},
    )
    if case.report_id not in (None, hand.row.id):
        words = _("Под этим номером уже записано другое сообщение")
        raise Invalid(words, fields={"outside_number": words})
    OutsideCase.objects.filter(report=hand.row).exclude(id=case.id).update(report=None)
    case.report = hand.row
    case.save(update_fields=["report"])
    hand.row.version += 1
    hand.row.save(update_fields=["version"])
    add_step(hand, verb="record", words=Words(text=f"{source.title}, № {outside_number}"))
    audit.record("reports.outside_recorded", person.id, hand.row.id)
    outbox.put(events.OutsideRecorded(report_id=hand.row.id))
