"""Whoever is in a town reads its clock: a page as well as a letter that the worker writes."""

from __future__ import annotations

from django.utils import timezone

from veche.commons.towns import public as towns


def test_inside_a_town_hours_are_the_towns(db: None) -> None:
    towns.forget_known()
    assert timezone.get_current_timezone_name() == "UTC"
    with towns.enter("zarechye") as town:
        assert timezone.get_current_timezone_name() == town.time_zone == "Europe/Moscow"
    assert timezone.get_current_timezone_name() == "UTC"
