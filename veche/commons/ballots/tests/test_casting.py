"""One voter at a time: what a box takes, keeps, refuses and forgets."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from veche.commons.ballots import casting, public
from veche.commons.ballots.models import Ballot, Box, PublishedBallot
from veche.commons.ballots.rules import Question
from veche.commons.ballots.tests.papers import FLAVOURS, leave, open_box, shown, vote
from veche.kernel import clock, ids
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused, TooMany
from veche.kernel.ids import new_id

pytestmark = pytest.mark.usefixtures("town")


def test_a_ballot_is_counted_at_once() -> None:
    box = open_box()
    receipt = vote(box, None, "b", "a")
    assert not receipt.is_changed
    assert not receipt.is_repeat
    counted = public.results(box)
    assert (counted.ballots, counted.channels) == (1, {"web": 1})
    assert shown(box) == {"a": 1, "b": 1}
    assert counted.line("q", "").votes == 1
    assert public.turnouts([box]) == {box: 1}


def test_counts_are_whole_numbers_of_python() -> None:
    box = open_box(Question("q", "points", ("a",), total=9))
    public.cast(leave(box), {"q": {"a": 4}})
    line = public.results(box).line("q", "a")
    found = (line.votes, line.points, public.results(box).ballots, public.turnouts([box])[box])
    assert found == (1, 4, 1, 1)
    assert {type(number) for number in found} == {int}


def test_the_same_vote_again_gives_the_same_receipt() -> None:
    box, person = open_box(is_revisable=False), new_id()
    first, again = vote(box, person), vote(box, person)
    assert again == dataclasses.replace(first, is_repeat=True)
    assert Ballot.objects.filter(box_id=box).count() == 1


def test_a_second_vote_is_refused_where_votes_stand() -> None:
    box, person = open_box(is_revisable=False), new_id()
    vote(box, person, "a")
    with pytest.raises(Conflict) as refusal:
        vote(box, person, "b")
    assert refusal.value.code == "already-voted"
    assert shown(box) == {"a": 1}


def test_a_changed_vote_moves_the_count() -> None:
    box, person = open_box(), new_id()
    first = vote(box, person, "a", "b")
    second = vote(box, person, "b", "c")
    assert second.is_changed
    assert second.number == first.number
    assert shown(box) == {"b": 1, "c": 1}
    assert public.results(box).ballots == 1
    own = public.own_ballots([box], person)[box]
    assert (own.choice, own.receipt, own.is_changed) == ({"q": ["b", "c"]}, first.number, True)


def test_a_vote_changed_by_another_way_moves_its_channel() -> None:
    box, person = open_box(), new_id()
    vote(box, person, "a")
    public.cast(leave(box, person, "paper"), {"q": ["b"]})
    assert public.results(box).channels == {"paper": 1}


def test_words_changed_without_moving_a_line_are_kept() -> None:
    box, person = open_box(Question("q", "text")), new_id()
    public.cast(leave(box, person), {"q": "сначала"})
    public.cast(leave(box, person), {"q": "потом"})
    assert public.own_ballots([box], person)[box].choice == {"q": "потом"}
    assert public.results(box).line("q", "").votes == 1


def test_own_words_are_cleaned_before_they_are_checked() -> None:
    box, person = open_box(Question("q", "text", max_length=11)), new_id()
    public.cast(leave(box, person), {"q": " \u200bТень\x00\r\nи скам\u202e "})
    assert public.own_ballots([box], person)[box].choice == {"q": "Тень\nи скам"}
    again = public.cast(leave(box, person), {"q": "Тень\nи скам\ufeff"})
    assert again.is_repeat


@pytest.mark.parametrize(
    ("words", "code"), [("\u200b\u2060\ufeff", "empty"), ("\u200b" * 5_000_000, "too-long")]
)
def test_own_words_of_nothing_visible_are_refused(words: str, code: str) -> None:
    box = open_box(Question("q", "text", max_length=100))
    with pytest.raises(Invalid) as refusal:
        public.cast(leave(box, new_id()), {"q": words})
    assert refusal.value.code == code


def test_changes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casting, "CHANGES_MAX", 2)
    box, person = open_box(), new_id()
    for option in ("a", "b", "c"):
        vote(box, person, option)
    with pytest.raises(TooMany):
        vote(box, person, "d")
    assert shown(box) == {"c": 1}


def test_a_taken_receipt_number_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(["111111111111", "111111111111", "222222222222"])
    monkeypatch.setattr(ids, "digits", lambda length: next(numbers))
    box = open_box()
    assert [vote(box).number, vote(box).number] == ["111111111111", "222222222222"]
    assert shown(box) == {"a": 2}


FORGED: list[dict[str, Any]] = [
    {"pseudonym": b"\0" * 32},
    {"stratum": "elsewhere"},
    {"level": 3},
    {"channel": "paper"},
    {"expires": 2**40},
    {"mac": b""},
    {"mac": b"\0" * 32},
]


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_pass_is_refused(forged: dict[str, Any]) -> None:
    box = open_box()
    with pytest.raises(Refused) as refusal:
        public.cast(dataclasses.replace(leave(box), **forged), {"q": ["a"]})
    assert refusal.value.code == "bad-pass"
    assert public.results(box).ballots == 0


def test_a_pass_of_another_box_is_refused() -> None:
    box, other = open_box(), open_box()
    with pytest.raises(Refused):
        public.cast(dataclasses.replace(leave(other), box_id=box), {"q": ["a"]})


def test_an_old_pass_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    box = open_box()
    monkeypatch.setattr(casting, "PASS_SECONDS", -1)
    with pytest.raises(Refused) as refusal:
        vote(box)
    assert refusal.value.code == "late-pass"


def test_hours_are_the_databases() -> None:
    for hours, code in (({"opens_in": 60}, "not-open"), ({"closes_in": -0.001}, "closed")):
        box = open_box(**hours)
        with pytest.raises(Refused) as refusal:
            vote(box)
        assert refusal.value.code == code


def test_nothing_is_taken_after_the_close() -> None:
    box = open_box()
    waiting = leave(box)
    closed_at = public.close_box(box)
    assert public.close_box(box) == closed_at
    with pytest.raises(Refused):
        public.cast(waiting, {"q": ["a"]})
    with pytest.raises(Conflict):
        public.extend_box(box, clock.now() + timedelta(days=1))


def test_an_extension_is_only_ever_later() -> None:
    box = open_box()
    closes_at = Box.objects.get(id=box).closes_at
    with pytest.raises(Conflict):
        public.extend_box(box, closes_at)
    public.extend_box(box, closes_at + timedelta(hours=1))
    assert Box.objects.get(id=box).closes_at == closes_at + timedelta(hours=1)


def test_a_box_with_a_ballot_cannot_be_taken_away() -> None:
    box = open_box()
    vote(box)
    with pytest.raises(Conflict):
        public.remove_box(box)
    empty = open_box()
    waiting = leave(empty)
    public.remove_box(empty)
    with pytest.raises(NotFound):
        public.cast(waiting, {"q": ["a"]})


def test_a_box_is_opened_once() -> None:
    box = open_box()
    kept = Box.objects.get(id=box)
    hours: dict[str, Any] = {
        "opens_at": kept.opens_at,
        "closes_at": kept.closes_at,
        "is_revisable": True,
    }
    public.open_box(box, paper=[FLAVOURS], **hours)
    assert bytes(Box.objects.get(id=box).wrapped_secret or b"") == bytes(kept.wrapped_secret or b"")
    with pytest.raises(Conflict):
        public.open_box(box, paper=[Question("q", "scale")], **hours)


def test_a_pass_outlives_no_replaced_box() -> None:
    box = open_box()
    waiting = leave(box)
    hours = Box.objects.values("opens_at", "closes_at").get(id=box)
    public.remove_box(box)
    public.open_box(box, paper=[Question("q", "one", ("a", "b"))], is_revisable=True, **hours)
    with pytest.raises(Refused) as refusal:
        public.cast(waiting, {"q": ["a"]})
    assert refusal.value.code == "bad-pass"
    with pytest.raises(Invalid):
        vote(box, None, "a", "b")
    vote(box, None, "b")
    assert shown(box) == {"b": 1}


def test_a_bad_paper_names_the_question() -> None:
    box = open_box()
    with pytest.raises(Invalid) as refusal:
        vote(box, None, "чужое")
    assert set(refusal.value.fields) == {"q"}


def test_a_forgotten_secret_parts_people_from_ballots() -> None:
    box, person = open_box(), new_id()
    number = vote(box, person).number
    public.destroy_secret(box)
    assert public.own_ballots([box], person), "an open box keeps its secret"
    public.close_box(box)
    public.destroy_secret(box)
    public.destroy_secret(box)
    assert public.own_ballots([box], person) == {}
    with pytest.raises(Refused) as refusal:
        leave(box, person)
    assert refusal.value.code == "secret-destroyed"
    assert public.has_receipt(box, number)
    assert public.results(box).ballots == 1


def test_own_ballots_are_one_persons_only() -> None:
    first, second, person = open_box(), open_box(), new_id()
    vote(first, person, "a")
    vote(second, new_id(), "b")
    assert set(public.own_ballots([first, second], person)) == {first}
    assert public.own_ballots([], person) == {}


def test_receipts_are_found_in_their_own_box() -> None:
    box, other = open_box(), open_box()
    number = vote(box).number
    assert len(number) == 12
    assert number.isdigit()
    assert public.has_receipt(box, number)
    assert not public.has_receipt(other, number)
    assert not public.has_receipt(box, "000000000000")


def test_how_many_statements_it_takes() -> None:
    box, person = open_box(), new_id()
    vote(box)
    for least, most, act in (
        (1, 8, lambda: vote(box, person, "a")),
        (1, 8, lambda: vote(box, person, "b")),
        (1, 1, lambda: public.results(box)),
        (1, 1, lambda: public.turnouts([box, new_id()])),
        (1, 2, lambda: public.own_ballots([box], person)),
    ):
        with CaptureQueriesContext(connection) as seen:
            act()
        assert least <= len(seen) <= most, [query["sql"] for query in seen]


def test_a_result_reads_no_ballot() -> None:
    box = open_box()
    vote(box)
    with CaptureQueriesContext(connection) as seen:
        public.results(box)
        public.turnouts([box])
    assert not any("ballots_ballot" in query["sql"] for query in seen)


WRITES = [
    "UPDATE \"{table}\" SET choice = '{{}}'",
    'DELETE FROM "{table}"',
    'TRUNCATE "{table}"',
]


@pytest.mark.parametrize("model", [Ballot, PublishedBallot])
@pytest.mark.parametrize("write", WRITES)
def test_whoever_serves_requests_cannot_alter_ballots(model: Any, write: str) -> None:
    vote(open_box())
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(write.format(table=model._meta.db_table))


def test_the_database_itself_refuses_a_second_ballot() -> None:
    box, person = open_box(is_revisable=False), new_id()
    vote(box, person)
    row = Ballot.objects.get(box_id=box)
    for seq, is_revisable in ((0, False), (1, False)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ballot.objects.create(
                box_id=box, pseudonym=bytes(row.pseudonym), seq=seq, is_revisable=is_revisable,
                choice={}, channel="web", level=1, receipt="1",
            )  # fmt: skip


def columns_of(model: Any) -> set[str]:
    columns = (getattr(field, "column", None) for field in model._meta.get_fields())
    return {column for column in columns if column}


def test_what_a_ballot_row_holds() -> None:
    """No person, no instant, no running number: nothing that tells whose it is, or when."""
    box, person = open_box(), new_id()
    vote(box, person)
    names = columns_of(Ballot)
    assert names == {
        "box_id", "pseudonym", "seq", "is_revisable", "choice", "channel", "level", "stratum",
        "receipt", "age_band",
    }  # fmt: skip
    row = Ballot.objects.get(box_id=box)
    assert person.bytes not in bytes(row.pseudonym)
    assert columns_of(PublishedBallot) == {"box_id", "position", "choice"}
