"""The door of the office: who comes in, and what every page of the wizard shows."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import shown
from veche.domains.polls.forms import paper
from veche.domains.polls.models import Poll, State
from veche.domains.polls.views import office_words
from veche.kernel.access import access
from veche.kernel.policies import Decision
from veche.kernel.web import render

OfficeView = Callable[..., HttpResponseBase]


def office(
    policy: Callable[..., Any], door: Callable[[PersonRef], Decision] = policies.may_open_office
) -> Callable[[OfficeView], OfficeView]:
    """A page for officials. A policy of a person alone is asked here: naming it is asking it.

    One that is of a poll too is asked by the query or the action; then `door` lets in. A visitor
    is led to sign in and back here; the view gets the person.
    """
    asked = policy if len(inspect.signature(policy).parameters) == 1 else door

    def declare(view: OfficeView) -> OfficeView:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            person = identity.person_of(request)
            if person.id is None:
                return identity.let_sign_in(request)
            asked(person).or_refuse()
            response = view(request, person, **kwargs)
            response.setdefault("Cache-Control", "private, no-store")
            return response

        return access(policy)(guarded)

    return declare


def counter(policy: Callable[..., Any]) -> Callable[[OfficeView], OfficeView]:
    """A page for clerks."""
    return office(policy, policies.may_serve_counter)


@dataclass(frozen=True)
class Step:
    """One screen of the wizard."""

    name: str
    title: Any
    route: str


STEPS = (
    Step("passport", _("Что за опрос"), "polls:describe-poll"),
    Step("questions", _("Вопросы"), "polls:list-questions"),
    Step("materials", _("Материалы"), "polls:list-materials"),
    Step("voters", _("Кто участвует"), "polls:choose-voters"),
    Step("mode", _("Как голосуют"), "polls:choose-mode"),
    Step("hours", _("Сроки и правила"), "polls:schedule-poll"),
    Step("effect", _("Последствия"), "polls:set-effect"),
    Step("check", _("Проверка"), "polls:submit-poll"),
)


def step_url(name: str, slug: str) -> str:
    """Address of a step."""
    route = next(step.route for step in STEPS if step.name == name)
    return reverse(route, args=[slug])


def next_of(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """After saving: the next step, or the same when «Сохранить» was pressed."""
    names = [step.name for step in STEPS]
    place = names.index(name)
    if request.POST.get("then") != "stay":
        place = min(place + 1, len(names) - 1)
    return redirect(step_url(names[place], slug))


def wizard(
    request: HttpRequest,
    poll: Poll,
    name: str,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A screen of the wizard with its stepper and the phone beside it."""
    is_new = poll._state.adding
    broken = set() if is_new else {office_words.step_of(flaw) for flaw in actions.flaws_of(poll)}
    number = [step.name for step in STEPS].index(name) + 1
    shell = {
        "poll": poll,
        "step": STEPS[number - 1],
        "number": number,
        "count": len(STEPS),
        "parts": [_part(step, name, poll, broken) for step in STEPS],
        "is_new": is_new,
        "crumbs": [{"title": _("Подготовка опросов"), "url": reverse("polls:desk")}],
        **phone(poll),
    }
    return render(request, template, {**shell, **context}, status=status)


def _part(step: Step, now: str, poll: Poll, broken: set[str]) -> dict[str, Any]:
    is_new = poll._state.adding
    is_done = not is_new and step.name not in broken and _is_begun(step.name, poll)
    state = "now" if step.name == now else "done" if is_done else ""
    mark = "✓ " if is_done else "! " if step.name in broken else ""
    return {
        "title": f"{mark}{step.title}",
        "url": "" if is_new else step_url(step.name, poll.slug),
        "state": state,
    }


def _is_begun(name: str, poll: Poll) -> bool:
    """Steps with lawful defaults are done from the start; these two need a hand."""
    if name == "check":
        return poll.state != State.DRAFT
    return name != "materials" or bool(poll.materials.all())


def phone(poll: Poll) -> dict[str, Any]:
    """What the phone shows: the poll as residents will see it."""
    return {
        "poll": poll,
        "paper": paper.show(poll),
        "phase": "open" if poll.closes_at else queries.phase_of(poll),
        "territories": shown.territory_names(poll),
    }


def may(person: PersonRef, poll: Poll) -> dict[str, Any]:
    """What this person may do with this poll now."""
    return {
        "may_draft": policies.may_draft_poll(person),
        "may_change": policies.may_change_poll(person, poll),
        "may_agree": policies.may_agree_poll(person, poll),
        "may_approve": policies.may_approve_poll(person, poll),
        "may_run": policies.may_run_poll(person, poll),
        "is_author": poll.author_id == person.id,
    }
