"""A new proposal, step by step: each step is kept, so it may be left and come back to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.initiatives import policies, rules
from veche.domains.initiatives.actions import drafting, filing
from veche.domains.initiatives.forms.proposing import MatterForm, MeansForm, PlanForm
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import likeness, reading, terms, wording
from veche.domains.initiatives.queries.onward import KIND
from veche.domains.initiatives.views.reading import address, listed
from veche.kernel.access import access, post_only
from veche.kernel.errors import Conflict, Invalid, NotFound, Problem
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell
from veche.kernel.web.origin import absolute

PAGE = ["GET", "HEAD", "POST"]
StepForm = MatterForm | PlanForm | MeansForm
_PAGES = {
    "what": "initiatives:describe-matter",
    "how": "initiatives:describe-plan",
    "money": "initiatives:describe-means",
    "group": "initiatives:gather-group",
    "send": "initiatives:file-proposal",
}


@never_cache
@require_safe
@access("public")
def begin_proposal(request: HttpRequest) -> HttpResponse:
    """What a proposal is, how it goes, and what was begun."""
    person = identity.person_of(request)
    drafts = reading.drafts_of(person) if person.is_known else []
    context = {
        "drafts": drafts,
        "may_propose": policies.may_propose(person),
        "group_min": terms.value("group_min"),
        "min_age": terms.value("min_age"),
        "needed": terms.threshold(None),
        "decision_days": terms.value("decision_days"),
    }
    return render(request, "initiatives/begin.html", context)


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def start_proposal(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is wrong, and where: the draft begins."""
    form = MatterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            draft_id = drafting.start_proposal(
                person, matter=form.part(), key=form.cleaned_data["form_key"]
            )
            return _after_matter(draft_id, form.part().title)
        except (Invalid, Conflict) as problem:
            tell(form, problem)
    return _step(request, "what", None, form)


