"""Paper: printing packs, typing stacks in, the second person's check."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.forms import paper, sheet
from veche.domains.polls.models import Poll
from veche.domains.polls.views.counter_desk import crumbs, desk_page, head_of
from veche.domains.polls.views.office_door import counter
from veche.domains.polls.views.voting import problems_of
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.ids import new_id
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@counter(policies.may_print_papers)
@post_only
def print_papers(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Number a pack; its file is one press away."""
    poll = queries.poll_at_counter(person, slug)
    form = ballots.PackForm(request.POST)
    if not form.is_valid():
        return desk_page(request, person, poll, status=422, pack_form=form)
    data = form.cleaned_data
    actions.print_papers(person, poll=poll, amount=data["amount"], key=data["key"])
    return redirect(f"{reverse('polls:counter-poll', args=[slug])}#packs")


@counter(policies.may_serve_counter)
@require_safe
def pack_pdf(request: HttpRequest, person: PersonRef, slug: str, pack_id: UUID) -> HttpResponse:
    """The sheets of a pack as PDF."""
    poll = queries.poll_at_counter(person, slug)
    numbers = ballots.numbers_of_pack(poll.id, pack_id)
    made = ballots.printing.pack_pdf(sheet.content(poll, towns.current().name), numbers)
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"bulletins-{poll.slug}-{int(numbers[0][:6])}-{int(numbers[-1][:6])}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@counter(policies.may_enter_papers)
@require_http_methods(PAGE)
def enter_papers(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The own stack: one sheet after another, by number."""
    poll = queries.poll_at_counter(person, slug)
    policies.may_enter_papers(person, poll).or_refuse()
    if request.method != "POST":
        return _entry_page(request, person, poll)
    form = ballots.SheetNumberForm(request.POST)
    typed = read_sheet(poll, request.POST)
    if not form.is_valid():
        return _entry_page(request, person, poll, form=form, typed=typed, status=422)
    number, key = form.cleaned_data["number"], key_of(request.POST.get("key", ""))
    try:
        actions.enter_paper(person, poll=poll, number=number, typed=typed, key=key)
    except (Conflict, Invalid) as problem:
        return _entry_page(request, person, poll, form=form, typed=typed, problem=problem)
    return redirect("polls:enter-papers", slug=slug)


def read_sheet(poll: Poll, post: QueryDict) -> actions.Typed:
    """The typed marks; None when the button said that nothing can be counted."""
    return None if post.get("then") == "invalid" else paper.read(poll, post)


def key_of(text: str) -> UUID:
    """The form's own key; a made-up one when somebody broke it."""
    try:
        return UUID(text)
    except ValueError:
        return new_id()


def _entry_page(
    request: HttpRequest,
    person: PersonRef,
    poll: Poll,
    *,
    form: ballots.SheetNumberForm | None = None,
    typed: actions.Typed = None,
    problem: Conflict | Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **head_of(poll),
        "crumbs": crumbs(poll),
        "key": str(new_id()),
        "entered": ballots.desk.entered(
            poll.id,
            person.known_id,
            lambda serial: reverse("polls:drop-paper", args=[poll.slug, serial]),
        ),
        "sheets": ballots.paper_figures(poll.id),
        **sheet_form(poll, form or ballots.SheetNumberForm(), typed, problem),
    }
    status = problem.status if problem else status
    return render(request, "polls/counter/enter.html", context, status=status)


def sheet_form(
    poll: Poll,
    form: ballots.SheetNumberForm,
    typed: actions.Typed,
    problem: Conflict | Invalid | None,
) -> dict[str, Any]:
    """The number and the paper, with what was refused said beside each."""
    errors: dict[str, str] = {}
    if isinstance(problem, Invalid):
        errors = paper.told(poll, typed or {}, problem)
        if "number" in problem.fields and form.is_bound:
            form.add_error("number", str(problem.fields["number"]))
    return {
        "form": form,
        "paper": paper.show(poll, typed or {}, errors),
        "problems": problems_of(poll, errors),
        "problem": problem if problem is not None and not problem.fields else None,
        "advice": problem.advice if errors and problem is not None else "",
    }


@counter(policies.may_enter_papers)
@post_only
def drop_paper(request: HttpRequest, person: PersonRef, slug: str, serial: int) -> HttpResponse:
    """A sheet leaves the own stack, to be typed anew."""
    poll = queries.poll_at_counter(person, slug)
    actions.drop_paper(person, poll=poll, serial=serial)
    return redirect("polls:enter-papers", slug=slug)


@counter(policies.may_enter_papers)
@post_only
def hand_over_stack(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The own stack goes to a second person."""
    poll = queries.poll_at_counter(person, slug)
    actions.hand_over_stack(person, poll=poll)
    return redirect(f"{reverse('polls:counter-poll', args=[slug])}#stacks")


@counter(policies.may_enter_papers)
@require_http_methods(PAGE)
def check_papers(
    request: HttpRequest, person: PersonRef, slug: str, stack_id: UUID
) -> HttpResponse:
    """Drawn sheets of a stack: the second types them blind, the first mends disputed ones."""
    poll = queries.poll_at_counter(person, slug)
    policies.may_enter_papers(person, poll).or_refuse()
    stack = next((one for one in ballots.stacks(poll.id) if one.id == stack_id), None)
    if stack is None:
        raise NotFound()
    if stack.state != "checking":
        return redirect(f"{reverse('polls:counter-poll', args=[slug])}?done=checked#stacks")
    if request.method != "POST":
        return _check_page(request, person, poll, stack)
    form = ballots.SheetNumberForm(request.POST)
    typed = read_sheet(poll, request.POST)
    if not form.is_valid():
        return _check_page(request, person, poll, stack, form=form, typed=typed, status=422)
    act = actions.retype_paper if stack.entered_by == person.id else actions.check_paper
    number = form.cleaned_data["number"]
    try:
        act(person, poll=poll, stack_id=stack_id, number=number, typed=typed)
    except (Conflict, Invalid) as problem:
        return _check_page(request, person, poll, stack, form=form, typed=typed, problem=problem)
    return redirect("polls:check-papers", slug=slug, stack_id=stack_id)


def _check_page(
    request: HttpRequest,
    person: PersonRef,
    poll: Poll,
    stack: ballots.Stack,
    *,
    form: ballots.SheetNumberForm | None = None,
    typed: actions.Typed = None,
    problem: Conflict | Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **head_of(poll),
        "crumbs": crumbs(poll),
        **ballots.desk.checking(stack, person.known_id, lambda choice: _spoken(poll, choice)),
        **sheet_form(poll, form or ballots.SheetNumberForm(), typed, problem),
    }
    status = problem.status if problem else status
    return render(request, "polls/counter/check.html", context, status=status)


def _spoken(poll: Poll, choice: dict[str, Any]) -> str:
    return "; ".join(said.answer for said in paper.spoken(poll, choice))
