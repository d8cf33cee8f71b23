"""Cards of a poll for other sites: nothing that acts, so no script, no form, no cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.polls import policies, queries
from veche.domains.polls.adapters import shown
from veche.kernel.access import access
from veche.kernel.web import render
from veche.kernel.web.origin import absolute

KEPT_SECONDS = 60
# Everyone may frame it, and it can do nothing there.
_OPEN = {
    "frame-ancestors": ["*"],
    "script-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
    "frame-src": [NONE],
}


def _card(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for whoever asks, so the answer may be kept on the way for a minute."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        response = view(request, slug)
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
        return response

    # The decorator's types know no views with a part of the address.
    opened = cast(Callable[..., HttpResponse], csp_replace(_OPEN)(cast(Any, answer)))
    return xframe_options_exempt(opened)


@require_safe
@access(policies.may_see_poll)
@_card
def poll_card(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, until when, how many have answered, and the way to the ballot."""
    poll = queries.passport_for(identity.ANONYMOUS, slug)
    context = {
        "poll": poll,
        "phase": queries.phase_of(poll),
        "turnout": ballots.turnouts([poll.id])[poll.id],
        "address": _address(request, "polls:poll", slug),
    }
    return render(request, "polls/embed/poll.html", context)


@require_safe
@access(policies.may_see_results)
@_card
def result_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The count as everyone may see it now."""
    poll = queries.poll_for(identity.ANONYMOUS, slug)
    phase = queries.phase_of(poll)
    count = ballots.results(poll.id)
    allowed = queries.sight(poll, phase, has_voted=False, count=count)
    context = {
        "poll": poll,
        "phase": phase,
        "allowed": allowed,
        "turnout": count.ballots,
        "tallies": shown.tallies(poll, count, None) if allowed else [],
        "address": _address(request, "polls:result", slug),
    }
    return render(request, "polls/embed/result.html", context)


@require_safe
@access(policies.may_see_poll)
def embed_code(request: HttpRequest, slug: str) -> HttpResponse:
    """The lines to copy, each with what it will show."""
    poll = queries.passport_for(identity.ANONYMOUS, slug)
    cards = [
        _line(request, "polls:embed-poll", _("Опрос"), poll.title, slug, height=320),
        _line(request, "polls:embed-result", _("Итог"), poll.title, slug, height=520),
    ]
    return render(request, "polls/embed/code.html", {"poll": poll, "cards": cards})


def _line(
    request: HttpRequest, name: str, title: str, about: str, slug: str, *, height: int
) -> dict[str, Any]:
    source = escape(_address(request, name, slug))
    called = escape(f"{title}: {about}")
    # A plain string, so that the page escapes it once more: it is text to copy, not a frame.
    code = (
        f'<iframe src="{source}" title="{called}" width="100%" height="{height}"'
        ' loading="lazy"></iframe>'
    )
    return {"title": title, "path": reverse(name, args=[slug]), "code": code}


def _address(request: HttpRequest, name: str, slug: str) -> str:
    return absolute(request, reverse(name, args=[slug]))
