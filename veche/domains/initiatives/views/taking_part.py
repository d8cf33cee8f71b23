"""What residents do with proposals: join a group, support, take it back, give theirs up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import policies
from veche.domains.initiatives.actions import drafting, supporting
from veche.domains.initiatives.actions import picturing as acts
from veche.domains.initiatives.forms.proposing import PhotosForm, RetireForm
from veche.domains.initiatives.queries import likeness, picturing, reading, terms, wording
from veche.domains.initiatives.views.reading import address, support_decision
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render, to_sign_in

PAGE = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(PAGE)
@access(policies.may_join_group)
def join_group(request: HttpRequest, token: str) -> HttpResponse:
    """What the group proposes, and the one press by which somebody stands behind it."""
    person = identity.person_of(request)
    row = reading.by_invite(token)
    here = reverse("initiatives:join-group", args=[token])
    if request.method == "POST":
        if not person.is_known:
            return to_sign_in(request)
        drafting.join_group(person, token=token)
        return redirect(f"{here}?done=joined")
    who = terms.participant(person) if person.is_known else None
    context = {
        "row": row,
        "where": wording.where(row, wording.names_of_places()),
        "may_join": policies.may_join_group(person, row, who, terms.value("min_age")),
        "is_member": person.is_known and reading.is_member(person, row),
        "is_asked_anew": person.is_known and reading.is_asked_anew(person, row),
        "is_author": bool(policies.may_change_proposal(person, row)),
        "members": len(reading.joined_at(row)),
        "needed": terms.value("group_min"),
        "here": here,
        "sign_in_url": identity.sign_in_url(here),
        "birth_date_url": address(reverse("identity:declare-birth-date"), {"next": here}),
        "done": request.GET.get("done", ""),
    }
    return render(request, "initiatives/join.html", context)


@identity.behind(policies.may_propose)
@post_only
def leave_group(request: HttpRequest, person: PersonRef, token: str) -> HttpResponse:
    """Leave before the words are sent."""
    drafting.leave_group(person, token=token)
    return redirect(f"{reverse('initiatives:join-group', args=[token])}?done=left")


@require_http_methods(PAGE)
@access(policies.may_support_proposal)
def support_proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """«Поддержать»; a visitor signs in, tells an age, and comes back to the button."""
    person = identity.person_of(request)
    if not person.is_known:
        return to_sign_in(request)
    here = reverse("initiatives:read-proposal", args=[slug])
    if request.method != "POST":
        return redirect(here)
    may = support_decision(person, reading.whole_for(person, slug).row)
    if may.code == "birth-date":
        return redirect(address(reverse("identity:declare-birth-date"), {"next": here}))
    supporting.support_proposal(person, slug=slug)
    return redirect(f"{here}?done=supported")


@identity.behind(policies.may_propose)
@post_only
def withdraw_support(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """«Отозвать»."""
    supporting.withdraw_support(person, slug=slug)
    return redirect(f"{reverse('initiatives:read-proposal', args=[slug])}?done=withdrawn")


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def retire_proposal(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """Give one's own proposal up for one that says the same."""
    row = reading.whole_for(person, slug).row
    policies.may_retire_proposal(person, row).or_refuse()
    alike = [
        one for one in likeness.alike(row.title, besides=row.id, limit=8) if one.state != "answered"
    ]
    form = RetireForm(request.POST if request.method == "POST" else None, alike=alike)
    if request.method == "POST" and form.is_valid():
        try:
            supporting.retire_proposal(person, slug=slug, favour=form.chosen())
            return redirect(f"{reverse('initiatives:read-proposal', args=[slug])}?done=retired")
        except Invalid as problem:
            for name, words in problem.fields.items():
                form.add_error(name, str(words))
    context = {"row": row, "form": form, "has_alike": bool(alike)}
    status = 422 if form.errors else 200
    return render(request, "initiatives/retire.html", context, status=status)


@identity.behind(policies.may_propose)
@require_http_methods(PAGE)
def add_photos(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """How it is there: photos, which a moderator sees first."""
    row = reading.whole_for(person, slug).row
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
            return redirect(f"{reverse('initiatives:read-proposal', args=[slug])}?done=photos")
        except Invalid as problem:
            # A picture that cannot be kept names no field.
            for words in problem.fields.values() or (problem.words,):
                form.add_error("photos", str(words))
    context = {"row": row, "form": form}
    status = 422 if form.errors else 200
    return render(request, "initiatives/photos.html", context, status=status)