@identity.behind(policies.may_propose)
@post_only
def begin_anew(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A draft with the words of what did not come through."""
    row = drafting.begin_anew(person, slug=slug)
    return redirect("initiatives:describe-matter", draft_id=row.id)


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def describe_matter(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """The same of a draft that is there already."""
    return _described(request, person, draft_id, "what", MatterForm)


def _after_matter(draft_id: UUID, title: str) -> HttpResponse:
    """Who proposes the same is shown first."""
    page = "list-similar" if likeness.alike(title, besides=draft_id, limit=1) else "describe-plan"
    return redirect(f"initiatives:{page}", draft_id=draft_id)


@identity.behind(policies.may_propose)
@require_safe
def list_similar(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """Proposals like this one: support one of them, see what the town says to others, or go on."""
    row = reading.draft_for(person, draft_id)
    found = listed(likeness.alike(row.title, besides=row.id), person)
    context = {
        "row": row,
        "collecting": [one for one in found if one["row"].state == rules.COLLECTING],
        "others": [one for one in found if one["row"].state != rules.COLLECTING],
        "stepper": stepper("what", row),
    }
    return render(request, "initiatives/similar.html", context)


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def describe_plan(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """Why so, and what comes of it."""
    return _described(request, person, draft_id, "how", PlanForm)


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def describe_means(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """Money, days, and what people give themselves."""
    return _described(request, person, draft_id, "money", MeansForm)


def _described(
    request: HttpRequest, person: PersonRef, draft_id: UUID, step: str, kind: type[StepForm]
) -> HttpResponse:
    """Keep a step and go on; «Сохранить черновик» stays where one is."""
    row = reading.draft_for(person, draft_id)
    values = kind.values(row)
    form = kind(request.POST if request.method == "POST" else None, initial=values)
    if request.method == "POST" and form.is_valid():
        try:
            drafting.describe_proposal(person, draft_id=draft_id, part=form.part())
        except Invalid as problem:
            tell(form, problem)
        else:
            return _on(request, draft_id, step, form)
    return _step(request, step, row, form)


def _on(request: HttpRequest, draft_id: UUID, step: str, form: Any) -> HttpResponse:
    if request.POST.get("then") == "stay":
        return redirect(f"{reverse(_PAGES[step], args=[draft_id])}?done=saved")
    if step == "what":
        return _after_matter(draft_id, form.part().title)
    names = list(_PAGES)
    return redirect(_PAGES[names[names.index(step) + 1]], draft_id=draft_id)


def _step(request: HttpRequest, step: str, row: Proposal | None, form: Any) -> HttpResponse:
    context = {
        "row": row,
        "joined": len(reading.joined_at(row)) - 1 if row is not None else 0,
        "form": form,
        "step": step,
        "title": {
            "what": _("Что предлагаете?"),
            "how": _("Зачем и что получится?"),
            "money": _("Деньги и сроки"),
        }[step],
        "stepper": stepper(step, row),
        "done": request.GET.get("done", ""),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "initiatives/step.html", context, status=status)


def stepper(now: str, row: Proposal | None) -> dict[str, Any]:
    """Where one is in the wizard."""
    titles = {
        "what": _("Что и где"),
        "how": _("Зачем"),
        "money": _("Деньги и сроки"),
        "group": _("Группа"),
        "send": _("Проверка"),
    }
    parts = [
        {
            "title": title,
            "url": reverse(_PAGES[step], args=[row.id]) if row is not None else "",
            "state": "now" if step == now else "done" if row and _has(row, step) else "",
        }
        for step, title in titles.items()
    ]
    return {"parts": parts, "number": list(titles).index(now) + 1, "count": len(titles)}


_NEEDS = {
    "what": ("problem",),
    "how": ("grounds", "result"),
    "money": ("cost_kopecks", "starts_on", "ends_on", "budget_kopecks"),
}


def _has(row: Proposal, step: str) -> bool:
    return step in _NEEDS and all(getattr(row, name) not in (None, "") for name in _NEEDS[step])


@identity.behind(policies.may_propose)
@require_safe
def gather_group(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """The link to the group, and how many have come."""
    row = reading.draft_for(person, draft_id)
    joined = reading.joined_at(row)
    needed = terms.value("group_min")
    context = {
        "row": row,
        "joined": joined,
        "needed": needed,
        "left": max(0, needed - len(joined)),
        "min_age": terms.value("min_age"),
        "link": absolute(request, reverse("initiatives:join-group", args=[row.invite])),
        "stepper": stepper("group", row),
    }
    return render(request, "initiatives/group.html", context)


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def file_proposal(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """Look once more, see what is missing, send."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            slug = filing.file_proposal(person, draft_id=draft_id)
            return redirect("initiatives:read-sent", slug=slug)
        except Invalid as refused:
            problem = refused
    row = reading.draft_for(person, draft_id)
    here = reverse("initiatives:file-proposal", args=[row.id])
    context = {
        "row": row,
        "where": wording.where(row, wording.names_of_places()),
        "lacks": filing.lacks(row),
        "problem": problem,
        "may_file": _may_file(person, row),
        "birth_date_url": address(reverse("identity:declare-birth-date"), {"next": here}),
        "needed": terms.threshold(row.place_id),
        "stepper": stepper("send", row),
    }
    return render(request, "initiatives/send.html", context, status=422 if problem else 200)


def _may_file(person: PersonRef, row: Proposal) -> Any:
    return policies.may_file_proposal(
        person,
        row,
        who=terms.participant(person),
        min_age=terms.value("min_age"),
        group=len(reading.joined_at(row)),
        group_min=terms.value("group_min"),
    )


@identity.behind(policies.may_propose)
@post_only
def discard_proposal(request: HttpRequest, person: PersonRef, draft_id: UUID) -> HttpResponse:
    """Remove a draft for good."""
    drafting.discard_proposal(person, draft_id=draft_id)
    return redirect(f"{reverse('initiatives:list-own')}?done=discarded")


@identity.behind(policies.may_propose)
@require_safe
def read_sent(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """It is sent: what comes next, by when, who reads it."""
    whole = reading.whole_for(person, slug)
    row = whole.row
    if not whole.is_author or row.filed_at is None:
        raise NotFound()
    context = {
        "row": row,
        "is_waiting": row.state == rules.MODERATION,
        "look_by": terms.due_on("publication_days", row.filed_at.date()),
        "needed": row.threshold or terms.threshold(row.place_id),
        "decision_days": terms.value("decision_days"),
    }
    return render(request, "initiatives/sent.html", context)


@identity.behind(policies.may_propose)
@require_safe
def list_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What the person proposes, alone or in a group, and a moderator's refusals."""
    page = reading.own_page(person, after=request.GET.get("after", ""))
    here = reverse("initiatives:list-own")
    ids = [row.id for row in page.items if row.state == rules.REJECTED]
    states = moderation.state_of(KIND, ids) if ids else {}
    context = {
        "proposals": [
            {
                **one,
                "is_draft": one["row"].state in rules.WRITTEN,
                "is_author": one["row"].author_id in reading.own_ids(person),
                "turned_down": states.get(one["row"].id),
                "argue_url": moderation.own_url(KIND, one["row"].id)
                if one["row"].id in states
                else "",
            }
            for one in listed(page.items, person)
        ],
        "done": request.GET.get("done", ""),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "initiatives/own.html", context)
