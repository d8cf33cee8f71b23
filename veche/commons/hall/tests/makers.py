"""The town's settings for tests, set the ordinary way."""

from __future__ import annotations

from typing import Any

from veche.commons.hall import actions, services
from veche.commons.hall.rules import Switch
from veche.commons.identity.tests.makers import make_person


def switch_service(slug: str, state: str, place_id: Any = None) -> None:
    """Put a service into a state, as an administrator does."""
    admin = make_person(roles=["admin"])
    actions.switch_service(admin, slug=slug, switch=Switch(state, place_id))


def open_every_service() -> None:
    """A town with nothing closed: those too that wait until a town opens them."""
    for one in services.services():
        switch_service(one.slug, "on")
