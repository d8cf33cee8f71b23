"""Paper: printing packs, typing stacks in, the second person's check."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.towns import public as towns
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions import counter as acts
from veche.domains.budgeting.forms import cart, sheet
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import counter, projects
from veche.domains.budgeting.views.counter_desk import crumbs, desk_page, head_of, to
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.ids import new_id
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_serve_counter)
@post_only
def print_papers(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Number a pack; its file is one press away."""
    cycle = counter.cycle_at_counter(person, slug)
    form = ballots.PackForm(request.POST)
    if not form.is_valid():
        return desk_page(request, person, cycle, status=422, pack_form=form)
    data = form.cleaned_data
    acts.print_papers(person, cycle=cycle, amount=data["amount"], key=data["key"])
    return redirect(f"{to('counter-cycle', cycle)}#packs")


@identity.behind(policies.may_serve_counter)
@require_safe
def pack_pdf(request: HttpRequest, person: PersonRef, slug: str, pack_id: UUID) -> HttpResponse:
    """The sheets of a pack as PDF."""
    cycle = counter.cycle_at_counter(person, slug)
    numbers = ballots.numbers_of_pack(cycle.id, pack_id)
    made = ballots.printing.pack_pdf(sheet.content(cycle, towns.current().name), numbers)
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"bulletins-{cycle.slug}-{int(numbers[0][:6])}-{int(numbers[-1][:6])}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@identity.behind(policies.may_serve_counter)
@require_http_methods(PAGE)
def enter_papers(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The own stack: one sheet after another, by number."""
    cycle = counter.cycle_at_counter(person, slug)
    policies.may_enter_papers(person, cycle).or_refuse()
    if request.method != "POST":
        return _entry_page(request, person, cycle)
    form = ballots.SheetNumberForm(request.POST)
    typed = _read(cycle, request.POST)
    if not form.is_valid():
        return _entry_page(request, person, cycle, form=form, typed=typed, status=422)
    number, key = form.cleaned_data["number"], _key_of(request.POST.get("key", ""))
    try:
        acts.enter_paper(person, cycle=cycle, number=number, typed=typed, key=key)
    except (Conflict, Invalid) as problem:
        return _entry_page(request, person, cycle, form=form, typed=typed, problem=problem)
    return redirect("budgeting:enter-papers", slug=slug)


def _read(cycle: Cycle, post: QueryDict) -> acts.Typed:
    """The typed marks; None when the button said that nothing can be counted."""
    if post.get("then") == "invalid":
        return None
    return cart.read(cycle, projects.on_ballot(cycle), post)


def _key_of(text: str) -> UUID:
    """The form's own key; a made-up one when somebody broke it."""
    try:
        return UUID(text)
    except ValueError:
        return new_id()


def _entry_page(
    request: HttpRequest,
    person: PersonRef,
    cycle: Cycle,
    *,
    form: ballots.SheetNumberForm | None = None,
    typed: acts.Typed = None,
    problem: Conflict | Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **head_of(cycle),
        "crumbs": crumbs(cycle),
        "key": str(new_id()),
        "entered": ballots.desk.entered(
            cycle.id, person.known_id, lambda serial: to("drop-paper", cycle, serial)
        ),
        "sheets": ballots.paper_figures(cycle.id),
        **_sheet_form(cycle, form or ballots.SheetNumberForm(), typed, problem),
    }
    status = problem.status if problem else status
    return render(request, "budgeting/counter/enter.html", context, status=status)


def _sheet_form(
    cycle: Cycle,
    form: ballots.SheetNumberForm,
    typed: acts.Typed,
    problem: Conflict | Invalid | None,
) -> dict[str, Any]:
    """The number and the cart, with what was refused said beside each."""
    errors: dict[str, str] = {}
    if isinstance(problem, Invalid):
        errors = cart.told(typed or {}, problem.fields)
        if "number" in problem.fields and form.is_bound:
            form.add_error("number", errors.pop("number"))
    funds = cart.show(ANONYMOUS, cycle, projects.on_ballot(cycle), typed or {}, errors)
    return {
        "form": form,
        "funds": funds,
        "head": cart.total(cycle),
        "problems": cart.problems(funds, errors),
        "problem": problem if problem is not None and not problem.fields else None,
        "advice": problem.advice if errors and problem is not None else "",
    }


@identity.behind(policies.may_serve_counter)
@post_only
def drop_paper(request: HttpRequest, person: PersonRef, slug: str, serial: int) -> HttpResponse:
    """A sheet leaves the own stack, to be typed anew."""
    acts.drop_paper(person, cycle=counter.cycle_at_counter(person, slug), serial=serial)
    return redirect("budgeting:enter-papers", slug=slug)


@identity.behind(policies.may_serve_counter)
@post_only
def hand_over_stack(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The own stack goes to a second person."""
    cycle = counter.cycle_at_counter(person, slug)
    acts.hand_over_stack(person, cycle=cycle)
    return redirect(f"{to('counter-cycle', cycle)}#stacks")


@identity.behind(policies.may_serve_counter)
@require_http_methods(PAGE)
def check_papers(
    request: HttpRequest, person: PersonRef, slug: str, stack_id: UUID
) -> HttpResponse:
    """Drawn sheets of a stack: the second types them blind, the first mends disputed ones."""
    cycle = counter.cycle_at_counter(person, slug)
    policies.may_enter_papers(person, cycle).or_refuse()
    stack = next((one for one in ballots.stacks(cycle.id) if one.id == stack_id), None)
    if stack is None:
        raise NotFound()
    if stack.state != "checking":
        return redirect(f"{to('counter-cycle', cycle)}?done=checked#stacks")
    if request.method != "POST":
        return _check_page(request, person, cycle, stack)
    form = ballots.SheetNumberForm(request.POST)
    typed = _read(cycle, request.POST)
    if not form.is_valid():
        return _check_page(request, person, cycle, stack, form=form, typed=typed, status=422)
    act = acts.retype_paper if stack.entered_by == person.id else acts.check_paper
    number = form.cleaned_data["number"]
    try:
        act(person, cycle=cycle, stack_id=stack_id, number=number, typed=typed)
    except (Conflict, Invalid) as problem:
        return _check_page(request, person, cycle, stack, form=form, typed=typed, problem=problem)
    return redirect("budgeting:check-papers", slug=slug, stack_id=stack_id)


def _check_page(
    request: HttpRequest,
    person: PersonRef,
    cycle: Cycle,
    stack: ballots.Stack,
    *,
    form: ballots.SheetNumberForm | None = None,
    typed: acts.Typed = None,
    problem: Conflict | Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **head_of(cycle),
        "crumbs": crumbs(cycle),
        **ballots.desk.checking(stack, person.known_id, sheet.spoken),
        **_sheet_form(cycle, form or ballots.SheetNumberForm(), typed, problem),
    }
    status = problem.status if problem else status
    return render(request, "budgeting/counter/check.html", context, status=status)
