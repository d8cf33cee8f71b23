"""Reports for tests, made the ordinary way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.commons.organisations.tests.makers import make_organisation
from veche.domains.reports.actions import approving, filing, moderating, working
from veche.domains.reports.models import AnswerTemplate, Body, Report, Responsibility
from veche.domains.reports.queries.reading import PHOTO_FILES
from veche.domains.reports.rules import states

CATEGORY = "pavements.lamp_out"
POINT = filing.Point(54.55, 36.65, "Луговая улица, 54")


def open_service() -> None:
    """Switch the service on in a town that is no demo."""
    switch_service("reports", "on")


def role(name: str) -> PersonRef:
    """Somebody with that role."""
    return make_person(roles=[name])


def upload(person: PersonRef) -> UUID:
    """A photo of one's own, kept and hung nowhere."""
    return files.save_photo(photo(), owner=person.id, purpose=PHOTO_FILES).id


def fill_draft(person: PersonRef, **given: Any) -> UUID:
    """A draft with everything in it; its id."""
    values = {"text": "Не горит фонарь у подъезда", "category": CATEGORY, "point": POINT, **given}
    return filing.save_draft(person, is_advised=True, **values).id


def make_report(person: PersonRef | None = None, **given: Any) -> Report:
    """A report just filed."""
    author = person or make_person()
    number = filing.file_report(author, draft_id=fill_draft(author, **given))
    return fresh(number)


def fresh(row: Report | str) -> Report:
    """The row as it is now."""
    number = row if isinstance(row, str) else row.number
    return Report.objects.select_related("category", "body").get(number=number)


def make_body(name: str = "Управление городского хозяйства", **given: Any) -> Body:
    """A body that takes work."""
    return Body.objects.create(name=name, **given)


def make_executor(name: str = "ООО «Свет»", number: int = 7) -> tuple[PersonRef, Body]:
    """Somebody of a checked organisation that is a body."""
    person = make_person()
    organisation = make_organisation(person, number, name=name)
    return person, make_body(name, organisation_id=organisation.id)


def make_responsible(body: Body, category: str = CATEGORY, place_id: UUID | None = None) -> None:
    """Write down who answers for what."""
    Responsibility.objects.create(category_id=category, body=body, place_id=place_id)


def make_template(title: str = "Лампу заменили") -> AnswerTemplate:
    """A template for all themes."""
    return AnswerTemplate.objects.create(
        title=title, text="Заменили, проверьте вечером", outcome=states.SOLVED
    )


def passed(row: Report) -> Report:
    """Let through."""
    moderating.pass_report(role("moderator"), number=row.number, version=row.version)
    return fresh(row)


def assigned(row: Report, body: Body) -> Report:
    """Given to a body."""
    working.assign_report(
        role("coordinator"), number=row.number, version=row.version, body_id=body.id
    )
    return fresh(row)


def planned(row: Report, executor: PersonRef, day: date) -> Report:
    """With a promised day."""
    working.plan_report(
        executor, number=row.number, version=row.version, planned_on=day, text="Ждём деталей"
    )
    return fresh(row)


def asked(row: Report, executor: PersonRef) -> Report:
    """With a question to its author."""
    working.ask_clarification(executor, number=row.number, version=row.version, text="Где это?")
    return fresh(row)


def answered(
    row: Report, executor: PersonRef, outcome: str = states.SOLVED, photos: Sequence[UUID] = ()
) -> Report:
    """With an answer that waits for approval."""
    answer = working.Answer(outcome, "Заменили лампу", photos)
    working.answer_report(executor, number=row.number, version=row.version, answer=answer)
    return fresh(row)


def approved(row: Report) -> Report:
    """The answer is the town's."""
    approving.approve_answer(role("approver"), number=row.number, version=row.version)
    return fresh(row)


def at_work(person: PersonRef | None = None) -> tuple[Report, PersonRef]:
    """A report in the hands of an executor, and the executor."""
    executor, body = make_executor()
    return assigned(passed(make_report(person)), body), executor
