"""The made kind, declared for one test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from veche.commons.moderation import registry
from veche.commons.moderation.tests.makers import Notes, declare


@pytest.fixture
def notes(town: Any) -> Iterator[Notes]:
    known = registry.all_kinds()
    made = Notes()
    declare(made)
    yield made
    registry.use_moderated(known)
