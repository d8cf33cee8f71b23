"""Bytes of ballots and of the other entries, read by a slow reader beside ours."""

import struct
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.ballotbox import counting, entries, merkle
from veche.ballotbox.entries import Body, Close, Mark, Token
from veche.ballotbox.faults import Fault
from veche.ballotbox.manifest import Manifest, Question
from veche.ballotbox.tests.makers import CHOICE, LIGHT, QUESTIONS, Poll, flipped, make_manifest

MH = bytes(range(32))
MANIFEST = make_manifest()
SAMPLE = Body(1, CHOICE)
DATA = entries.write_body(MANIFEST, MH, SAMPLE)
CARTS = make_manifest(
    (
        Question(
            "cart",
            "several",
            ("a", "b", "c", "d", "none"),
            0,
            4,
            required=False,
            alone=(4,),
            costs=(3, 4, 5, 0, 0),
            budget=12,
            rivals=((0, 3), (1, 2, 3)),
        ),
        Question(
            "gifts",
            "points",
            ("a", "b", "c"),
            0,
            3,
            9,
            required=False,
            max_each=4,
            rivals=((0, 1),),
        ),
    )
)


@pytest.fixture(scope="module")
def poll():
    return Poll()


@pytest.fixture(scope="module")
def ballot(poll):
    return poll.ballot(poll.voter(1))


def test_token_byte_by_byte():
    written = entries.write_token(Token(MH, 7, bytes(32)))
    assert written == b"veche-token/v1\x00" + MH + b"\x00\x07" + bytes(32)
    assert len(written) == 81
    assert entries.read_prepared(bytes(32) + written) == Token(MH, 7, bytes(32))


def test_body_byte_by_byte():
    marks = ["000000000001", "000000000001000200000001", "000000000002000200000001"]
    counts = ["0001", "0002", "0002", "0002", "0001"]
    marks += ["000000000003000100000007", "000200000001"]
    hexed = "".join(count + mark for count, mark in zip(counts, marks, strict=True))
    whole = b"veche-ballot/v1\x00" + MH + bytes.fromhex("0000000105" + hexed)
    assert whole.ljust(MANIFEST.body_len, b"\xff") == DATA
    assert len(whole) == MANIFEST.body_len - 6
    assert MANIFEST.body_len == 117


def slow_read(manifest: Manifest, data: bytes) -> tuple[int, Any] | None:
    """The body as the specification says it, without a thought of speed; None when unlawful."""
    if len(data) != manifest.body_len or data[:16] != b"veche-ballot/v1\0" or data[16:48] != MH:
        return None
    numbers = list(data[48:])

    def take(count: int) -> int:
        return int.from_bytes(bytes(numbers.pop(0) for _ in range(count)), "big")

    seq, questions = take(4), take(1)
    choice: list[tuple[tuple[int, int], ...]] = []
    if seq == 0 or questions != len(manifest.questions):
        return None
    for question in manifest.questions:
        count = take(2)
        if count > question.max:
            return None
        marks = [(take(2), take(4)) for _ in range(count)]
        if not slow_lawful(question, [mark[0] for mark in marks], [mark[1] for mark in marks]):
            return None
        choice.append(tuple(marks))
    says = any(choice) or any(question.required for question in manifest.questions)
    return (seq, tuple(choice)) if says and set(numbers) <= {0xFF} else None


def slow_lawful(question: Question, options: list[int], weights: list[int]) -> bool:
    count = len(options)
    least = 1 if set(options) & set(question.alone) else question.min
    most = 1 if set(options) & set(question.alone) else question.max
    known = all(one < len(question.options) for one in options)
    lawful = {
        "ranking": set(weights) == set(range(1, count + 1)),
        "points": 0 not in weights and sum(weights) <= question.total,
    }.get(question.kind, set(weights) <= {1})
    rules = [
        least <= count <= most or not (count or question.required),
        all(a < b for a, b in zip(options, options[1:], strict=False)),
        lawful,
        max(weights, default=0) <= question.max_each or question.max_each == 0,
        all(len(set(options) & set(rivals)) < 2 for rivals in question.rivals),
    ]
    costs = dict(enumerate(question.costs)) if question.budget else {}
    spent = sum(costs.get(one, 0) for one in options)
    return known and all(rules) and spent <= question.budget


