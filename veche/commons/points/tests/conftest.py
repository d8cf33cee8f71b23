"""Deeds of a made service in place of those of the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from veche.commons.points import registry
from veche.commons.points.tests.makers import Deeds


@pytest.fixture
def deeds(town: Any) -> Iterator[Deeds]:
    known, made = registry.all_deeds(), Deeds()
    registry.use_deeds(made.declared)
    yield made
    registry.use_deeds(known)
