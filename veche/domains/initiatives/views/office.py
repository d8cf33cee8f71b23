"""Proposals at work: what waits, one case, the answer, thresholds, ways on."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import policies
from veche.domains.initiatives.actions import answering, helping, setting_up
from veche.domains.initiatives.forms.office import AnswerForm, ThresholdForm
from veche.domains.initiatives.queries import onward, reading, terms, wording, worklist
from veche.domains.initiatives.views.reading import address, help_of, listed
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_work_on_proposals)
@require_safe
def list_cases(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What waits for the town, the nearest day first; what is on the way to it."""
    shown = request.GET.get("show", worklist.WAITING)
    shown = shown if shown in worklist.TABS else worklist.WAITING
    place = None
    with suppress(ValueError):
        place = UUID(request.GET.get("place", ""))
    page = worklist.work_page(person, shown, place_id=place, after=request.GET.get("after", ""))
    here = reverse("initiatives:list-cases")
    rest = {"place": str(place)} if place else {}
    kept = rest if shown == worklist.WAITING else {**rest, "show": shown}
    context = {
        "cases": [
            {**one, "url": reverse("initiatives:open-case", args=[one["row"].slug])}
            for one in listed(page.items, person)
        ],
        "tabs": _tabs(here, shown, rest),
        "shown": shown,
        "place": str(place or ""),
        "places": terms.territories(),
        "may_set": policies.may_set_thresholds(person),
        "next_url": address(here, {**kept, "after": page.next_token}) if page.next_token else "",
    }
    return render(request, "initiatives/office/list.html", context)


def _tabs(here: str, shown: str, rest: dict[str, str]) -> list[dict[str, Any]]:
    titles = {
        worklist.WAITING: _("Ждут ответа"),
        worklist.LATE: _("Просрочены"),
        worklist.COLLECTING: _("Собирают поддержку"),
        worklist.ANSWERED: _("С ответом"),
    }
    return [
        {
            "title": title,
            "url": address(here, rest if one == worklist.WAITING else {**rest, "show": one}),
            "current": one == shown,
        }
        for one, title in titles.items()
    ]


@identity.behind(policies.may_work_on_proposals)
@require_safe
def open_case(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One proposal with everything an official may do."""
    return _case(request, person, slug)


def _case(
    request: HttpRequest, person: PersonRef, slug: str, bound: AnswerForm | None = None
) -> HttpResponse:
    row = worklist.case_for(person, slug)
    today = terms.today()
    targets = onward.targets_of(row)
    taken = {way.kind for way, _target in targets}
    may_answer = policies.may_answer_proposal(
        person, row, today, is_member=reading.is_member(person, row)
    )
    course = wording.course_of(row)
    context = {
        "row": row,
        "tag": wording.tag(row),
        "clock": wording.clock_of(row, today),
        "where": wording.where(row, wording.names_of_places()),
        "progress": wording.progress(row),
        "steps": wording.timeline(row, today, course, targets),
        "course": course,
        "is_asked": wording.is_asked(row, course, targets),
        "ground": wording.GROUNDS.get(row.ground, ""),
        "may_answer": may_answer,
        "form": bound or AnswerForm(initial={"version": row.version}),
        "targets": targets,
        "ways": [
            way
            for way in onward.ways()
            if way.kind not in taken
            and way.may(person)
            and policies.may_hand_on_proposal(person, row)
        ],
        **help_of(request, person, row),
        "may_judge_call": policies.may_judge_call(
            person, row, is_member=reading.is_member(person, row)
        ),
        "may_sign": policies.may_take_signatures(person, row),
        "done": request.GET.get("done", ""),
    }
    status = 422 if bound is not None else 200
    return render(request, "initiatives/office/case.html", context, status=status)


@identity.behind(policies.may_work_on_proposals)
@post_only
def answer_proposal(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The town's word, before everyone."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _case(request, person, slug, form)
    try:
        answering.answer_proposal(
            person, slug=slug, version=form.cleaned_data["version"], answer=form.answer()
        )
    except Invalid as problem:
        for name, words in problem.fields.items():
            form.add_error(name, str(words))
        return _case(request, person, slug, form)
    return redirect(f"{reverse('initiatives:open-case', args=[slug])}?done=answered")


@identity.behind(policies.may_work_on_proposals)
@post_only
def judge_call(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Whether neighbours may be called to it, or the town must do it itself."""
    helping.judge_call(person, slug=slug, is_duty=request.POST.get("duty") == "yes")
    return redirect("initiatives:open-case", slug=slug)


@identity.behind(policies.may_work_on_proposals)
@post_only
def hand_on_proposal(request: HttpRequest, person: PersonRef, slug: str, kind: str) -> HttpResponse:
    """Make something of another service out of it, and go there."""
    target_id = answering.hand_on_proposal(person, slug=slug, kind=kind)
    target = onward.way(kind).look([target_id])[target_id]
    return redirect(target.office_url)


@identity.behind(policies.may_set_thresholds)
@require_http_methods(PAGE)
def set_thresholds(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What is in force, and the decision for what comes."""
    form = ThresholdForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            setting_up.set_threshold(person, place_ids=form.place_ids(), text=form.text())
            return redirect(f"{reverse('initiatives:set-thresholds')}?done=1")
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name, str(words))
    context = {
        "form": form,
        "needed": terms.thresholds(),
        "done": request.GET.get("done", ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "initiatives/office/thresholds.html", context, status=status)
