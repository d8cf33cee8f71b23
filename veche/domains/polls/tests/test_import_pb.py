"""Elections of files become closed polls, through the cast path, once and whole."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from veche.commons.ballots import public as ballots
from veche.commons.ballots.public import pabulib
from veche.commons.ballots.tests.makers_pb import (
    APPROVAL,
    CUMULATIVE,
    REAL,
    changed,
    election,
    needs_real_data,
)
from veche.commons.commitments import public as commitments
from veche.commons.identity import public as identity
from veche.commons.towns import public as towns
from veche.domains.polls import policies, queries
from veche.domains.polls.actions import importing
from veche.domains.polls.management import pb_poll
from veche.domains.polls.models import Poll, State
from veche.kernel.errors import Conflict, NotFound

pytestmark = pytest.mark.usefixtures("committed_town")


def imported(path: Path) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_pb", str(path), town="zarechye", stdout=out, stderr=io.StringIO())
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return dict(json.loads(lines[0]))


def cast_so_far() -> int:
    return sum(ballots.turnouts(list(Poll.objects.values_list("id", flat=True))).values())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "election.pb"
    path.write_text(APPROVAL, encoding="utf-8")
    return path


def test_an_election_becomes_a_closed_poll(file: Path) -> None:
    told = imported(file)
    assert told["ballots"] == 3
    assert told["options"] == [
        {"id": "1", "votes": 2}, {"id": "2", "votes": 1}, {"id": "3", "votes": 1},
    ]  # fmt: skip
    poll = Poll.objects.get(slug=told["poll"])
    assert (poll.state, poll.title) == (State.CLOSED, "Двор")
    assert "01.06.2025 — 15.06.2025" in poll.summary
    assert ballots.results(poll.id).channels == {"web": 2, "paper": 1}
    assert ballots.count_published(poll.id) == 3
    counted, lines = ballots.recount(poll.id)
    assert (counted, lines["vote", "1"]) == (3, (2, 0))
    owed = commitments.of("polls.poll", poll.id)
    assert owed is not None


def test_voters_become_residents_who_voted(file: Path) -> None:
    poll = Poll.objects.get(slug=imported(file)["poll"])
    read = pabulib.parse(file.read_bytes())
    voters = list(pb_poll.listed_voters(read, poll.import_key or ""))
    own = ballots.own_ballots([poll.id], voters[0].person_id)[poll.id]
    assert own.choice == {"vote": ["1", "2"]}
    person = identity.person_by_id(voters[0].person_id)
    assert person is not None
    assert person.level == identity.BY_CONTACT
    assert voters[0].birth_year == 1985


def test_the_same_file_twice_is_one_poll(file: Path) -> None:
    first, second = imported(file), imported(file)
    assert {**first, "seconds": 0} == {**second, "seconds": 0}
    assert Poll.objects.count() == 1
    assert cast_so_far() == 3


def test_points_are_told_as_the_file_scores_them(tmp_path: Path) -> None:
    path = tmp_path / "points.pb"
    path.write_text(CUMULATIVE, encoding="utf-8")
    assert imported(path)["options"] == [
        {"id": "a", "votes": 5, "voters": 2}, {"id": "b", "votes": 4, "voters": 2},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "votes"),
    [
        (election("ordinal", ["1;c,a", "2;a"]), [1, 0, 1]),
        (election("choose-1", ["1;c", "2;c"]), [0, 0, 2]),
        (election("scoring", ["1;a,b;0,5", "2;b;2"], header="voter_id;vote;points"), [0, 7, 0]),
        (election("scoring", ["1;a;0", "2;b;2"], header="voter_id;vote;points"), [0, 2, 0]),
        (election("approval", ["1;a,b", "2;"]), [1, 1, 0]),
        (election("cumulative", ["1;", "2;b;2"][1:], header="voter_id;vote;points"), [0, 2, 0]),
        (election("choose-1", ["1;", "2;b"]), [0, 1, 0]),
    ],
)
def test_other_kinds_and_blank_ballots(tmp_path: Path, data: bytes, votes: list[int]) -> None:
    path = tmp_path / "other.pb"
    path.write_bytes(data)
    told = imported(path)
    assert [option["votes"] for option in told["options"]] == votes
    assert told["ballots"] == len(pabulib.parse(data).votes)


def test_a_broken_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "broken.pb"
    path.write_bytes(changed(APPROVAL, ("v3;3", "v3;8"), ("v2;1", "v1;1")))
    with pytest.raises(CommandError) as refusal:
        imported(path)
    assert str(refusal.value).splitlines() == [
        "Строка 18: голосовавший v1 уже был в строке 17.",
        "Строка 19: проекта «8» нет в разделе PROJECTS.",
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM identity_person")
        assert cursor.fetchone()[0] == Poll.objects.count() == 0


def test_trouble_is_told_in_a_sentence(tmp_path: Path, file: Path) -> None:
    for arguments in ([str(tmp_path / "none.pb")], [str(file)], [str(file), "--town", "китеж"]):
        with pytest.raises(CommandError):
            call_command("import_pb", *arguments)


def begun(path: Path, votes: int) -> Poll:
    """An import that stopped after some votes."""
    data = path.read_bytes()
    read = pabulib.parse(data)
    listed = pb_poll.listed_poll(read, pb_poll.key_of(data))
    poll = importing.begin_import(listed)
    voters = list(pb_poll.listed_voters(read, listed.key))
    assert importing.cast_listed(poll.id, voters=voters[:votes]) == votes
    return poll


def test_a_broken_off_import_is_finished_not_doubled(file: Path) -> None:
    poll = begun(file, 2)
    with pytest.raises(Conflict):
        importing.finish_import(poll.id, expected=3)
    told = imported(file)
    assert told["poll"] == poll.slug
    assert told["ballots"] == cast_so_far() == 3


def test_nobody_else_meets_a_poll_that_is_being_read_in(file: Path) -> None:
    poll = begun(file, 1)
    roles = frozenset({identity.AUTHOR, identity.APPROVER, identity.ADMIN})
    for person in (identity.ANONYMOUS, identity.PersonRef(poll.id, 3, roles)):
        assert not policies.may_see_poll(person, poll)
        with pytest.raises(NotFound):
            queries.poll_for(person, poll.slug)
        for phase in ("open", "upcoming", "closed"):
            assert poll not in queries.polls_in(phase).items


def test_two_imports_of_a_file_do_not_meet(file: Path, in_thread: Any) -> None:
    key = pb_poll.key_of(file.read_bytes())
    with importing.sole_import(key), ThreadPoolExecutor(1) as pool:
        second = pool.submit(in_thread(imported), file)
        with pytest.raises(CommandError, match="уже загружается"):
            second.result(timeout=60)
    assert imported(file)["ballots"] == 3


def test_two_towns_import_the_same_file_at_once(file: Path, in_thread: Any) -> None:
    key = pb_poll.key_of(file.read_bytes())

    def elsewhere() -> str:
        with towns.enter("gorka"), importing.sole_import(key):
            return "held"

    with importing.sole_import(key), ThreadPoolExecutor(1) as pool:
        assert pool.submit(in_thread(elsewhere)).result(timeout=60) == "held"


def many(votes: int) -> bytes:
    return election("approval", [f"{number};{'abc'[number % 3]}" for number in range(votes)])


def test_several_processes_cast_one_list(tmp_path: Path) -> None:
    path = tmp_path / "many.pb"
    path.write_bytes(many(1200))
    told = imported(path)
    assert told["ballots"] == 1200
    assert [option["votes"] for option in told["options"]] == [400, 400, 400]


@needs_real_data
@pytest.mark.parametrize(
    "name",
    [
        "France_Toulouse_2019",
        "Hungary_Budapest_2024_VIII_Jozsefvaros",
        "Poland_Gdansk_2020_Oliwa",
        pytest.param(
            "Poland_Wieliczka_2023_Green_Budget",
            marks=[pytest.mark.soak, pytest.mark.timeout(1200)],
        ),
        pytest.param("Poland_Warszawa_2026", marks=[pytest.mark.soak, pytest.mark.timeout(3600)]),
    ],
)
def test_a_real_election_gives_its_own_result(name: str) -> None:
    assert REAL is not None
    path = REAL / f"{name}.pb"
    told = imported(path)
    read = pabulib.parse(path.read_bytes())
    assert told["ballots"] == int(read.meta["num_votes"]) == len(read.votes)
    official = {p.id: p.votes if p.score is None else int(p.score) for p in read.projects}
    assert {option["id"]: option["votes"] for option in told["options"]} == official
