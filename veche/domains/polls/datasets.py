"""Public tables of polls: what was answered, as it was counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from veche.domains.polls import queries
from veche.kernel.datasets import Column, DataSet


def _results() -> Iterator[list[Any]]:
    for poll, found in queries.with_results():
        for question in poll.questions.all():
            answered = found.line(question.code, "").votes
            for option in question.options.all():
                line = found.line(question.code, option.code)
                yield [
                    poll.slug,
                    poll.title,
                    timezone.localdate(poll.closes_at) if poll.closes_at else None,
                    found.ballots,
                    question.code,
                    question.text,
                    answered,
                    option.code,
                    option.text,
                    line.votes,
                    line.points,
                    reverse("polls:result", args=[poll.slug]),
                ]


DATASETS = (
    DataSet(
        code="poll-results",
        title=_("Итоги опросов и голосований"),
        text=_(
            "Сколько голосов получил каждый вариант в каждом опросе, итоги которого опубликованы. "
            "В строке один вариант ответа. Сами бюллетени скачивают на странице опроса."
        ),
        theme="GOVE",
        period="CONT",
        columns=(
            Column("poll", _("Опрос, код")),
            Column("title", _("Опрос")),
            Column("closed_on", _("Закончился"), "date"),
            Column("ballots", _("Бюллетеней"), "integer"),
            Column("question", _("Вопрос, код")),
            Column("question_text", _("Вопрос")),
            Column("answered", _("Ответили на вопрос"), "integer"),
            Column("option", _("Вариант, код")),
            Column("option_text", _("Вариант")),
            Column("votes", _("Голосов"), "integer"),
            Column("points", _("Баллов"), "integer", note=_("где вариантам дают баллы или места")),
            Column("url", _("Страница"), use="link"),
        ),
        rows=_results,
        page="polls:list",
        keywords=(_("голосование"), _("опрос"), _("итоги")),
    ),
)
