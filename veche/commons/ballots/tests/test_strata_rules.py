"""Small groups are put together, large ones stand alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.commons.ballots.strata_rules import merged


@pytest.mark.parametrize(
    ("cells", "groups"),
    [
        ({}, []),
        ({"a": 3}, [("a",)]),
        ({"a": 1000, "b": 1200}, [("a",), ("b",)]),
        ({"a": 1500, "b": 400, "c": 1000, "d": 700}, [("a",), ("c",), ("b", "d")]),
        ({"a": 1500, "b": 400, "c": 1000}, [("a",), ("b", "c")]),
        ({"a": 500, "b": 400}, [("a", "b")]),
    ],
)
def test_groups(cells: dict[str, int], groups: list[tuple[str, ...]]) -> None:
    assert merged(cells, 1000) == groups


@given(st.dictionaries(st.integers(), st.integers(1, 3000), max_size=30))
def test_no_group_is_small_where_all_together_are_not(cells: dict[int, int]) -> None:
    groups = merged(cells, 1000)
    assert sorted(cell for group in groups for cell in group) == sorted(cells)
    if sum(cells.values()) >= 1000:
        assert all(sum(cells[cell] for cell in group) >= 1000 for group in groups)
    else:
        assert len(groups) <= 1
