"""Files of elections: what is read, what is refused and with which line, what is tolerated."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.commons.ballots import pabulib
from veche.commons.ballots.pabulib import BadFile, Flaw, reader, sections
from veche.commons.ballots.tests.makers_pb import (
    APPROVAL,
    BROKEN,
    BROKEN_POINTS,
    CUMULATIVE,
    REAL,
    changed,
    election,
    needs_real_data,
)


def flaws(data: bytes, **most: int) -> list[Flaw]:
    with pytest.raises(BadFile) as bad:
        pabulib.parse(data, **most)
    return list(bad.value.flaws)


def test_a_file_is_read_whole() -> None:
    read = pabulib.parse(APPROVAL.encode())
    assert [(p.id, p.name) for p in read.projects][1] == ("2", 'Каток; с "крышей" зимой')
    assert [vote.projects for vote in read.votes] == [("1", "2"), ("1",), ("3",)]
    assert [(vote.age, vote.method) for vote in read.votes] == [
        (40, "internet"), (None, "paper"), (None, "internet"),
    ]  # fmt: skip
    assert (read.limits.min_length, read.limits.max_length, read.year) == (1, 2, 2025)
    assert {note.code for note in read.notes} == {"age-unread", "method-unknown"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_line_end_and_a_byte_order_mark_do(end: str, mark: str) -> None:
    data = (mark + APPROVAL.replace("\n", end)).encode()
    assert pabulib.parse(data) == pabulib.parse(APPROVAL.encode())


@pytest.mark.parametrize(("change", "line", "code"), BROKEN)
def test_a_broken_line_is_named(change: tuple[str, str], line: int, code: str) -> None:
    data = changed(APPROVAL, change)
    if not code:
        pabulib.parse(data)
        return
    assert (flaws(data)[0].line, flaws(data)[0].code) == (line, code)


@pytest.mark.parametrize(("change", "code"), BROKEN_POINTS)
def test_broken_points_are_named(change: tuple[str, str], code: str) -> None:
    found = flaws(changed(CUMULATIVE, change))[0]
    assert (found.line, found.code) == (15, code)


def test_the_score_must_follow_from_the_votes() -> None:
    found = flaws(changed(CUMULATIVE, ("a;1;5;2", "a;1;6;2")))[0]
    assert (found.line, found.code, found.values["found"]) == (11, "result", 5)


def test_several_broken_lines_are_told_at_once_but_not_all() -> None:
    votes = [f"v{number};z" for number in range(50)]
    found = flaws(election("approval", votes))
    assert len(found) == reader.FLAWS_TOLD
    assert [flaw.line for flaw in found] == list(range(13, 23))


def test_a_line_is_counted_where_its_row_begins() -> None:
    """A quoted name may run over several lines of the file."""
    data = changed(APPROVAL, ("1;100;2;Сквер", '1;100;2;"Сквер\nза\nрекой"'), ("v3;3", "v3;9"))
    assert flaws(data)[0].line == 21


def test_bad_encoding_is_named_by_its_line() -> None:
    data = APPROVAL.encode().replace("Мост".encode(), "Мост".encode("cp1251"))
    for bytes_given in (data, b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n")):
        assert [(f.line, f.code) for f in flaws(bytes_given)] == [(14, "encoding")]


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "BYTES_MAX", 100)
    assert flaws(APPROVAL.encode())[0].code == "too-big"
    monkeypatch.undo()
    assert flaws(APPROVAL.encode(), votes_max=2) == [Flaw(19, "too-many-votes", {"maximum": 2})]
    assert flaws(APPROVAL.encode(), projects_max=2)[0].code == "too-many-projects"
    # Before any line is looked at: what is wrong further up is not read.
    worse = APPROVAL.replace("approval", "loud").encode()
    assert flaws(worse, votes_max=2)[0].code == "too-many-votes"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"VOTES", b"META\nPROJECTS\nVOTES", b";;;"])
def test_what_is_no_election_is_refused(data: bytes) -> None:
    assert flaws(data)


def test_other_kinds_of_voting() -> None:
    assert pabulib.parse(election("ordinal", ["1;c,a", "2;b"])).votes[0].projects == ("c", "a")
    assert pabulib.parse(election("choose-1", ["1;c"])).limits.max_length == 1
    assert flaws(election("choose-1", ["1;c,a"]))[0].code == "too-many-chosen"
    scored = election("scoring", ["1;a,b;0,5"], header="voter_id;vote;points")
    assert pabulib.parse(scored).votes[0].points == (0, 5)
    unasked = election("approval", ["1;a;2"], header="voter_id;vote;points")
    assert flaws(unasked)[0].code == "points-unasked"


def test_blank_ballots_count_unless_the_file_forbids_them() -> None:
    read = pabulib.parse(election("approval", ["1;a", "2;"]))
    assert (read.limits.min_length, len(read.votes)) == (0, 2)
    assert [note.code for note in read.notes] == ["blank-ballots"]
    assert pabulib.parse(election("approval", ["1;"], "min_length;0")).limits.min_length == 0
    assert flaws(election("approval", ["1;a", "2;"], "min_length;1"))[0].code == "too-few-chosen"


def read_or_flaws(data: bytes) -> tuple[pabulib.Election | None, tuple[Flaw, ...]]:
    try:
        return pabulib.parse(data), ()
    except BadFile as bad:
        return None, bad.flaws


SPOILED = st.tuples(
    st.sampled_from([APPROVAL.encode(), CUMULATIVE.encode(), election("ordinal", ["1;a,b"])]),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 4),
            st.one_of(
                st.binary(max_size=4),
                st.sampled_from(
                    [b"\n", b";", b'"', b",", b"\r", b"VOTES", b"\xff", b"\0", b"9" * 20]
                ),
            ),
        ),
        max_size=4,
    ),
)


@settings(max_examples=300, deadline=None)
@given(SPOILED)
def test_any_spoiling_is_read_or_refused_and_nothing_else(
    case: tuple[bytes, list[tuple[float, int, bytes]]],
) -> None:
    data, changes = case
    for where, cut, put in changes:
        at = int(where * len(data))
        data = data[:at] + put + data[at + cut :]
    read, found = read_or_flaws(data)
    if read is None:
        assert 0 < len(found) <= reader.FLAWS_TOLD
        last = data.count(b"\n") + data.count(b"\r") + 1
        assert all(0 <= flaw.line <= last for flaw in found)
        return
    known = {project.id for project in read.projects}
    assert len({vote.voter_id for vote in read.votes}) == len(read.votes)
    for vote in read.votes:
        assert set(vote.projects) <= known
        assert len(vote.projects) <= read.limits.max_length


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from('META\nVOTESPROJECTSkeyvalue;,"0'), max_size=200))
def test_anything_is_read_or_refused(text: str) -> None:
    read, found = read_or_flaws(text.encode())
    assert (read is None) == bool(found)


REAL_FILES = {
    "France_Toulouse_2019": (30, 1494),
    "Hungary_Budapest_2024_VIII_Jozsefvaros": (40, 864),
    "Poland_Gdansk_2020_Oliwa": (11, 873),
    "Poland_Warszawa_2026": (83, 61_668),
    "Poland_Wieliczka_2023_Green_Budget": (64, 6586),
}


@needs_real_data
@pytest.mark.parametrize("name", REAL_FILES)
def test_real_elections_are_read_without_a_note(name: str) -> None:
    assert REAL is not None
    read = pabulib.parse((REAL / f"{name}.pb").read_bytes())
    assert (len(read.projects), len(read.votes)) == REAL_FILES[name]
    assert read.notes == ()
    chosen = Counter(project for vote in read.votes for project in vote.projects)
    assert {project.id: project.votes for project in read.projects} == chosen
