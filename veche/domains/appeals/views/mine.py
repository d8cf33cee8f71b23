"""One's own appeals: the list, one whole, its letters, taking it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.documents import public as documents
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.appeals import policies
from veche.domains.appeals.actions import deciding, working
from veche.domains.appeals.adapters import papers
from veche.domains.appeals.forms.office import VersionForm
from veche.domains.appeals.models import Appeal
from veche.domains.appeals.queries import dates, reading, receptions, wording, worklist
from veche.domains.appeals.queries.reading import Whole
from veche.domains.appeals.rules import states
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web import render


@identity.behind(policies.may_begin_appeal)
@require_safe
def list_own(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What the person has filed, a draft that waits, coming receptions."""
    page = reading.own_page(person, after=request.GET.get("after", ""))
    today = dates.today()
    here = reverse("appeals:list-own")
    context = {
        "appeals": [
            {"row": row, "tag": wording.tag(row), "clock": wording.clock_of(row, today)}
            | {"title": wording.title_of(row)}
            for row in page.items
        ],
        "draft": reading.draft_of(person),
        "booked": receptions.own_coming(person),
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "appeals/own.html", context)


def page_of(whole: Whole) -> dict[str, Any]:
    """What the author's page and the office's page share."""
    row = whole.row
    return {
        "row": row,
        "title": wording.title_of(row),
        "kind": wording.KINDS[row.kind],
        "source": wording.SOURCES[row.source],
        "number": wording.number(row.number),
        "book_number": wording.book_number(row),
        "tag": wording.tag(row),
        "clock": wording.clock_of(row, dates.today()),
        "files": whole.attached,
        "ground": wording.ground_law(row.ground) if row.ground else "",
        "letters": [
            {
                "row": one,
                "title": wording.LETTERS[one.kind],
                "number": wording.letter_number(row, one),
                "files": whole.letter_files[one.id],
            }
            for one in whole.letters
        ],
        "history": [
            {"step": one, "title": wording.VERBS[one.verb], "part": wording.PARTS[one.part]}
            for one in whole.steps
        ],
    }


@identity.behind(policies.may_begin_appeal)
@require_safe
def read_appeal(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """An appeal for its author: where it stands, by when, what was written."""
    whole = reading.appeal_for(person, number)
    if states.AUTHOR not in whole.parts:
        return redirect("appeals:open-case", number=number)
    context = {
        **page_of(whole),
        "addressee": reading.addressee_of(whole.row),
        "steps": _steps(whole.row),
        "may_withdraw": "withdraw" in whole.verbs,
        "law": dates.law(whole.row.registered_on or whole.row.filed_on),
    }
    return render(request, "appeals/appeal.html", context)


def _steps(row: Appeal) -> list[dict[str, Any]]:
    """Filed, registered, considered, answered: where it stands now."""
    is_late = states.is_late(row.state, row.due_on, dates.today())
    now = "late" if is_late else "now"
    by = _("до %(day)s") % {"day": f"{row.due_on:%d.%m.%Y}"}
    registered = row.registered_on is not None
    found = [
        {"title": _("Подано"), "text": f"{row.filed_on:%d.%m.%Y}", "state": "done"},
        {
            "title": _("Зарегистрировано") if registered else _("Регистрация"),
            "text": f"{row.registered_on:%d.%m.%Y}" if row.registered_on else by,
            "state": "done" if registered else now,
        },
    ]
    if row.state in states.OVER:
        day = f"{row.ended_on:%d.%m.%Y}" if row.ended_on else ""
        if not registered:
            found.pop()
        return [*found, {"title": wording.STATES[row.state], "text": day, "state": "done"}]
    rest: list[dict[str, Any]] = [
        {"title": _("Готовят ответ"), "state": now if row.state == states.WORK else "done"},
        {"title": _("Подписывают"), "state": now if row.state == states.SIGNING else ""},
        {"title": _("Ответ"), "text": by if registered else "", "state": ""},
    ]
    if not registered:
        rest[0]["state"] = ""
    return [*found, *rest]


@identity.behind(policies.may_begin_appeal)
@require_safe
def read_letter(
    request: HttpRequest, person: PersonRef, number: str, position: int, form: str
) -> HttpResponse:
    """A letter as a paper, for its author and for the office that sends it: its name is noted."""
    row, letter = reading.letter_for(person, number, position)
    is_own = states.is_own(person, row)
    addressee = reading.addressee_of(row) if is_own else working.show_author(person, number=number)
    paper = papers.letter(row, letter, addressee)
    return documents.respond(paper, name=f"letter-{row.number}-{position}", form=form)


@identity.behind(policies.may_begin_appeal)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_appeal(request: HttpRequest, person: PersonRef, number: str) -> HttpResponse:
    """What happens once it is taken back; then it is."""
    whole = reading.appeal_for(person, number)
    if states.AUTHOR not in whole.parts:
        raise NotFound()
    if request.method == "POST":
        form = VersionForm(request.POST)
        version = form.cleaned_data["version"] if form.is_valid() else -1
        deciding.withdraw_appeal(person, number=number, version=version)
        return redirect("appeals:read-appeal", number=number)
    policies.may_withdraw_appeal(person, whole.row).or_refuse()
    context = {"row": whole.row, "title": wording.title_of(whole.row)}
    return render(request, "appeals/withdraw.html", context)


@require_safe
@access("public")
def list_terms(request: HttpRequest) -> HttpResponse:
    """How departments keep the terms of the law: figures alone."""
    today = dates.today()
    found = worklist.figures(today)
    context = {
        "figures": found,
        "rows": [
            {
                "terms": one,
                "name": one.name or _("Подразделение ещё не назначено"),
                "days": (today - one.oldest_on).days if one.oldest_on else 0,
            }
            for one in found.rows
        ],
        "in_time": sum(one.in_time for one in found.rows),
        "late": sum(one.late for one in found.rows),
        "today": today,
        "days": worklist.counted_days(today),
        "law": [
            {"norm": norm, "days": wording.days(norm)}
            for norm in dates.law(today).values()
            if norm.unit.endswith("_days") and norm.mark != "own"
        ],
    }
    return render(request, "appeals/terms.html", context)