def lawful_marks(question: Question) -> st.SearchStrategy[Any]:
    free = sorted(set(range(len(question.options))) - set(question.alone))
    options = st.lists(
        st.sampled_from(free), min_size=question.min, max_size=question.max, unique=True
    ).map(sorted)
    if question.alone:
        options |= st.sampled_from(question.alone).map(lambda one: [one])
    if not question.required:
        options |= st.just([])

    def weighted(chosen: list[int]) -> st.SearchStrategy[Any]:
        if question.kind == "ranking":
            weights: st.SearchStrategy[list[int]] = st.permutations(range(1, len(chosen) + 1))
        elif question.kind == "points":
            weights = st.just([question.total // (len(chosen) or 1)] * len(chosen))
        else:
            weights = st.just([1] * len(chosen))
        return weights.map(lambda given: tuple(map(Mark, chosen, given)))

    return options.flatmap(weighted)


bodies = st.builds(
    Body, st.integers(1, 2**32 - 1), st.tuples(*(lawful_marks(one) for one in QUESTIONS))
)


@given(bodies)
def test_lawful_body_is_read_as_written(body):
    data = entries.write_body(MANIFEST, MH, body)
    assert len(data) == MANIFEST.body_len
    assert entries.read_body(MANIFEST, MH, data) == body
    assert slow_read(MANIFEST, data) == body


@settings(max_examples=500)
@given(bodies, st.lists(st.tuples(st.integers(48, MANIFEST.body_len - 1), st.binary(max_size=3))))
def test_both_readers_agree_on_changed_bodies(body, changes):
    data = entries.write_body(MANIFEST, MH, body)
    for place, put in changes:
        data = (data[:place] + put + data[place + len(put) :])[: MANIFEST.body_len]
    expected = slow_read(MANIFEST, data)
    if expected is None:
        with pytest.raises(Fault, match="^body-"):
            entries.read_body(MANIFEST, MH, data)
    else:
        found = entries.read_body(MANIFEST, MH, data)
        assert found == expected
        # One form: what is lawful is written as just these bytes.
        assert entries.write_body(MANIFEST, MH, Body(*found)) == data


@settings(max_examples=300)
@given(
    st.sets(st.integers(0, 4)).map(sorted),
    st.dictionaries(st.integers(0, 2), st.integers(1, 5)).map(dict.items).map(sorted),
)
def test_both_readers_agree_on_carts(cart, gifts):
    marks = (tuple(Mark(one, 1) for one in cart), tuple(Mark(*pair) for pair in gifts))
    data = entries.write_unpadded(MH, Body(1, marks)).ljust(CARTS.body_len, b"\xff")
    data = data[: CARTS.body_len]
    if slow_read(CARTS, data) is None:
        with pytest.raises(Fault, match="^body-"):
            entries.read_body(CARTS, MH, data)
    else:
        assert entries.read_body(CARTS, MH, data) == Body(1, marks)


@pytest.mark.parametrize(
    ("cart", "gifts", "code"),
    [
        ((), {}, "body-empty"),
        ((0, 1, 2), {}, "body-budget"),
        ((0, 3), {}, "body-rivals"),
        ((1, 2), {}, "body-rivals"),
        ((), {0: 1, 1: 1}, "body-rivals"),
        ((), {0: 5}, "body-weights"),
        ((0, 4), {}, "body-alone"),
    ],
)
def test_unlawful_cart_is_named(cart, gifts, code):
    marks = (tuple(Mark(one, 1) for one in cart), tuple(Mark(*pair) for pair in gifts.items()))
    # The dearest cart without rivals in it: 3 + 4 + 5 of 12 is not too dear, of 11 it is.
    first, second = CARTS.questions
    dear = replace(first, rivals=(), budget=11) if code == "body-budget" else first
    manifest = replace(CARTS, questions=(dear, second))
    data = entries.write_unpadded(MH, Body(1, marks)).ljust(CARTS.body_len, b"\xff")
    with pytest.raises(Fault, match=f"^{code}"):
        entries.read_body(manifest, MH, data)


def test_blank_where_none_is_asked_for_is_an_answer():
    asked = replace(CARTS, questions=(replace(CARTS.questions[0], required=True),))
    data = entries.write_body(replace(asked, body_len=79), MH, Body(1, ((),)))
    assert data[53:55] == b"\x00\x00"


def with_marks(question: int, *marks) -> Body:
    marked = tuple(Mark(*mark) for mark in marks)
    return Body(1, (*CHOICE[:question], marked, *CHOICE[question + 1 :]))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (Body(0, CHOICE), "body-seq"),
        (Body(1, CHOICE[:4]), "body-questions"),
        (Body(1, (*CHOICE, ())), "body-questions"),
        (with_marks(0), "body-marks"),
        (with_marks(0, (0, 1), (1, 1)), "body-marks"),
        (with_marks(0, (3, 1)), "body-options"),
        (with_marks(1, (1, 1)), "body-marks"),
        (with_marks(1, (0, 1), (1, 1), (2, 1)), "body-marks"),
        (with_marks(2), "body-marks"),
        (with_marks(2, (0, 1)), "body-marks"),
        (with_marks(2, (0, 1), (3, 2)), "body-alone"),
        (with_marks(1, (1, 1), (0, 1)), "body-options"),
        (with_marks(1, (1, 1), (1, 1)), "body-options"),
        (with_marks(0, (0, 0)), "body-weights"),
        (with_marks(0, (0, 2)), "body-weights"),
        (with_marks(2, (3, 2)), "body-weights"),
        (with_marks(2, (0, 1), (1, 1)), "body-weights"),
        (with_marks(2, (0, 1), (1, 3)), "body-weights"),
        (with_marks(3, (0, 0)), "body-weights"),
        (with_marks(3, (0, 11)), "body-weights"),
        (with_marks(3, (0, 4), (1, 7)), "body-weights"),
        (with_marks(3, (0, 2**32 - 1), (1, 2)), "body-weights"),
    ],
)
def test_unlawful_body_is_named(body, code):
    data = entries.write_unpadded(MH, body).ljust(MANIFEST.body_len, b"\xff")
    with pytest.raises(Fault, match=f"^{code}"):
        entries.read_body(MANIFEST, MH, data[: MANIFEST.body_len])
    with pytest.raises(Fault, match="^body-"):
        entries.write_body(MANIFEST, MH, body)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "body-length"),
        (DATA[:-1], "body-length"),
        (DATA + b"\xff", "body-length"),
        (b"veche-ballot/v2\x00" + DATA[16:], "body-tag"),
        (DATA[:16] + bytes(32) + DATA[48:], "body-manifest"),
        (DATA[:-1] + b"\x00", "body-padding"),
        (DATA[:-6] + b"\x00" + DATA[-5:], "body-padding"),
    ],
)
def test_other_bytes_are_named(data, code):
    with pytest.raises(Fault, match=f"^{code}"):
        entries.read_body(MANIFEST, MH, data)


