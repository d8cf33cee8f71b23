"""One address for each verb of the office: the form of the case, then the case again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from veche.commons.identity.public import PersonRef
from veche.domains.appeals.actions import deciding, working
from veche.domains.appeals.forms import office as given
from veche.domains.appeals.queries import reading
from veche.domains.appeals.views.cases import act_on, at_work
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid


@at_work
@post_only
def register_appeal(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Into the book."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        working.register_appeal(
            person, number=number, version=data["version"], department_id=data["department"]
        )

    return act_on(request, person, number, "register", act)


@at_work
@post_only
def assign_appeal(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """To a department."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        working.assign_appeal(
            person, number=number, version=data["version"], department_id=data["department"]
        )

    return act_on(request, person, number, "assign", act)


@at_work
@post_only
def write_letter(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """How it goes."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        working.write_letter(
            person,
            number=number,
            version=data["version"],
            words=form.words,
            file_ids=data["file_ids"],
        )

    return act_on(request, person, number, "write", act)


@at_work
@post_only
def forward_appeal(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """To the competent body."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        working.forward_appeal(
            person,
            number=number,
            version=data["version"],
            body_name=data["body_name"],
            words=form.words,
        )

    return act_on(request, person, number, "forward", act)


@at_work
@post_only
def prepare_answer(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """The answer, for a signature."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        working.prepare_answer(
            person,
            number=number,
            version=data["version"],
            words=form.words,
            file_ids=data["file_ids"],
        )

    return act_on(request, person, number, "prepare", act)


@at_work
@post_only
def sign_answer(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """The answer is the town's."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        deciding.sign_answer(person, number=number, version=data["version"])

    return act_on(request, person, number, "sign", act)


@at_work
@post_only
def send_back_answer(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Another answer is wanted."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        deciding.send_back_answer(
            person, number=number, version=data["version"], remark=data["remark"]
        )

    return act_on(request, person, number, "send_back", act)


@at_work
@post_only
def extend_appeal(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """More days."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        deciding.extend_appeal(
            person,
            number=number,
            version=data["version"],
            until=data["until"],
            words=form.words,
        )

    return act_on(request, person, number, "extend", act)


@at_work
@post_only
def end_appeal(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """No answer on the merits."""

    def act(person: PersonRef, data: dict[str, Any], form: Any) -> None:
        deciding.end_appeal(
            person,
            number=number,
            version=data["version"],
            ground=data["ground"],
            words=form.words,
        )

    return act_on(request, person, number, "end", act)


@at_work
@post_only
def send_letter(
    request: HttpRequest, person: PersonRef, number: str, position: int
) -> HttpResponse:
    """It has gone to its address."""
    reading.letter_for(person, number, position)
    form = given.SentForm(request.POST)
    if not form.is_valid():
        raise Invalid(str(form.errors["sent_on"][0]))
    working.send_letter(
        person, number=number, position=position, sent_on=form.cleaned_data["sent_on"]
    )
    return redirect(f"{reverse('appeals:open-case', args=[number])}?done=send")
