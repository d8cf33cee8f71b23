"""What people are told: who asked, whose answer was chosen, and those who follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.advice import events, rules
from veche.domains.advice.models import Question
from veche.domains.advice.queries import guides, questions, wording
from veche.kernel.manifest import Notice, NoticeKind, Topic

QUESTION, THEME, GUIDE = "advice.question", "advice.theme", "advice.guide"
LETTERS = 160


def _find_question(key: str) -> tuple[str, str] | None:
    known = _uuid(key)
    row = questions.plain_question(known) if known else None
    return (row.title, _url(row)) if row is not None and row.is_public else None


def _find_theme(code: str) -> tuple[str, str] | None:
    if code not in rules.THEMES:
        return None
    return str(wording.theme_title(code)), f"{reverse('advice:list-questions')}?theme={code}"


def _find_guide(key: str) -> tuple[str, str] | None:
    known = _uuid(key)
    row = guides.plain(known) if known else None
    return (row.title, reverse("advice:read-guide", args=[row.number])) if row else None


TOPICS = (
    Topic(QUESTION, _("Вопрос городу"), _find_question),
    Topic(THEME, _("Тема вопросов городу"), _find_theme),
    Topic(GUIDE, _("Справка"), _find_guide),
)


def published(payload: Mapping[str, Any]) -> Notice | None:
    """A new question, to those who follow its theme and to who asked it."""
    row = questions.plain_question(UUID(payload["question_id"]))
    if row is None or not row.is_public:
        return None
    return Notice(
        title=gettext("Вопрос городу опубликован"),
        text=row.title,
        url=_url(row),
        topics=(f"{THEME}:{row.theme}",),
        people=_people(row.author_id),
    )


def answered(payload: Mapping[str, Any]) -> Notice | None:
    """An answer, to who asked and to those who follow the question."""
    row = questions.plain_answer(UUID(payload["answer_id"]))
    if row is None or not row.is_public or not row.question.is_public:
        return None
    return Notice(
        title=gettext("Ответ: %(title)s") % {"title": row.question.title},
        text=": ".join(filter(None, (row.speaks_for, row.text[:LETTERS]))),
        url=f"{_url(row.question)}#a-{row.id}",
        topics=(f"{QUESTION}:{row.question_id}",),
        people=_people(row.question.author_id),
        besides=_people(row.author_id),
    )


def chosen(payload: Mapping[str, Any]) -> Notice | None:
    """The best answer, to its author, to who asked and to those who follow."""
    row = questions.plain_answer(UUID(payload["answer_id"]))
    if row is None or not row.is_public or row.question.best_id != row.id:
        return None
    return Notice(
        title=gettext("Лучший ответ выбран, готова справка"),
        text=row.question.title,
        url=reverse("advice:read-guide", args=[row.question.number]),
        topics=(f"{QUESTION}:{row.question_id}",),
        people=tuple({*_people(row.author_id), *_people(row.question.author_id)}),
    )


def rewritten(payload: Mapping[str, Any]) -> Notice | None:
    """A guide was written anew, to those who follow it."""
    row = guides.plain(UUID(payload["guide_id"]))
    if row is None:
        return None
    return Notice(
        title=gettext("Справка обновлена: %(title)s") % {"title": row.title},
        text=gettext("Проверило: %(body)s") % {"body": row.speaks_for},
        url=reverse("advice:read-guide", args=[row.number]),
        topics=(f"{GUIDE}:{row.id}",),
    )


def outdated(payload: Mapping[str, Any]) -> Notice | None:
    """A guide does not hold any more, to those who follow it."""
    row = guides.plain(UUID(payload["guide_id"]))
    if row is None or not row.is_outdated:
        return None
    return Notice(
        title=gettext("Справка устарела: %(title)s") % {"title": row.title},
        text=gettext("Не полагайтесь на неё: город готовит новую."),
        url=reverse("advice:read-guide", args=[row.number]),
        topics=(f"{GUIDE}:{row.id}",),
    )


def _people(person_id: UUID | None) -> tuple[UUID, ...]:
    return (person_id,) if person_id is not None else ()


def _url(row: Question) -> str:
    return reverse("advice:read-question", args=[row.number])


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


NOTICES = (
    NoticeKind(events.QuestionPublished.kind, _("Новые вопросы городу"), published),
    NoticeKind(events.AnswerPublished.kind, _("Ответы на вопросы городу"), answered),
    NoticeKind(events.BestChosen.kind, _("Выбран лучший ответ"), chosen),
    NoticeKind(events.GuideSaved.kind, _("Справка обновлена"), rewritten),
    NoticeKind(events.GuideOutdated.kind, _("Справка устарела"), outdated),
)
