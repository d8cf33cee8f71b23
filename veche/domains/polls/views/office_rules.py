"""The town's own rules for its polls: each dated, each by an act, none ever lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.forms.office_rules import LegalCheckForm
from veche.domains.polls.views import office_words
from veche.domains.polls.views.office_door import office
from veche.kernel import clock
from veche.kernel.ids import new_id
from veche.kernel.web import render


@office(policies.may_set_rules)
@require_safe
def read_rules(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is in force now, what was, and the forms for what comes."""
    policies.may_set_rules(person).or_refuse()
    return _page(request)


@office(policies.may_set_rules)
@require_POST
def set_legal_check(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Which polls the lawyer sees, from a day on."""
    form = LegalCheckForm(request.POST, auto_id="legal_%s")
    if not form.is_valid():
        policies.may_set_rules(person).or_refuse()
        return _page(request, status=422, legal_form=form)
    actions.set_legal_check(person, rule=form.rule(), key=request.POST.get("key", ""))
    return redirect(f"{reverse('polls:read-rules')}?done=rules")


def _page(request: HttpRequest, *, status: int = 200, **given: forms.Form) -> HttpResponse:
    today = clock.today(towns.current().time_zone)
    context: dict[str, Any] = {
        "happened": office_words.happened(request.GET.get("done", "")),
        "legal_check": queries.legal_check_on(today),
        "legal_checks": queries.legal_checks(),
        "legal_form": LegalCheckForm(
            initial={"valid_from": today, "covers": "effect"}, auto_id="legal_%s"
        ),
        "today": today,
        "key": str(new_id()),
        "crumbs": [{"title": _("Рабочий стол"), "url": reverse("polls:desk")}],
        **given,
    }
    return render(request, "polls/office/rules.html", context, status=status)
