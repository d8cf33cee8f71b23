"""The picture of sums: areas are sums, no tile lies on another, shares are those of the list."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.portal.templatetags.treemap import HEIGHT, TILES, WIDTH, squarified, treemap

SLACK = 1e-6


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=TILES))
def test_areas_are_sums_and_none_lies_on_another(sums: list[int]) -> None:
    sums.sort(reverse=True)
    areas = squarified(sums)
    assert len(areas) == len(sums)
    for value, one in zip(sums, areas, strict=True):
        assert one.width * one.height == pytest.approx(value / sum(sums) * WIDTH * HEIGHT)
        assert one.x >= -SLACK
        assert one.y >= -SLACK
        assert one.x + one.width <= WIDTH + SLACK
        assert one.y + one.height <= HEIGHT + SLACK
    for place, one in enumerate(areas):
        for other in areas[:place]:
            is_apart_across = (
                min(one.x + one.width, other.x + other.width) <= max(one.x, other.x) + SLACK
            )
            is_apart_down = (
                min(one.y + one.height, other.y + other.height) <= max(one.y, other.y) + SLACK
            )
            assert is_apart_across or is_apart_down


def row(title: str, value: int) -> dict[str, Any]:
    return {"title": title, "sum": value, "url": f"/{title}/"}


def test_shares_are_of_the_same_whole_as_in_the_list_beside() -> None:
    rows = [row("a", 600), row("b", 500), row("back", -100)]
    drawn = treemap(rows, 1000)
    assert re.findall(r'title="([^"]+)"', drawn) == ["a: 60\u00a0%", "b: 50\u00a0%"]
    many = [row(f"r{place}", 100 - place) for place in range(12)]
    assert 'href="#income"' in treemap(many, 0, "income")


def test_no_name_is_told_whose_longest_word_would_be_broken() -> None:
    names = ("Образование", "Дороги", "Благоустройство", "Управление городом", "Культура")
    rows = [
        row(name, value) for name, value in zip(names, (3600, 1126, 952, 398, 282), strict=True)
    ]
    drawn = treemap([*rows, *(row("рост", value) for value in (222, 203, 65, 62, 46, 11))])
    told = re.findall(r'<g class="tile tone-\d( tight)?">(?:(?!</g>).)*<b>([^<]*)</b>', drawn)
    assert ("", "Образование") in told
    assert (" tight", "Благоустройство") in told
    assert not {"Управление городом", "Культура"} & {name for _tight, name in told}
