"""What every test of orders stands on: a town with districts, the service on, one deputy."""

from __future__ import annotations

from typing import Any

import pytest

from veche.commons.organisations.public import Mandate
from veche.commons.places.tests.makers import make_town
from veche.domains.orders.tests import makers


@pytest.fixture
def mandate(town: Any) -> Mandate:
    """The deputy of the first district."""
    make_town()
    makers.open_service()
    return makers.elect()
