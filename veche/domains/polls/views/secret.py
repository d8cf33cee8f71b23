"""A secret vote: the paper that is sealed on the voter's own device, and what everyone may check.

The choice reaches no view here but that of the assisted lane, where the voter has said so.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import secrecy
from veche.domains.polls.forms import paper
from veche.domains.polls.models import Poll
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

BLANK_BYTES_MAX = 4096


def vote(request: HttpRequest, person: identity.PersonRef, poll: Poll) -> HttpResponse:
    """The paper of a secret poll, or why there is none; posted only by the assisted lane."""
    if request.method == "POST":
        return _assist(request, person, poll)
    return _paper(request, person, poll)


def _assist(request: HttpRequest, person: identity.PersonRef, poll: Poll) -> HttpResponse:
    # No limit is counted here nor below: its rows would tell when somebody voted.
    choice = paper.read(poll, request.POST)
    if request.POST.get("assisted") != "yes":
        return _paper(request, person, poll, given=choice, is_unasked=True, status=422)
    try:
        receipt = actions.drop_assisted(person, poll=poll, choice=choice)
    except Invalid as problem:
        errors = paper.told(poll, choice, problem)
        return _paper(request, person, poll, given=choice, errors=errors, status=422)
    context = {"poll": poll, "promise": receipt.promise, "leaf": receipt.leaf.hex()}
    return render(request, "polls/secret/assisted.html", context)


def _paper(
    request: HttpRequest,
    person: identity.PersonRef,
    poll: Poll,
    *,
    given: dict[str, Any] | None = None,
    errors: Any = None,
    is_unasked: bool = False,
    status: int = 200,
) -> HttpResponse:
    part = secrecy.part_of(person, poll)
    if part.state != "listed":
        return render(request, "polls/secret/wait.html", {"poll": poll, "part": part})
    context = {
        "poll": poll,
        "part": part,
        "box": secrecy.box_address(poll),
        "fields": json.dumps(secrecy.fields_of(poll)),
        "paper": paper.show(poll, given, errors, str(person.id)),
        "problems": _problems(poll, errors or {}),
        # With the fields of that lane alone: what a script seals is never posted by its form.
        "is_server_lane": is_unasked or bool(errors) or request.GET.get("lane") == "server",
        "voter": secrecy.name_on_device(person, poll),
    }
    return secrecy.with_box(render(request, "polls/secret/vote.html", context, status=status))


def _problems(poll: Poll, errors: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (f"q-{question.code}", str(errors[question.code]))
        for question in poll.questions.all()
        if errors.get(question.code)
    ]


@never_cache
@post_only
@access(policies.may_vote)
def blank(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Sign a blank ballot unseen: JSON {"stratum", "blinded"} gives {"blind_sig"}."""
    person = identity.person_of(request)
    if person.id is None:
        return identity.let_sign_in(request)
    poll = queries.poll_for(person, slug)
    stratum, blinded = _asked(request.body)
    answer = actions.issue_blank(person, poll=poll, blinded=blinded, stratum=stratum)
    return JsonResponse({"blind_sig": b64encode(answer).decode()})


def _asked(body: bytes) -> tuple[int, bytes]:
    try:
        if len(body) > BLANK_BYTES_MAX:
            raise ValueError
        raw = json.loads(body)
        stratum, blinded = raw["stratum"], b64decode(raw["blinded"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise ballots.misshapen_blank() from None
    if type(stratum) is not int:
        raise ballots.misshapen_blank()
    return stratum, blinded


def _for_secret(
    template: str, more: Callable[[Poll], dict[str, Any]] | None = None
) -> Callable[..., HttpResponse]:
    """A page of a frozen secret poll that everyone may read."""

    @require_safe
    @access(policies.may_see_poll)
    def page(request: HttpRequest, slug: str) -> HttpResponse:
        poll = queries.passport_for(identity.person_of(request), slug)
        if not poll.is_secret or not ballots.is_secret(poll.id):
            return redirect("polls:poll", slug=slug)
        context = {
            "poll": poll,
            "phase": queries.phase_of(poll),
            "box": secrecy.box_address(poll),
            "figures": (figures := ballots.secret_figures(poll.id)),
            "lines": secrecy.lines_of(figures),
        }
        return secrecy.with_box(render(request, template, context))

    return page


log = _for_secret("polls/secret/log.html")
receipt = _for_secret("polls/secret/receipt.html")


@require_safe
@access("public")
def how(request: HttpRequest) -> HttpResponse:
    """How a secret vote works, in one page with a picture."""
    return render(request, "polls/secret/how.html", {})


@require_safe
@access("public")
def protocol(request: HttpRequest) -> HttpResponse:
    """The same for engineers: messages, keys, who could do what."""
    return render(request, "polls/secret/protocol.html", {})
