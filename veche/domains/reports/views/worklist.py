"""The officials' worklist: filters, acts on many, files, the journal, the crew's day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.reports import exports, policies
from veche.domains.reports.actions import bulk, working
from veche.domains.reports.actions.bulk import Chosen
from veche.domains.reports.actions.working import Answer
from veche.domains.reports.forms import worklist as given
from veche.domains.reports.models import NUMBER_MAX, OutsideCase, Report
from veche.domains.reports.queries import (
    answering,
    catalogue,
    outside,
    reading,
    wording,
    working_lists,
    worklist,
)
from veche.domains.reports.queries.worklist import WorkFilters
from veche.domains.reports.rules import states
from veche.domains.reports.views.cases import give_back, lose
from veche.domains.reports.views.door import working as at_work
from veche.kernel.access import post_only
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.text import clean_line
from veche.kernel.web import render
from veche.kernel.web.lost import told_again

THANKED_FOR = timedelta(days=30)


@at_work
@require_safe
def list_cases(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What waits for this person, or all of it: late first; a number leads to its case."""
    number = clean_line(request.GET.get("number", ""))[:NUMBER_MAX]
    found = worklist.numbered(person, number) if number else []
    if len(found) == 1:
        return redirect(_case_url(found[0]))
    return _page(request, person) if not number else _numbered(request, person, number, found)


def _case_url(row: Report | OutsideCase) -> str:
    if isinstance(row, Report):
        return reverse("reports:open-case", args=[row.number])
    return reverse("reports:read-outside", args=[row.id])


def _numbered(
    request: HttpRequest, person: PersonRef, number: str, found: list[Report | OutsideCase]
) -> HttpResponse:
    """What of several systems has one number; or that nothing has it, and the number to mend."""
    context = {
        **_around(person, WorkFilters()),
        "cases": [_listed(row, reading.today()) for row in found],
        "number": number,
        "sources": outside.registers(),
    }
    return render(request, "reports/office/list.html", context)


def _page(
    request: HttpRequest, person: PersonRef, bound: forms.Form | None = None, act: str = ""
) -> HttpResponse:
    filters = given.read_filters(request.GET)
    sources = outside.registers()
    page = worklist.work_page(
        person, filters, after=request.GET.get("after", ""), has_registers=bool(sources)
    )
    today = reading.today()
    has_reports = any(isinstance(one, Report) for one in page.items)
    acts = _acts(person, bound, act) if has_reports else []
    around = _around(person, filters)
    kept = around["kept"]
    after = {**kept, "after": page.next_token}
    context = {
        **around,
        "cases": [_listed(row, today) for row in page.items],
        "sources": sources,
        "marked": set(request.POST.getlist("row")),
        "is_narrowed": bool(set(kept) - {"show"}),
        "acts": acts,
        "form_key": acts[0]["form"]["form_key"] if acts else "",
        "bound": bound,
        "next_url": _to(reverse("reports:list-cases"), after) if page.next_token else "",
    }
    return render(request, "reports/office/list.html", context, status=422 if bound else 200)


def _around(person: PersonRef, filters: WorkFilters) -> dict[str, Any]:
    """What stands around the list: tabs, filters, ways out."""
    here, kept = reverse("reports:list-cases"), _kept(filters)
    return {
        "tabs": _tabs(person, here, filters, kept),
        "filters": filters,
        "kept": kept,
        "themes": worklist.themes(),
        "states": [(one, wording.STATES[one]) for one in _states_of(filters)],
        "bodies": catalogue.bodies(),
        "places": [one for one in places.places() if one.kind != "town"],
        "csv_url": _to(reverse("reports:export-cases", args=["csv"]), kept),
        "xlsx_url": _to(reverse("reports:export-cases", args=["xlsx"]), kept),
        "act_url": _to(reverse("reports:act-on-cases"), kept),
    }


