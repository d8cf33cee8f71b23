"""A resident's photos of their project: added, taken away."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies, rules
from veche.domains.budgeting.actions import picturing as acts
from veche.domains.budgeting.forms.picturing import PhotosForm
from veche.domains.budgeting.models import Project
from veche.domains.budgeting.queries import picturing, projects
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render


@identity.behind(policies.may_propose)
@require_http_methods(["GET", "HEAD", "POST"])
def add_photos(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """How it is there: photos, which a moderator sees once the project is sent."""
    row = projects.project_for(person, slug)
    policies.may_add_photos(person, row).or_refuse()
    is_post = request.method == "POST"
    form = PhotosForm(request.POST if is_post else None, request.FILES if is_post else None)
    if is_post and form.is_valid():
        try:
            kept = []
            for upload in form.cleaned_data["photos"]:
                upload.seek(0)
                sent = files.save_photo(upload, owner=person.id, purpose=picturing.SENT_FILES)
                kept.append(sent.id)
            acts.add_photos(person, slug=slug, photo_ids=kept)
            return redirect("budgeting:add-photos", slug=slug)
        except Invalid as problem:
            # A picture that cannot be kept names no field.
            for words in problem.fields.values() or (problem.words,):
                form.add_error("photos", str(words))
    context = {
        "row": row,
        "form": form,
        "photos": picturing.photos_of(person, row),
        "most": acts.PHOTOS_MAX,
        "back_url": _back(row),
        "is_draft": row.state in rules.WRITTEN,
    }
    return render(request, "budgeting/photos.html", context, status=422 if form.errors else 200)


def _back(row: Project) -> str:
    if row.state in rules.WRITTEN:
        return reverse("budgeting:file-project", args=[row.id])
    return reverse("budgeting:read-project", args=[row.slug])


@identity.behind(policies.may_propose)
@post_only
def remove_photo(
    request: HttpRequest, person: PersonRef, slug: str, photo_id: UUID
) -> HttpResponse:
    """Take one away for good."""
    acts.remove_photo(person, slug=slug, photo_id=photo_id)
    return redirect("budgeting:add-photos", slug=slug)
