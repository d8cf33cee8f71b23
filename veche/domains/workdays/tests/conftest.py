"""What every test of neighbours' days stands on: a town with houses, the service switched on."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.places.tests.makers import make_town
from veche.domains.workdays.tests.makers import open_service


@pytest.fixture
def places_town(town: Any) -> Any:
    """The made town with houses and open neighbours' days."""
    make_town()
    open_service()
    return town
