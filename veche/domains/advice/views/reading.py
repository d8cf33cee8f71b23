"""What everyone reads: guides, questions with answers, versions, feeds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.advice import policies, rules
from veche.domains.advice.actions import answering, asking
from veche.domains.advice.adapters import told
from veche.domains.advice.models import Answer
from veche.domains.advice.queries import guides, questions, wording
from veche.domains.advice.queries.questions import Shown
from veche.domains.advice.views import parts
from veche.kernel.access import access
from veche.kernel.web import feeds, render

FEED_SIZE = 50
SHOWS = ("", questions.WAITING, questions.DONE)


def _tabs(current: str) -> list[dict[str, Any]]:
    numbers = {"guides": guides.number_of_public(), "questions": questions.number_of_public()}
    titles = {"guides": _("Справки"), "questions": _("Вопросы")}
    return [
        {
            "title": titles[name],
            "url": reverse(f"advice:list-{name}"),
            "count": number,
            "current": name == current,
        }
        for name, number in numbers.items()
    ]


@require_safe
@access("public")
def list_guides(request: HttpRequest) -> HttpResponse:
    """What has been answered and checked: the way in."""
    theme, here = parts.theme_of(request.GET.get("theme", "")), reverse("advice:list-guides")
    page = guides.page(theme, after=request.GET.get("after", ""))
    following = {"theme": theme, "after": page.next_token}
    context = {
        "tabs": _tabs("guides"),
        "theme_chosen": bool(theme),
        "themes": parts.themes(here, theme),
        "rows": [parts.guide_row(row) for row in page.items],
        "next_url": f"{here}?{urlencode(following)}" if page.next_token else "",
        "note": request.GET.get("done", ""),
    }
    return render(request, "advice/guides.html", context)


@require_safe
@access("public")
def list_questions(request: HttpRequest) -> HttpResponse:
    """Questions: the newest, those that wait, those answered lately."""
    theme, here = parts.theme_of(request.GET.get("theme", "")), reverse("advice:list-questions")
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    page = questions.page(theme, show, after=request.GET.get("after", ""))
    titles = {
        "": _("Новые"),
        questions.WAITING: _("Ждут ответа"),
        questions.DONE: _("Отвечены"),
    }
    following = {"show": show, "theme": theme, "after": page.next_token}
    context = {
        "tabs": _tabs("questions"),
        "theme_chosen": bool(theme),
        "themes": parts.themes(here, theme, show=show),
        "theme_topic": f"{told.THEME}:{theme}" if theme else "",
        "shows": [
            {"title": titles[one], "url": _shown(here, one, theme), "current": one == show}
            for one in SHOWS
        ],
        "rows": [parts.question_row(row) for row in page.items],
        "next_url": f"{here}?{urlencode(following)}" if page.next_token else "",
    }
    return render(request, "advice/questions.html", context)


def _shown(here: str, show: str, theme: str) -> str:
    given = {name: value for name, value in (("show", show), ("theme", theme)) if value}
    return f"{here}?{urlencode(given)}" if given else here


@require_safe
@access(policies.may_read_question)
def read_question(request: HttpRequest, number: str) -> HttpResponse:
    """A question, the best answer, the others by usefulness."""
    person, after = identity.person_of(request), request.GET.get("after", "")
    found = questions.shown(person, number, after=after)
    row = found.row
    here = reverse("advice:read-question", args=[number])
    title, icon = wording.THEMES[row.theme]
    may_answer = policies.may_answer_question(person, row)
    context = {
        "row": row,
        "theme": title,
        "icon": icon,
        "best": _answer(person, found, found.best, here) if found.best else None,
        "answers": [_answer(person, found, one, here) for one in found.answers],
        "guide": found.guide,
        "waiting": questions.waiting_of(person, row),
        "may_answer": may_answer or may_answer.code == "sign-in-needed",
        "may_withdraw": policies.may_withdraw_question(person, row),
        "is_own": rules.is_own(person, row.author_id),
        "may_keep": policies.may_keep_guides(person),
        "topic": f"{told.QUESTION}:{row.id}",
        "complain_url": moderation.complain_url(asking.KIND, row.id, here),
        "own_url": moderation.own_url(asking.KIND, row.id) if not row.is_public else "",
        "next_url": f"{here}?{urlencode({'after': found.next_token})}" if found.next_token else "",
        "crumbs": parts.crumbs(),
        "note": request.GET.get("done", ""),
        "is_late": row.due_on is not None and row.due_on < questions.today(),
    }
    return render(request, "advice/question.html", context)


def _answer(person: PersonRef, found: Shown, one: Answer, here: str) -> dict[str, Any]:
    """An answer and what this person may do with it."""
    is_best = found.row.best_id == one.id
    return {
        "one": one,
        "voice": wording.VOICES[one.voice],
        "tone": wording.VOICE_TONES[one.voice],
        "icon": wording.VOICE_ICONS[one.voice],
        "is_best": is_best,
        "is_own": rules.is_own(person, one.author_id),
        "mark": found.marks.get(one.id),
        "may_choose": not is_best and policies.may_choose_best(person, one),
        "may_withdraw": policies.may_withdraw_answer(person, one),
        "complain_url": moderation.complain_url(answering.KIND, one.id, here),
    }


@require_safe
@access("public")
def read_guide(request: HttpRequest, number: str) -> HttpResponse:
    """A guide: the words, who checked them and when, what to do if they are wrong."""
    person, row = identity.person_of(request), guides.guide(number)
    context = {
        **parts.guide_row(row),
        "versions": row.version,
        "has_doubted": guides.has_doubted(person, row),
        "may_doubt": not row.is_outdated,
        "may_keep": policies.may_keep_guides(person),
        "topic": f"{told.GUIDE}:{row.id}",
        "crumbs": parts.crumbs(),
        "note": request.GET.get("done", ""),
    }
    return render(request, "advice/guide.html", context)


@require_safe
@access("public")
def list_versions(request: HttpRequest, number: str) -> HttpResponse:
    """What was changed in a guide, when and why."""
    row = guides.guide(number)
    context = {"row": row, "versions": guides.versions(row), "crumbs": parts.crumbs()}
    return render(request, "advice/versions.html", context)


@require_safe
@access("public")
def read_version(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """A guide as it read before."""
    row = guides.guide(number)
    found = guides.version(row, version)
    context = {"row": row, "version": found, "crumbs": parts.crumbs()}
    return render(request, "advice/version.html", context)


@require_safe
@access("public")
def questions_feed(request: HttpRequest) -> HttpResponse:
    """New questions as Atom, of one theme or all."""
    theme = parts.theme_of(request.GET.get("theme", ""))
    entries = [
        feeds.Entry(
            title=row.title,
            path=reverse("advice:read-question", args=[row.number]),
            text=row.text,
            published_at=row.published_at,
            updated_at=row.answered_at or row.published_at,
        )
        for row in questions.newest(theme, FEED_SIZE)
        if row.published_at is not None
    ]
    here = reverse("advice:list-questions")
    return feeds.atom(request, _("Вопросы городу"), here, entries)


@require_safe
@access("public")
def guides_feed(request: HttpRequest) -> HttpResponse:
    """New and changed guides as Atom."""
    entries = [
        feeds.Entry(
            title=row.title,
            path=reverse("advice:read-guide", args=[row.number]),
            text=row.text,
            published_at=row.changed_at,
            updated_at=row.changed_at,
        )
        for row in guides.newest(FEED_SIZE)
    ]
    return feeds.atom(request, _("Справки города"), reverse("advice:list-guides"), entries)
