"""A new report, step by step: each step is kept, so it may be left and come back to."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.reports import policies
from veche.domains.reports.actions import filing, residents
from veche.domains.reports.actions.filing import Point
from veche.domains.reports.forms.filing import PlaceForm, SendForm, WhatForm, keep_photos
from veche.domains.reports.forms.spot import Spot, choose_spot, spot_of
from veche.domains.reports.models import Category, Draft
from veche.domains.reports.queries import catalogue, guessing, nearby, reading, wording
from veche.domains.reports.rules import homes, seasons
from veche.domains.reports.views.reading import held_of
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
_PAGES = {
    "what": "reports:describe-problem",
    "category": "reports:choose-category",
    "place": "reports:show-place",
    "send": "reports:file-report",
}


@never_cache
@require_safe
@access("public")
def begin_report(request: HttpRequest) -> HttpResponse:
    """The middle button: 112 first, then photo or place; what was begun goes on."""
    person = identity.person_of(request)
    draft = reading.draft_of(person) if person.is_known else None
    spot = spot_of(request.GET)
    context = {
        "draft": draft,
        "spot": spot,
        "asked": _asked(request, spot),
        "groups": catalogue.groups(),
        "may_file": policies.may_file_report(person),
        "go_on": reverse(_PAGES[_next(draft)]) if draft else "",
    }
    return render(request, "reports/begin.html", context)


@identity.behind(policies.may_file_report)
@require_http_methods(PAGE)
def describe_problem(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A photo and some words."""
    draft = reading.draft_of(person)
    form = WhatForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"text": draft.text if draft else ""},
    )
    status = 200
    if request.method == "POST":
        status = 422
        draft = _keep_what(request, person, form, draft)
        if not form.errors:
            return redirect(_PAGES[_next(draft, after="what")])
    context = {
        "form": form,
        "photos": _photos(draft),
        "stepper": _stepper("what", draft),
        "asked": _asked(request, spot_of(request.GET)),
    }
    return render(request, "reports/what.html", context, status=status)


def _keep_what(
    request: HttpRequest, person: PersonRef, form: WhatForm, draft: Draft | None
) -> Draft:
    """Keep what is right of the step, so that a missing word loses no photo."""
    form.full_clean()
    dropped = set(request.POST.getlist("drop"))
    known = [one for one in (draft.photos if draft else []) if str(one) not in dropped]
    text = form.cleaned_data.get("text")
    photos = known + keep_photos(form, person)
    return filing.save_draft(person, text=text, photos=photos, point=spot_of(request.GET))


def _asked(request: HttpRequest, spot: Point | None) -> str:
    """What a page hands on of the place that its own address told; "" when it told none."""
    if spot is None:
        return ""
    return f"?{urlencode({name: request.GET.get(name, '') for name in ('at', 'near')})}"


