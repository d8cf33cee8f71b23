"""Small `.pb` files for the tests, and the real ones where they are given."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

REAL = (
    Path(os.environ["VECHE_REAL_DATA"]) / "participatory-budgeting"
    if os.environ.get("VECHE_REAL_DATA")
    else None
)
needs_real_data = pytest.mark.skipif(
    REAL is None, reason="VECHE_REAL_DATA names no folder with real elections"
)

APPROVAL = """META
key;value
description;Двор
num_projects;3
num_votes;3
vote_type;approval
max_length;2
date_begin;01.06.2025
date_end;15.06.2025
PROJECTS
project_id;cost;votes;name
1;100;2;Сквер
2;200;1;"Каток; с ""крышей"" зимой"
3;300;1;Мост
VOTES
voter_id;vote;age;voting_method
v1;1,2;40;internet
v2;1;;paper
v3;3;abc;phone
"""
CUMULATIVE = """META
key;value
description;Баллы
num_projects;2
num_votes;3
vote_type;cumulative
max_points;3
max_sum_points;5
PROJECTS
project_id;cost;score;votes
a;1;5;2
b;2;4;2
VOTES
voter_id;vote;points
1;a,b;3,2
2;b;2
3;a;2
"""


def changed(text: str, *changes: tuple[str, str]) -> bytes:
    """The file with some lines written otherwise; each must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def election(
    vote_type: str, votes: Sequence[str], *meta: str, header: str = "voter_id;vote"
) -> bytes:
    """An election over projects a, b, c with the VOTES rows given."""
    head = ["META", "key;value", f"vote_type;{vote_type}", "num_projects;3"]
    lines = [*head, f"num_votes;{len(votes)}", *meta, "PROJECTS", "project_id;cost"]
    return "\n".join([*lines, "a;1", "b;2", "c;3", "VOTES", header, *votes]).encode()
