"""What residents wrote in their own words, for the officials who must read it."""

from __future__ import annotations

from itertools import islice

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.polls import policies, queries
from veche.domains.polls.models import Poll, QuestionKind
from veche.domains.polls.views.office_door import office
from veche.kernel.errors import Refused
from veche.kernel.web import downloads, render

SHOWN = 500


def _closed(person: PersonRef, slug: str) -> Poll:
    poll = queries.poll_to_manage(person, slug)
    if not ballots.is_published(poll.id):
        raise Refused(
            _("Ответы своими словами откроются вместе с итогом"),
            advice=_("Так чужие слова никому не подсказывают, пока голосуют и считают."),
        )
    return poll


@office(policies.may_draft_poll)
@require_safe
def read_own_words(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Answers to each question of that kind, in random order, never beside anything else."""
    poll = _closed(person, slug)
    asked = [
        {
            "question": question,
            "words": list(islice(ballots.own_words(poll.id, question.code), SHOWN)),
        }
        for question in poll.questions.all()
        if question.kind == QuestionKind.TEXT
    ]
    crumbs = [
        {"title": _("Подготовка опросов"), "url": reverse("polls:desk")},
        {
            "title": poll.title,
            "url": reverse("polls:manage-poll", args=[slug]),
            "is_written": True,
        },
    ]
    context = {"poll": poll, "asked": asked, "crumbs": crumbs, "shown": SHOWN}
    return render(request, "polls/office/own_words.html", context)


@office(policies.may_draft_poll)
@require_safe
def own_words_csv(request: HttpRequest, person: PersonRef, slug: str) -> StreamingHttpResponse:
    """All of them as a file for the working group."""
    poll = _closed(person, slug)
    rows = (
        [question.code, words]
        for question in poll.questions.all()
        if question.kind == QuestionKind.TEXT
        for words in ballots.own_words(poll.id, question.code)
    )
    return downloads.csv_file(f"{poll.slug}-own-words.csv", [_("Вопрос"), _("Ответ")], rows)
