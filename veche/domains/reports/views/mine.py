"""What residents do with reports: their own list, support, answers, thanks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.reports import policies
from veche.domains.reports.actions import helping, residents
from veche.domains.reports.forms.filing import (
    ClarifyForm,
    ContestForm,
    DisagreeForm,
    PhotosForm,
)
from veche.domains.reports.forms.office import VersionForm
from veche.domains.reports.queries import reading, wording
from veche.domains.reports.rules import states
from veche.domains.reports.views.reading import page_of
from veche.kernel.access import access, post_only
from veche.kernel.errors import Conflict, Invalid
from veche.kernel.web import render, to_sign_in
from veche.kernel.web.lost import told_again

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_file_report)
@require_safe
def list_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What the person has filed, and a draft that waits."""
    page = reading.own_page(person, after=request.GET.get("after", ""))
    today = reading.today()
    here = reverse("reports:list-own")
    context = {
        "reports": [
            {
                "row": row,
                "tag": wording.tag(row, is_author=True),
                "clock": wording.clock_of(row, today, is_author=True),
                "icon": row.category.group.icon,
            }
            for row in page.items
        ],
        "draft": reading.draft_of(person),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "reports/own.html", context, fragment="reports/_rows.html")


@require_http_methods(PAGE)
@access(policies.may_support_report)
def support_report(request: HttpRequest, number: str) -> HttpResponse:
    """«И меня это касается»; a visitor signs in and comes back to the button."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    if request.method == "POST":
        residents.support_report(person, number=number)
        return _back(number, "supported")
    return redirect("reports:read-report", number=number)


@identity.behind(policies.may_file_report)
@post_only
def thank_crew(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """«Спасибо мастеру»."""
    residents.thank_crew(person, number=number)
    return _back(number, "thanked")


@identity.behind(policies.may_file_report)
@post_only
def call_neighbours(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """The author calls neighbours by one tap."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        return redirect("reports:read-report", number=number)
    helping.seek_help(person, number=number, version=form.cleaned_data["version"])
    return _back(number, "called")


@identity.behind(policies.may_file_report)
@post_only
def confirm_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Yes, it is done."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        return redirect("reports:read-report", number=number)
    residents.confirm_report(person, number=number, version=form.cleaned_data["version"])
    return _back(number, "confirmed")


@identity.behind(policies.may_file_report)
@require_http_methods(PAGE)
def disagree_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """No, it is not done, or the refusal is wrong: words and a photo."""
    return _words_and_photos(request, person, number, "disagree")


@identity.behind(policies.may_file_report)
@require_http_methods(PAGE)
def clarify_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """The answer to what was asked."""
    return _words_and_photos(request, person, number, "clarify")


_ACTS: dict[str, Any] = {
    "disagree": (reading.may_disagree, residents.disagree_report, "disagreed"),
    "clarify": (policies.may_clarify_report, residents.clarify_report, "clarified"),
}
_FORMS: dict[str, Any] = {
    states.ASKED: DisagreeForm,
    states.REFUSED: ContestForm,
    states.CLARIFYING: ClarifyForm,
}


def _words_and_photos(
    request: HttpRequest, person: PersonRef, number: str, verb: str
) -> HttpResponse:
    may, act, done = _ACTS[verb]
    whole = reading.report_for(person, number)
    decision, is_sent = may(person, whole.row), request.method == "POST"
    if not decision and not is_sent:
        return redirect("reports:read-report", number=number)
    form = _FORMS.get(whole.row.state, ClarifyForm)(
        request.POST if is_sent else None,
        request.FILES or None,
        initial={"version": whole.row.version},
    )
    if decision and is_sent and _sent(form, person, number, act):
        return _back(number, done)
    if not decision:
        # The term is over, or somebody was first: what was written is not thrown away.
        form.add_error(None, f"{decision.reason}. {decision.advice}")
        return render(
            request, "reports/report.html", page_of(request, whole, lost=form), status=403
        )
    context = {
        **page_of(request, whole),
        "form": form,
        "verb": verb,
        "goes_back": reading.goes_back(whole.row, whole.row.disagreements + 1, reading.today()),
    }
    return render(request, "reports/words.html", context, status=422 if form.errors else 200)


def _sent(form: PhotosForm, person: PersonRef, number: str, act: Any) -> bool:
    """Whether it was taken; what is wrong stands in the form, and the photos are kept for it."""
    form.full_clean()
    photos = form.keep(person)
    if not form.is_valid():
        return False
    given = {name: form.cleaned_data[name] for name in ("version", "text")}
    try:
        act(person, number=number, photos=photos, **given)
    except Conflict as problem:
        told_again(form, problem, reading.report_row(number).version)
    except Invalid as problem:
        for name, words in problem.fields.items():
            form.add_error(name, str(words))
    return not form.errors


def _back(number: str, done: str) -> HttpResponse:
    return redirect(f"{reverse('reports:read-report', args=[number])}?done={done}")
