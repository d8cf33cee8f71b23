"""Step 3: what to read before voting."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.forms import uploads
from veche.domains.polls.forms.office_materials import SIDES, MaterialForm
from veche.domains.polls.models import Poll
from veche.domains.polls.views import office_words
from veche.domains.polls.views.office_door import office, wizard
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
PAPER = (("file", uploads.DOCUMENT),)


@office(policies.may_change_poll)
@require_safe
def list_materials(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Arguments and papers by side."""
    poll = queries.draft_for(person, slug)
    rows = list(poll.materials.all())
    papers = files.refs(row.file_id for row in rows if row.file_id)
    context = {
        "sides": [
            {
                "side": side,
                "title": title,
                "rows": [
                    {"material": row, "paper": papers.get(row.file_id) if row.file_id else None}
                    for row in rows
                    if row.side == side
                ],
            }
            for side, title in SIDES
        ],
        "one_sided": office_words.one_sided(poll),
    }
    return wizard(request, poll, "materials", "polls/office/materials.html", context)


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def add_material(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """A new argument or paper."""
    initial = MaterialForm.of_new(request.GET.get("side", "about"))
    return _page(request, person, queries.draft_for(person, slug), initial)


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def change_material(
    request: HttpRequest, person: PersonRef, slug: str, material_id: UUID
) -> HttpResponse:
    """A material of the draft."""
    poll, material = queries.material_to_change(person, slug, material_id)
    policies.may_change_poll(person, poll).or_refuse()
    return _page(request, person, poll, MaterialForm.of(material), material_id)


def _page(
    request: HttpRequest,
    person: PersonRef,
    poll: Poll,
    initial: dict[str, object],
    material_id: UUID | None = None,
) -> HttpResponse:
    form = MaterialForm(initial=initial)
    if request.method == "POST":
        kept = uploads.keep(request, person, PAPER)
        if material_id is not None:
            kept.data["id"] = str(material_id)
        form = MaterialForm(kept.data)
        kept.told(form)
        if form.is_valid():
            actions.save_material(person, slug=poll.slug, material=form.material())
            return redirect("polls:list-materials", slug=poll.slug)
    context = {
        "form": form,
        "material_id": material_id,
        "file_ref": uploads.shown(form, "file"),
    }
    status = 422 if form.is_bound else 200
    return wizard(request, poll, "materials", "polls/office/material.html", context, status=status)


@office(policies.may_change_poll)
@require_http_methods(PAGE)
def remove_material(
    request: HttpRequest, person: PersonRef, slug: str, material_id: UUID
) -> HttpResponse:
    """Ask once, then take the material out."""
    queries.draft_for(person, slug)
    if request.method == "POST":
        actions.remove_material(person, slug=slug, material_id=material_id)
        return redirect("polls:list-materials", slug=slug)
    _poll, material = queries.material_to_change(person, slug, material_id)
    context = {
        "title": _("Убрать «%(title)s»?") % {"title": material.title},
        "consequences": [_("Текст и приложенный документ удалятся из черновика.")],
        "action": request.path,
        "button": _("Убрать"),
        "tone": "danger",
        "cancel_url": reverse("polls:list-materials", args=[slug]),
    }
    return render(request, "portal/confirm.html", context)
