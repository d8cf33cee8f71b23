"""«Мои организации»: asking, waiting, belonging, letting go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.organisations import actions, policies, public, queries, rules, wording
from veche.commons.organisations.forms import JoinForm, OrganisationForm
from veche.commons.organisations.models import Membership
from veche.commons.organisations.views.crumbs import me_crumbs
from veche.kernel.text import clean_line
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, answer

WORDS_MAX = 200


@behind(policies.may_open_own_organisations)
@require_safe
def own_organisations(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Where the person belongs, what waits and by when, what was refused and why."""
    rows = queries.memberships_of(person)
    today = queries.today()
    context = {
        "rows": [_row(one, today) for one in rows],
        "mandates": public.mandates_of(person),
        "is_asked": request.GET.get("done") == "asked",
        "crumbs": me_crumbs(is_inside=False),
    }
    return render(request, "organisations/own.html", context)


def _row(one: Membership, today: Any) -> dict[str, Any]:
    is_over = one.until is not None and one.until < today
    is_ahead = one.starts_on is not None and one.starts_on > today
    is_gone = one.organisation.state not in rules.LIVE
    is_in = one.state == rules.JOINED and not is_over and not is_gone
    holds = is_in and not is_ahead
    acts = holds and one.right == rules.ACTS
    return {
        "one": one,
        "name": one.organisation.name or _("Индивидуальный предприниматель"),
        "is_known": one.organisation.state == rules.CHECKED,
        "right": wording.RIGHTS[one.right],
        "number": f"{one.number[:4]} {one.number[4:]}",
        "holds": holds,
        "acts": acts,
        "is_over": is_over,
        "begins_on": one.starts_on if is_in and is_ahead else None,
        "may_write": acts and one.organisation.place_id is not None,
        "is_late": one.state == rules.ASKED and one.due_on < today,
        "steps": _steps(one) if one.state == rules.ASKED else [],
    }


def _steps(one: Membership) -> list[dict[str, Any]]:
    """What happened, what comes next, who does it."""
    done = _("Вы станете участником")
    if one.right == rules.ACTS:
        done = _("Вы сможете действовать от имени организации")
    when = ""
    if one.starts_on is not None and one.starts_on > queries.today():
        when = _("С %(day)s, не раньше: так в заявке") % {"day": date_format(one.starts_on, "j E")}
    return [
        {"title": _("Заявка принята"), "text": "", "state": "done"},
        {
            "title": _("Приходите на приём с документом"),
            "text": _("Паспорт, выписка из реестра, приказ или доверенность. Копий не снимаем."),
            "state": "now",
        },
        {"title": done, "text": when, "state": ""},
    ]


@behind(policies.may_add_organisation)
@require_safe
def find_organisation(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Is it on the list? Then join; if not, add it."""
    words = clean_line(request.GET.get("q", "")[:WORDS_MAX])
    found = public.organisations(words=words, size=queries.FOUND_MAX).items if words else []
    here = reverse("organisations:find-organisation")
    context = {"words": words, "found": found, "search_url": here, "crumbs": me_crumbs()}
    return render(request, "organisations/find.html", context)


@behind(policies.may_add_organisation)
@require_http_methods(PAGE)
def add_organisation(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """An organisation the town does not know yet."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        data = form.cleaned_data
        given = actions.NewOrganisation(
            data["kind"], data["name"], data["inn"], data["ogrn"], data["address"]
        )
        actions.add_organisation(
            person, given=given, post=data["post"], starts_on=data["starts_on"]
        )
        return _asked_url()

    context = {"crumbs": me_crumbs()}
    return answer(request, form, act, "organisations/add.html", context)


@behind(policies.may_ask_to_join)
@require_http_methods(PAGE)
def ask_to_join(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Ask to belong to an organisation of the list."""
    one = public.organisation(slug)
    form = JoinForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        data = form.cleaned_data
        actions.ask_to_join(
            person,
            slug=slug,
            post=data["post"],
            right=data["right"],
            starts_on=data["starts_on"],
        )
        return _asked_url()

    context = {"one": one, "crumbs": me_crumbs()}
    return answer(request, form, act, "organisations/join.html", context)


def _asked_url() -> str:
    return f"{reverse('organisations:own-organisations')}?done=asked"


@behind(policies.may_open_own_organisations)
@require_http_methods(PAGE)
def leave(request: HttpRequest, person: PersonRef, membership_id: UUID) -> HttpResponse:
    """Leave, or take a request back, after a page that says what will happen."""
    one = queries.own_membership(person, membership_id)
    if request.method == "POST":
        actions.end_membership(person, membership_id=membership_id)
        return redirect("organisations:own-organisations")
    is_asked = one.state == rules.ASKED
    name = one.organisation.name
    context = {
        "title": (_("Отозвать заявку?") if is_asked else _("Выйти из организации?")),
        "text": name,
        "consequences": [
            _("Заявку удалим из очереди оператора.")
            if is_asked
            else _("Действовать от её имени вы больше не сможете."),
            _("Вернуться можно новой заявкой и с документом."),
        ],
        "action": request.path,
        "fields": {},
        "button": _("Отозвать") if is_asked else _("Выйти"),
        "tone": "danger",
        "cancel_url": reverse("organisations:own-organisations"),
    }
    return render(request, "portal/confirm.html", context)


@behind(policies.may_open_own_organisations)
@require_safe
def list_members(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Who belongs, for those who act in its name: posts, no names."""
    own = queries.acting_membership(person, slug)
    context = {
        "one": public.shown(own.organisation),
        "own_id": own.id,
        "rows": [(row, wording.RIGHTS[row.right]) for row in queries.members(own.organisation_id)],
        "crumbs": me_crumbs(),
    }
    return render(request, "organisations/members.html", context)


@behind(policies.may_open_own_organisations)
@require_http_methods(PAGE)
def end_membership(
    request: HttpRequest, person: PersonRef, slug: str, membership_id: UUID
) -> HttpResponse:
    """Let a fellow go, after a page that says what will happen."""
    one = queries.fellow(person, slug, membership_id)
    back = reverse("organisations:list-members", args=[slug])
    if request.method == "POST":
        actions.end_membership(person, membership_id=membership_id, slug=slug)
        return redirect(back)
    context = {
        "title": _("Исключить участника?"),
        "text": f"{one.post}, {one.organisation.name}",
        "consequences": [
            _("Право участника кончится сразу."),
            _("Вернуться можно только новой заявкой и через оператора."),
        ],
        "action": request.path,
        "fields": {},
        "button": _("Исключить"),
        "tone": "danger",
        "cancel_url": back,
    }
    return render(request, "portal/confirm.html", context)
