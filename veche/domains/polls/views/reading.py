"""What everyone may read without an account: lists, a poll, its result, its ballots."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.commitments import public as commitments
from veche.commons.documents import public as documents
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.domains.polls import exports, policies, queries
from veche.domains.polls.adapters import discussed, groups, papers, secrecy, shown, told
from veche.domains.polls.forms import paper
from veche.domains.polls.models import Poll
from veche.domains.polls.queries import origins
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render
from veche.kernel.web.origin import absolute

PHASES = {
    "open": gettext_lazy("Идут"),
    "upcoming": gettext_lazy("Скоро"),
    "closed": gettext_lazy("Завершены"),
}


@require_safe
@access("public")
def poll_list(request: HttpRequest) -> HttpResponse:
    """Open, upcoming and closed polls."""
    phase = request.GET.get("show", "open")
    if phase not in PHASES:
        raise NotFound()
    person = identity.person_of(request)
    page = queries.polls_in(phase, after=request.GET.get("after", ""))
    here = reverse("polls:list")
    context = {
        "phase": phase,
        "briefs": shown.briefs(person, page.items),
        "tabs": [
            {"title": PHASES[name], "url": f"{here}?show={name}", "current": name == phase}
            for name in PHASES
        ],
        "next_url": f"{here}?show={phase}&after={page.next_token}" if page.next_token else "",
    }
    return render(request, "polls/list.html", context, fragment="polls/_briefs.html")


@require_safe
@access(policies.may_see_poll)
def poll(request: HttpRequest, slug: str) -> HttpResponse:
    """One poll: what is asked, why, by whom, who may answer, and how to."""
    person = identity.person_of(request)
    found = queries.poll_for(person, slug)
    phase = queries.phase_of(found)
    own = queries.voted_in(person, [found]).get(found.id)
    counted = ballots.results(found.id)
    may_see = queries.sight(found, phase, own is not None, counted)
    count = counted if may_see else None
    territories = shown.territory_names(found)
    context = {
        "poll": found,
        "topic": told.topic_of(found.id),
        "cover": files.ref(found.cover_id) if found.cover_id else None,
        "phase": phase,
        "brief_url": reverse("polls:poll", args=[slug]),
        "turnout": counted.ballots,
        **secrecy.blanks_of(found, counted.ballots),
        "struck": counted.struck,
        "standing": shown.standing(person, found),
        "has_blank": bool(queries.blanks_of(person, [found])),
        "tidy": secrecy.tidy_of(person, found, phase),
        "territories": territories,
        "who_votes": shown.who_votes(found, territories),
        "own": own,
        "paper": [] if count else paper.show(found),
        "may_see_results": may_see,
        "commitment": commitments.of("polls.poll", found.id) if phase == "closed" else None,
        "tallies": shown.tallies(found, count, own.choice if own else None) if count else [],
        "arguments": discussed.part_of(request, found),
        "grown_from": origins.origin_of(found),
    }
    page = render(request, "polls/poll.html", context)
    return secrecy.with_box(page) if context["tidy"] else page


@require_safe
@access(policies.may_see_poll)
def turnout(request: HttpRequest, slug: str) -> HttpResponse:
    """The turnout alone, asked again every 15 seconds."""
    found = queries.passport_for(identity.person_of(request), slug)
    came = ballots.turnout(found.id)
    context = {
        "poll": found,
        "phase": queries.phase_of(found),
        "turnout": came.ballots,
        **secrecy.blanks_of(found, came.ballots),
        "struck": came.struck,
    }
    return render(request, "polls/_turnout.html", context)


@require_safe
@access(policies.may_see_results)
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """The count, how it came, and how to count again."""
    person = identity.person_of(request)
    found = queries.poll_for(person, slug)
    phase = queries.phase_of(found)
    own = queries.voted_in(person, [found]).get(found.id)
    count = ballots.results(found.id)
    allowed = queries.sight(found, phase, own is not None, count)
    has_paper = count.takes_paper or not count.ballots
    is_published = phase == "closed" and _is_published(found, count)
    context = {
        "poll": found,
        "phase": phase,
        "allowed": allowed,
        "count": count if allowed else None,
        # Only once nothing moves: two looks at a running count would tell how one ballot came.
        "channels": groups.channels(found, count) if is_published else {},
        "turnout": count.ballots,
        **secrecy.blanks_of(found, count.ballots),
        "tidy": secrecy.tidy_of(person, found, phase),
        "has_log": found.is_secret and ballots.is_secret(found.id),
        "struck": count.struck,
        "own": own,
        "tallies": shown.tallies(found, count, own.choice if own else None) if allowed else [],
        "territories": shown.territory_names(found),
        "is_published": is_published,
        "protocol": queries.protocol_of(found) if is_published else None,
        "fields": exports.fields(found),
        "sheets": ballots.paper_figures(found.id) if has_paper else None,
        "carried": ballots.carried_figures(found.id) if has_paper else None,
        "sheets_due": queries.papers_due_on(found) if has_paper else None,
        "commitment": commitments.of("polls.poll", found.id) if phase == "closed" else None,
    }
    page = render(request, "polls/result.html", context)
    return secrecy.with_box(page) if context["tidy"] else page


def _is_published(poll: Poll, count: ballots.Results) -> bool:
    """A count at hand tells it; an empty box is asked."""
    return count.is_published if count.ballots else ballots.is_published(poll.id)


@require_safe
@access(policies.may_see_results)
def protocol(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The protocol as PDF or .docx, once the town has issued it; NotFound until then."""
    found = queries.counted_poll_for(identity.person_of(request), slug)
    issued = queries.protocol_of(found)
    if issued is None:
        raise NotFound()
    address = absolute(request, reverse("polls:result", args=[slug]))
    made = papers.protocol(found, issued, address)
    return documents.respond(made, name=f"protocol-{slug}", form=form)


@require_GET
@access(policies.may_see_results)
def ballots_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """Every ballot as the choice alone, shuffled, as CSV."""
    poll = queries.counted_poll_for(identity.person_of(request), slug)
    return exports.ballots_csv(poll)


@require_GET
@access(policies.may_see_results)
def ballots_json(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The same as JSON, with the paper, the totals and the fields described."""
    poll = queries.counted_poll_for(identity.person_of(request), slug)
    return exports.ballots_json(poll)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(policies.may_see_poll)
def check_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Is the ballot with this receipt in the box? Says nothing of the choice.

    The number is posted, so that it lies in no address: those stay in histories and in logs.
    """
    found = queries.passport_for(identity.person_of(request), slug)
    if found.is_secret:
        return redirect("polls:secret-receipt", slug=slug)
    written = request.POST.get("number", "")[:40]
    number = "".join(char for char in written if char in "0123456789")[:13]
    if number:
        limits.hit(f"receipt:{limits.client_of(request)}", limit=30, seconds=600)
    is_found = len(number) == 12 and ballots.has_receipt(found.id, number)
    context = {
        "poll": found,
        "written": written,
        "is_number": len(number) == 12,
        "number": number or written,
        "is_found": is_found,
        "is_struck": is_found and ballots.is_struck_receipt(found.id, number),
    }
    return render(request, "polls/check.html", context)
