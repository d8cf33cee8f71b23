"""A page with one form: the act that it asks for, or the form again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from veche.kernel.errors import Conflict, Invalid, Refused, TooMany
from veche.kernel.web import render
from veche.kernel.web.form_errors import tell

PAGE = ["GET", "HEAD", "POST"]
# What is said within the form, so that nothing typed is lost.
TOLD = (Conflict, Invalid, Refused, TooMany)


def answer(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Do what the form says and go to the address that `act` returns; or show it again."""
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
