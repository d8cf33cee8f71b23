"""What everyone opens: where a code is entered, the paper, the poll and its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.domains.schools import policies, queries, rules
from veche.domains.schools.actions import answering
from veche.domains.schools.adapters import told
from veche.domains.schools.forms import CodeForm, read_choice, shown_paper
from veche.domains.schools.models import SchoolPoll
from veche.kernel import clock, limits
from veche.kernel.access import access
from veche.kernel.errors import Conflict, Invalid, Problem, Refused
from veche.kernel.web import render

# Codes are guessed in vain: 10^12 of them. A whole school may stand behind one address, so what
# goes wrong has a limit of its own.
TRIES, WRONG, SECONDS = 3000, 60, 600


@never_cache
@require_safe
@access("public")
def index(request: HttpRequest) -> HttpResponse:
    """Where a code is entered; results of whole schools."""
    page = queries.told_polls(after=request.GET.get("after", ""))
    names = queries.school_names(page.items)
    person = identity.person_of(request)
    context = {
        "form": CodeForm(),
        "rows": [
            {"poll": poll, "url": told.url_of(poll), "school": names.get(poll.organisation_id, "")}
            for poll in page.items
        ],
        "next_token": page.next_token,
        "may_prepare": person.is_known and bool(policies.may_open_school_office(person)),
    }
    return render(request, "schools/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access("public")
def answer_poll(request: HttpRequest) -> HttpResponse:
    """The code, then the paper, then the receipt: no address and no cookie holds any of them."""
    if request.method != "POST":
        return render(request, "schools/code.html", {"form": CodeForm()})
    limits.hit(f"school-code:{limits.client_of(request)}", limit=TRIES, seconds=SECONDS)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "schools/code.html", {"form": form}, status=422)
    code = form.cleaned_data["code"]
    try:
        poll = answering.poll_by_code(code)
    except Refused as problem:
        limits.hit(f"school-wrong:{limits.client_of(request)}", limit=WRONG, seconds=SECONDS)
        form.add_error("code", problem.words)
        return render(request, "schools/code.html", {"form": form}, status=422)
    if "answers" not in request.POST:
        return _paper(request, poll, code, {}, {})
    return _drop(request, poll, code)


def _drop(request: HttpRequest, poll: SchoolPoll, code: str) -> HttpResponse:
    asked = rules.from_json(poll.questions)
    choice = read_choice(asked, request.POST)
    try:
        answering.answer_poll(code=code, choice=choice)
    except Invalid as problem:
        return _paper(request, poll, code, choice, problem.fields, status=422)
    except (Conflict, Refused) as problem:
        return _refused(request, poll, problem)
    context = {
        "poll": poll,
        "url": told.url_of(poll),
        "said": [
            {"question": one.text, "parts": _words(one, choice.get(one.id, ()))} for one in asked
        ],
        "least": poll.least_answers,
    }
    return render(request, "schools/receipt.html", context)


def _words(one: rules.Asked, marked: Sequence[str]) -> list[str]:
    return [title for code, title in zip(one.codes, one.options, strict=True) if code in marked]


def _refused(request: HttpRequest, poll: SchoolPoll, problem: Problem) -> HttpResponse:
    context = {"poll": poll, "problem": problem, "url": told.url_of(poll)}
    return render(request, "schools/refused.html", context, status=problem.status)


def _paper(
    request: HttpRequest,
    poll: SchoolPoll,
    code: str,
    marked: Mapping[str, Sequence[str]],
    errors: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    asked = rules.from_json(poll.questions)
    paper = shown_paper(asked, marked, errors)
    context = {
        "poll": poll,
        "code": code,
        "paper": paper,
        "problems": [
            (f"q-{one['name']}", f"{one['legend']} {one['error']}") for one in paper if one["error"]
        ],
        "school": queries.school_names([poll]).get(poll.organisation_id, ""),
        "least": poll.least_answers,
    }
    return render(request, "schools/paper.html", context, status=status)


@require_safe
@access(policies.may_read_poll)
def read_poll(request: HttpRequest, slug: str) -> HttpResponse:
    """The poll by its address: what is asked, until when, and the result once it is over."""
    person = identity.person_of(request)
    poll = queries.poll_for(person, slug)
    decision = policies.may_read_result(poll)
    context = {
        "poll": poll,
        "who": queries.who(poll),
        "school": queries.school_names([poll]).get(poll.organisation_id, ""),
        "asked": rules.from_json(poll.questions),
        "turnout": queries.shown_turnout(poll),
        "decision": decision,
        "result": queries.result(poll) if decision else [],
        "least": poll.least_answers,
        "topic": told.topic_of(poll.id) if poll.state == rules.RUNNING else "",
        "is_running": not poll.is_over(clock.now()),
        "is_counting": poll.state == rules.RUNNING and poll.is_over(clock.now()),
        "may_stop": person.is_known and bool(policies.may_stop_poll(person, poll)),
    }
    return render(request, "schools/poll.html", context)
