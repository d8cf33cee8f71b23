"""What whoever calls neighbours does: calls, takes tools, shows photos, sums up, cancels."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.workdays import exports, policies, rules
from veche.domains.workdays.actions import calling, lending, picturing, summing_up
from veche.domains.workdays.forms import days
from veche.domains.workdays.models import Day, Hand
from veche.domains.workdays.queries import origins, reading, store, wording
from veche.domains.workdays.views.answering import answer, crumbs, kept_photos, with_done
from veche.kernel import clock
from veche.kernel.access import access, post_only
from veche.kernel.errors import Conflict, NotFound
from veche.kernel.policies import Decision
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE


@require_safe
@access("public")
def choose_work(request: HttpRequest) -> HttpResponse:
    """What neighbours do together, and who does the rest."""
    person = identity.person_of(request)
    origin = origins.origin(person, request.GET.get("from", ""))
    works = store.works()
    query = f"?{urlencode({'from': origin.written})}" if origin is not None else ""
    context = {
        "works": [one for one in works if one.standing == rules.NEIGHBOURS],
        "refused": [
            {"work": one, "why": wording.STANDINGS[one.standing]}
            for one in works
            if one.standing != rules.NEIGHBOURS
        ],
        "grown_from": origin,
        "query": query,
        "crumbs": crumbs(),
    }
    return render(request, "workdays/choose.html", context)


@identity.behind(policies.may_call_day)
@require_http_methods(PAGE)
def call_day(request: HttpRequest, person: PersonRef, code: str) -> HttpResponse:
    """The day in one form, with its safety sheet below."""
    work = store.work(code)
    policies.may_call_day(person, work).or_refuse()
    origin = origins.origin(person, request.GET.get("from", ""))
    is_post = request.method == "POST"
    form = days.DayForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        work=work,
        origin=origin,
    )

    def act() -> str:
        photo_ids = kept_photos(person, form)
        slug = picturing.call_pictured_day(person, given=form.given, photo_ids=photo_ids)
        return with_done(reverse("workdays:read-day", args=[slug]), "called")

    context = {
        "work": work,
        "sheet": store.sheet_of(work),
        "grown_from": origin,
        "crumbs": crumbs(),
    }
    return answer(request, form, act, context, "workdays/call.html")


def _own(request: HttpRequest, person: PersonRef, slug: str, may: Any) -> Day:
    """A day this person may do that to; refused before the form is shown.

    What was sent is for the action to refuse.
    """
    row, _part = reading.day_for(person, slug)
    if request.method != "POST":
        decision: Decision = may(person, row)
        decision.or_refuse()
    return row


@identity.behind(policies.may_cancel_day)
@require_http_methods(PAGE)
def cancel_day(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Not this time: everyone who wanted to come hears why."""
    row = _own(request, person, slug, policies.may_cancel_day)
    form = days.CancelForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        calling.cancel_day(person, slug=slug, reason=form.cleaned_data["reason"])
        return with_done(wording.day_url(row), "cancelled")

    context = {
        "title": _("Отменить день?"),
        "lead": _("Скажем всем, кто собирался. Инструмент вернётся на склад."),
        "button": _("Отменить день"),
        "back_url": wording.day_url(row),
        "crumbs": crumbs(row),
    }
    return answer(request, form, act, context)


@identity.behind(policies.may_hold_tools)
@require_http_methods(PAGE)
def hold_tools(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Tools of the town's store for this day."""
    may = partial(policies.may_hold_tools, now=clock.now())
    row = _own(request, person, slug, may)
    stock = store.stock_for(row)
    form = days.ToolsForm(stock, request.POST if request.method == "POST" else None)

    def act() -> str:
        lending.hold_tools(person, slug=slug, wanted=form.wanted)
        return with_done(wording.day_url(row), "tools")

    context = {
        "title": _("Инструмент со склада города"),
        "lead": _("Отложим на ваш день бесплатно. Вернуть нужно после него."),
        "button": _("Отложить"),
        "back_url": wording.day_url(row),
        "crumbs": crumbs(row),
        "is_empty": not stock,
    }
    return answer(request, form, act, context)


@identity.behind(policies.may_add_photos)
@require_http_methods(PAGE)
def add_photos(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """How it is there, or how it has become."""
    row = _own(request, person, slug, policies.may_add_photos)
    is_post = request.method == "POST"
    form = days.PhotosForm(request.POST if is_post else None, request.FILES if is_post else None)

    def act() -> str:
        picturing.add_photos(person, slug=slug, photo_ids=kept_photos(person, form))
        return with_done(wording.day_url(row), "photos")

    context = {
        "title": _("Как стало") if row.state == rules.DONE else _("Как там сейчас"),
        "button": _("Добавить"),
        "back_url": wording.day_url(row),
        "crumbs": crumbs(row),
        "with_files": True,
    }
    return answer(request, form, act, context)


@identity.behind(policies.may_sum_up_day)
@require_http_methods(PAGE)
def sum_up_day(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Who came, for how long, what came out."""
    may = partial(policies.may_sum_up_day, now=clock.now())
    row = _own(request, person, slug, may)
    is_post = request.method == "POST"
    form = days.SumUpForm(
        _called(person, reading.helpers(row)),
        request.POST if is_post else None,
        request.FILES if is_post else None,
        announced=row.length_minutes,
    )

    def act() -> str:
        summing_up.sum_up_day(
            person,
            slug=slug,
            marks=form.marks,
            result=form.cleaned_data["result"],
            photo_ids=kept_photos(person, form),
        )
        return with_done(wording.day_url(row), "done")

    context = {
        "title": _("Как прошло?"),
        "lead": _("Отметьте, кто сколько работал. Каждый получит справку о часах."),
        "button": _("Готово"),
        "back_url": wording.day_url(row),
        "crumbs": crumbs(row),
        "with_files": True,
    }
    return answer(request, form, act, context)


def _called(person: PersonRef, helpers: list[Hand]) -> list[tuple[Hand, str]]:
    """Helpers as the caller knows them: by the name they agreed to show, else by number."""
    agreed = [one.person_id for one in helpers if one.shares_name and one.person_id is not None]
    names = identity.volunteer_names(agreed)
    own = reading.own_ids(person)
    found = []
    for one in helpers:
        title = _("Номер %(n)s") % {"n": one.badge}
        if one.person_id in own:
            title = _("Вы")
        elif one.shares_name and one.person_id in names:
            title = f"{title}: {names[one.person_id].full}"
        if one.hands > 1:
            title = _("%(who)s, пришло бы %(n)s") % {"who": title, "n": one.hands}
        found.append((one, title))
    return found


@identity.behind(policies.may_take_hours)
@post_only
def list_hours(request: HttpRequest, person: PersonRef, slug: str, form: str) -> HttpResponseBase:
    """The list of hours for Dobro.rf; the journal says who took it."""
    if form not in exports.FORMS:
        raise NotFound()
    row, lines = summing_up.list_hours(person, slug=slug)
    if not lines:
        raise Conflict(
            _("Пока никто не согласился быть в списке"),
            advice=_("Имя пишет и показывает сам человек: на странице дня."),
            code="nobody-agreed",
        )
    return exports.hours_file(row, lines, form)
