"""Questions and answers as a moderator sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.advice import rules
from veche.domains.advice.actions import answering, asking
from veche.domains.advice.queries import questions
from veche.kernel.manifest import Exhibit, Judged, Moderated


def _questions(ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    return {
        row.id: Exhibit(
            gettext("Вопрос городу"),
            rules.whole(row.title, row.text),
            reverse("advice:read-question", args=[row.number]),
        )
        for row in questions.many_questions(ids)
    }


def _answers(ids: Sequence[UUID]) -> Mapping[UUID, Exhibit]:
    return {
        row.id: Exhibit(
            gettext("Ответ на вопрос «%(title)s»") % {"title": row.question.title},
            row.text,
            reverse("advice:read-question", args=[row.question.number]),
        )
        for row in questions.many_answers(ids)
    }


def _judge_question(question_id: UUID, judged: Judged) -> None:
    asking.judge_question(question_id=question_id, judged=judged)


def _rewrite_question(question_id: UUID, text: str) -> None:
    asking.rewrite_question(question_id=question_id, text=text)


def _judge_answer(answer_id: UUID, judged: Judged) -> None:
    answering.judge_answer(answer_id=answer_id, judged=judged)


def _rewrite_answer(answer_id: UUID, text: str) -> None:
    answering.rewrite_answer(answer_id=answer_id, text=text)


MODERATED = (
    Moderated(
        asking.KIND,
        _("Вопрос городу"),
        _questions,
        _judge_question,
        rewrite=_rewrite_question,
    ),
    Moderated(
        answering.KIND,
        _("Ответ на вопрос городу"),
        _answers,
        _judge_answer,
        rewrite=_rewrite_answer,
    ),
)
