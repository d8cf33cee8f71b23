"""The tablet: a page that opens without a network, and the door its sheets come in by."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.forms import paper
from veche.domains.polls.models import Poll
from veche.domains.polls.views.counter_desk import crumbs
from veche.domains.polls.views.counter_paper import read_sheet
from veche.domains.polls.views.office_door import counter
from veche.kernel import crypto
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.web import render

SHEETS_MAX = 50
NUMBER_MAX = 40
# A thousand characters of an own answer, each of four bytes in percents, and names around them.
BODY_PER_QUESTION = 20_000


@counter(policies.may_enter_papers)
@require_safe
def open_tablet(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Typing sheets in where there is no network. Nothing personal stands on the page."""
    poll = queries.poll_at_counter(person, slug)
    policies.may_enter_papers(person, poll).or_refuse()
    context = {
        "poll": poll,
        "paper": paper.show(poll),
        "form": ballots.SheetNumberForm(),
        "crumbs": crumbs(poll),
        "clerk": _clerk_mark(person),
    }
    return render(request, "polls/counter/tablet.html", context)


@counter(policies.may_serve_counter)
@require_safe
def tablet_worker(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The service worker: its address is what gives it the counter's pages and no others."""
    worker = render(request, "polls/counter/worker.js")
    worker["Content-Type"] = "text/javascript; charset=utf-8"
    return worker


@counter(policies.may_enter_papers)
@require_http_methods(["GET", "HEAD", "POST"])
def take_sheets(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """GET: the form's token and whose session this is. POST: sheets, each under its own key."""
    poll = queries.poll_at_counter(person, slug)
    policies.may_enter_papers(person, poll).or_refuse()
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "clerk": _clerk_mark(person)})
    results = [_take(person, poll, sheet) for sheet in _sheets(request.body)]
    return JsonResponse({"results": results})


def _clerk_mark(person: PersonRef) -> str:
    """By which a tablet tells two clerks apart: what one typed, another must not send."""
    return crypto.mac("tablet clerk", person.known_id.bytes)[:8].hex()


def _sheets(body: bytes) -> list[tuple[str, str, str]]:
    """Key, number and marks of each sheet; BadRequest for what no tablet sends."""
    try:
        asked = json.loads(body)["sheets"]
        sheets = [(str(UUID(one["key"])), one["number"], one["body"]) for one in asked]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadRequest from None
    parts = [part for _key, *rest in sheets for part in rest]
    numbers = [number for _key, number, _body in sheets]
    is_told = all(isinstance(part, str) for part in parts) and len(sheets) <= SHEETS_MAX
    if not is_told or any(len(number) > NUMBER_MAX for number in numbers):
        raise BadRequest
    return sheets


def _take(person: PersonRef, poll: Poll, sheet: tuple[str, str, str]) -> dict[str, Any]:
    key, number, body = sheet
    if len(body) > BODY_PER_QUESTION * max(1, len(poll.questions.all())):
        why = _("На листе больше слов, чем помещается в бюллетень. Введите их короче.")
        return {"key": key, "state": "refused", "why": why}
    typed = read_sheet(poll, QueryDict(body))
    try:
        actions.enter_paper(person, poll=poll, number=number, typed=typed, key=UUID(key))
    except Invalid as problem:
        words = paper.told(poll, typed or {}, problem)
        return {"key": key, "state": "refused", "why": " ".join(words.values())}
    except Conflict as problem:
        return {"key": key, "state": "refused", "why": str(problem.message)}
    return {"key": key, "state": "kept"}
