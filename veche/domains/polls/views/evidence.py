"""What a doubter takes away: the turnout by the hour, who came, how each group answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.polls import policies, queries
from veche.domains.polls.adapters import calls, turnout
from veche.domains.polls.adapters import groups as groups_shown
from veche.domains.polls.adapters import signs as signs_shown
from veche.domains.polls.models import Poll
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import downloads, render


def _open_poll(poll: Poll) -> Poll:
    """A poll of which there are hours and groups; a secret one knows neither."""
    if poll.is_secret:
        raise NotFound()
    return poll


@require_safe
@access(policies.may_see_poll)
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """How the turnout grew, also while the poll runs."""
    poll = _open_poll(queries.passport_for(identity.person_of(request), slug))
    context = {
        "poll": poll,
        "phase": queries.phase_of(poll),
        "turnout": ballots.turnouts([poll.id])[poll.id],
        "series": turnout.series(poll),
    }
    return render(request, "polls/hours.html", context)


@require_GET
@access(policies.may_see_poll)
def hours_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same series as CSV."""
    poll = _open_poll(queries.passport_for(identity.person_of(request), slug))
    rows = turnout.rows(turnout.series(poll))
    return downloads.csv_file(f"{poll.slug}-hours.csv", turnout.HEADER, rows)


@require_safe
@access(policies.may_see_results)
def groups(request: HttpRequest, slug: str) -> HttpResponse:
    """Who came and how each group answered, once the rows are published."""
    poll = _open_poll(queries.counted_poll_for(identity.person_of(request), slug))
    context = {"poll": poll, "found": groups_shown.cuts(poll)}
    return render(request, "polls/groups.html", context)


@require_GET
@access(policies.may_see_results)
def groups_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same tables as CSV."""
    poll = _open_poll(queries.counted_poll_for(identity.person_of(request), slug))
    rows = groups_shown.rows(poll)
    return downloads.csv_file(f"{poll.slug}-groups.csv", groups_shown.HEADER, rows)


@require_GET
@access(policies.may_see_results)
def groups_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The same tables as JSON."""
    poll = _open_poll(queries.counted_poll_for(identity.person_of(request), slug))
    return JsonResponse(groups_shown.as_json(poll), json_dumps_params={"ensure_ascii": False})


@require_safe
@access(policies.may_see_results)
def signs(request: HttpRequest, slug: str) -> HttpResponse:
    """What is worth a look in a closed poll, and what it may mean."""
    poll = _open_poll(queries.counted_poll_for(identity.person_of(request), slug))
    found = signs_shown.signs(poll) or []
    context = {
        "poll": poll,
        "signs": found,
        "all": len(found),
        "noticed": sum(sign.found.is_noticed for sign in found),
    }
    return render(request, "polls/signs.html", context)


@require_safe
@access(policies.may_see_poll)
def control(request: HttpRequest, slug: str) -> HttpResponse:
    """The draw for control calls, how to repeat it, and what the drawn said."""
    person = identity.person_of(request)
    poll = _open_poll(queries.passport_for(person, slug))
    phase = queries.phase_of(poll)
    context = {
        "poll": poll,
        "phase": phase,
        "control": calls.control(poll),
        "may_call": phase == "closed" and policies.may_call_voters(person),
    }
    return render(request, "polls/control.html", context)


@require_GET
@access(policies.may_see_poll)
def control_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The same with all marks, so that anybody may repeat the draw."""
    poll = _open_poll(queries.passport_for(identity.person_of(request), slug))
    return JsonResponse(calls.as_json(poll))
