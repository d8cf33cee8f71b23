"""What the pages with forms share: acting once, telling what was refused, showing again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.kernel import idempotency
from veche.kernel.errors import Conflict, Invalid, Problem, Refused, TooMany
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
TOLD = (Conflict, Invalid, Refused, TooMany)


def answer(
    request: HttpRequest,
    person: PersonRef,
    form: forms.Form,
    act: Callable[..., str],
    template: str,
    context: dict[str, Any],
    prepare: Callable[[], Any] | None = None,
) -> HttpResponse:
    """Do what the form says and go where `act` tells; or show it with what is wrong.

    `prepare` is slow work before the act, such as drawing photos anew; `act` gets what it made.
    """
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                return redirect(_once(person, form, act, prepare))
            except TOLD as problem:
                status = problem.status
                tell(form, problem)
    return render(request, template, {**context, "form": form}, status=status)


def _once(
    person: PersonRef,
    form: forms.Form,
    act: Callable[..., str],
    prepare: Callable[[], Any] | None,
) -> str:
    """What a form with a key makes is made once."""
    actor, key = f"person:{person.id}", f"matching:{form.cleaned_data['form_key']}"
    made: str
    if prepare is None:
        made = idempotency.answer_once(actor, key, _digest(form), act)
    else:
        made = idempotency.answer_once_prepared(
            actor, key, _digest(form), prepare=prepare, make=act
        )
    return made


def _digest(form: forms.Form) -> bytes:
    """What was sent, photos included."""
    digest = hashlib.sha256()
    plain = {}
    for name, value in form.cleaned_data.items():
        files = (
            [one for one in value if isinstance(one, UploadedFile)]
            if (isinstance(value, list))
            else []
        )
        for upload in files:
            upload.seek(0)
            for piece in upload.chunks():
                digest.update(piece)
        plain[name] = len(files) if files else str(value)
    digest.update(json.dumps(plain, sort_keys=True).encode())
    return digest.digest()


def tell(form: forms.Form, problem: Problem) -> None:
    """Each word beside its field, the rest above the form."""
    for name, text in problem.fields.items():
        form.add_error(name if name in form.fields else None, str(text))
    if not problem.fields:
        form.add_error(None, f"{problem.message}. {problem.advice}".strip())


def helping_crumbs() -> list[dict[str, str]]:
    """The way to one's own page."""
    return [
        {"title": _("Я"), "url": reverse("identity:me")},
        {"title": _("Могу помочь"), "url": reverse("matching:own-helping")},
    ]


def needs_crumbs() -> list[dict[str, str]]:
    """The way to the list of needs."""
    return [{"title": _("Где нужна помощь"), "url": reverse("matching:list-needs")}]


def desk_crumbs() -> list[dict[str, str]]:
    """The way to the officials' page."""
    return [{"title": _("Взаимопомощь"), "url": reverse("matching:manage-helping")}]
