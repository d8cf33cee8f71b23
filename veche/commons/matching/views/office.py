"""The desk: what goes on, licences, the list of works, needs in the town's name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.matching import actions, forms, policies
from veche.commons.matching.forms.needs import NeedForm
from veche.commons.matching.models import WorkKind
from veche.commons.matching.queries import matches, needs, solvers
from veche.commons.matching.queries.standing import own_of
from veche.commons.matching.views.crumbs import desk_crumbs, needs_crumbs
from veche.commons.matching.views.reading import need_card, next_url, solver_card, talk
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, answer


@behind(policies.may_declare_need)
@require_safe
def manage_helping(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What waits for a word of the town, and all that goes on."""
    page = matches.live_of_town(person, after=request.GET.get("after", ""))
    waiting = matches.waiting_for_town(person, 50)
    here = reverse("matching:manage-helping")
    context = {
        "waiting": [talk(row) for row in waiting],
        "talks": [talk(row) for row in page.items],
        "next_url": next_url(here, {}, page.next_token),
    }
    return render(request, "matching/office/helping.html", context)


@behind(policies.may_declare_need)
@require_http_methods(PAGE)
def declare_need(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Ask for helpers in the town's name."""
    form = NeedForm(request.POST if request.method == "POST" else None, names_owner=True)

    def act() -> str:
        slug = actions.declare_need(person, given=form.given)
        return reverse("matching:read-need", args=[slug])

    context = {
        "title": _("Позвать помощников"),
        "button": _("Позвать"),
        "back_url": reverse("matching:manage-helping"),
        "crumbs": desk_crumbs(),
    }
    return answer(request, form, act, "matching/form.html", context)


@behind(policies.may_open_helping)
@require_http_methods(PAGE)
def close_need(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Nobody is needed any more: asked once more before it is done."""
    row = needs.need_by_slug(slug)
    policies.may_close_need(person, parties=own_of(person).parties(row)).or_refuse()
    form = forms.PressForm(request.POST if request.method == "POST" else None)
    here = reverse("matching:read-need", args=[slug])

    def act() -> str:
        actions.close_need(person, slug=slug)
        return here

    context = {
        **need_card(row),
        "title": _("Помощь больше не нужна?"),
        "lead": _("Кто откликнулся, узнает сразу. Начатую работу дадут доделать."),
        "button": _("Больше не нужна"),
        "back_url": here,
        "crumbs": [*needs_crumbs(), {"title": row.title, "url": here}],
    }
    return answer(request, form, act, "matching/form.html", context)


@behind(policies.may_name_owner)
@require_http_methods(PAGE)
def name_owner(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """The place is somebody else's: they are asked instead."""
    row = needs.need_by_slug(slug)
    needs.may_name_owner(person, row).or_refuse()
    named = row.owner_name if row.owner_organisation_id else ""
    form = forms.OwnerForm(
        request.POST if request.method == "POST" else None, initial={"owner": named}
    )
    here = reverse("matching:read-need", args=[slug])

    def act() -> str:
        owner = form.cleaned_data["owner"]
        actions.name_owner(person, slug=slug, organisation_id=owner.id if owner else None)
        return here

    context = {
        **need_card(row),
        "title": _("Чьё это место?"),
        "lead": _("Спросим у хозяина. Пока он не согласится, никто ничего не тронет."),
        "button": _("Сохранить"),
        "back_url": here,
        "crumbs": [*needs_crumbs(), {"title": row.title, "url": here}],
    }
    return answer(request, form, act, "matching/form.html", context)


@behind(policies.may_check_licence)
@require_safe
def list_licences(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Licences that wait for a look."""
    rows = solvers.licences_to_check(person)
    own = own_of(person)
    context = {
        "rows": [{"row": one, "is_own": own.is_solver(one.solver)} for one in rows],
    }
    return render(request, "matching/office/licences.html", context)


@behind(policies.may_check_licence)
@require_http_methods(PAGE)
def check_licence(request: HttpRequest, person: PersonRef, skill_id: UUID) -> HttpResponse:
    """One of them, with the paper in hand."""
    row = solvers.licence_to_check(person, skill_id)
    policies.may_check_licence(person, is_own=own_of(person).is_solver(row.solver)).or_refuse()
    form = forms.LicenceForm(request.POST if request.method == "POST" else None)
    here = reverse("matching:list-licences")

    def act() -> str:
        data = form.cleaned_data
        actions.check_licence(
            person, skill_id=skill_id, is_good=data["is_good"], reason=data["reason"]
        )
        return here

    context: dict[str, Any] = {
        "skill": row,
        "solver": solver_card(row.solver),
        "back_url": here,
        "crumbs": [{"title": _("Допуски помощников"), "url": here}],
    }
    return answer(request, form, act, "matching/office/licence.html", context)


@behind(policies.may_save_work_kind)
@require_safe
def list_work_kinds(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """The town's list."""
    context = {"kinds": solvers.work_kinds(every=True)}
    return render(request, "matching/office/kinds.html", context)


@behind(policies.may_save_work_kind)
@require_http_methods(PAGE)
def save_work_kind(request: HttpRequest, person: PersonRef, code: str = "") -> HttpResponse:
    """Add a kind, or change one."""
    row: WorkKind | None = solvers.work_kind(code) if code else None
    initial = (
        {
            "title": row.title,
            "is_dangerous": row.is_dangerous,
            "licence": row.licence,
            "is_open": row.is_open,
        }
        if row
        else {}
    )
    form = forms.KindForm(request.POST if request.method == "POST" else None, initial=initial)
    here = reverse("matching:list-work-kinds")

    def act() -> str:
        actions.save_work_kind(person, given=form.given, code=code)
        return here

    context = {
        "title": row.title if row else _("Новый вид помощи"),
        "button": _("Сохранить"),
        "back_url": here,
        "crumbs": [{"title": _("Виды помощи"), "url": here}],
    }
    return answer(request, form, act, "matching/form.html", context)
