"""What a doubter takes away: the turnout by the hour."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.polls import policies, queries
from veche.domains.polls.adapters import turnout
from veche.kernel.access import access
from veche.kernel.web import downloads, render


@require_safe
@access(policies.may_see_poll)
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """How the turnout grew, also while the poll runs."""
    poll = queries.passport_for(identity.person_of(request), slug)
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
    poll = queries.passport_for(identity.person_of(request), slug)
    rows = turnout.rows(turnout.series(poll))
    return downloads.csv_file(f"{poll.slug}-hours.csv", turnout.HEADER, rows)
