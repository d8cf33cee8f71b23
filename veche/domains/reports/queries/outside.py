"""Cases whose record lies elsewhere, registers and their imports."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.models import OutsideCase, Register, RegisterImport
from veche.domains.reports.rules import states
from veche.kernel import crypto
from veche.kernel.errors import NotFound

SEAL = "reports.register"
URGENT = ("urgent_on", "id")


def registers() -> list[Register]:
    """All sources; one query."""
    return list(Register.objects.all())


def register(slug: str) -> Register:
    """One source; NotFound."""
    found = Register.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def imports(limit: int = 20) -> list[RegisterImport]:
    """The latest imports; one query."""
    rows = RegisterImport.objects.select_related("register").defer("sealed")
    return list(rows[:limit])


def one_import(person: PersonRef, import_id: UUID) -> RegisterImport:
    """One import, for who sets reports up; NotFound."""
    policies.may_set_up_reports(person).or_refuse()
    found = RegisterImport.objects.filter(id=import_id).select_related("register").first()
    if found is None:
        raise NotFound()
    return found


def file_of(row: RegisterImport) -> bytes:
    """The register as it was uploaded; b"" once it is forgotten."""
    return crypto.unwrap(bytes(row.sealed), SEAL) if row.sealed is not None else b""


def import_at_work(import_id: UUID, state: str) -> RegisterImport | None:
    """An import for the job that works on it, or None when there is nothing to do."""
    rows = RegisterImport.objects.filter(id=import_id, state=state)
    return rows.select_related("register").first()


def forgotten(before: datetime) -> list[UUID]:
    """Imports nobody has ended by then."""
    rows = RegisterImport.objects.filter(made_at__lt=before, sealed__isnull=False)
    return list(rows.values_list("id", flat=True))


def by_numbers(register: Register, numbers: Sequence[str]) -> dict[str, OutsideCase]:
    """Known cases of a register; one query."""
    rows = OutsideCase.objects.filter(register=register, number__in=numbers)
    return {row.number: row for row in rows}


def open_numbers(register: Register) -> list[str]:
    """Numbers of the cases that a register has told of and that go on; one query."""
    rows = OutsideCase.objects.filter(register=register, stage=states.OPEN).exclude(state="")
    return list(rows.values_list("number", flat=True))


def find(number: str) -> list[OutsideCase]:
    """Cases of that number in any register, for who knows it."""
    rows = OutsideCase.objects.filter(number=number).select_related("register", "category")
    return list(rows[:10])


def numbered(person: PersonRef, number: str, bodies: Set[UUID]) -> list[OutsideCase]:
    """Cases of that number among those this person works with: of all registers by a role, of
    their bodies without one."""
    rows = OutsideCase.objects.filter(number=number)
    if not person.roles & states.OFFICE_PARTS:
        rows = rows.filter(Q(body__in=bodies) | Q(report__body__in=bodies))
    return list(rows.select_related("register", "category__group", "body")[:10])


def case(case_id: UUID) -> OutsideCase:
    """One case; NotFound."""
    rows = OutsideCase.objects.filter(id=case_id)
    found = rows.select_related("register", "category", "body", "report").first()
    if found is None:
        raise NotFound()
    return found


def record_of(report_id: UUID) -> OutsideCase | None:
    """The case elsewhere that is the record of a report; one query."""
    rows = OutsideCase.objects.filter(report=report_id)
    return rows.select_related("register").first()


def work_rows(
    person: PersonRef,
    *,
    bodies: Set[UUID],
    is_mine: bool,
    late_before: date | None,
    source: str = "",
    category: str = "",
    body_id: UUID | None = None,
) -> QuerySet[OutsideCase]:
    """Open cases of registers that this person works with.

    One that is the record of a report here is not listed twice: the report stands there.
    """
    rows = OutsideCase.objects.filter(stage=states.OPEN, report=None)
    is_coordinator = person.has_role(identity.COORDINATOR)
    if (is_mine and not is_coordinator) or not person.roles & states.OFFICE_PARTS:
        rows = rows.filter(body__in=bodies)
    if late_before is not None:
        rows = rows.filter(urgent_on__lt=late_before)
    asked = {"register__slug": source, "category": category, "body": body_id}
    wanted = Q(**{name: value for name, value in asked.items() if value})
    return rows.filter(wanted).select_related("register", "category__group", "body")
