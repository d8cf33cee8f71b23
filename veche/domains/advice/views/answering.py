"""Answering, marking, choosing the best."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.commons.identity import public as identity
from veche.commons.organisations import public as organisations
from veche.domains.advice import policies, rules
from veche.domains.advice.actions import answering, guiding
from veche.domains.advice.forms import AnswerForm
from veche.domains.advice.models import Answer
from veche.domains.advice.queries import questions
from veche.domains.advice.views import parts
from veche.kernel.access import access, post_only
from veche.kernel.web import render, to_sign_in

MARKS = {"yes": True, "no": False, "none": None}


@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_answer_question)
def write_answer(request: HttpRequest, number: str) -> HttpResponse:
    """The form; in whose name is asked of those who may speak for somebody."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    row = questions.question_for(person, number)
    policies.may_answer_question(person, row).or_refuse()
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        is_official=bool(policies.may_speak_for_town(person)),
        organisations=[(one.id, one.name) for one in organisations.acting_for(person)],
    )
    if form.is_bound and form.is_valid():
        return _answer(request, number, form)
    context = {
        "form": form,
        "row": row,
        "limit": rules.ANSWER_MAX,
        "crumbs": parts.crumbs(row),
    }
    return render(request, "advice/answer.html", context, status=422 if form.is_bound else 200)


def _answer(request: HttpRequest, number: str, form: AnswerForm) -> HttpResponse:
    done = answering.write_answer(
        identity.person_of(request),
        number=number,
        text=form.cleaned_data["text"],
        voice=form.chosen,
    )
    here = reverse("advice:read-question", args=[number])
    return redirect(f"{here}?done=answered#a-{done.id}")


@post_only
@access(policies.may_withdraw_answer)
def withdraw_answer(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Take one's own answer away."""
    person = identity.person_of(request)
    row = questions.own_answer(person, answer_id)
    answering.withdraw_answer(person, answer_id=answer_id)
    return redirect(f"{_url(row)}?done=withdrawn")


@post_only
@access(policies.may_rate_answer)
def rate_answer(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """Useful, not useful, or neither any more; sent twice it is the same as once."""
    person, row = identity.person_of(request), questions.answer(answer_id)
    if not person.is_known:
        return redirect(identity.sign_in_url(_url(row)))
    mark = MARKS.get(request.POST.get("mark", ""))
    answering.rate_answer(person, answer_id=answer_id, is_useful=mark)
    return redirect(f"{_url(row)}#a-{answer_id}")


@post_only
@access(policies.may_choose_best)
def choose_best(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """The best answer, and a guide made of it."""
    number = guiding.choose_best(identity.person_of(request), answer_id=answer_id)
    return redirect(f"{reverse('advice:read-guide', args=[number])}?done=made")


def _url(row: Answer) -> str:
    return reverse("advice:read-question", args=[row.question.number])
