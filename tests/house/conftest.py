"""The tree under test: this checkout."""

from pathlib import Path

import pytest

from tests.house.checks.tree import Tree

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def house() -> Tree:
    return Tree(ROOT)