def test_all_bodies_of_a_poll_have_one_length():
    light = Body(1, LIGHT)
    assert len(entries.write_body(MANIFEST, MH, light)) == len(DATA)
    longer = replace(MANIFEST, body_len=MANIFEST.body_len + 100)
    assert entries.read_body(longer, MH, entries.write_body(longer, MH, light)) == light


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (Token(MH, 65_536, bytes(32)), "token-stratum"),
        (Token(MH, -1, bytes(32)), "token-stratum"),
        (Token(MH, 1, bytes(31)), "token-length"),
        (Token(bytes(33), 1, bytes(32)), "token-length"),
    ],
)
def test_token_that_cannot_be_written(token, code):
    with pytest.raises(Fault, match=f"^{code}"):
        entries.write_token(token)


def test_ballot_holds(poll, ballot):
    assert len(ballot) == 1 + 113 + 256 + poll.manifest.body_len + 64
    found = entries.read_ballot(poll.manifest, poll.hash, ballot)
    entries.verify_ballot(entries.stratum_keys(poll.manifest), found)
    assert (found.token.stratum, found.seq, found.choice) == (1, 1, CHOICE)


def check(poll: Poll, entry: bytes) -> None:
    found = entries.read_ballot(poll.manifest, poll.hash, entry)
    entries.verify_ballot(entries.stratum_keys(poll.manifest), found)


