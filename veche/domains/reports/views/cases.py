"""Reports at work: what waits, one case with everything one may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.commons.moderation import public as moderation
from veche.domains.reports import policies
from veche.domains.reports.actions import moderating
from veche.domains.reports.forms import office as given
from veche.domains.reports.forms.filing import PhotosForm
from veche.domains.reports.forms.helping import SeekForm
from veche.domains.reports.forms.registers import RecordForm
from veche.domains.reports.models import AnswerTemplate, Report
from veche.domains.reports.queries import (
    answering,
    catalogue,
    nearby,
    outside,
    reading,
    wording,
    working_lists,
)
from veche.domains.reports.queries.reading import Whole
from veche.domains.reports.rules import states
from veche.domains.reports.views.door import working as at_work
from veche.domains.reports.views.reading import last_words, page_of
from veche.kernel.errors import Conflict, Invalid, NotFound, Text
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell
from veche.kernel.web.lost import told_again, told_lost

_FORMS: dict[str, type[forms.Form]] = {
    "pass": given.PassForm,
    "reject": given.RejectForm,
    "merge": given.MergeForm,
    "assign": given.AssignForm,
    "return": given.ReturnForm,
    "forward": given.ForwardForm,
    "ask": given.AskForm,
    "plan": given.PlanForm,
    "postpone": given.PostponeForm,
    "answer": given.AnswerForm,
    "approve": given.LawfulForm,
    "send_back": given.WhyForm,
    "lift": given.LiftForm,
    "settle": given.SettleForm,
    "record": RecordForm,
    "seek": SeekForm,
}
_ADDRESSES = {
    "pass": "pass-report",
    "reject": "reject-report",
    "merge": "merge-report",
    "assign": "assign-report",
    "return": "return-report",
    "forward": "forward-report",
    "ask": "ask-clarification",
    "plan": "plan-report",
    "postpone": "postpone-report",
    "answer": "answer-report",
    "approve": "approve-answer",
    "send_back": "send-back-answer",
    "lift": "lift-refusal",
    "settle": "settle-report",
    "record": "record-outside",
    "seek": "seek-help",
}


# What is most often done next stands first; the rest keeps the order of the machine.
_FIRST = ("pass", "approve", "answer", "assign", "lift", "settle", "plan")


def _by_use(verb: str) -> int:
    return _FIRST.index(verb) if verb in _FIRST else len(_FIRST)


@at_work
@require_safe
def open_case(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """One report with its history, inner notes too, and what one may do."""
    return _page(request, person, number)


def _marks(whole: Whole, hidden: tuple[str, str]) -> list[tuple[Text, str]]:
    """What whoever lets it through should look at: insults, names, adverts, others' data, the same
    words again; of the report, or of the answer that waits.

    `hidden`: text and address as they would stand without marked names.
    """
    row, answer = whole.row, last_words(whole.steps, "answer")
    if "approve" in whole.verbs:
        return moderation.marks_of(answer.text if answer else "")
    if "pass" in whole.verbs:
        told = f"{row.text}\n{row.address}"
        marks = moderation.marks_of(told, catalogue.told_in(row.category))
        # Of those that were read the names may be hidden.
        said = dict.fromkeys((row.text, hidden[0]))
        return marks + next(filter(None, (moderation.repeat_mark(one, row.id) for one in said)), [])
    return []


def _page(
    request: HttpRequest,
    person: PersonRef,
    number: str,
    verb: str = "",
    bound: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    whole = reading.report_for(person, number)
    version = {"version": whole.row.version}
    page = page_of(request, whole)
    offered = sorted((one for one in whole.verbs if one in _FORMS), key=_by_use)
    # Nobody is asked to promise a day when there is none left.
    if states.PROMISES & set(offered) and reading.last_promise(whole.row) <= reading.today():
        offered = [one for one in offered if one not in states.PROMISES]
    if policies.may_record_outside(person, whole.row) and outside.registers():
        offered.append("record")
    if page["helped"].may_seek:
        offered.append("seek")
    template = _template(request) if "answer" in offered else None
    as_written = (whole.row.text, whole.row.address)
    hidden = moderating.without_marked(whole.row) if "pass" in offered else as_written
    shown = [
        {
            "verb": one,
            "url": reverse(f"reports:{_ADDRESSES[one]}", args=[number]),
            "title": wording.button(one, whole.row),
            "form": bound if one == verb else _form(one, whole.row, version, template),
            "is_held": one in ("pass", "approve") and whole.row.held_by_id is not None,
            "is_open": one == (verb if verb in offered else "answer" if template else offered[0]),
            "as_hidden": hidden if one == "pass" and hidden != as_written else (),
            # What the server has just put there is newer than what the device has kept.
            "is_newer": one == verb or (one == "answer" and template is not None),
            "is_plain": issubclass(_FORMS[one], given.LawfulForm),
        }
        for one in offered
    ]
    waiting = list(whole.row.photos.filter(state="waiting"))
    context = {
        **page,
        "history": _history(whole),
        "offered": shown,
        "templates": answering.templates(whole.row.group_id) if "answer" in offered else [],
        # What is no more to be done with it is written down as a note, or copied.
        "lost": bound if bound is not None and verb not in (*offered, "note") else None,
        "note": bound if verb == "note" else given.NoteForm(),
        "near": _near(whole.row) if "merge" in offered else [],
        "marks": _marks(whole, hidden),
        "all_photos": whole.photos,
        "waiting_photos": waiting,
        "may_hide": [
            one.id
            for one in (*waiting, *(photo for photo, _ref in whole.photos))
            if policies.may_hide_photo(person, whole.row, one)
        ],
        "photo_reasons": moderation.reasons_of(reading.PHOTO).items(),
        "take_down_url": _take_down_url(person, whole),
        "stops": _stopped_by(whole, page["helped"].standing),
        "next_url": _next_url(person, whole.row) if page["done"] else "",
    }
    if context["lost"] is not None and status == Conflict.status:
        told_lost(context["lost"], _why_lost(whole))
    if bound is not None and status == 200:
        status = 422
    return render(request, "reports/office/case.html", context, status=status)


def _why_lost(whole: Whole) -> str:
    """What has come between somebody's writing and their sending it, as it is now."""
    row = whole.row
    if not whole.parts and row.body is not None:
        return _("Пока вы писали, дело передали: %(body)s. Ничего не записано.") % {
            "body": row.body.name
        }
    return _("Пока вы писали, дело изменилось: «%(state)s». Ничего не записано.") % {
        "state": wording.tag(row)["text"]
    }


