"""Questions and their answers, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.domains.advice import policies
from veche.domains.advice.models import Answer, Doubt, Guide, Question, Rating
from veche.kernel import clock
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

NEWEST = ("-published_at", "id")
OLDEST = ("published_at", "id")
ANSWERED = ("-answered_at", "id")
WAITING, DONE = "waiting", "answered"
ANSWERS_ORDER = ("-score", "published_at", "id")


@dataclass(frozen=True)
class Shown:
    """A question as one person sees it; `marks` are their own, by answer."""

    row: Question
    best: Answer | None
    answers: list[Answer]
    guide: Guide | None
    marks: dict[UUID, bool]
    next_token: str = ""


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


def page(theme: str = "", show: str = "", *, after: str = "", size: int = 20) -> Page[Question]:
    """Public questions: the newest, those answered lately, or those that wait, oldest first."""
    rows = Question.objects.filter(is_public=True)
    if theme:
        rows = rows.filter(theme=theme)
    if show == DONE:
        return keyset(rows.filter(answers__gt=0), order=ANSWERED, after=after, size=size)
    if show == WAITING:
        return keyset(rows.filter(answers=0), order=OLDEST, after=after, size=size)
    return keyset(rows, order=NEWEST, after=after, size=size)


def unanswered(*, after: str = "", size: int = 20) -> Page[Question]:
    """What nobody has answered, the oldest first."""
    return page(show=WAITING, after=after, size=size)


def owed(*, size: int) -> list[Question]:
    """What the town has not answered, whoever else has, the oldest first."""
    return list(_owed().order_by(*OLDEST)[:size])


def _owed() -> QuerySet[Question]:
    return Question.objects.filter(is_public=True, has_official=False, best=None)


def unofficial(*, after: str = "", size: int = 20) -> Page[Question]:
    """Answered by neighbours alone and without a best answer, the oldest first."""
    return keyset(_owed().filter(answers__gt=0), order=OLDEST, after=after, size=size)


def counts() -> tuple[int, int, int]:
    """How many nobody has answered, how many the town owes past its term, and how many neighbours
    alone have answered."""
    waiting = Question.objects.filter(is_public=True, answers=0).count()
    late = _owed().filter(due_on__lt=today()).count()
    return waiting, late, _owed().filter(answers__gt=0).count()


def number_of_public() -> int:
    """How many questions everyone sees."""
    return Question.objects.filter(is_public=True).count()


def question(number: str) -> Question:
    """The row of that number, whoever asks; NotFound. A caller asks a policy next."""
    found = Question.objects.filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


def question_for(person: PersonRef, number: str) -> Question:
    """One that this person sees; NotFound."""
    row = question(number)
    if not policies.may_read_question(person, row):
        raise NotFound()
    return row


def shown(person: PersonRef, number: str, *, after: str = "", size: int = 20) -> Shown:
    """A question with its answers: the best first, then by usefulness."""
    row = question_for(person, number)
    public = _public(row)
    best = public.filter(id=row.best_id).first() if row.best_id and not after else None
    rest = public.exclude(id=row.best_id) if row.best_id else public
    found = keyset(rest, order=ANSWERS_ORDER, after=after, size=size)
    guide = Guide.objects.filter(question=row, is_public=True).first() if row.best_id else None
    every = [*([best] if best else []), *found.items]
    for one in every:
        one.question = row
    return Shown(row, best, found.items, guide, _marks(person, every), found.next_token)


def answers(row: Question, *, after: str = "", size: int = 20) -> Page[Answer]:
    """Public answers by usefulness, for programs."""
    return keyset(_public(row), order=ANSWERS_ORDER, after=after, size=size)


def _public(row: Question) -> QuerySet[Answer]:
    return Answer.objects.filter(question=row, is_public=True)


def _marks(person: PersonRef, rows: Sequence[Answer]) -> dict[UUID, bool]:
    if not person.is_known or not rows:
        return {}
    ids = [person.known_id, *person.earlier_ids]
    found = Rating.objects.filter(answer__in=[row.id for row in rows], person_id__in=ids)
    return dict(found.values_list("answer_id", "is_useful"))


def waiting_of(person: PersonRef, row: Question) -> list[Answer]:
    """One's own answers to a question that nobody else sees yet."""
    if not person.is_known:
        return []
    ids = [person.known_id, *person.earlier_ids]
    found = Answer.objects.filter(
        question=row, author_id__in=ids, is_public=False, is_withdrawn=False
    )
    return list(found.order_by("written_at", "id"))


