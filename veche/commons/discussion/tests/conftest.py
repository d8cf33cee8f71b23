"""Something to argue about, declared for one test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from veche.commons.discussion import registry
from veche.commons.discussion.tests.makers import Question, make_question


@pytest.fixture
def question(town: Any) -> Iterator[Question]:
    known = registry.all_kinds()
    made = make_question()
    registry.use_discussed([*known, made.kind])
    yield made
    registry.use_discussed(known)
