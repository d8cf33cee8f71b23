"""Pages for whoever is stuck."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import person_of
from veche.domains.help import actions, policies, queries
from veche.domains.help.adapters import ready, told
from veche.domains.help.forms import AskForm
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.web import render

_SCREEN = re.compile(r"[a-z0-9:-]{1,60}")


def screen_of(request: HttpRequest) -> str:
    """The screen the person came from, as the footer's link tells it."""
    told = request.GET.get("from", "")
    return told if _SCREEN.fullmatch(told) else ""


@require_safe
@access("public")
def index(request: HttpRequest) -> HttpResponse:
    """Answers for the screen the person came from, then those for every screen."""
    screen = screen_of(request)
    own, common = ready.for_screen(screen)
    context = {
        "screen": screen,
        "own": own,
        "common": common,
        "may_answer": policies.may_answer_inquiry(person_of(request)),
    }
    return render(request, "help/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access("public")
def ask_support(request: HttpRequest) -> HttpResponse:
    """A question without an account; its number is the way to the answer."""
    form = AskForm(
        request.POST if request.method == "POST" else None, initial={"screen": screen_of(request)}
    )
    if request.method == "POST" and form.is_valid():
        number = actions.ask_support(visitor=limits.client_of(request), **form.cleaned_data)
        # The answer to the POST itself: the number opens the question, so no address holds it.
        # Sent again, the form's key gives the same number.
        asked = _shown(number) | {"was_asked": True}
        return render(request, "help/answer.html", asked)
    status = 422 if form.errors else 200
    return render(request, "help/ask.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access("public")
def read_answer(request: HttpRequest) -> HttpResponse:
    """The question and its answer, for whoever knows the number.

    It is posted, as a receipt's number is: addresses stay in histories and in logs.
    """
    written = request.POST.get("number", "")[:40]
    number = "".join(char for char in written if char in "0123456789")[:13]
    if number:
        limits.hit(f"inquiry:{limits.client_of(request)}", limit=30, seconds=600)
    context = {"written": written} | (_shown(number) if len(number) == 12 else {})
    return render(request, "help/answer.html", context)


def _shown(number: str) -> dict[str, Any]:
    """The question of a number, and by what its asker may follow it."""
    found = queries.inquiry_by_number(number)
    return {"inquiry": found, "topic": told.topic_of(found.id) if found is not None else ""}
