"""Words to a territory: written by those who may, taken down by the town."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity.public import PersonRef, behind
from veche.commons.organisations import actions, policies, public, queries
from veche.commons.organisations.forms import AnnouncementForm, PublicReasonForm
from veche.commons.organisations.views.crumbs import me_crumbs
from veche.commons.places import public as places
from veche.kernel.web import render
from veche.kernel.web.answering import PAGE, answer


@behind(policies.may_open_own_organisations)
@require_http_methods(PAGE)
def write_for_organisation(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """In the name of an organisation."""
    return _write(request, person, {"organisation": slug})


@behind(policies.may_open_own_organisations)
@require_http_methods(PAGE)
def write_for_territory(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """In the name of an office."""
    return _write(request, person, {"mandate": slug})


def _write(request: HttpRequest, person: PersonRef, by: dict[str, str]) -> HttpResponse:
    mandate, organisation = queries.author_of(person, **by)
    form = AnnouncementForm(request.POST if request.method == "POST" else None)
    opens_on = queries.next_word_on(mandate=mandate, organisation=organisation)
    place_id = queries.place_of(mandate, organisation)

    def act() -> str:
        data = form.cleaned_data
        actions.write_announcement(person, title=data["title"], text=data["text"], **by)
        return f"{public.territory_url(place_id)}?done=written"

    context: dict[str, Any] = {
        "signed": public.signature(mandate, organisation),
        "where": _where(mandate, place_id),
        "stand": policies.may_write_announcement(person, holds=True, opens_on=opens_on),
        "crumbs": me_crumbs(),
    }
    return answer(request, form, act, "organisations/write.html", context)


def _where(mandate: Any, place_id: Any) -> str:
    if mandate is not None:
        return str(mandate.territory)
    place = places.place(place_id)
    return place.name if place else ""


@behind(policies.may_take_down_announcement)
@require_safe
def list_announcements(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """All of them, for whoever may take them down."""
    page = queries.every_announcement(person, after=request.GET.get("after", ""))
    here = reverse("organisations:list-announcements")
    context = {
        "rows": [(row, public.announcement(row)) for row in page.items],
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "organisations/announcements.html", context)


@behind(policies.may_take_down_announcement)
@require_http_methods(PAGE)
def take_down_announcement(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Take words down with a public reason."""
    row = queries.announcement_to_take_down(person, slug)
    here = reverse("organisations:list-announcements")
    form = PublicReasonForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        actions.take_down_announcement(person, slug=slug, reason=form.cleaned_data["reason"])
        return here

    context = {
        "title": _("Снять объявление"),
        "lead": f"{public.signature(row.mandate, row.organisation)}: {row.title}",
        "note": _("Текст исчезнет со всех страниц, на его месте останется причина."),
        "button": _("Снять объявление"),
        "back_url": here,
        "crumbs": [{"title": _("Объявления"), "url": here}],
    }
    return answer(request, form, act, "organisations/reason.html", context)