@settings(max_examples=400)
@given(st.data())
def test_flipped_bit_of_a_ballot_is_named(poll, ballot, data):
    bit = data.draw(st.integers(0, len(ballot) * 8 - 1))
    with pytest.raises(Fault, match=r"^(entry-type|token-|body-|ballot-)"):
        check(poll, flipped(ballot, bit))


@given(st.data())
def test_garbage_is_refused_and_no_more(poll, ballot, data):
    """Bytes of the right length, and a right beginning, with anything after."""
    start = data.draw(st.integers(0, len(ballot)))
    rest = data.draw(st.binary(min_size=len(ballot) - start, max_size=len(ballot) - start))
    if ballot[start:] != rest:
        with pytest.raises(Fault, match=r"^(entry-type|token-|body-|ballot-)"):
            check(poll, ballot[:start] + rest)


@given(st.data())
def test_truncated_and_lengthened_ballots_are_named(poll, ballot, data):
    end = data.draw(st.integers(0, len(ballot) - 1))
    for wrong in (ballot[:end], ballot + bytes(end + 1)):
        with pytest.raises(Fault, match="^ballot-length"):
            check(poll, wrong)


def test_parts_of_two_ballots_do_not_fit(poll, ballot):
    other = poll.ballot(poll.voter(2))
    prepared, token = 1 + 113, 1 + 113 + 256
    with pytest.raises(Fault, match="^token-signature"):
        check(poll, ballot[:prepared] + other[prepared:])
    with pytest.raises(Fault, match="^ballot-signature"):
        check(poll, ballot[:token] + poll.ballot(poll.voter(2), seq=2)[token:])


def test_ballot_of_another_stratum_or_poll(poll, ballot):
    stratum = 1 + 32 + 15 + 32
    elsewhere = ballot[:stratum] + struct.pack(">H", 2) + ballot[stratum + 2 :]
    with pytest.raises(Fault, match="^token-signature"):
        check(poll, elsewhere)
    nowhere = ballot[:stratum] + struct.pack(">H", 3) + ballot[stratum + 2 :]
    with pytest.raises(Fault, match="^token-stratum"):
        check(poll, nowhere)
    # The same questions and keys, one voter more: another manifest, so another poll.
    other = Poll(make_manifest(voters=101))
    with pytest.raises(Fault, match="^token-manifest"):
        check(other, ballot)
    with pytest.raises(Fault, match="^body-manifest"):
        check(other, ballot[:48] + other.hash + ballot[80:])


def test_entries_of_a_log(poll):
    assert entries.read_manifest(entries.write_manifest(MH)) == MH
    assert entries.read_counts(entries.write_counts({1: 5, 10: 0, 2: 7})) == {1: 5, 2: 7, 10: 0}
    close = Close({1: 5, 2: 7}, {1: 4, 2: 0}, {"q": [(1, 0), (3, 9)]}, merkle.EMPTY_ROOT)
    assert entries.read_close(entries.write_close(close)) == close


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (b"", "entry-type"),
        (b"\x04{}", "entry-type"),
        (b'\x03{"issued": {}}', "counts-form"),
        (b'\x03{"issued":[]}', "counts-form"),
        (b'\x03{"issued":{"1":-1}}', "counts-form"),
        (b'\x03{"issued":{"1":true}}', "counts-form"),
        (b'\x03{"issued":{"1":4294967296}}', "counts-form"),
        (b'\x03{"issued":{"01":1}}', "counts-form"),
        (b'\x03{"issued":{},"more":1}', "counts-form"),
    ],
)
def test_wrong_counts_are_named(entry, code):
    with pytest.raises(Fault, match=f"^{code}"):
        entries.read_counts(entry)


