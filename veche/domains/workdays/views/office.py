"""The owner of the place answers; officials keep the store, the list of works, the desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.workdays import policies
from veche.domains.workdays.actions import calling, lending, listing
from veche.domains.workdays.forms import days
from veche.domains.workdays.forms.office import ToolForm, WorkForm
from veche.domains.workdays.models import Hold
from veche.domains.workdays.queries import reading, store, terms, wording
from veche.domains.workdays.views.answering import answer, crumbs, with_done
from veche.domains.workdays.views.reading import address
from veche.kernel.access import post_only
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE


@identity.behind(policies.may_allow_day)
@post_only
def allow_day(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One tap: neighbours are called from this moment on."""
    calling.allow_day(person, slug=slug)
    return redirect(with_done(reverse("workdays:read-day", args=[slug]), "allowed"))


@identity.behind(policies.may_forbid_day)
@require_http_methods(PAGE)
def forbid_day(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """No, and why."""
    row, own = reading.day_for(person, slug)
    if request.method != "POST":
        policies.may_forbid_day(person, row, is_owner=own.is_owner).or_refuse()
    form = days.ReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        calling.forbid_day(person, slug=slug, reason=form.cleaned_data["reason"])
        return with_done(wording.day_url(row), "forbidden")

    context = {
        "title": _("Не разрешить?"),
        "lead": _("Объясните соседям: может быть, подойдёт другой день или место."),
        "button": _("Не разрешить"),
        "back_url": wording.day_url(row),
        "crumbs": crumbs(row),
    }
    return answer(request, form, act, context)


@identity.behind(policies.may_work_on_days)
@require_http_methods(PAGE)
def turn_over_day(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The place is an organisation's: it is asked instead."""
    row, _own = reading.day_for(person, slug)
    policies.may_turn_over_day(person, row).or_refuse()
    form = days.OwnerForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        owner = form.cleaned_data["owner"]
        calling.turn_over_day(person, slug=slug, organisation_id=owner.id)
        return with_done(wording.day_url(row), "turned-over")

    context = {
        "title": _("Кто хозяин этого места?"),
        "lead": _("Спросим у него. Соседи это увидят."),
        "button": _("Спросить"),
        "back_url": wording.day_url(row),
        "crumbs": crumbs(row),
    }
    return answer(request, form, act, context)


@identity.behind(policies.may_work_on_days)
@require_safe
def list_all(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What waits for the town's yes, and all that is called."""
    page = reading.of_town(person, after=request.GET.get("after", ""))
    here = reverse("workdays:list-all")
    context = {
        "waiting": [wording.card(row) for row in reading.waiting_for_owner(person, 50)],
        "cards": [wording.card(row) for row in page.items],
        "may_keep_tools": policies.may_keep_tools(person),
        "may_save_work": policies.may_save_work(person),
        "next_url": address(here, {"after": page.next_token}) if page.next_token else "",
    }
    return render(request, "workdays/office/list.html", context)


@identity.behind(policies.may_keep_tools)
@require_safe
def list_tools(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The store: how much there is, what is for which day, what has not come back."""
    holds = store.out(person)
    context = {
        "tools": store.tools(person),
        "days": _by_day(holds),
        "done": request.GET.get("done", ""),
    }
    return render(request, "workdays/office/tools.html", context)


def _by_day(holds: list[Hold]) -> list[dict[str, Any]]:
    """Tools by the day they are for, the earliest first."""
    found: dict[UUID, dict[str, Any]] = {}
    today = terms.today()
    for one in holds:
        card = found.setdefault(
            one.day_id,
            {
                "row": one.day,
                "url": wording.day_url(one.day),
                "when": wording.when(one.day),
                "is_late": one.on < today,
                "has_come": one.on <= today,
                "tools": [],
            },
        )
        card["tools"].append(one)
    return list(found.values())


@identity.behind(policies.may_keep_tools)
@post_only
def give_back_tools(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """All that a day has taken is in the store again."""
    lending.give_back_tools(person, slug=slug)
    return redirect(with_done(reverse("workdays:list-tools"), "back"))


@identity.behind(policies.may_keep_tools)
@require_http_methods(PAGE)
def save_tool(request: HttpRequest, person: PersonRef, tool_id: UUID | None = None) -> HttpResponse:
    """A new tool, or how many there are now."""
    row = store.tool(person, tool_id) if tool_id is not None else None
    initial = {"title": row.title, "count": row.count, "note": row.note} if row else {}
    form = ToolForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        lending.save_tool(person, tool_id=tool_id, **form.cleaned_data)
        return with_done(reverse("workdays:list-tools"), "saved")

    context = {
        "title": row.title if row is not None else _("Новый инструмент"),
        "button": _("Сохранить"),
        "back_url": reverse("workdays:list-tools"),
        "crumbs": [{"title": _("Склад инструмента"), "url": reverse("workdays:list-tools")}],
    }
    return answer(request, form, act, context)


@identity.behind(policies.may_save_work)
@require_safe
def list_works(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What neighbours do, and who does the rest."""
    context = {
        "works": [
            {"work": one, "standing": wording.STANDINGS[one.standing]} for one in store.works()
        ],
        "done": request.GET.get("done", ""),
    }
    return render(request, "workdays/office/works.html", context)


@identity.behind(policies.may_save_work)
@require_http_methods(PAGE)
def save_work(request: HttpRequest, person: PersonRef, code: str = "") -> HttpResponse:
    """One kind of work with its safety sheet."""
    row = store.work(code) if code else None
    sheet = store.sheet_of(row) if row is not None else None
    initial = WorkForm.values(row, sheet.text if sheet else "") if row is not None else {}
    form = WorkForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        listing.save_work(person, text=form.given, code=code)
        return with_done(reverse("workdays:list-works"), "saved")

    context = {
        "title": row.title if row is not None else _("Новая работа"),
        "button": _("Сохранить"),
        "back_url": reverse("workdays:list-works"),
        "crumbs": [{"title": _("Работы для соседей"), "url": reverse("workdays:list-works")}],
    }
    return answer(request, form, act, context)
