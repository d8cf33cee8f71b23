"""Public reports as everyone reads them: lists, one whole, what is owed, questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.norms.public import Norm
from veche.commons.organisations import public as organisations
from veche.commons.towns import public as towns
from veche.domains.transparency.models import (
    Body,
    Due,
    PlanLine,
    Question,
    Report,
    Version,
)
from veche.domains.transparency.rules import publication as rules
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

ORDER = ("-ends_on", "-published_at", "id")
DUES_MAX, QUESTIONS = 2000, 50
HEAVY = ("words",)
ANSWER_DAYS = "public_report.answer_days"
SECOND_THOUGHTS = timedelta(days=1)


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def day_of(at: datetime) -> date:
    """On which of the town's days an instant lies."""
    return at.astimezone(clock.zone(towns.current().time_zone)).date()


def folded(words: str) -> str:
    """Words as the search compares them: the dictionary knows no «ё»."""
    return words.replace("ё", "е").replace("Ё", "Е")


def term(kind: str, on: date) -> Norm:
    """How many days after its period a kind of report is due, and by which law."""
    return norms.value(f"public_report.{kind}_days", on)


def answer_term() -> Norm:
    """How long a body has to answer, and by which law."""
    return norms.value(ANSWER_DAYS, today())


def answer_due_on(start: date) -> date:
    """By when a question that is shown from that day on is answered."""
    return norms.due_on(ANSWER_DAYS, start, if_day_off="next")


def bodies() -> list[Body]:
    """All that report: the town's own first."""
    return list(Body.objects.all())


def body(slug: str) -> Body:
    """One of them; NotFound."""
    found = Body.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def body_by_id(body_id: UUID) -> Body | None:
    """A body by its id, for whoever follows it."""
    return Body.objects.filter(id=body_id).first()


@dataclass(frozen=True)
class Wanted:
    """Which reports are looked for; what is empty does not matter."""

    body: str = ""
    kind: str = ""
    year: int = 0
    words: str = ""


def _rows() -> QuerySet[Report]:
    return Report.objects.defer(*HEAVY).select_related("body", "due")


def page(wanted: Wanted, *, after: str = "", size: int = 20) -> Page[Report]:
    """Reports, the newest period first."""
    rows = _rows()
    if wanted.body:
        rows = rows.filter(body__slug=wanted.body)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    if wanted.words:
        rows = _spoken_of(rows, wanted.words)
    return keyset(rows, order=ORDER, after=after, size=size)


def _spoken_of(rows: QuerySet[Report], words: str) -> QuerySet[Report]:
    sought = SearchQuery(folded(words), config="russian", search_type="websearch")
    return rows.annotate(found=SearchVector("words", config="russian")).filter(found=sought)


def about(words: str, limit: int) -> list[Report]:
    """Reports in whose file, tables or summary these words stand, the newest first."""
    return list(_spoken_of(_rows(), words).order_by(*ORDER)[:limit])


def years() -> list[int]:
    """Years of which there are reports, the newest first."""
    return list(Report.objects.order_by("-year").values_list("year", flat=True).distinct())


def report(slug: str) -> Report:
    """One report; NotFound."""
    found = _rows().filter(slug=slug).first()
    if found is None:
        raise NotFound()
    return found


def report_by_id(report_id: UUID) -> Report | None:
    """A report by its id, for who tells of it."""
    return _rows().filter(id=report_id).first()


def versions(row: Report) -> list[Version]:
    """All that was published of a report with its tables, the newest first; two queries."""
    return list(row.versions.select_related("hiding").prefetch_related("tables"))


def version(slug: str, number: int) -> Version:
    """One version of a report; NotFound."""
    rows = Version.objects.select_related("report__body", "hiding")
    found = rows.filter(report__slug=slug, number=number).first()
    if found is None:
        raise NotFound()
    return found


def addresses(limit: int = 20_000) -> list[tuple[str, datetime]]:
    """Slugs of all reports and when they changed."""
    return list(Report.objects.order_by(*ORDER).values_list("slug", "changed_at")[:limit])


def days_late(row: Report) -> int:
    """How many days after its term a report came; 0 in time or where there was no term."""
    return rules.days_late(row.due.due_on, day_of(row.published_at)) if row.due else 0


def open_dues(body_slug: str = "") -> list[Due]:
    """What is owed and not there, the longest first."""
    rows = Due.objects.filter(is_done=False).select_related("line__body")
    if body_slug:
        rows = rows.filter(line__body__slug=body_slug)
    return list(rows.order_by("due_on", "id")[:DUES_MAX])


def overdue_number() -> int:
    """How many reports are late today."""
    return Due.objects.filter(is_done=False, due_on__lt=today()).count()


def due_by_id(due_id: UUID) -> Due | None:
    """What is owed, by its id."""
    return Due.objects.filter(id=due_id).select_related("line__body").first()