@identity.behind(policies.may_file_report)
@require_http_methods(PAGE)
def choose_category(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What it is about: guesses from the text first, never chosen for the person."""
    draft = reading.draft_of(person)
    if request.method == "POST":
        return _take_category(request, person)
    context = {
        "guesses": guessing.guesses(draft.text) if draft else [],
        "groups": catalogue.groups(),
        "chosen": draft.category if draft else None,
        "stepper": _stepper("category", draft),
    }
    return render(request, "reports/category.html", context)


@identity.behind(policies.may_file_report)
@require_safe
def open_group(request: HttpRequest, person: PersonRef, group: str) -> HttpResponse:
    """The themes of one group, with how soon each is answered."""
    today = reading.today()
    rows = catalogue.categories_of(group)
    terms = catalogue.terms(today)
    listed = [
        {
            "row": row,
            "term": wording.term(terms[row.code]) if row.code in terms else "",
            "is_open": seasons.is_in_season(row.season_from, row.season_to, today),
        }
        for row in rows
    ]
    draft = reading.draft_of(person)
    context = {
        "group": rows[0].group,
        "categories": listed,
        "stepper": _stepper("category", draft),
    }
    return render(request, "reports/group.html", context)


def _take_category(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Keep the category; one with a question before it is asked first, or is advised instead."""
    category = catalogue.category(request.POST.get("category", ""))
    answer = request.POST.get("answer", "")
    if category.stop_question and not answer:
        shown = {"category": category, "stepper": _stepper("category", reading.draft_of(person))}
        return render(request, "reports/stop.html", shown)
    if category.stop_question and answer != "no":
        return render(request, "reports/advice.html", {"category": category})
    if category.kept_in == homes.POS:
        draft = reading.draft_of(person)
        elsewhere = {"category": category, "draft": draft, "stepper": _stepper("category", draft)}
        return render(request, "reports/elsewhere.html", elsewhere)
    policies.may_file_report(person, category).or_refuse()
    draft = filing.save_draft(person, category=category.code, is_advised=bool(answer))
    return redirect(_PAGES[_next(draft, after="category")])


@identity.behind(policies.may_file_report)
@require_http_methods(PAGE)
def show_place(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Where it is: the map, or the way past it by an address."""
    draft = reading.draft_of(person)
    form, spot = PlaceForm(), Spot()
    if request.method == "POST":
        form = PlaceForm(request.POST)
        spot = choose_spot(form)
        if spot.point is not None:
            saved = filing.save_draft(person, point=spot.point)
            return redirect(_PAGES[_next(saved, after="place")])
    context = {
        "form": form,
        "spot": spot,
        "draft": draft,
        "stepper": _stepper("place", draft),
    }
    return render(request, "reports/place.html", context, status=422 if spot.error else 200)


@identity.behind(policies.may_file_report)
@require_http_methods(PAGE)
def file_report(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Look once more, see who answers and by when, join a twin nearby, or send."""
    draft = reading.draft_of(person)
    problem: Invalid | None = None
    if request.method == "POST":
        try:
            number = filing.file_report(person, draft_id=SendForm.draft_id(request.POST))
            return redirect("reports:read-sent", number=number)
        except Invalid as refused:
            problem = refused
    if draft is None:
        return redirect("reports:begin-report")
    context = {
        "draft": draft,
        "photos": _photos(draft),
        "problem": problem,
        "answerable": _answerable(draft),
        "near": _near(draft),
        "foreseen": _foreseen(draft),
        "stepper": _stepper("send", draft),
        **_missing(draft),
    }
    return render(request, "reports/send.html", context, status=422 if problem else 200)


@identity.behind(policies.may_file_report)
@post_only
def join_report(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """Join the twin instead of sending one more; the draft goes."""
    residents.support_report(person, number=number, drops_draft=True)
    return redirect(f"{reverse('reports:read-report', args=[number])}?done=joined")


@identity.behind(policies.may_file_report)
@post_only
def discard_draft(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Begin anew."""
    filing.discard_draft(person)
    asked = _asked(request, spot_of(request.GET))
    return redirect(reverse("reports:describe-problem") + asked)


@identity.behind(policies.may_file_report)
@require_safe
def read_sent(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """It is sent: the number, who answers, by when, what comes next."""
    whole = reading.report_for(person, number)
    if "author" not in whole.parts:
        raise NotFound()
    row = whole.row
    context = {
        "row": row,
        "number": wording.number(row.number),
        "held": held_of(row),
        "body": catalogue.responsible(row.category_id, row.place_id),
        "clock": wording.counted((row.due_on - reading.today()).days, row.due_on),
        "silence": wording.closes_after(reading.silence_days()),
    }
    return render(request, "reports/sent.html", context)


def _photos(draft: Draft | None) -> list[files.FileRef]:
    if draft is None:
        return []
    refs = files.refs(draft.photos)
    return [refs[one] for one in draft.photos if one in refs]


def _has(draft: Draft, step: str) -> bool:
    if step == "what":
        return bool(draft.text.strip())
    if step == "category":
        return draft.category_id is not None
    return draft.latitude is not None


def _next(draft: Draft | None, *, after: str = "") -> str:
    """The first step with something missing, other than the one just made."""
    if draft is None:
        return "what"
    steps = [one for one in ("what", "category", "place") if one != after]
    return next((one for one in steps if not _has(draft, one)), "send")


def _stepper(now: str, draft: Draft | None) -> dict[str, Any]:
    titles = {"what": _("Что"), "category": _("Тема"), "place": _("Где"), "send": _("Проверка")}
    parts = [
        {
            "title": title,
            "url": reverse(_PAGES[step]) if draft or step == "what" else "",
            "state": "now"
            if step == now
            else "done"
            if draft and step != "send" and _has(draft, step)
            else "",
        }
        for step, title in titles.items()
    ]
    return {"parts": parts, "number": list(titles).index(now) + 1, "count": len(titles)}


def _answerable(draft: Draft) -> dict[str, Any]:
    """Who answers and in how many days, before it is sent."""
    if draft.category is None:
        return {}
    term, law = catalogue.term_of(draft.category.code, reading.today())
    return {
        "body": catalogue.responsible(draft.category.code, draft.place_id),
        "term": wording.term(term),
        "law": law,
    }


def _near(draft: Draft) -> list[dict[str, Any]]:
    category: Category | None = draft.category
    if category is None or draft.latitude is None or draft.longitude is None:
        return []
    found = nearby.alike(category, (draft.latitude, draft.longitude), draft.text)
    return [
        {"row": row, "metres": metres, "tag": wording.tag(row)}
        for row, metres in found
        if row.author_id != draft.owner_id
    ]


def _foreseen(draft: Draft) -> list[places.Foreseen]:
    """What the town knows of the same there: an outage that is being mended already."""
    troubles = draft.category.troubles.split() if draft.category else []
    if not troubles:
        return []
    house = filing.house_of(draft)
    if house is not None:
        return places.foreseen(places.spot_of(house), troubles)
    if draft.place_id is None:
        return []
    return places.foreseen(places.Spot(places.lineage(draft.place_id)), troubles)


def _missing(draft: Draft) -> dict[str, bool]:
    """What the chosen category still asks for."""
    category = draft.category
    return {
        "lacks_text": not draft.text.strip(),
        "lacks_category": category is None,
        "lacks_place": draft.latitude is None,
        "lacks_photo": category is not None and category.photo_required and not draft.photos,
    }
