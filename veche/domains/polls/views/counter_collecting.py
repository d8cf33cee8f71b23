"""Paper through elders: packs given and taken back, envelopes opened at the counter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.commons.organisations import public as organisations
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.forms.counter import BatchBackForm, BatchForm, EnvelopeForm
from veche.domains.polls.models import Poll
from veche.domains.polls.views.counter_desk import crumbs
from veche.domains.polls.views.office_door import counter
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, Refused
from veche.kernel.ids import new_id
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

REFUSALS = (Conflict, Invalid, Refused)


@counter(policies.may_serve_counter)
@require_safe
def read_batches(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Who carries what, what came back, and the envelopes."""
    return _page(request, queries.poll_at_counter(person, slug))


@counter(policies.may_give_batch)
@post_only
def give_batch(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Blank sheets for an elder."""
    poll = queries.poll_at_counter(person, slug)
    form = BatchForm(request.POST, collectors=queries.collectors_of(poll))
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.give_batch(
                person,
                poll=poll,
                collector_id=UUID(data["collector"]),
                amount=data["amount"],
                key=data["key"],
            )
            return _back(slug, "given")
        except REFUSALS as problem:
            tell(form, problem)
    return _page(request, poll, batch_form=form, status=422)


@counter(policies.may_enter_papers)
@post_only
def take_back_batch(
    request: HttpRequest, person: PersonRef, slug: str, batch_id: UUID
) -> HttpResponse:
    """Blanks that came back."""
    poll = queries.poll_at_counter(person, slug)
    form = BatchBackForm(request.POST)
    if form.is_valid():
        try:
            unused = form.cleaned_data["unused"]
            actions.take_back_batch(person, poll=poll, batch_id=batch_id, unused=unused)
            return _back(slug, "back")
        except REFUSALS as problem:
            tell(form, problem)
    return _page(request, poll, back_form=form, back_id=batch_id, status=422)


@counter(policies.may_run_counter)
@post_only
def accept_envelope(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The slip of one envelope; or the envelope is put aside."""
    poll = queries.poll_at_counter(person, slug)
    if request.POST.get("then") == "decline":
        return _decline(request, person, poll)
    form = EnvelopeForm(request.POST)
    if form.is_valid():
        try:
            actions.accept_envelope(person, poll=poll, **form.cleaned_data)
            return _back(slug, "accepted")
        except REFUSALS as problem:
            tell(form, problem)
    return _page(request, poll, envelope_form=form, status=422)


def _decline(request: HttpRequest, person: PersonRef, poll: Poll) -> HttpResponse:
    try:
        actions.decline_envelope(person, poll=poll)
    except Conflict as problem:
        form = EnvelopeForm(request.POST)
        tell(form, problem)
        return _page(request, poll, envelope_form=form, status=422)
    return _back(poll.slug, "declined")


def _back(slug: str, done: str) -> HttpResponse:
    return redirect(f"{reverse('polls:read-batches', args=[slug])}?done={done}")


def _page(request: HttpRequest, poll: Poll, *, status: int = 200, **given: Any) -> HttpResponse:
    phase = queries.phase_of(poll)
    found = ballots.batches(poll.id)
    names = organisations.mandates_by_ids({one.collector_id for one in found})
    collectors = queries.collectors_of(poll)
    context: dict[str, Any] = {
        "poll": poll,
        "phase": phase,
        "crumbs": crumbs(poll),
        "figures": ballots.carried_figures(poll.id),
        "batches": [(one, names.get(one.collector_id)) for one in found],
        "collectors": collectors,
        "key": str(new_id()),
        "batch_form": BatchForm(collectors=collectors),
        "back_form": BatchBackForm(),
        "envelope_form": EnvelopeForm(),
        "happened": _happened(request.GET.get("done", "")),
        **given,
    }
    return render(request, "polls/counter/collectors.html", context, status=status)


def _happened(done: str) -> str:
    return {
        "given": _("Пакет готов: скачайте PDF, напечатайте и передайте вместе с конвертами."),
        "back": _("Чистые листы приняты: погасите их, голосом они уже не станут."),
        "accepted": _("Отметка поставлена. Внутренний конверт, не вскрывая, положите к остальным."),
        "declined": _("Конверт отложен, его лист не посчитают. Это число увидят все."),
    }.get(done, "")
