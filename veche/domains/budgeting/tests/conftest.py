"""What every test of budgeting stands on: a town with places, the service switched on."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.hall.tests.makers import switch_service
from veche.commons.places.tests.makers import make_town


@pytest.fixture
def budget_town(town: Any) -> Any:
    """The made town with districts and an open service."""
    make_town()
    switch_service("budgeting", "on")
    return town
