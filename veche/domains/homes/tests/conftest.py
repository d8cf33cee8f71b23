"""What every test of houses stands on: a town with places, the service switched on."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.hall.tests.makers import switch_service
from veche.commons.places.tests.makers import make_town


@pytest.fixture
def places_town(town: Any) -> Any:
    """The made town with districts and addresses."""
    make_town()
    switch_service("homes", "on")
    return town
