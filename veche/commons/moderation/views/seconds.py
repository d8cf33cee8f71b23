"""What a second pair of eyes decides: authors who argue, accounts alike, the town's rules."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.moderation import actions, policies, queries, rules, shown, wording
from veche.commons.moderation.forms import AnswerForm, RulesForm
from veche.kernel.web import render

FORM = ["GET", "HEAD", "POST"]


@behind(policies.may_moderate)
@require_safe
def list_appeals(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Authors who wait for an answer."""
    page = queries.appeals(person, after=request.GET.get("after", ""))
    here = reverse("moderation:list-appeals")
    context = {
        "rows": [
            {
                "appeal": one,
                "kind": wording.kind_title(one.item.kind),
                "reason": wording.reason_text(one.item.kind, one.item.reason),
                "may": policies.may_decide_appeal(
                    person, one.item.decided_by_id, one.item.author_id, is_decided=False
                ),
            }
            for one in page.items
        ],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
        "crumbs": _crumbs(),
    }
    return render(request, "moderation/appeals.html", context)


@behind(policies.may_moderate)
@require_http_methods(FORM)
def read_appeal(request: HttpRequest, person: PersonRef, appeal_id: UUID) -> HttpResponse:
    """The text, the reason, the author's words; and the answer."""
    found = queries.appeal(person, appeal_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.decide_appeal(
            person,
            appeal_id=appeal_id,
            is_upheld=form.cleaned_data["verdict"] == "back",
            answer=form.cleaned_data["answer"],
        )
        return redirect("moderation:list-appeals")
    context = {
        "appeal": found,
        "one": shown.many([found.item])[0],
        "reason": wording.reason_text(found.item.kind, found.item.reason),
        "may": policies.may_decide_appeal(
            person,
            found.item.decided_by_id,
            found.item.author_id,
            is_decided=found.is_upheld is not None,
        ),
        "form": form,
        "crumbs": [
            *_crumbs(),
            {"title": _("Авторы не согласны"), "url": reverse("moderation:list-appeals")},
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/appeal.html", context, status=status)


@behind(policies.may_judge_twins)
@require_safe
def list_twins(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Pairs of accounts with what they have in common."""
    page = queries.twins(person, after=request.GET.get("after", ""))
    here = reverse("moderation:list-twins")
    context = {
        "rows": page.items,
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "moderation/twins_list.html", context)


@behind(policies.may_judge_twins)
@require_http_methods(FORM)
def read_twins(request: HttpRequest, person: PersonRef, twins_id: UUID) -> HttpResponse:
    """One pair; a person says whether it is one."""
    row = queries.twins_pair(person, twins_id)
    if request.method == "POST":
        actions.judge_twins(person, twins_id=twins_id, verdict=request.POST.get("verdict", ""))
        return redirect("moderation:list-twins")
    known = queries.records([row.one_id, row.other_id])
    context = {
        "row": row,
        "verdict": wording.VERDICTS.get(row.verdict, ""),
        "records": [known.get(one, rules.Record()) for one in (row.one_id, row.other_id)],
        "days": queries.terms().watch_days,
        "crumbs": [{"title": _("Похожие аккаунты"), "url": reverse("moderation:list-twins")}],
    }
    return render(request, "moderation/twins.html", context)


@behind(policies.may_set_moderation_rules)
@require_http_methods(FORM)
def set_moderation_rules(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is in force, what was, and what the town sets now."""
    now = queries.regime()
    initial = {
        "is_special": now.is_special,
        "delay_minutes": now.delay_minutes,
        "trusts_officials": now.trusts_officials,
        "trusted_level": now.trusted_level,
    }
    form = RulesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actions.set_moderation_rules(person, text=form.text)
        return redirect("moderation:set-moderation-rules")
    context = {"form": form, "regime": now, "regimes": queries.regimes()}
    status = 422 if form.is_bound else 200
    return render(request, "moderation/rules.html", context, status=status)


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Модерация"), "url": reverse("moderation:read-queue")}]
