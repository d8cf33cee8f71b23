"""What the pages with forms share: telling what was refused, showing again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.workdays.models import Day
from veche.domains.workdays.queries import reading, wording
from veche.kernel.errors import Conflict, Invalid, Problem, TooMany
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
TOLD = (Conflict, Invalid, TooMany)
FORM = "workdays/form.html"


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    context: dict[str, Any],
    template: str = FORM,
) -> HttpResponse:
    """Do what the form says and go where `act` tells; or show it with what is wrong."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return redirect(act())
            except TOLD as problem:
                status = problem.status
                tell(form, problem)
    return render(request, template, {**context, "form": form}, status=status)


def kept_photos(person: PersonRef, form: forms.Form) -> list[UUID]:
    """Photos of a form, drawn anew and kept privately."""
    kept = []
    for upload in form.cleaned_data["photos"]:
        upload.seek(0)
        photo = files.save_photo(upload, owner=person.id, purpose=reading.SENT_FILES)
        kept.append(photo.id)
    return kept


def tell(form: forms.Form, problem: Problem) -> None:
    """Each word beside its field, the rest above the form."""
    for name, text in problem.fields.items():
        form.add_error(name if name in form.fields else None, str(text))
    if not problem.fields:
        form.add_error(None, f"{problem.message}. {problem.advice}".strip())


def crumbs(row: Day | None = None) -> list[dict[str, Any]]:
    """The way here."""
    found: list[dict[str, Any]] = [
        {"title": _("Сделаем сами"), "url": reverse("workdays:list-days")}
    ]
    if row is not None:
        found.append({"title": row.title, "url": wording.day_url(row), "is_written": True})
    return found


def with_done(url: str, done: str) -> str:
    """A page that says what has just happened."""
    return f"{url}?done={done}"
