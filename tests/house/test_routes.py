"""Every way into the house says who may come in."""

import functools
import importlib
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.checks import registry
from tests.house.checks.registry import Route
from tests.house.checks.tree import assert_none
from veche.kernel.access import access


def all_routes() -> list[Route]:
    return list(_routes(get_resolver().url_patterns, "", ""))


def _routes(patterns: list[Any], path: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern.url_patterns, here, inner)
        elif isinstance(pattern, URLPattern):
            for view, name in _views(pattern.callback):
                yield Route(
                    here,
                    f"{space}{pattern.name or name}",
                    getattr(view, "access", ""),
                    f"{view.__module__}.{view.__qualname__}",
                )


def _views(callback: Callable[..., Any]) -> Iterator[tuple[Callable[..., Any], str]]:
    """The view itself, or the operations of the API that one address serves."""
    if isinstance(callback, functools.partial):  # the API's own description of itself
        yield access("public")(callback.func), "api-description"
        return
    cells = getattr(callback, "__closure__", None) or ()
    held = [cell.cell_contents for cell in cells]
    operations = [part for part in held if type(part).__name__ == "PathView"]
    if not callback.__module__.startswith("ninja.") or not operations:
        yield callback, ""
        return
    for operation in operations[0].operations:
        yield operation.view_func, operation.view_func.__name__.replace("_", "-")


def is_policy(name: str) -> bool:
    module, _, function = name.rpartition(".")
    if ".policies" not in module or not function.startswith("may_"):
        return False
    return callable(getattr(importlib.import_module(module), function, None))


def test_every_route_names_a_policy_or_is_public() -> None:
    assert_none(registry.routes(all_routes(), is_policy))


def test_routes_are_called_by_their_verb() -> None:
    assert_none(registry.route_names(all_routes()))


def test_there_are_routes() -> None:
    """The walk above would be content with nothing."""
    assert len(all_routes()) > 5
