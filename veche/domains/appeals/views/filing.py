"""Choosing the way, writing an appeal, sending it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.appeals import policies
from veche.domains.appeals.actions import filing
from veche.domains.appeals.forms.filing import OwnAppealForm, SendForm, draft_values, keep_files
from veche.domains.appeals.models import TEXT_MAX, Draft
from veche.domains.appeals.queries import dates, reading, wording
from veche.domains.appeals.rules import states
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.text import clean_text
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(PAGE)
@access("public")
def choose_way(request: HttpRequest) -> HttpResponse:
    """A message or an appeal: what each is, side by side. A text sent here is kept as a draft, or
    at the end of one begun before."""
    person = identity.person_of(request)
    if request.method == "POST":
        text = clean_text(request.POST.get("text", ""))[:TEXT_MAX].strip()
        came = _bring_along(person, text) if person.is_known and text else ""
        return redirect(f"{reverse('appeals:choose-way')}{came and f'?from={came}'}")
    level = dates.level_to_file()
    context = {
        "law": _law(),
        "level": wording.LEVELS[level],
        "may_file": person.is_known and person.level >= level,
        "draft": reading.draft_of(person),
        "came_along": request.GET.get("from", ""),
    }
    return render(request, "appeals/choose.html", context)


def _bring_along(person: PersonRef, text: str) -> str:
    """Where the words of a message have gone: a new draft, the end of the one begun, or nowhere."""
    draft = reading.draft_of(person)
    if draft is None or not draft.text.strip():
        filing.save_draft(person, text=text)
        return "word"
    if text in draft.text:
        return "word"
    longer = f"{draft.text.rstrip()}\n\n{text}"
    if len(longer) > TEXT_MAX:
        return "full"
    filing.save_draft(person, text=longer)
    return "added"


def _law() -> dict[str, Any]:
    """The terms of the day, in words, with their sources."""
    return {
        code: {"days": wording.days(norm), "ref": norm.legal_ref}
        for code, norm in dates.law(dates.today()).items()
        if norm.unit.endswith("_days")
    }


@identity.behind(policies.may_begin_appeal)
@require_http_methods(PAGE)
def write_appeal(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The whole appeal on one page; what is right of it is kept, whatever is missing."""
    draft = reading.draft_of(person)
    addressee = reading.addressee_of(draft) if draft else None
    form = OwnAppealForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial=draft_values(draft, addressee),
    )
    status = 200
    if request.method == "POST":
        draft = _keep(request, person, form, draft)
        if not form.errors:
            return redirect("appeals:check-appeal")
        status = 422
    context = {"form": form, "kept": reading.draft_files(draft), "law": _law()}
    return render(request, "appeals/write.html", context, status=status)


def _keep(
    request: HttpRequest, person: PersonRef, form: OwnAppealForm, draft: Draft | None
) -> Draft:
    """Keep what is right, so that a missing word loses nothing."""
    form.full_clean()
    dropped = set(request.POST.getlist("drop"))
    known = [one for one in (draft.files if draft else []) if str(one) not in dropped]
    return filing.save_draft(
        person,
        text=form.cleaned_data.get("text"),
        kind=form.cleaned_data.get("kind"),
        addressee=form.addressee,
        file_ids=known + keep_files(form, person, reading.APPEAL_FILES),
    )


@identity.behind(policies.may_begin_appeal)
@require_http_methods(PAGE)
def check_appeal(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Look once more, see who answers by when, and send; or learn how to be known to the town."""
    draft = reading.draft_of(person)
    problem: Invalid | None = None
    if request.method == "POST":
        try:
            number = filing.file_appeal(person, draft_id=SendForm.draft_id(request.POST))
            return redirect("appeals:read-sent", number=number)
        except Invalid as refused:
            problem = refused
    if draft is None:
        return redirect("appeals:choose-way")
    context = {
        "draft": draft,
        "kind": wording.KINDS.get(draft.kind, ""),
        "addressee": reading.addressee_of(draft),
        "files": reading.draft_files(draft),
        "may_file": policies.may_file_appeal(person),
        "problem": problem,
        "register_by": dates.register_by(dates.today()),
        "law": _law(),
    }
    return render(request, "appeals/check.html", context, status=422 if problem else 200)


@identity.behind(policies.may_begin_appeal)
@post_only
def discard_draft(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Begin anew: the name and the address are destroyed too."""
    filing.discard_draft(person)
    return redirect(f"{reverse('appeals:choose-way')}?from=gone")


@identity.behind(policies.may_begin_appeal)
@require_safe
def read_sent(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """It is sent: the number, by when it is registered and answered, what comes next."""
    whole = reading.appeal_for(person, number)
    if states.AUTHOR not in whole.parts:
        raise NotFound()
    counted = dates.from_registration(whole.row.due_on)
    context = {
        "row": whole.row,
        "number": wording.number(whole.row.number),
        "steps": [
            {
                "title": _("Зарегистрируют и сообщат номер"),
                "text": _("до %(day)s") % {"day": f"{whole.row.due_on:%d.%m.%Y}"},
                "state": "now",
            },
            {
                "title": _("Ответят письмом"),
                "text": _("не позже %(day)s") % {"day": f"{counted.due_on:%d.%m.%Y}"},
            },
            {
                "title": _("Если это не к нам, передадут и скажут кому"),
                "text": _("за %(days)s") % {"days": _law()["forwarding_days"]["days"]},
            },
        ],
    }
    return render(request, "appeals/sent.html", context)
