"""What every test of proposals stands on: a town with places, the service switched on."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.places.tests.makers import make_town
from veche.domains.initiatives.tests.makers import open_service


@pytest.fixture
def places_town(town: Any) -> Any:
    """The made town with districts and open proposals."""
    make_town()
    open_service()
    return town
