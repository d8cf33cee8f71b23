"""What the pages with forms share: telling what was refused, showing again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.workdays.models import Day
from veche.domains.workdays.queries import reading, wording
from veche.kernel.web import answering

FORM = "workdays/form.html"


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    context: dict[str, Any],
    template: str = FORM,
) -> HttpResponse:
    """The same as everywhere, by the usual page of these forms."""
    return answering.answer(request, form, act, template, context)


def kept_photos(person: PersonRef, form: forms.Form) -> list[UUID]:
    """Photos of a form, drawn anew and kept privately."""
    kept = []
    for upload in form.cleaned_data["photos"]:
        upload.seek(0)
        photo = files.save_photo(upload, owner=person.id, purpose=reading.SENT_FILES)
        kept.append(photo.id)
    return kept


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
