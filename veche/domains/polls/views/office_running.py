"""A poll after its draft: approval, the running vote, the close."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.ballots import public as ballots
from veche.commons.commitments import public as commitments
from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import shown
from veche.domains.polls.forms.office_running import ExtendForm, ReturnForm
from veche.domains.polls.forms.office_steps import population
from veche.domains.polls.models import Poll, State
from veche.domains.polls.views import office_words
from veche.domains.polls.views.office_door import may, office, phone
from veche.domains.polls.views.office_steps import to_first_flaw
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.ids import new_id
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@office(policies.may_open_office)
@require_safe
def manage_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One address for a poll's whole life: a draft leads whoever writes it into the wizard."""
    poll = queries.poll_to_manage(person, slug)
    if poll.state == State.DRAFT and policies.may_change_poll(person, poll):
        done = request.GET.get("done", "")
        return redirect(to_first_flaw(poll) + (f"?done={done}" if done.isalpha() else ""))
    return _page(request, person, poll)


def _page(
    request: HttpRequest, person: PersonRef, poll: Poll, *, status: int = 200, **given: forms.Form
) -> HttpResponse:
    turnout = ballots.turnouts([poll.id])[poll.id]
    context: dict[str, Any] = {
        **phone(poll),
        **may(person, poll),
        **shown.decision_term(poll),
        "real_phase": queries.phase_of(poll),
        "turnout": turnout,
        "residents": population({str(t.place_id) for t in poll.territories.all()}),
        "happened": office_words.happened(request.GET.get("done", "")),
        "key": str(new_id()),
        "word": office_words.state_word(poll),
        "return_form": ReturnForm(auto_id="return_%s"),
        "extend_form": ExtendForm(initial={"closes_at": poll.closes_at}, auto_id="extend_%s"),
        "crumbs": [{"title": _("Подготовка опросов"), "url": reverse("polls:desk")}],
        **given,
    }
    if poll.state in _ANSWERS:
        context["may_answer"] = context[_ANSWERS[State(poll.state)]]
        context["advice"] = office_words.advice_lines(poll)
        context["flaws"] = office_words.flaw_lines(poll)
        return render(request, "polls/office/review.html", context, status=status)
    if poll.state == State.PUBLISHED:
        return render(request, "polls/office/running.html", context, status=status)
    may_see = queries.sight(poll, "closed", has_voted=False)
    context["may_see"] = may_see
    context["tallies"] = shown.tallies(poll, ballots.results(poll.id), None) if may_see else []
    context["commitment"] = commitments.of(queries.FILES_OF, poll.id)
    context["protocol"] = queries.protocol_of(poll)
    is_counted = context["is_counted"] = ballots.is_published(poll.id)
    context["may_issue"] = policies.may_issue_protocol(person, poll, is_counted)
    return render(request, "polls/office/closed.html", context, status=status)


# What is asked of the reader before the vote; who may not write a draft learns why.
_ANSWERS = {State.DRAFT: "may_change", State.LEGAL: "may_agree", State.REVIEW: "may_approve"}


