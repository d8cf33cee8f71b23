"""The administrator's page of elders, chairs and seniors of houses."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import BadContact, PersonRef, behind
from veche.commons.organisations import actions, policies, public, queries
from veche.commons.organisations.forms import MandateForm, PublicReasonForm
from veche.kernel.errors import Invalid
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, answer


@behind(policies.may_manage_mandates)
@require_safe
def manage_mandates(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All mandates: in force, to come, over."""
    page = queries.every_mandate(person, after=request.GET.get("after", ""))
    today, here = queries.today(), reverse("organisations:manage-mandates")
    context = {
        "rows": [
            {
                "one": public.mandate(row),
                "is_ended": row.ended_on is not None,
                "is_over": row.ended_on is not None or row.ends_on < today,
                "is_ahead": row.starts_on > today,
            }
            for row in page.items
        ],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
        "crumbs": _crumbs()[:1],
    }
    return render(request, "organisations/manage_mandates.html", context)


@behind(policies.may_give_mandate)
@require_http_methods(PAGE)
def give_mandate(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Enter what an act says."""
    form = MandateForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        data = form.cleaned_data
        try:
            actions.give_mandate(
                person,
                contact=data["contact"],
                office=data["office"],
                act=actions.Act(
                    data["act_title"], data["act_number"], data["act_on"], data["act_url"]
                ),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                place_id=UUID(data["place"]) if data["place"] else None,
                address_id=data.get("address_id"),
                shown_name=data["shown_name"],
            )
        except BadContact:
            words = _("Не похоже ни на российский номер, ни на адрес почты.")
            raise Invalid(words, fields={"contact": words}) from None
        return _here()

    context = {"crumbs": _crumbs()}
    return answer(request, form, act, "organisations/give_mandate.html", context)


@behind(policies.may_end_mandate)
@require_http_methods(PAGE)
def end_mandate(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """End one before its term."""
    one = public.mandate(queries.mandate_to_end(person, slug))
    form = PublicReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actions.end_mandate(person, slug=slug, reason=form.cleaned_data["reason"])
        return _here()

    context = {
        "title": _("Завершить полномочия"),
        "lead": f"{one.title}, {one.territory}",
        "note": _("Они кончатся сегодня. Сделанное останется."),
        "button": _("Завершить полномочия"),
        "back_url": _here(),
        "crumbs": _crumbs(),
    }
    return answer(request, form, act, "organisations/reason.html", context)


def _here() -> str:
    return reverse("organisations:manage-mandates")


def _crumbs() -> list[dict[str, str]]:
    return [
        {"title": _("Сотрудники и роли"), "url": reverse("identity:manage-staff")},
        {"title": _("Представители жителей"), "url": _here()},
    ]
