"""The clerk's desk: which polls run, what is due for one of them, the journal of its days."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import shown
from veche.domains.polls.forms.counter import PackForm, SpoilForm, SurplusForm
from veche.domains.polls.models import Poll
from veche.domains.polls.views.office_door import counter
from veche.kernel.access import post_only
from veche.kernel.ids import new_id
from veche.kernel.web import render


@counter(policies.may_serve_counter)
@require_safe
def list_polls(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Polls a clerk may help with now."""
    polls = queries.polls_at_counter(person)
    figures = ballots.turnouts([poll.id for poll in polls])
    context = {
        "rows": [
            {
                "poll": poll,
                "phase": queries.phase_of(poll),
                "turnout": figures[poll.id],
                "url": reverse("polls:counter-poll", args=[poll.slug]),
            }
            for poll in polls
        ],
        "is_serving": identity.person_at_counter(request) is not None,
    }
    return render(request, "polls/counter/list.html", context)


@counter(policies.may_serve_counter)
@require_safe
def open_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One poll at the counter."""
    return desk_page(request, person, queries.poll_at_counter(person, slug))


def desk_page(
    request: HttpRequest, person: PersonRef, poll: Poll, *, status: int = 200, **given: Any
) -> HttpResponse:
    """The page with whatever form has to be shown again."""
    phase = queries.phase_of(poll)
    visitor = identity.person_at_counter(request)
    sheets = ballots.paper_figures(poll.id)
    context: dict[str, Any] = {
        "poll": poll,
        "phase": phase,
        "here": reverse("polls:counter-poll", args=[poll.slug]),
        "crumbs": crumbs(),
        "visitor": visitor,
        **(_standing(visitor, poll) if visitor else {}),
        "check_in_url": identity.check_in_url(reverse("polls:counter-poll", args=[poll.slug])),
        "sheets": sheets,
        "packs": ballots.packs(poll.id),
        "stacks": [_stack_row(stack, person) for stack in ballots.stacks(poll.id)],
        "due": queries.papers_due_on(poll),
        "key": str(new_id()),
        "pack_form": PackForm(),
        "spoil_form": SpoilForm(),
        "surplus_form": SurplusForm(auto_id="surplus_%s"),
        "happened": _happened(request.GET.get("done", "")),
        **given,
    }
    return render(request, "polls/counter/poll.html", context, status=status)


def crumbs(*more: Poll) -> list[dict[str, Any]]:
    """The way here."""
    found: list[dict[str, Any]] = [{"title": _("Приём"), "url": reverse("polls:counter")}]
    for poll in more:
        url = reverse("polls:counter-poll", args=[poll.slug])
        found.append({"title": poll.title, "url": url, "is_written": True})
    return found


def _standing(visitor: PersonRef, poll: Poll) -> dict[str, Any]:
    """Whether the visitor may vote, and what the clerk has to look for in the document."""
    terms, phase = queries.terms_of(poll), queries.phase_of(poll)
    voter = ballots.voter_of(visitor, terms)
    decision = policies.may_vote(terms, voter, phase)
    seen = policies.may_vote(terms, ballots.seen_in_document(terms, voter), phase)
    return {
        "may_vote": decision,
        "needs_eyes": not decision and decision.code in ballots.UNTOLD and bool(seen),
        "holds_two": ballots.holds_two(poll.id, visitor.known_id, visitor.earlier_ids),
        "min_age": terms.min_age if voter.age is None else None,
        "territories": shown.territory_names(poll) if voter.place_ids is None else [],
    }


def _stack_row(stack: ballots.Stack, person: PersonRef) -> dict[str, Any]:
    is_own = stack.entered_by == person.id
    is_free = stack.checked_by in (None, person.id)
    return {
        "stack": stack,
        "is_own": is_own,
        "may_check": stack.state == "checking" and not is_own and is_free,
        "may_mend": stack.state == "checking" and is_own,
        "word": {
            "open": _("вводят"),
            "checking": _("сверяют"),
            "counted": _("в урне"),
        }[stack.state],
    }


def _happened(done: str) -> str:
    return {
        "handed": _("Отметка поставлена. Пусть человек сам возьмёт любой лист из пачки."),
        "spoiled": _("Лист погашен. Пусть человек возьмёт другой."),
        "returned": _("Лишний лист погашен. Другой не выдавайте: один у человека остался."),
        "checked": _("Пачка сошлась, её бюллетени в урне."),
        "finished": _("Ввод закончен. Итог откроется через минуту."),
    }.get(done, "")


@counter(policies.may_serve_counter)
@require_safe
def read_register(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The journal of the counter by days and clerks; for printing, without residents' names."""
    poll = queries.poll_at_counter(person, slug)
    lines = ballots.days_of_counter(poll.id)
    names = {line.clerk_id: identity.masked_contact(line.clerk_id) for line in lines}
    context = {
        "poll": poll,
        "sheets": ballots.paper_figures(poll.id),
        "crumbs": crumbs(poll),
        "rows": [
            {
                "day": line.day,
                "who": names[line.clerk_id],
                "packs": line.packs,
                "acts": [(title, line.acts.get(act, 0)) for act, title in ACTS.items()],
            }
            for line in lines
        ],
        "sums": [
            (title, sum(line.acts.get(act, 0) for line in lines)) for act, title in ACTS.items()
        ],
    }
    return render(request, "polls/counter/register.html", context)


ACTS = {
    "assisted": gettext_lazy("На экране"),
    "handed": gettext_lazy("Выдано"),
    "seen": gettext_lazy("Из них без согласия"),
    "enveloped": gettext_lazy("Конвертов"),
    "declined": gettext_lazy("Отложено"),
    "spoiled": gettext_lazy("Погашено"),
    "entered": gettext_lazy("Введено"),
    "invalid": gettext_lazy("Недейств."),
}


@counter(policies.may_enter_papers)
@post_only
def finish_papers(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """No more sheets will come; a second press finds it so."""
    poll = queries.poll_at_counter(person, slug)
    actions.finish_papers(person, poll=poll)
    return redirect(f"{reverse('polls:counter-poll', args=[slug])}?done=finished")
