"""«Что неудобно?»: told by anyone in a pilot, answered by officials, read by everyone.

And the stylesheet of the town's colour.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.hall import actions, colours, forms, policies, public, queries
from veche.commons.hall.services import service
from veche.commons.hall.views.setting_up import show
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef, behind
from veche.kernel import idempotency, limits
from veche.kernel.access import access, post_only
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.text import clean_line, clean_text
from veche.kernel.web import render

FOREVER = "public, max-age=31536000, immutable"


@access("public")
@require_safe
def read_colours(request: HttpRequest, code: str) -> HttpResponse:
    """The town's palette; its address changes with it, so it is kept for good."""
    brand = public.of(request).brand
    if not brand or code != colours.digest(brand):
        raise NotFound()
    response = HttpResponse(colours.stylesheet(brand), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOREVER
    return response


@access("public")
@require_safe
def read_inconveniences(request: HttpRequest, slug: str) -> HttpResponse:
    """What people found inconvenient and what was changed; there as long as the service is."""
    chosen = service(slug)
    if chosen is None or not public.is_open(request, slug):
        raise NotFound()
    page = queries.answered(slug, after=request.GET.get("after", ""))
    here = reverse("hall:read-inconveniences", args=[slug])
    context: dict[str, Any] = {
        "service": chosen,
        "rows": page.items,
        "counts": queries.told_counts(slug),
        "told": request.GET.get("told") == "1",
        "next_url": f"{here}?after={page.next_token}" if page.next_token else "",
    }
    return render(request, "hall/told.html", context)


@access(policies.may_tell_inconvenience)
@post_only
def tell_inconvenience(request: HttpRequest, slug: str) -> HttpResponse:
    """One short form at the end of each page of a pilot."""
    if service(slug) is None or not public.is_open(request, slug):
        raise NotFound()
    text = clean_text(request.POST.get("text", ""))
    page = identity.local_path(request.POST.get("page", ""), "/").partition("?")[0]
    client = limits.client_of(request)
    person = identity.person_of(request)

    def act() -> None:
        actions.tell_inconvenience(person, slug=slug, page=page, text=text, client=client)

    digest = hashlib.sha256(f"{slug}\n{page}\n{text}".encode("utf-8", "replace")).digest()
    # The key alone tells the page's form: who told is not written down, not even here.
    key = clean_line(request.POST.get("key", ""))
    idempotency.answer_once(f"told:{slug}", key, digest, act)
    return redirect(f"{reverse('hall:read-inconveniences', args=[slug])}?told=1")


@behind(policies.may_answer_inconvenience)
@require_safe
def list_inconveniences(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """What waits for an answer."""
    page = queries.waiting(after=request.GET.get("after", ""))
    here = reverse("hall:list-inconveniences")
    rows = [{"told": told, "service": service(told.service)} for told in page.items]
    next_url = f"{here}?after={page.next_token}" if page.next_token else ""
    return render(request, "hall/waiting.html", {"rows": rows, "next_url": next_url})


@behind(policies.may_answer_inconvenience)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_inconvenience(request: HttpRequest, person: PersonRef, told_id: UUID) -> HttpResponse:
    """Say what was changed, or set the words aside."""
    told = queries.inconvenience(told_id)
    if request.method == "POST" and request.POST.get("then") == "aside":
        actions.set_aside_inconvenience(person, told_id=told_id)
        return redirect("hall:list-inconveniences")
    form = forms.AnswerForm(
        request.POST if request.method == "POST" else None, initial={"answer": told.answer}
    )
    if form.is_bound and form.is_valid():
        try:
            actions.answer_inconvenience(
                person, told_id=told_id, answer=form.cleaned_data["answer"]
            )
        except Invalid as problem:
            show(form, problem, "answer")
        else:
            return redirect("hall:list-inconveniences")
    context = {
        "form": form,
        "told": told,
        "service": service(told.service),
        "crumbs": [{"title": _("Что неудобно"), "url": reverse("hall:list-inconveniences")}],
    }
    return render(request, "hall/answer.html", context, status=422 if form.is_bound else 200)
