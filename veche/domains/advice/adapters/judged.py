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
from veche.kernel.manifest import Exhibit, Moderated


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


MODERATED = (
    Moderated(
        asking.KIND,
        _("Вопрос городу"),
        _questions,
        asking.judge_question,
        rewrite=asking.rewrite_question,
    ),
    Moderated(
        answering.KIND,
        _("Ответ на вопрос городу"),
        _answers,
        answering.judge_answer,
        rewrite=answering.rewrite_answer,
    ),
)
