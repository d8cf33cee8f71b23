"""Neighbours are called to help with a proposal, by its author or by an official."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.initiatives import policies
from veche.domains.initiatives.actions import helping
from veche.domains.initiatives.queries import reading
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def seek_help(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """What hands are wanted for, where, how many, until when."""
    row = reading.whole_for(person, slug).row
    here = reverse("initiatives:read-proposal", args=[slug])
    is_post = request.method == "POST"
    if not is_post:
        policies.may_seek_help(person, row).or_refuse()
    form = matching.SeekForm(
        request.POST if is_post else None,
        initial={"address": row.spot},
        names_owner=bool(policies.may_name_owner(person)),
    )
    if is_post and form.is_valid():
        given = form.need(title=row.title)
        try:
            helping.seek_help(person, slug=slug, given=given)
            return redirect(f"{here}?done=called")
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name, str(words))
    context = {"row": row, "form": form, "back_url": here}
    return render(request, "initiatives/seek.html", context, status=422 if form.is_bound else 200)
