"""Appeals at work: the list, one case with everything one may do, what came on paper, the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.appeals import exports, policies
from veche.domains.appeals.actions import filing, working
from veche.domains.appeals.actions.filing import OnPaper
from veche.domains.appeals.forms import office as given
from veche.domains.appeals.forms.filing import keep_files
from veche.domains.appeals.models import Appeal
from veche.domains.appeals.queries import dates, reading, wording, worklist
from veche.domains.appeals.queries.reading import Whole
from veche.domains.appeals.queries.worklist import WorkFilters
from veche.domains.appeals.rules import states
from veche.domains.appeals.views.mine import page_of
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell
from veche.kernel.web.lost import told_again, told_lost

at_work = identity.behind(policies.may_work_on_appeals)
FORMS: dict[str, type[forms.Form]] = {
    "register": given.RegisterForm,
    "prepare": given.AnswerForm,
    "sign": given.VersionForm,
    "send_back": given.RemarkForm,
    "assign": given.AssignForm,
    "write": given.WriteForm,
    "forward": given.ForwardForm,
    "extend": given.ExtendForm,
    "end": given.EndForm,
}
_ADDRESSES = {
    "register": "register-appeal",
    "prepare": "prepare-answer",
    "sign": "sign-answer",
    "send_back": "send-back-answer",
    "assign": "assign-appeal",
    "write": "write-letter",
    "forward": "forward-appeal",
    "extend": "extend-appeal",
    "end": "end-appeal",
}


@at_work
@require_safe
def list_cases(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What waits for this person, or all of it: late first; a book number leads to its case."""
    found = _by_number(request, person)
    if found is not None:
        return redirect("appeals:open-case", number=found.number)
    filters = given.read_filters(request.GET)
    page = worklist.work_page(person, filters, after=request.GET.get("after", ""))
    today, here, kept = dates.today(), reverse("appeals:list-cases"), _kept(filters)
    context = {
        "cases": [
            {
                "row": row,
                "title": wording.title_of(row),
                "tag": wording.tag(row),
                "clock": wording.clock_of(row, today, worklist.urgent_on(row)),
                "hurry": _hurry(row, worklist.urgent_on(row)),
            }
            for row in page.items
        ],
        "tabs": _tabs(here, filters, kept),
        "filters": filters,
        "kept": kept,
        "is_narrowed": bool(set(kept) - {"show"}),
        "kinds": wording.KINDS.items(),
        "departments": reading.departments(with_closed=True),
        "may_enter": policies.may_enter_appeal(person),
        "next_url": _to(here, {**kept, "after": page.next_token}) if page.next_token else "",
        "exports": [
            (form.upper(), _to(reverse("appeals:export-cases", args=[form]), kept))
            for form in ("csv", "xlsx")
        ],
    }
    return render(request, "appeals/office/list.html", context)


def _by_number(request: HttpRequest, person: PersonRef) -> Appeal | None:
    """«17/2026» or «17» of this year, as it stands on a letter."""
    found = re.search(r"(\d{1,6})(?:/(\d{4}))?", request.GET.get("number", ""))
    if found is None:
        return None
    year = int(found[2]) if found[2] else dates.today().year
    return worklist.by_book_number(person, int(found[1]), year)


def _hurry(row: Appeal, until: date) -> str:
    """What the law wants before the answer, and by when; "" when the answer is next."""
    if until == row.due_on:
        return ""
    told = {"what": wording.what_until(row, until), "day": f"{until:%d.%m}"}
    return _("%(what)s до %(day)s") % told


