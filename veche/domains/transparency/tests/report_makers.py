"""Public reports for tests, made the ordinary way."""

from __future__ import annotations

from datetime import date
from typing import Any

from veche.commons.documents import public as documents
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.domains.transparency.actions import asking, planning, reporting
from veche.domains.transparency.actions.planning import BodyGiven
from veche.domains.transparency.actions.reporting import About, Content
from veche.domains.transparency.models import Body, PlanLine, Question, Report
from veche.domains.transparency.tests import makers
from veche.kernel import jobs
from veche.kernel.manifest import Judged

SUMMARY = (
    "Город построил две школы и одну поликлинику. Дороги отремонтировали не все. "
    "Остальные дороги сделают в этом году."
)
TABLE: list[list[Any]] = [
    ["Показатель", "2025"],
    ["Школы", 2],
    ["Скворечники", 14],
    ["Поликлиники", 1],
]


def pdf(words: str = "Отчёт о вертолётных площадках") -> bytes:
    """A PDF with these words."""
    return documents.as_pdf(documents.Paper("Отчёт", (documents.text(words),)))


def body(name: str = "Администрация города", **given: Any) -> Body:
    """A body that reports."""
    return planning.keep_body(makers.role("approver"), given=BodyGiven(name, **given))


def line(of: Body, since: date, **given: Any) -> PlanLine:
    """A line of its plan."""
    told = {"kind": "appeals", "period": "quarter", "days_after": 30, **given}
    return planning.plan_report(makers.role("approver"), slug=of.slug, since=since, **told)


def about(of: Body, **given: Any) -> About:
    """A report of the head for the year 2025, if nothing else is said."""
    told = {
        "kind": "head",
        "title": "Отчёт главы за 2025 год",
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2025, 12, 31),
    }
    return About(of.slug, **{**told, **given})


def content(**given: Any) -> Content:
    """A file, a table, a gist."""
    told = {"summary": SUMMARY, "file": pdf(), "tables": [makers.xlsx(TABLE)]}
    return Content(**{**told, **given})


def publish(of: Body, person: PersonRef | None = None, **given: Any) -> Report:
    """A report that everyone reads, its words read too."""
    row = reporting.publish_report(
        person or makers.role("author"), about=about(of, **given), content=content()
    )
    jobs.run_waiting()
    return row


def ask(row: Report) -> Question:
    """A question of a resident that everyone sees."""
    asked = asking.ask_question(make_person(), slug=row.slug, text="Когда откроют вторую школу?")
    asking.judge_question(question_id=asked.id, judged=Judged(True))
    return Question.objects.get(id=asked.id)
