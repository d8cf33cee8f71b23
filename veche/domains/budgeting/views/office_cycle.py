"""A cycle is set up on a few screens; the approver publishes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import setting_up
from veche.domains.budgeting.forms.setting_up import (
    BeginForm,
    DaysForm,
    MoneyForm,
    NameForm,
    RuleForm,
)
from veche.domains.budgeting.models import Cycle
from veche.domains.budgeting.queries import cycles, wording
from veche.domains.budgeting.rules import templates
from veche.domains.budgeting.views.reading import facts_of
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]
_PAGES = {
    "name": "budgeting:rename-cycle",
    "money": "budgeting:set-money",
    "dates": "budgeting:set-days",
    "rule": "budgeting:set-rule",
    "criteria": "budgeting:set-criteria",
    "look": "budgeting:publish-cycle",
}


@identity.behind(policies.may_work_on_projects)
@require_safe
def list_work(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All cycles: those in work, those being set up, those that are over."""
    after = request.GET.get("after", "")
    page = cycles.managed(person, after=after)
    here = reverse("budgeting:list-work")
    briefs: list[dict[str, Any]] = [
        {
            "cycle": cycle,
            "now": wording.now_of(cycle),
            "money": cycles.money_of(cycle),
            "waiting": getattr(cycle, "waiting", 0),
            "url": _next_page(cycle),
        }
        for cycle in page.items
    ]
    context: dict[str, Any] = {
        "running": [one for one in briefs if one["cycle"].state in (rules.RUNNING, rules.CLOSED)],
        "drafts": [one for one in briefs if one["cycle"].state == rules.DRAFT],
        "over": [one for one in briefs if one["cycle"].state in rules.OVER],
        "next_url": f"{here}?{urlencode({'after': page.next_token})}" if page.next_token else "",
        "may_begin": policies.may_set_cycle_up(person),
        "done": request.GET.get("done", ""),
    }
    return render(request, "budgeting/office/list.html", context)


def _next_page(cycle: Cycle) -> str:
    name = "publish-cycle" if cycle.state == rules.DRAFT else "list-projects"
    return reverse(f"budgeting:{name}", args=[cycle.slug])


