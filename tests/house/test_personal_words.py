"""The page «Мои данные» tells of each personal column once: a new one must be told of as well."""

from __future__ import annotations

from veche.commons.identity.columns import COLUMNS
from veche.commons.privacy.wording import GROUPS


def test_each_personal_column_is_told_of_once() -> None:
    told = [column for group in GROUPS for column in group.columns]
    assert sorted(told) == sorted(name for name, one in COLUMNS.items() if one.kind == "personal")