def answer(answer_id: UUID) -> Answer:
    """A public answer with its question; NotFound."""
    rows = Answer.objects.select_related("question")
    found = rows.filter(id=answer_id, is_public=True, question__is_public=True).first()
    if found is None:
        raise NotFound()
    return found


def own_answer(person: PersonRef, answer_id: UUID) -> Answer:
    """One's own, public or not; NotFound for anybody else's."""
    ids = [person.id, *person.earlier_ids] if person.is_known else []
    rows = Answer.objects.select_related("question")
    found = rows.filter(id=answer_id, author_id__in=ids, is_withdrawn=False).first()
    if found is None:
        raise NotFound()
    return found


def own_questions(person: PersonRef, *, after: str = "", size: int = 20) -> Page[Question]:
    """What the person has asked, the newest first."""
    ids = [person.id, *person.earlier_ids] if person.is_known else []
    rows = Question.objects.filter(author_id__in=ids, is_withdrawn=False)
    return keyset(rows, order=("-asked_at", "id"), after=after, size=size)


def own_numbers(person: PersonRef) -> tuple[int, int]:
    """How many questions and public answers a person has."""
    ids = [person.id, *person.earlier_ids] if person.is_known else []
    asked = Question.objects.filter(author_id__in=ids, is_withdrawn=False).count()
    return asked, Answer.objects.filter(author_id__in=ids, is_public=True).count()


def asked_lately(person: PersonRef) -> int:
    """How many questions a person has asked within a day."""
    if not person.is_known:
        return 0
    since = clock.now() - timedelta(days=1)
    ids = [person.known_id, *person.earlier_ids]
    return Question.objects.filter(author_id__in=ids, asked_at__gt=since).count()


def limit() -> int:
    """How many questions one person may ask in a day."""
    return norms.value("advice.questions_per_day", today()).value


def due_on(start: date) -> date:
    """By when the town answers what was published on that day."""
    return norms.due_on("advice.answer_days", start)


def answer_days() -> norms.Norm:
    """The town's term."""
    return norms.value("advice.answer_days", today())


def plain_question(question_id: UUID) -> Question | None:
    """A question by its id, for who tells of it."""
    return Question.objects.filter(id=question_id).first()


def plain_answer(answer_id: UUID) -> Answer | None:
    """An answer by its id, for who tells of it."""
    return Answer.objects.select_related("question").filter(id=answer_id).first()


def many_questions(ids: Iterable[UUID]) -> list[Question]:
    """Questions for the moderator; what was taken back is left out."""
    return list(Question.objects.filter(id__in=list(ids), is_withdrawn=False))


def many_answers(ids: Iterable[UUID]) -> list[Answer]:
    """Answers for the moderator; what was taken back is left out."""
    rows = Answer.objects.select_related("question")
    return list(rows.filter(id__in=list(ids), is_withdrawn=False))


def newest(theme: str, size: int) -> list[Question]:
    """The newest public questions, for a feed."""
    return page(theme, size=size).items


def addresses(limit: int = 20_000) -> list[tuple[str, datetime]]:
    """Numbers of answered public questions and when they were answered; the newest first."""
    rows = Question.objects.filter(is_public=True, answers__gt=0).order_by(*ANSWERED)
    return [(one.number, one.answered_at or one.asked_at) for one in rows[:limit]]


def own_words(person_ids: Sequence[UUID]) -> dict[str, list[dict[str, Any]]]:
    """What accounts asked, answered and marked, for a copy of their data."""
    ids = list(person_ids)
    return {
        "questions": [
            {
                "number": row.number,
                "title": row.title,
                "text": row.text,
                "is_public": row.is_public,
                "asked_at": row.asked_at.isoformat(),
            }
            for row in Question.objects.filter(author_id__in=ids).order_by("asked_at", "id")
        ],
        "answers": [
            {
                "question": row.question.number,
                "text": row.text,
                "is_public": row.is_public,
                "written_at": row.written_at.isoformat(),
            }
            for row in Answer.objects.filter(author_id__in=ids)
            .select_related("question")
            .order_by("written_at", "id")
        ],
        "marks": [
            {"answer": str(answer_id), "useful": is_useful}
            for answer_id, is_useful in Rating.objects.filter(person_id__in=ids).values_list(
                "answer_id", "is_useful"
            )
        ],
        "doubts": [
            {"guide": number, "reason": reason}
            for number, reason in Doubt.objects.filter(person_id__in=ids).values_list(
                "guide__number", "reason"
            )
        ],
    }