@identity.behind(policies.may_set_cycle_up)
@require_http_methods(PAGE)
def begin_cycle(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The template and the name."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["form_key"]
        slug = setting_up.start_cycle(person, begun=form.part(), key=key)
        return redirect("budgeting:set-money", slug=slug)
    context = {
        "templates": [
            {"code": code, "title": title, "text": text}
            for code, (title, text) in wording.TEMPLATES.items()
        ]
    }
    return _screen(request, "name", None, form, context)


@identity.behind(policies.may_set_cycle_up)
@require_http_methods(PAGE)
def rename_cycle(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The name of a draft."""
    cycle = _draft(person, slug)
    values = {"title": cycle.title, "summary": cycle.summary}
    form = NameForm(request.POST if request.method == "POST" else None, initial=values)
    return _kept(
        request, "name", cycle, form,
        lambda: setting_up.rename_cycle(person, slug=slug, **form.cleaned_data),
    )  # fmt: skip


@identity.behind(policies.may_set_cycle_up)
@require_http_methods(PAGE)
def set_money(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """How much for which place, and who chooses."""
    cycle = _draft(person, slug)
    given = request.POST if request.method == "POST" else None
    form = MoneyForm(given, initial=MoneyForm.values(cycle))
    return _kept(
        request, "money", cycle, form,
        lambda: setting_up.set_money(person, slug=slug, money=form.part()),
    )  # fmt: skip


@identity.behind(policies.may_set_cycle_up)
@require_http_methods(PAGE)
def set_days(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """When each phase begins and ends."""
    cycle = _draft(person, slug)
    given = request.POST if request.method == "POST" else None
    form = DaysForm(given, initial=DaysForm.values(cycle))
    return _kept(
        request, "dates", cycle, form,
        lambda: setting_up.set_days(person, slug=slug, days=form.part()),
    )  # fmt: skip


@identity.behind(policies.may_set_cycle_up)
@require_http_methods(PAGE)
def set_rule(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The local act's rule, and who answers."""
    cycle = _draft(person, slug)
    given = request.POST if request.method == "POST" else None
    form = RuleForm(given, initial=RuleForm.values(cycle), cycle=cycle)
    return _kept(
        request, "rule", cycle, form,
        lambda: setting_up.set_rule(person, slug=slug, rule=form.part()),
    )  # fmt: skip


def _draft(person: PersonRef, slug: str) -> Cycle:
    cycle = cycles.cycle_to_manage(person, slug)
    policies.may_change_cycle(person, cycle).or_refuse()
    return cycle


def _kept(
    request: HttpRequest, step: str, cycle: Cycle, form: Any, act: Callable[[], Cycle]
) -> HttpResponse:
    """Keep a screen and go on."""
    if request.method == "POST" and form.is_valid():
        try:
            kept = act()
        except Invalid as problem:
            tell(form, problem)
        else:
            names = [one for one in _PAGES if one != "criteria" or kept.rule == templates.SCORES]
            return redirect(_PAGES[names[names.index(step) + 1]], slug=cycle.slug)
    return _screen(request, step, cycle, form, {})


def _screen(
    request: HttpRequest, step: str, cycle: Cycle | None, form: Any, more: dict[str, Any]
) -> HttpResponse:
    titles = {
        "name": _("Что проводите?"),
        "money": _("Сколько денег и для кого?"),
        "dates": _("Когда что открыто?"),
        "rule": _("По какому правилу?"),
    }
    context = {
        "cycle": cycle,
        "form": form,
        "step": step,
        "title": titles[step],
        "stepper": stepper(step, cycle),
        **more,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"budgeting/office/{step}.html", context, status=status)


def stepper(now: str, cycle: Cycle | None) -> dict[str, Any]:
    """The screens of a new cycle as a line: what is done, where one is."""
    titles = {
        "name": _("Шаблон"),
        "money": _("Деньги"),
        "dates": _("Сроки"),
        "rule": _("Правило"),
        "look": _("Проверка"),
    }
    wrong = (
        {"rule" if screen == "criteria" else screen for screen, _code in cycles.flaws_of(cycle)}
        if cycle is not None
        else set()
    )
    parts = [
        {
            "title": title,
            "url": reverse(_PAGES[step], args=[cycle.slug]) if cycle is not None else "",
            "state": "now"
            if step == now
            else "done"
            if cycle is not None and step not in wrong and step != "look"
            else "",
        }
        for step, title in titles.items()
    ]
    return {"parts": parts, "number": list(titles).index(now) + 1, "count": len(titles)}


@identity.behind(policies.may_set_cycle_up)
@require_http_methods(PAGE)
def publish_cycle(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Look the whole over; the approver publishes."""
    problem = None
    if request.method == "POST":
        try:
            setting_up.publish_cycle(person, slug=slug)
            url = reverse("budgeting:list-projects", args=[slug])
            return redirect(f"{url}?done=published")
        except Invalid as refused:
            problem = refused
    cycle = _draft(person, slug)
    context = {
        **facts_of(person, cycle),
        "lacks": [
            {"text": wording.flaw(code), "url": reverse(_PAGES[screen], args=[slug])}
            for screen, code in cycles.flaws_of(cycle)
        ],
        "problem": problem,
        "may_publish": policies.may_publish_cycle(person, cycle),
        "stepper": stepper("look", cycle),
    }
    status = 422 if problem else 200
    return render(request, "budgeting/office/look.html", context, status=status)


@identity.behind(policies.may_set_cycle_up)
@post_only
def discard_cycle(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Remove a draft for good."""
    setting_up.discard_cycle(person, slug=slug)
    return redirect(f"{reverse('budgeting:list-work')}?done=discarded")
