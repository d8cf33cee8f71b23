"""Papers in the office: the protocol is issued, the sheet to vote on is printed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.documents import public as documents
from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import papers
from veche.domains.polls.forms.protocol import ProtocolForm
from veche.domains.polls.views.office_door import office
from veche.kernel.web import render


@office(policies.may_issue_protocol)
@require_http_methods(["GET", "HEAD", "POST"])
def issue_protocol(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Number, day, signatory; the same form sent twice writes the same."""
    poll = queries.poll_to_manage(person, slug)
    policies.may_issue_protocol(person, poll, ballots.is_published(poll.id)).or_refuse()
    issued = queries.protocol_of(poll)
    form = ProtocolForm(poll=poll, initial=ProtocolForm.of(issued))
    if request.method == "POST":
        form = ProtocolForm(request.POST, poll=poll)
        if form.is_valid():
            actions.issue_protocol(person, slug=slug, text=form.text())
            return redirect(f"{reverse('polls:manage-poll', args=[slug])}?done=protocol")
    context = {
        "form": form,
        "poll": poll,
        "issued": issued,
        "crumbs": [
            {"title": _("Подготовка опросов"), "url": reverse("polls:desk")},
            {
                "title": poll.title,
                "url": reverse("polls:manage-poll", args=[slug]),
                "is_written": True,
            },
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "polls/office/protocol.html", context, status=status)


@office(policies.may_open_office)
@require_safe
def print_ballot(request: HttpRequest, person: PersonRef, slug: str, form: str) -> HttpResponse:
    """The sheet of a poll in any state: a draft's to proofread, a published one's to hand out."""
    poll = queries.poll_to_manage(person, slug)
    return documents.respond(papers.ballot(poll), name=f"ballot-{slug}", form=form)
