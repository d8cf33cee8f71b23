"""What the import says of a file: a sentence for each flaw and each thing tolerated."""

from __future__ import annotations

import pytest

from veche.commons.ballots import public as ballots
from veche.commons.ballots.public import pabulib
from veche.commons.ballots.tests.makers_pb import (
    APPROVAL,
    BROKEN,
    BROKEN_POINTS,
    CUMULATIVE,
    changed,
    election,
)
from veche.domains.polls.management import pb_texts

FILES = [changed(APPROVAL, change) for change, _line, code in BROKEN if code]
FILES += [changed(CUMULATIVE, change) for change, _code in BROKEN_POINTS]
FILES += [
    APPROVAL.encode().replace("Мост".encode(), b"\xcc\xee"),
    election("choose-1", ["1;c,a"]),
    election("approval", ["1;a;2"], header="voter_id;vote;points"),
    election("approval", ["1;a", "2;"], "min_length;1"),
    election("cumulative", ["1;a;1"], "min_sum_points;2", header="voter_id;vote;points"),
]


@pytest.mark.parametrize("data", FILES)
def test_each_flaw_is_a_sentence(data: bytes) -> None:
    with pytest.raises(pabulib.BadFile) as bad:
        pabulib.parse(data)
    for flaw in bad.value.flaws:
        said = ballots.explain_flaw(flaw)
        assert said.endswith(".")
        assert flaw.line == 0 or said.startswith(f"Строка {flaw.line}: ")


def test_each_note_is_a_sentence() -> None:
    notes = [
        *pabulib.parse(APPROVAL.encode()).notes,
        *pabulib.parse(election("approval", ["1;a", "2;"])).notes,
        *pabulib.parse(
            election("scoring", ["1;a;1"], "default_score;1", header="voter_id;vote;points")
        ).notes,
    ]
    assert {note.code for note in notes} == {
        "age-unread", "method-unknown", "blank-ballots", "total-unsaid", "default-score",
    }  # fmt: skip
    assert all(pb_texts.explain_note(note).endswith(".") for note in notes)
