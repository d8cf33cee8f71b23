"""What the pages with forms share: acting once, telling what was refused, showing again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.kernel import idempotency
from veche.kernel.errors import Conflict, Invalid, Problem, Refused
from veche.kernel.web import render

PAGE = ["GET", "HEAD", "POST"]


def answer(
    request: HttpRequest,
    person: PersonRef,
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
                return redirect(_once(person, form, act))
            except (Conflict, Invalid, Refused) as problem:
                status = problem.status
                _tell(form, problem)
    return render(request, template, {**context, "form": form}, status=status)


def _once(person: PersonRef, form: forms.Form, act: Callable[[], str]) -> str:
    """What a form with a key makes is made once."""
    key = form.cleaned_data.get("form_key")
    if not key:
        return act()
    sent = json.dumps({name: str(value) for name, value in form.cleaned_data.items()})
    actor, own_key = f"person:{person.id}", f"organisations:{key}"
    made: str = idempotency.answer_once(actor, own_key, sent.encode(), act)
    return made


def _tell(form: forms.Form, problem: Problem) -> None:
    """Each word beside its field, the rest above the form."""
    for name, text in problem.fields.items():
        form.add_error(name if name in form.fields else None, str(text))
    if not problem.fields:
        form.add_error(None, f"{problem.message}. {problem.advice}".strip())


def me_crumbs(*, is_inside: bool = True) -> list[dict[str, str]]:
    """The way to one's own organisations."""
    found = [{"title": _("Я"), "url": reverse("identity:me")}]
    if is_inside:
        url = reverse("organisations:own-organisations")
        found.append({"title": _("Мои организации"), "url": url})
    return found
