"""The plan for a leak: start it, mark the steps, close it."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.privacy import actions, policies, queries, wording
from veche.commons.privacy.forms import KeyedForm
from veche.commons.privacy.rules import STEPS
from veche.commons.privacy.views.once import act_once
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render


@access(policies.may_run_leak_plan)
@never_cache
@post_only
def start_leak(request: HttpRequest) -> HttpResponse:
    """Press «Утечка» or «Учебная тревога»."""
    person = identity.person_of(request)
    policies.may_run_leak_plan(person).or_refuse()
    form = KeyedForm(request.POST)
    if not form.is_valid():
        raise Invalid(
            _("У запроса нет ключа повтора"),
            advice=_("Обновите страницу и отправьте ещё раз."),
            code="no-idempotency-key",
        )
    is_drill = request.POST.get("what") != "leak"
    act = partial(actions.start_leak, person, is_drill=is_drill)
    number = act_once(person, form, f"leak {is_drill}", act)
    return redirect("privacy:read-leak", number)


@access(policies.may_read_privacy_desk)
@never_cache
@require_safe
def read_leak(request: HttpRequest, number: str) -> HttpResponse:
    """The clocks, the steps with who and when, the prepared notice."""
    person = identity.person_of(request)
    leak = queries.leak(person, number)
    done = queries.steps_of(leak)
    found = localtime(leak.found_at, clock.zone(towns.current().time_zone))
    now = clock.now()
    context = {
        "leak": leak,
        "steps": [(step, *wording.STEPS[step], done.get(step)) for step in STEPS],
        "person_id": person.id,
        "is_notice_late": "notice" not in done and leak.notice_by < now,
        "is_investigation_late": "investigation" not in done and leak.investigate_by < now,
        "may_end": leak.ended_at is None and len(done) == len(STEPS),
        "notice": wording.notice(date_format(found, "d.m.Y H:i")),
        "crumbs": [{"title": _("Персональные данные"), "url": reverse("privacy:desk")}],
    }
    return render(request, "privacy/leak.html", context)


@access(policies.may_run_leak_plan)
@never_cache
@post_only
def finish_step(request: HttpRequest, number: str) -> HttpResponse:
    """Mark one step."""
    step = request.POST.get("step", "")
    actions.finish_step(identity.person_of(request), number=number, step=step)
    return redirect("privacy:read-leak", number)


@access(policies.may_run_leak_plan)
@never_cache
@post_only
def end_leak(request: HttpRequest, number: str) -> HttpResponse:
    """Close the case."""
    actions.end_leak(identity.person_of(request), number=number)
    return redirect("privacy:read-leak", number)
