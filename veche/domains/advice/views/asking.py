"""Asking: what is answered already comes first, the form after it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.domains.advice import policies, rules
from veche.domains.advice.actions import asking
from veche.domains.advice.forms import QuestionForm
from veche.domains.advice.queries import finding, questions
from veche.domains.advice.views import parts
from veche.kernel.access import access, post_only
from veche.kernel.text import clean_line
from veche.kernel.web import render, to_sign_in

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@access(policies.may_ask_question)
def ask_question(request: HttpRequest) -> HttpResponse:
    """One line first; then what is like it; then the rest, if none of that answers."""
    person = identity.person_of(request)
    asked = clean_line(request.GET.get("title", ""))[: rules.TITLE_MAX]
    if request.method != "POST" and not asked:
        return render(request, "advice/ask.html", {"crumbs": parts.crumbs(), "asked": ""})
    if request.method == "POST" and not person.is_known:
        return to_sign_in(request)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    form.initial["title"] = asked
    if form.is_bound and form.is_valid():
        return _ask(request, form)
    found = finding.about(asked) if asked else finding.Found([], [])
    here = f"{reverse('advice:ask-question')}?{urlencode({'title': asked})}"
    allowed = policies.may_ask_question(
        person, asked=questions.asked_lately(person), limit=questions.limit()
    )
    context = {
        "form": form,
        "asked": asked,
        "guides": [parts.guide_row(row) for row, _share in found.guides],
        "questions": [parts.question_row(row) for row, _share in found.questions],
        "term": questions.answer_days(),
        "allowed": allowed,
        "sign_in_url": identity.sign_in_url(here),
        "is_known": person.is_known,
        "limit": rules.TEXT_MAX,
        "crumbs": parts.crumbs(),
    }
    return render(request, "advice/ask.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, form: QuestionForm) -> HttpResponse:
    person, given = identity.person_of(request), form.cleaned_data
    done = asking.ask_question(
        person, title=given["title"], text=given["text"], theme=given["theme"]
    )
    here = reverse("advice:read-question", args=[done.number])
    return redirect(f"{here}?done=asked")


@post_only
@access(policies.may_withdraw_question)
def withdraw_question(request: HttpRequest, number: str) -> HttpResponse:
    """Take one's own question back."""
    asking.withdraw_question(identity.person_of(request), number=number)
    return redirect(f"{reverse('advice:list-guides')}?done=withdrawn")


@never_cache
@require_safe
@access(policies.may_ask_question)
def list_own(request: HttpRequest) -> HttpResponse:
    """One's own questions and what became of them."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    page = questions.own_questions(person, after=request.GET.get("after", ""))
    here = reverse("advice:list-own")
    context = {
        "rows": [parts.question_row(row) for row in page.items],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "advice/own.html", context)