@dataclass(frozen=True)
class Kept:
    """How a body keeps its terms: of so many reports that were due so many came in time."""

    number: int
    in_time: int


def kept_terms() -> dict[UUID, Kept]:
    """By body, of reports with a term: those that came and those that are late; two queries."""
    day = TruncDate("published_at", tzinfo=clock.zone(towns.current().time_zone))
    came = Report.objects.filter(due__isnull=False).order_by()
    found = {
        one["body_id"]: Kept(one["number"], one["in_time"])
        for one in came.annotate(day=day)
        .values("body_id")
        .annotate(number=Count("id"), in_time=Count("id", filter=Q(day__lte=F("due__due_on"))))
    }
    late = Due.objects.filter(is_done=False, due_on__lt=today()).order_by()
    for body_id, number in late.values_list("line__body_id").annotate(Count("id")):
        known = found.get(body_id, Kept(0, 0))
        found[body_id] = Kept(known.number + number, known.in_time)
    return found


def known_periods(line: PlanLine) -> list[tuple[date, date]]:
    """Periods for which the body has reported this kind, or owes it by another line."""
    dues = Due.objects.filter(line__body_id=line.body_id, line__kind=line.kind)
    rows = Report.objects.filter(body_id=line.body_id, kind=line.kind)
    return [
        *dues.exclude(line=line).values_list("starts_on", "ends_on"),
        *rows.values_list("starts_on", "ends_on"),
    ]


def lines(of: Body) -> list[PlanLine]:
    """The plan of a body, what is in force first."""
    return list(PlanLine.objects.filter(body=of).order_by("-ends_on", "kind", "starts_on"))


def untold_overdue(on: date, limit: int = 500) -> list[UUID]:
    """What became late, of which nobody was told; a line planned by mistake has a day to go."""
    rows = Due.objects.filter(
        is_done=False,
        is_overdue_told=False,
        due_on__lt=on,
        line__planned_at__lt=clock.now() - SECOND_THOUGHTS,
    )
    return list(rows.order_by("due_on").values_list("id", flat=True)[:limit])


def live_lines() -> list[UUID]:
    """Lines of the plan that are in force."""
    return list(PlanLine.objects.filter(ends_on=None).values_list("id", flat=True))


def is_own(person: PersonRef, row: Question) -> bool:
    """Whether this person asked."""
    return row.author_id is not None and row.author_id in own_ids(person)


def own_ids(person: PersonRef) -> list[UUID]:
    """All accounts of a person; none for a visitor."""
    return [person.known_id, *person.earlier_ids] if person.is_known else []


def questions(row: Report, *, after: str = "", size: int = QUESTIONS) -> Page[Question]:
    """Questions everyone sees, the earliest first."""
    shown = row.questions.filter(state=rules.SHOWN)
    page = keyset(shown, order=("shown_at", "id"), after=after, size=size)
    for one in page.items:
        one.report = row
    return page


def own_waiting(person: PersonRef, row: Report) -> list[Question]:
    """One's own questions that a moderator has not read."""
    own = row.questions.filter(state=rules.WAITING, author_id__in=own_ids(person))
    found = list(own.order_by("-asked_at")[:QUESTIONS])
    for one in found:
        one.report = row
    return found


def question(question_id: UUID | str) -> Question:
    """A question, whoever asks; NotFound. A caller asks a policy next."""
    found = question_by_id(question_id)
    if found is None:
        raise NotFound()
    return found


def question_by_id(question_id: UUID | str) -> Question | None:
    """A question by its id with its report and body."""
    return Question.objects.filter(id=question_id).select_related("report__body").first()


def questions_by_ids(ids: Sequence[UUID]) -> list[Question]:
    """For a moderator; what was taken back is left out."""
    rows = Question.objects.filter(id__in=ids).exclude(state=rules.WITHDRAWN)
    return list(rows.select_related("report__body"))


def unanswered(limit: int = 50) -> list[Question]:
    """What a body has to answer, the nearest term first."""
    rows = Question.objects.filter(state=rules.SHOWN, answered_at=None)
    return list(rows.select_related("report__body").order_by("due_on", "id")[:limit])


def acts_for(person: PersonRef, of: Body) -> bool:
    """Whether somebody acts for the organisation that the body is."""
    if not person.is_known or of.organisation_id is None:
        return False
    return organisations.may_act_for(person, of.organisation_id)


def own_words(ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """What accounts asked, for a copy of their data."""
    rows = Question.objects.filter(author_id__in=ids).select_related("report")
    return [
        {
            "report": row.report.title,
            "text": row.text,
            "asked_at": row.asked_at.isoformat(),
            "state": row.state,
        }
        for row in rows.order_by("asked_at", "id")
    ]


def everything() -> Iterator[Report]:
    """All reports, the newest period first, read while they are sent."""
    return _rows().order_by(*ORDER).iterator(chunk_size=500)
