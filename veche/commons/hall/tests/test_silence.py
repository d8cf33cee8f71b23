"""A page that tells of trouble is made even when nothing can be asked any more."""

from __future__ import annotations

from typing import Any

from django.test import RequestFactory

from veche.commons.hall import public as hall
from veche.commons.hall import queries
from veche.commons.towns import public as towns


def test_outside_of_the_town_what_was_known_last_is_shown(town: Any, monkeypatch: Any) -> None:
    def outside() -> Any:
        raise towns.NoTown("No town has been entered.")

    monkeypatch.setattr(queries, "hall", outside)
    request = RequestFactory().get("/")
    request.town = town  # type: ignore[attr-defined]
    assert hall.of(request) == queries.last_known(town.id)