def _history(whole: Whole) -> list[dict[str, Any]]:
    """Every step, each answer with what it says."""
    told = [(one.verb, one.state) for one in whole.steps]
    return [
        {
            "step": one,
            "title": wording.step_title(
                one.verb, one.state, states.outcome_told(told[place:], whole.row.outcome)
            ),
            "part": wording.PARTS[one.part],
        }
        for place, one in enumerate(whole.steps, start=1)
    ]


def _stopped_by(whole: Whole, standing: matching.NeedStanding | None) -> dict[str, str]:
    """The help agreed on that a refusal would end, for whoever is about to say the town's word."""
    is_near = whole.row.outcome == states.DECLINING and "approve" in whole.verbs
    if standing is None or not standing.would_stop or not (is_near or "settle" in whole.verbs):
        return {}
    helper = standing.helper or _("Помощник")
    return {"helper": helper, "step": standing.step, "url": standing.url}


def _next_url(person: PersonRef, row: Report) -> str:
    """The next case that waits for this person; "" when none does."""
    waiting = working_lists.waiting_page(person, size=2).items
    found = next((one.number for one in waiting if one.id != row.id), "")
    return reverse("reports:open-case", args=[found]) if found else ""


def _take_down_url(person: PersonRef, whole: reading.Whole) -> str:
    """Where a moderator takes a public report out of sight, with a reason and a minute to undo."""
    is_theirs = states.AUTHOR not in whole.parts and moderation.may_moderate(person).allowed
    if not is_theirs or whole.row.stage == states.UNSEEN:
        return ""
    return moderation.judge_url(reading.SOURCE, whole.row.id)


def _template(request: HttpRequest) -> AnswerTemplate | None:
    """The template that the answer begins with, if one was chosen."""
    try:
        return answering.template(UUID(request.GET.get("template", "")))
    except (ValueError, NotFound):
        return None


def _form(
    verb: str, row: Report, version: dict[str, Any], template: AnswerTemplate | None
) -> forms.Form:
    initial = dict(version)
    if verb == "answer" and template is not None:
        initial |= {"outcome": template.outcome, "text": template.text}
    if verb == "assign":
        known = catalogue.responsible(row.category_id, row.place_id)
        initial["body"] = str(known.id) if known else ""
    if verb == "seek":
        initial["owner"] = str(row.body_id or "")
    return _FORMS[verb](initial=initial, auto_id=f"{verb}-%s")


def _near(row: Report) -> list[dict[str, Any]]:
    point = (row.latitude, row.longitude)
    found = nearby.alike(row.category, point, row.text, besides=row.id)
    return [{"row": one, "metres": metres, "tag": wording.tag(one)} for one, metres in found]


Act = Callable[[PersonRef, dict[str, Any]], None]


def act_on(
    request: HttpRequest, person: PersonRef, number: str, verb: str, act: Act
) -> HttpResponse:
    """Check the form, act, go back to the case; what is not right stays in its form, and so does
    what came second to a colleague's."""
    kind = given.NoteForm if verb == "note" else _FORMS[verb]
    form = kind(request.POST, request.FILES, auto_id=f"{verb}-%s")
    form.full_clean()
    data = dict(form.cleaned_data)
    if isinstance(form, PhotosForm):
        data["photos"] = form.keep(person)
    if not form.is_valid():
        return _page(request, person, number, verb, form)
    try:
        act(person, data)
        return redirect(f"{reverse('reports:open-case', args=[number])}?done={verb}")
    except Conflict as problem:
        told_again(form, problem, reading.report_row(number).version)
        return give_back(request, person, number, verb, form)
    except NotFound:
        return lose(request, form)
    except Invalid as problem:
        tell(form, problem)
    return _page(request, person, number, verb, form)


def give_back(
    request: HttpRequest, person: PersonRef, number: str, verb: str, form: forms.Form
) -> HttpResponse:
    """The case as others have left it meanwhile, and what was written for it: to be sent again, or
    to be copied where this is no more this person's to do."""
    return _page(request, person, number, verb, form, status=Conflict.status)


def lose(request: HttpRequest, form: forms.Form) -> HttpResponse:
    """What was written, to be copied, of a case that has gone to others and is out of sight."""
    told_lost(form, _("Пока вы писали, дело передали другим. Ничего не записано."))
    return render(request, "reports/office/lost.html", {"lost": form}, status=NotFound.status)
