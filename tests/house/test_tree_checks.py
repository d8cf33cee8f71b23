"""The checks that need only the text of the tree, each run over the whole house."""

from collections.abc import Callable, Iterator

import pytest

from tests.house.checks import (
    danger,
    documents,
    migration_files,
    secrets,
    templates,
    tidy,
    walls,
    words,
)
from tests.house.checks.tree import Fault, Tree, assert_none

PAGES = (walls, danger, tidy, templates, documents, migration_files, secrets, words)


@pytest.mark.parametrize("check", [check for page in PAGES for check in page.CHECKS])
def test_house_has_no_fault(house: Tree, check: Callable[[Tree], Iterator[Fault]]) -> None:
    assert_none(check(house))