@office(policies.may_open_office)
@require_safe
def watch_turnout(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The figure alone, asked again every 15 seconds."""
    poll = queries.poll_to_manage(person, slug)
    context = {
        "poll": poll,
        "real_phase": queries.phase_of(poll),
        "turnout": ballots.turnouts([poll.id])[poll.id],
        "residents": population({str(t.place_id) for t in poll.territories.all()}),
    }
    return render(request, "polls/office/_turnout.html", context)


@office(policies.may_agree_poll)
@post_only
def agree_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """On to the approver; a second press finds it there and leads there."""
    poll = queries.poll_to_manage(person, slug)
    if poll.state != State.REVIEW:
        try:
            actions.agree_poll(person, slug=slug)
        except Invalid as problem:
            if problem.code != "not-sound":
                raise
            return _page(request, person, queries.poll_to_manage(person, slug), status=422)
    return redirect(f"{reverse('polls:desk')}?done=agreed")


@office(policies.may_approve_poll)
@post_only
def approve_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Publish; a second press finds it published and leads there."""
    poll = queries.poll_to_manage(person, slug)
    if poll.state != State.PUBLISHED:
        try:
            actions.approve_poll(person, slug=slug)
        except Invalid as problem:
            if problem.code != "not-sound":
                raise
            return _page(request, person, queries.poll_to_manage(person, slug), status=422)
    return _done(slug, "approved")


@office(policies.may_open_office)
@post_only
def return_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Back to the author, with a reason; the author takes it back without one."""
    poll = queries.poll_to_manage(person, slug)
    form = ReturnForm(request.POST, auto_id="return_%s")
    is_own = poll.author_id == person.id
    if not form.is_valid() and not is_own:
        return _page(request, person, poll, status=422, return_form=form)
    if poll.state != State.DRAFT:
        reason = form.cleaned_data.get("reason", "")
        actions.return_poll(person, slug=slug, reason=reason)
    if is_own:
        return redirect("polls:manage-poll", slug=slug)
    return redirect(f"{reverse('polls:desk')}?done=returned")


@office(policies.may_run_poll)
@post_only
def extend_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A later close with a public reason; the same form sent twice extends once."""
    poll = queries.poll_to_manage(person, slug)
    form = ExtendForm(request.POST, auto_id="extend_%s")
    if not form.is_valid():
        return _page(request, person, poll, status=422, extend_form=form)
    closes_at, reason = form.cleaned_data["closes_at"], form.cleaned_data["reason"]
    if _is_extended(poll, closes_at, reason):
        return _done(slug, "extended")
    try:
        actions.extend_poll(person, slug=slug, closes_at=closes_at, reason=reason)
    except Conflict as problem:
        if problem.code not in {"not-later", "election"}:
            raise
        form.add_error("closes_at", problem.words)
        return _page(request, person, poll, status=422, extend_form=form)
    except Invalid as problem:
        for name, text in problem.fields.items():
            form.add_error(name, str(text))
        return _page(request, person, poll, status=422, extend_form=form)
    return _done(slug, "extended")


def _is_extended(poll: Poll, closes_at: Any, reason: str) -> bool:
    return any(
        extension.closes_at == closes_at and extension.reason == reason
        for extension in poll.extensions.all()
    )


@office(policies.may_run_poll)
@require_http_methods(PAGE)
def withdraw_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Ask once, then make it a draft again; refused once anybody has voted."""
    poll = queries.poll_to_manage(person, slug)
    if request.method == "POST":
        if poll.state != State.DRAFT:
            actions.withdraw_poll(person, slug=slug)
        return _done(slug, "withdrawn")
    policies.may_run_poll(person, poll).or_refuse()
    context = {
        "title": _("Снять опрос с публикации?"),
        "text": poll.title,
        "consequences": [
            _("Жители перестанут его видеть, пока вы не опубликуете его снова."),
            _("Он станет черновиком: его можно поправить, потом он снова пойдёт на утверждение."),
            _("Если кто-то успеет проголосовать раньше, снять опрос будет нельзя."),
        ],
        "action": request.path,
        "button": _("Снять с публикации"),
        "tone": "danger",
        "cancel_url": reverse("polls:manage-poll", args=[slug]),
    }
    return render(request, "portal/confirm.html", context)


@office(policies.may_draft_poll)
@post_only
def copy_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A draft like this one; the hidden key makes one press one draft."""
    made = actions.copy_poll(person, slug=slug, key=request.POST.get("key", ""))
    return _done(made.slug, "copied")


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def discard_poll(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Ask once, then remove the draft for good."""
    poll = queries.poll_to_manage(person, slug)
    if request.method == "POST":
        actions.discard_poll(person, slug=slug)
        return redirect(f"{reverse('polls:desk')}?done=discarded")
    policies.may_change_poll(person, poll).or_refuse()
    context = {
        "title": _("Удалить черновик?"),
        "text": poll.title or _("Без названия"),
        "consequences": [_("Вопросы, материалы и файлы удалятся без возможности вернуть.")],
        "action": request.path,
        "button": _("Удалить черновик"),
        "tone": "danger",
        "cancel_url": reverse("polls:manage-poll", args=[slug]),
    }
    return render(request, "portal/confirm.html", context)


def _done(slug: str, what: str) -> HttpResponse:
    return redirect(f"{reverse('polls:manage-poll', args=[slug])}?done={what}")