def _to(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _kept(filters: WorkFilters) -> dict[str, str]:
    asked = {
        "show": "" if filters.shown == worklist.MINE else filters.shown,
        "kind": filters.kind,
        "department": filters.department_id,
        "first": filters.first,
        "last": filters.last,
    }
    return {name: str(value) for name, value in asked.items() if value}


def _tabs(here: str, filters: WorkFilters, kept: dict[str, str]) -> list[dict[str, Any]]:
    titles = {
        worklist.MINE: _("Ждут вас"),
        worklist.LATE: _("Просрочены"),
        worklist.OPEN: _("Все в работе"),
        worklist.OVER: _("Завершены"),
    }
    rest = {name: value for name, value in kept.items() if name != "show"}
    return [
        {
            "title": title,
            "url": _to(here, rest if one == worklist.MINE else {**rest, "show": one}),
            "current": one == filters.shown,
        }
        for one, title in titles.items()
    ]


@at_work
@require_safe
def export_cases(request: HttpRequest, person: PersonRef, form: str) -> HttpResponseBase:
    """Cases as a sheet, CSV or XLSX; without names."""
    make = {"csv": exports.cases_csv, "xlsx": exports.cases_xlsx}.get(form)
    if make is None:
        raise NotFound()
    return make(worklist.exported(person, given.read_filters(request.GET)), dates.today())


@at_work
@require_safe
def open_case(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """One appeal with its letters and what one may do; who writes is shown on asking."""
    return _page(request, person, number)


@at_work
@post_only
def show_author(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """The name and the address on this one answer; the journal notes who looked."""
    addressee = working.show_author(person, number=number)
    return _page(request, person, number, more={"addressee": addressee, "is_shown": True})


def _page(
    request: HttpRequest,
    person: PersonRef,
    number: str,
    verb: str = "",
    bound: forms.Form | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    whole = reading.appeal_for(person, number)
    offered = [one for one in FORMS if one in whole.verbs]
    if whole.row.extended_on is not None and "extend" in offered:
        offered.remove("extend")
    signs = reading.last_signatory()
    acts = [
        {
            "verb": one,
            "url": reverse(f"appeals:{_ADDRESSES[one]}", args=[number]),
            "title": wording.BUTTONS[one],
            "form": bound if one == verb else _form(one, whole, signs),
            "is_open": one == (verb or offered[0]),
            "is_plain": FORMS[one] is given.VersionForm,
        }
        for one in offered
    ]
    row, today = whole.row, dates.today()
    context = {
        **page_of(whole),
        "is_forwarding_late": row.forward_by is not None and row.forward_by < today,
        "is_notice_late": row.notice_by is not None and row.notice_by < today,
        "offered": acts,
        "is_own": states.AUTHOR in whole.parts,
        "sent_form": given.SentForm(initial={"sent_on": dates.today()}),
        "may_send": bool(policies.may_enter_appeal(person)),
        "done": request.GET.get("done", ""),
        # What is no more to be done with it is copied from there.
        "lost": bound if bound is not None and verb not in offered else None,
        **(more or {}),
    }
    if context["lost"] is not None and status == Conflict.status:
        words = _("Пока вы писали, обращение изменилось: «%(state)s». Ничего не записано.")
        told_lost(context["lost"], words % {"state": wording.tag(row)["text"]})
    if bound is not None and status == 200:
        status = 422
    return render(request, "appeals/office/case.html", context, status=status)


def _form(verb: str, whole: Whole, signs: tuple[str, str]) -> forms.Form:
    initial: dict[str, Any] = {"version": whole.row.version}
    if issubclass(FORMS[verb], given.LetterForm):
        initial |= {"post": signs[0], "signatory": signs[1]}
    if verb == "prepare" and whole.answer is not None:
        known = whole.answer
        initial |= {"text": known.text, "post": known.post, "signatory": known.signatory}
    if verb == "assign" and whole.row.department_id:
        initial["department"] = str(whole.row.department_id)
    return FORMS[verb](initial=initial, auto_id=f"{verb}-%s")


Act = Callable[[PersonRef, dict[str, Any], Any], None]


def act_on(
    request: HttpRequest, person: PersonRef, number: str, verb: str, act: Act
) -> HttpResponse:
    """Check the form, act, go back to the case; what is not right stays in its form, and so does
    what came second to a colleague's."""
    form = FORMS[verb](request.POST, request.FILES, auto_id=f"{verb}-%s")
    if form.is_valid():
        data = dict(form.cleaned_data)
        if "attachments" in data:
            data["file_ids"] = keep_files(form, person, reading.LETTER_FILES)
        if not form.errors:
            try:
                act(person, data, form)
                return redirect(f"{reverse('appeals:open-case', args=[number])}?done={verb}")
            except Conflict as problem:
                told_again(form, problem, reading.appeal_for(person, number).row.version)
                _ask_for_files(form)
                return _page(request, person, number, verb, form, status=Conflict.status)
            except Invalid as problem:
                told(form, problem)
    _ask_for_files(form)
    return _page(request, person, number, verb, form)


def _ask_for_files(form: forms.Form) -> None:
    """A browser does not send files again by itself: said before somebody misses them."""
    if form.files and "attachments" not in form.errors:
        form.add_error("attachments", _("Приложите файлы ещё раз: сами они не вернутся."))


def told(form: forms.Form, problem: Invalid) -> None:
    """Say in the form what an action has refused."""
    tell(form, problem)


@identity.behind(policies.may_enter_appeal)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_appeal(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What came by post, or was said at a reception, into the same list."""
    form = given.PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"received_on": dates.today(), "booking": request.GET.get("booking", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            number = _enter(person, form)
            return redirect(f"{reverse('appeals:open-case', args=[number])}?done=enter")
        except Invalid as problem:
            told(form, problem)
    status = 422 if form.is_bound else 200
    return render(request, "appeals/office/enter.html", {"form": form}, status=status)


def _enter(person: PersonRef, form: given.PaperForm) -> str:
    data = form.cleaned_data
    paper = OnPaper(
        data["kind"], data["text"], form.addressee, data["received_on"], data["booking"]
    )

    def keep() -> list[Any]:
        found = keep_files(form, person, reading.APPEAL_FILES)
        if form.errors:
            raise Invalid(_("Проверьте приложения"))
        return found

    return filing.enter_appeal(
        person, key=data["form_key"], request=repr(paper).encode(), given=paper, keep_files=keep
    )
