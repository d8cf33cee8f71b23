"""Each view says who may come in: "public", or the policy that its query or action asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def access(rule: Callable[..., Any] | str) -> Callable[[View], View]:
    """Declare the policy of a view ("public" or a policy function); a house test reads it."""

    def declare(view: View) -> View:
        name = rule if isinstance(rule, str) else f"{rule.__module__}.{rule.__qualname__}"
        view.access = name  # type: ignore[attr-defined]
        return view

    return declare
