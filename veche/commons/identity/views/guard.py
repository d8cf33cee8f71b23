"""What pages of the door and of «Я» share: who may see them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from veche.commons.identity import public

View = Callable[..., HttpResponse]


def signed_in_only(view: View) -> View:
    """Leads a visitor who has not signed in to the door, and back here afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not public.person_of(request).is_known:
            here = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
            return redirect(public.sign_in_url(here))
        return view(request, *args, **kwargs)

    return guarded
