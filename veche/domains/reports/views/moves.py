"""One page for each verb of the office: the form of the case, then the case again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from veche.commons.identity.public import PersonRef
from veche.domains.reports.actions import (
    approving,
    helping,
    moderating,
    picturing,
    registers,
    working,
)
from veche.domains.reports.actions.helping import Sought
from veche.domains.reports.actions.working import Answer
from veche.domains.reports.views.cases import act_on
from veche.domains.reports.views.door import working as at_work
from veche.kernel.access import post_only


@at_work
@post_only
def pass_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Let it through."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        moderating.pass_report(person, number=number, **data)

    return act_on(request, person, number, "pass", act)


@at_work
@post_only
def reject_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """No further, with the reason."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        moderating.reject_report(person, number=number, **data)

    return act_on(request, person, number, "reject", act)


@at_work
@post_only
def merge_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """The same as another."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        moderating.merge_report(person, number=number, **data)

    return act_on(request, person, number, "merge", act)


@at_work
@post_only
def assign_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Who answers for it."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        body_id = data.pop("body")
        working.assign_report(person, number=number, body_id=body_id, **data)

    return act_on(request, person, number, "assign", act)


@at_work
@post_only
def return_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Not ours, and whose it is."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        working.return_report(person, number=number, **data)

    return act_on(request, person, number, "return", act)


@at_work
@post_only
def forward_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """To a body that is not the town's."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        working.forward_report(person, number=number, **data)

    return act_on(request, person, number, "forward", act)


@at_work
@post_only
def ask_clarification(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Ask the author."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        working.ask_clarification(person, number=number, **data)

    return act_on(request, person, number, "ask", act)


@at_work
@post_only
def plan_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Promise a day."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        working.plan_report(person, number=number, **data)

    return act_on(request, person, number, "plan", act)


@at_work
@post_only
def postpone_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Another day than the promised one."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        working.postpone_report(person, number=number, **data)

    return act_on(request, person, number, "postpone", act)


@at_work
@post_only
def answer_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """What was done, or why not."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        answer = Answer(data["outcome"], data["text"], data["photos"])
        working.answer_report(person, number=number, version=data["version"], answer=answer)

    return act_on(request, person, number, "answer", act)


@at_work
@post_only
def approve_answer(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """The answer is the town's."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        approving.approve_answer(person, number=number, **data)

    return act_on(request, person, number, "approve", act)


@at_work
@post_only
def send_back_answer(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """A better answer is wanted."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        approving.send_back_answer(person, number=number, **data)

    return act_on(request, person, number, "send_back", act)


@at_work
@post_only
def lift_refusal(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """The refusal was wrong."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        approving.lift_refusal(person, number=number, **data)

    return act_on(request, person, number, "lift", act)


@at_work
@post_only
def settle_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """End it."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        approving.settle_report(person, number=number, **data)

    return act_on(request, person, number, "settle", act)


@at_work
@post_only
def record_outside(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Under which number its record lies elsewhere."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        registers.record_outside(person, number=number, **data)

    return act_on(request, person, number, "record", act)


@at_work
@post_only
def seek_help(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Neighbours are called."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        given = Sought(data["owner"], data["hands"], data["ends_on"])
        helping.seek_help(person, number=number, version=data["version"], given=given)

    return act_on(request, person, number, "seek", act)


@at_work
@post_only
def note_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """A note for colleagues."""

    def act(person: PersonRef, data: dict[str, Any]) -> None:
        working.note_report(person, number=number, **data)

    return act_on(request, person, number, "note", act)


@at_work
@post_only
def hide_photo(
    request: HttpRequest, person: PersonRef, number: str, photo_id: UUID
) -> HttpResponse:
    """Take a photo out of sight."""
    reason = request.POST.get("reason", "")
    picturing.hide_photo(person, number=number, photo_id=photo_id, reason=reason)
    return redirect("reports:open-case", number=number)
