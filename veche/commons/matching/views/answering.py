"""What the pages with forms share: telling what was refused, showing again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.kernel.errors import Conflict, Invalid, Problem, Refused, TooMany
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]
TOLD = (Conflict, Invalid, Refused, TooMany)


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    context: dict[str, Any],
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