ROOT = b'"issued_root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="'


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (b"\x03{}", "entry-type"),
        (b"\x04{}", "close-form"),
        (b'\x04{"ballots":{},"issued":{},"issued_root":"AAAA","tally":{}}', "close-form"),
        (b'\x04{"ballots":{"1":-1},"issued":{},%b,"tally":{}}' % ROOT, "counts-form"),
        (b'\x04{"ballots":{},"issued":{},%b,"tally":{"q":1}}' % ROOT, "close-form"),
        (b'\x04{"ballots":{},"issued":{},%b,"tally":{"q":[[1]]}}' % ROOT, "close-form"),
        (b'\x04{"ballots":{},"issued":{},%b,"tally":{"q":[[-1,1]]}}' % ROOT, "close-form"),
        (b'\x04{"ballots":{},"issued":{},%b,"tally":{"q":[[1,true]]}}' % ROOT, "close-form"),
    ],
)
def test_wrong_close_is_named(entry, code):
    with pytest.raises(Fault, match=f"^{code}"):
        entries.read_close(entry)


@pytest.mark.parametrize("entry", [b"", b"\x01", b"\x01" + bytes(31), b"\x02" + bytes(32)])
def test_wrong_first_entry_is_named(entry):
    with pytest.raises(Fault, match="^entry-manifest"):
        entries.read_manifest(entry)


def test_count_of_every_kind():
    choices = [
        CHOICE,
        ((Mark(2, 1),), (), (Mark(0, 1), Mark(1, 3), Mark(2, 2)), (Mark(0, 10),), (Mark(0, 1),)),
        LIGHT,
    ]
    assert counting.tally(MANIFEST, choices) == {
        "yard": [(1, 0), (1, 0), (1, 0)],
        "what": [(1, 0), (0, 0), (1, 0)],
        # Ranks 2, none, 1 and then 1, 3, 2 of three; the fourth option stands alone.
        "order": [(1, 1 + 2), (0, 0), (1, 2 + 1), (1, 0)],
        "share": [(3, 14), (1, 7)],
        "mark": [(1, -1), (0, 0), (1, 5)],
    }


def test_last_ballot_of_a_key_counts(poll):
    voter, other = poll.voter(10), poll.voter(11, stratum=2)
    read = [
        entries.read_ballot(poll.manifest, poll.hash, poll.ballot(*one))
        for one in ((voter, LIGHT, 2), (voter, CHOICE, 1), (voter, CHOICE, 2), (other, CHOICE, 1))
    ]
    close = counting.close(poll.manifest, read, {1: 9, 2: 3}, MH)
    assert (close.ballots, close.issued) == ({1: 1, 2: 1}, {1: 9, 2: 3})
    # Of two with one number the first in the log stands.
    assert close.tally["yard"] == [(1, 0), (1, 0), (0, 0)]


def test_count_without_ballots():
    close = counting.close(MANIFEST, [], {}, MH)
    assert (close.ballots, close.issued) == ({1: 0, 2: 0}, {1: 0, 2: 0})
    assert close.tally["share"] == [(0, 0), (0, 0)]


def test_ballot_as_long_as_an_entry_may_be():
    options = tuple(str(number) for number in range(9_000))
    question = Question("q", "several", options, 0, 9_000)
    manifest = replace(MANIFEST, questions=(question,), body_len=53 + 2 + 6 * 9_000)
    body = Body(1, (tuple(Mark(number, 1) for number in range(9_000)),))
    assert entries.read_body(manifest, MH, entries.write_body(manifest, MH, body)) == body