def _to(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _kept(filters: WorkFilters) -> dict[str, str]:
    asked = {
        "show": "" if filters.shown == worklist.MINE else filters.shown,
        "state": filters.state,
        "category": filters.category,
        "body": filters.body_id,
        "place": filters.place_id,
        "source": filters.source,
    }
    return {name: str(value) for name, value in asked.items() if value}


def _states_of(filters: WorkFilters) -> list[str]:
    going = worklist.states_of(filters)
    return [one for one in states.STATES if one in going]


def _tabs(
    person: PersonRef, here: str, filters: WorkFilters, kept: dict[str, str]
) -> list[dict[str, Any]]:
    titles = {
        worklist.MINE: _("Ждут вас"),
        worklist.LATE: _("Просрочены"),
        worklist.OPEN: _("Все в работе"),
        worklist.WAITING: _("Ждём других"),
    }
    if person.has_role(identity.CONTROLLER):
        titles[worklist.REFUSED] = _("Отказы")
    rest = {name: value for name, value in kept.items() if name not in ("show", "state")}
    return [
        {
            "title": title,
            "url": _to(here, rest if one == worklist.MINE else {**rest, "show": one}),
            "current": one == filters.shown,
        }
        for one, title in titles.items()
    ]


def _listed(row: Report | OutsideCase, today: Any) -> dict[str, Any]:
    if isinstance(row, OutsideCase):
        words, tone = wording.OUTSIDE_STAGES[row.stage]
        return {
            "row": row,
            "is_outside": True,
            "tag": {"text": row.state or words, "tone": tone},
            "clock": wording.outside_clock(row, today),
        }
    return {
        "row": row,
        "value": f"{row.number}:{row.version}",
        "tag": wording.tag(row),
        "clock": wording.clock_of(row, today),
        "icon": row.category.group.icon,
    }


def _acts(person: PersonRef, bound: forms.Form | None, act: str) -> list[dict[str, Any]]:
    """Acts on many that this person may do at all; each report is asked again when it is done."""
    works = person.has_role(identity.COORDINATOR) or bool(catalogue.bodies_of(person))
    offered = {
        "assign": person.has_role(identity.COORDINATOR) or person.has_role(identity.CONTROLLER),
        "plan": works,
        "answer": works,
    }
    titles = {
        "assign": _("Назначить исполнителя"),
        "plan": _("Запланировать"),
        "answer": _("Ответить по шаблону"),
    }
    return [
        {
            "act": one,
            "title": titles[one],
            "form": bound if bound is not None and one == act else given.ACTS[one](),
            "is_open": one == act,
        }
        for one, is_offered in offered.items()
        if is_offered
    ]


@at_work
@post_only
def act_on_cases(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """One act on all that were marked; then how each of them went."""
    act = request.POST.get("act", "")
    if act not in given.ACTS:
        raise Invalid(_("Выберите, что сделать"), code="no-act")
    form, rows = given.ACTS[act](request.POST), given.read_rows(request.POST)
    if form.is_valid() and not rows:
        form.add_error(None, _("Отметьте хотя бы одно сообщение."))
    if not form.is_valid():
        return _page(request, person, form, act)
    data = dict(form.cleaned_data)
    key = data.pop("form_key")
    asked = f"{act} {sorted((name, str(value)) for name, value in data.items())}"
    outcomes = bulk.act_on_each(
        person, rows=rows, act=_doing(person, act, data), key=key, asked=asked
    )
    found = worklist.chosen(person, [one.number for one in outcomes])
    context = {
        "outcomes": [
            {"outcome": one, "row": found[one.number], "tag": wording.tag(found[one.number])}
            for one in outcomes
            if one.number in found
        ],
        "done": sum(one.is_done for one in outcomes),
        "left": sum(not one.is_done for one in outcomes),
        "back_url": _to(reverse("reports:list-cases"), _kept(given.read_filters(request.GET))),
    }
    return render(request, "reports/office/outcomes.html", context)


def _doing(person: PersonRef, act: str, data: dict[str, Any]) -> Callable[[Chosen], None]:
    """The ordinary action of one report, with what the form says for all."""
    if act == "assign":
        return lambda one: working.assign_report(
            person, number=one.number, version=one.version, body_id=data["body"]
        )
    if act == "plan":
        return lambda one: working.plan_report(
            person,
            number=one.number,
            version=one.version,
            planned_on=data["planned_on"],
            text=data["plan"],
        )
    found = answering.template(data["template"])
    answer = Answer(found.outcome, found.text)
    return lambda one: working.answer_report(
        person, number=one.number, version=one.version, answer=answer
    )


@at_work
@require_safe
def export_cases(request: HttpRequest, person: PersonRef, form: str) -> HttpResponseBase:
    """The worklist of these filters as a file, CSV or XLSX."""
    if form not in ("csv", "xlsx"):
        raise NotFound()
    rows = worklist.exported(person, given.read_filters(request.GET))
    today = reading.today()
    if form == "xlsx":
        return exports.worklist_xlsx(rows, today)
    return exports.worklist_csv(rows, today)


@at_work
@require_safe
def read_journal(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What came in between two days, to be printed."""
    today = reading.today()
    form = given.JournalForm(request.GET)
    first, last = form.days(today)
    rows = worklist.filed_between(person, first, last)
    context = {
        "form": given.JournalForm(initial={"first": first, "last": last}),
        "first": first,
        "last": last,
        "rows": [
            {
                "row": row,
                "number": wording.number(row.number),
                "state": wording.tag(row)["text"],
                "is_late": states.is_late(row.state, row.due_on, today),
            }
            for row in rows[: worklist.JOURNAL_MOST]
        ],
        "is_cut": len(rows) > worklist.JOURNAL_MOST,
    }
    return render(request, "reports/office/journal.html", context)


@at_work
@require_safe
def list_works(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The crew's day on a phone: what to do, where, and a photo on the spot."""
    return _works(request, person)


def _works(
    request: HttpRequest, person: PersonRef, number: str = "", bound: forms.Form | None = None
) -> HttpResponse:
    today = reading.today()
    bodies = catalogue.bodies_of(person)
    found = worklist.of_crew(person)
    works = [
        {
            **_listed(row, today),
            "number": wording.number(row.number),
            "may_answer": bool(policies.may_answer_report(person, row, bodies)),
            "form": bound
            if bound is not None and row.number == number
            else given.DoneForm(
                initial={"version": row.version, "text": _("Сделано")},
                auto_id=f"done-{row.number}-%s",
            ),
            "is_open": row.number == number,
        }
        for row in found[: worklist.MOST_TODAY]
    ]
    own = identity.crew_names([person.known_id]).get(person.known_id, "") if bodies else ""
    context = {
        "works": works,
        "is_cut": len(found) > len(works),
        "today": today,
        "done": request.GET.get("done", ""),
        "is_crew": bool(bodies),
        "crew_name": own,
        "name_form": given.CrewNameForm(initial={"name": own}),
        "thanks": working_lists.thanks_for(bodies, today - THANKED_FOR) if bodies else 0,
    }
    return render(request, "reports/office/works.html", context, status=422 if bound else 200)


@at_work
@post_only
def set_crew_name(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """By which name the person lets themselves be thanked; an empty one takes it back."""
    form = given.CrewNameForm(request.POST)
    if form.is_valid():
        identity.set_crew_name(person, form.cleaned_data["name"])
    return redirect(f"{reverse('reports:list-works')}?done=name")


@at_work
@post_only
def finish_work(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """«Сделано»: the photo and the words go to an approver."""
    form = given.DoneForm(request.POST, request.FILES, auto_id=f"done-{number}-%s")
    form.full_clean()
    photos = form.keep(person)
    if not form.is_valid():
        return _works(request, person, number, form)
    version, text = form.cleaned_data["version"], form.cleaned_data["text"]
    try:
        answer = Answer(states.SOLVED, text, photos)
        working.answer_report(person, number=number, version=version, answer=answer)
        return redirect(f"{reverse('reports:list-works')}?done={number}")
    except Conflict as problem:
        row = reading.report_row(number)
        if not policies.may_answer_report(person, row, catalogue.bodies_of(person)):
            return give_back(request, person, number, "answer", form)
        told_again(form, problem, row.version)
    except NotFound:
        return lose(request, form)
    except Invalid as problem:
        for name, words in problem.fields.items():
            form.add_error(name if name in form.fields else None, str(words))
    return _works(request, person, number, form)
