"""Who serves which house: pages of the administrator and of coordinators."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.homes import policies
from veche.domains.homes.actions import serving as acting
from veche.domains.homes.forms.serving import ProviderForm, ServingForm
from veche.domains.homes.queries import serving
from veche.kernel.access import post_only
from veche.kernel.errors import Invalid
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


@identity.behind(policies.may_keep_homes)
@require_safe
def list_providers(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Everyone who serves houses, with how much each does."""
    return render(request, "homes/office/providers.html", {"providers": serving.providers()})


@identity.behind(policies.may_keep_homes)
@require_http_methods(PAGE)
def add_provider(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """A new one."""
    form = ProviderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (slug := _saved(person, form)):
        return redirect(f"{reverse('homes:change-provider', args=[slug])}?done=saved")
    status = 422 if form.errors else 200
    return render(request, "homes/office/provider.html", {"form": form}, status=status)


@identity.behind(policies.may_keep_homes)
@require_http_methods(PAGE)
def change_provider(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One of them: how to reach it, and what it serves."""
    row = serving.provider_by_slug(slug)
    names = ("name", "phone", "emergency_phone", "address", "hours", "site")
    form = ProviderForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names},
    )
    if request.method == "POST" and _saved(person, form, slug):
        return redirect(f"{reverse('homes:change-provider', args=[slug])}?done=saved")
    return _page(request, person, slug, form, ServingForm(prefix="line"))


@identity.behind(policies.may_keep_homes)
@post_only
def keep_serving(request: HttpRequest, person: PersonRef, slug: str) -> HttpResponse:
    """One more line: what, where, from which day."""
    form = ServingForm(request.POST, prefix="line")
    if form.is_valid():
        acting.keep_serving(person, slug=slug, line=form.line)
        return redirect(f"{reverse('homes:change-provider', args=[slug])}?done=kept")
    return _page(request, person, slug, None, form)


@identity.behind(policies.may_keep_homes)
@post_only
def drop_serving(request: HttpRequest, person: PersonRef, serving_id: UUID) -> HttpResponse:
    """A line that was wrong."""
    slug = acting.drop_serving(person, serving_id=serving_id)
    return redirect(f"{reverse('homes:change-provider', args=[slug])}?done=dropped")


def _page(
    request: HttpRequest,
    person: PersonRef,
    slug: str,
    form: ProviderForm | None,
    line_form: ServingForm,
) -> HttpResponse:
    row = serving.provider_by_slug(slug)
    names = ("name", "phone", "emergency_phone", "address", "hours", "site")
    context = {
        "provider": row,
        "form": form or ProviderForm(initial={name: getattr(row, name) for name in names}),
        "line_form": line_form,
        "lines": serving.lines_of(person, row),
        "done": request.GET.get("done", ""),
    }
    is_wrong = line_form.errors or (form is not None and form.errors)
    return render(request, "homes/office/provider.html", context, status=422 if is_wrong else 200)


def _saved(person: PersonRef, form: ProviderForm, slug: str = "") -> str:
    """The slug of the saved one; "" when the form has something to mend."""
    if not form.is_valid():
        return ""
    try:
        return acting.save_provider(person, text=form.text, slug=slug)
    except Invalid as problem:
        for name, words in problem.fields.items():
            form.add_error(name, str(words))
        return ""
