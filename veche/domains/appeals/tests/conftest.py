"""What every test of appeals stands on: a town with the service switched on."""

from __future__ import annotations

from typing import Any

import pytest

from veche.domains.appeals.tests.makers import open_service


@pytest.fixture
def appeals_town(town: Any) -> Any:
    """The made town with appeals open."""
    open_service()
    return town
