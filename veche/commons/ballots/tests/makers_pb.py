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

# A line changed, where the flaw is then found, and its code (empty: none).
BROKEN = [
    (("v2;1;;paper", "v2;9;;paper"), 18, "unknown-project"),
    (("v2;1;;paper", "v1;1;;paper"), 18, "voter-twice"),
    (("v2;1;;paper", ";1;;paper"), 18, "voter-id"),
    (("v2;1;;paper", "v2;1;;"), 0, ""),
    (("v2;1;;paper", "v2;1"), 18, "cells"),
    (("v2;1;;paper", "v2;1;;paper;x"), 18, "cells"),
    (("v2;1;;paper", "v2;1,1;;paper"), 18, "chosen-twice"),
    (("v2;1;;paper", "v2;1,;;paper"), 18, "unknown-project"),
    (("v1;1,2;40", "v1;1,2,3;40"), 17, "too-many-chosen"),
    (("v2;1;;paper", 'v2;"1"x;;paper'), 18, "quotes"),
    (("v2;1;;paper", 'v2;"1;;paper'), 18, "quotes"),
    (("1;100;2;Сквер", "1;сто;2;Сквер"), 12, "cell-number"),
    (("1;100;2;Сквер", "1;-1;2;Сквер"), 12, "cell-number"),
    (("1;100;2;Сквер", "1;1e999999999;2;Сквер"), 12, "cell-number"),
    (("1;100;2;Сквер", "1;NaN;2;Сквер"), 12, "cell-number"),
    (("1;100;2;Сквер", "1;;2;Сквер"), 12, "cell-number"),
    (("1;100;2;Сквер", "1;100;3;Сквер"), 12, "result"),
    (("1;100;2;Сквер", "1;100;1.5;Сквер"), 12, "cell-number"),
    (("3;300;1;Мост", "1;300;1;Мост"), 14, "project-twice"),
    (("3;300;1;Мост", "3,4;300;1;Мост"), 14, "project-id"),
    (("3;300;1;Мост", ";300;1;Мост"), 14, "project-id"),
    (("3;300;1;Мост", f"{'3' * 37};300;1;Мост"), 14, "project-id"),
    (("num_votes;3", "num_votes;4"), 5, "size"),
    (("num_votes;3", "num_votes;много"), 5, "meta-number"),
    (("num_votes;3\n", ""), 2, "no-meta-key"),
    (("num_projects;3", "num_projects;2"), 4, "size"),
    (("vote_type;approval", "vote_type;жребий"), 6, "vote-type"),
    (("max_length;2", "max_length;-2"), 7, "meta-number"),
    (("max_length;2", "num_votes;3"), 7, "meta-twice"),
    (("META\nkey;value", "META\nключ;значение"), 2, "meta-header"),
    (("META\n", ""), 1, "no-meta"),
    (("PROJECTS\n", "VOTES\n"), 10, "section-order"),
    (("VOTES\n", ""), 18, "no-section"),
    (("project_id;cost;votes;name", "project_id;votes;name"), 11, "no-columns"),
    (("voter_id;vote;age", "voter_id;vote;vote"), 16, "column-twice"),
    (("Сквер", "Скв\0ер"), 12, "nul"),
]
BROKEN_POINTS = [
    (("1;a,b;3,2", "1;a,b;3"), "points-count"),
    (("1;a,b;3,2", "1;a,b;3,x"), "points-number"),
    (("1;a,b;3,2", "1;a,b;3,0"), "points-number"),
    (("1;a,b;3,2", "1;a,b;3,-2"), "points-number"),
    (("1;a,b;3,2", "1;a,b;4,1"), "points-each"),
    (("1;a,b;3,2", "1;a,b;3,3"), "points-sum"),
    (("1;a,b;3,2", f"1;a,b;3,{'9' * 5000}"), "points-number"),
]


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
