"""Each view says who may come in, and how: "public", or the policy its query or action asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.views.decorators.http import require_POST

View = TypeVar("View", bound=Callable[..., Any])


def access(rule: Callable[..., Any] | str) -> Callable[[View], View]:
    """Declare the policy of a view ("public" or a policy function); a house test reads it."""

    def declare(view: View) -> View:
        name = rule if isinstance(rule, str) else f"{rule.__module__}.{rule.__qualname__}"
        view.access = name  # type: ignore[attr-defined]
        return view

    return declare


def post_only(view: View) -> View:
    """`require_POST`, and a mark by which the way back from a refusal knows no page is here."""
    guarded = require_POST(view)
    guarded.takes_only_posts = True  # type: ignore[attr-defined]
    return guarded


def takes_only_posts(view: Callable[..., Any]) -> bool:
    """Whether the view is behind `post_only`; what stands above it copies the mark (`wraps`)."""
    return getattr(view, "takes_only_posts", False)
