"""The services of this installation that a town may switch; config tells at start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from veche.kernel.errors import Text


@dataclass(frozen=True)
class Switchable:
    """One service: its name in the code, its title, its icon, the module its views live in.

    One that `starts_off` waits until the town opens it; others are there from the first day.
    """

    slug: str
    title: Text
    icon: str
    module: str
    starts_off: bool = False


_services: list[Switchable] = []


def use_services(services: Sequence[Switchable]) -> None:
    """Replace the list of services that can be switched."""
    _services[:] = services


def services() -> tuple[Switchable, ...]:
    """All of them, in the order of the installation."""
    return tuple(_services)


def service_of(module: str) -> str:
    """The slug of the service a view's module belongs to; "" for the house's own."""
    return next((one.slug for one in _services if f"{module}.".startswith(f"{one.module}.")), "")


def service(slug: str) -> Switchable | None:
    """The service of that slug."""
    return next((one for one in _services if one.slug == slug), None)
