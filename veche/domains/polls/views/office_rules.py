"""The town's own rules for its polls: each dated, each by an act, none ever lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef
from veche.commons.towns import public as towns
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.forms.office_rules import CampaignForm, LegalCheckForm
from veche.domains.polls.views import office_words
from veche.domains.polls.views.office_door import office
from veche.kernel import clock
from veche.kernel.access import post_only
from veche.kernel.errors import NotFound
from veche.kernel.ids import new_id
from veche.kernel.web import render


@office(policies.may_set_rules)
@require_safe
def read_rules(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is in force now, what was, and the forms for what comes."""
    return _page(request)


@office(policies.may_set_rules)
@post_only
def set_legal_check(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Which polls the lawyer sees, from a day on."""
    form = LegalCheckForm(request.POST, auto_id="legal_%s")
    if not form.is_valid():
        return _page(request, status=422, legal_form=form)
    actions.set_legal_check(person, rule=form.rule(), key=request.POST.get("key", ""))
    return redirect(f"{reverse('polls:read-rules')}?done=rules")


@office(policies.may_set_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def save_campaign(
    request: HttpRequest, person: PersonRef, campaign_id: UUID | None = None
) -> HttpResponse:
    """One election campaign; a new one carries its id, so the same form makes it once."""
    found = queries.campaign(campaign_id) if campaign_id else None
    form = CampaignForm(initial=CampaignForm.of(found) if found else {})
    key = request.POST.get("key", "") or str(new_id())
    if request.method == "POST":
        form = CampaignForm(request.POST)
        if form.is_valid():
            text = form.text(found.id if found else _uuid(key))
            actions.save_campaign(person, campaign=text)
            return redirect(f"{reverse('polls:read-rules')}?done=rules")
    context = {
        "form": form,
        "campaign": found,
        "key": key,
        "crumbs": [
            {"title": _("Подготовка опросов"), "url": reverse("polls:desk")},
            {"title": _("Правила опросов"), "url": reverse("polls:read-rules")},
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "polls/office/campaign.html", context, status=status)


@office(policies.may_set_rules)
@post_only
def remove_campaign(request: HttpRequest, person: PersonRef, campaign_id: UUID) -> HttpResponse:
    """Take out what was entered by mistake; a second press does no harm."""
    actions.remove_campaign(person, campaign_id=campaign_id)
    return redirect("polls:read-rules")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound() from error


def _page(request: HttpRequest, *, status: int = 200, **given: forms.Form) -> HttpResponse:
    today = clock.today(towns.current().time_zone)
    context: dict[str, Any] = {
        "happened": office_words.happened(request.GET.get("done", "")),
        "legal_check": queries.legal_check_on(today),
        "legal_checks": queries.legal_checks(),
        "campaigns": queries.campaigns(),
        "legal_form": LegalCheckForm(
            initial={"valid_from": today, "covers": "effect"}, auto_id="legal_%s"
        ),
        "today": today,
        "key": str(new_id()),
        "crumbs": [{"title": _("Подготовка опросов"), "url": reverse("polls:desk")}],
        **given,
    }
    return render(request, "polls/office/rules.html", context, status=status)
