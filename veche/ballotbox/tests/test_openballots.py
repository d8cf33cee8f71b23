"""Open ballots: their bytes, their manifest, their count, and the promise to a whole group."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.ballotbox import counting, entries, manifest, merkle, note, openballots, promises
from veche.ballotbox.entries import Body, Choice
from veche.ballotbox.faults import Fault
from veche.ballotbox.openballots import OpenBallot
from veche.ballotbox.passes import Pass
from veche.ballotbox.tests.makers import (
    CHOICE,
    LIGHT,
    ORIGIN,
    POLL,
    PROMISE_KEY,
    flipped,
    make_manifest,
    make_open_manifest,
)

OPEN = make_open_manifest()
DATA = manifest.write(OPEN)
HASH = manifest.manifest_hash(DATA)
PROMISES = note.verifier_of(note.promise_name(ORIGIN), PROMISE_KEY)


def ballot(number: int, choice: Choice = CHOICE, seq: int = 1, stratum: int = 1) -> bytes:
    admitted = Pass(POLL, bytes([number]) * 32, stratum, 2, 1, 2**40)
    return openballots.write(admitted, entries.write_body(OPEN, HASH, Body(seq, choice)))


def read(entry: bytes) -> OpenBallot:
    return openballots.read(OPEN, HASH, entry)


def test_the_manifest_of_an_open_poll_is_another():
    assert manifest.read(DATA) == OPEN
    assert b'"v":"veche-open/v1"' in DATA
    assert manifest.manifest_hash(manifest.write(make_manifest())) != HASH


def test_a_manifest_has_keys_and_roll_exactly_when_it_is_secret():
    secret = make_manifest()
    for wrong in (
        replace(secret, mode=manifest.OPEN),
        replace(secret, mode=manifest.OPEN, roll_root=b""),
        replace(OPEN, mode=manifest.SECRET),
        replace(OPEN, roll_root=bytes(32)),
    ):
        with pytest.raises(Fault):
            manifest.write(wrong)


def test_known_bytes():
    entry = ballot(7)
    assert entry[:37] == b"\x05" + b"\x07" * 32 + b"\x00\x01\x02\x01"
    assert len(entry) == 37 + OPEN.body_len
    assert read(entry) == OpenBallot(b"\x07" * 32, 1, 2, 1, 1, CHOICE)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (ballot(1)[:-1], "ballot-length"),
        (b"\x02" + ballot(1)[1:], "entry-type"),
        (ballot(1, stratum=9), "pass-stratum"),
        (ballot(1, LIGHT)[:-1] + b"\x00", "body-padding"),
        (ballot(1)[:60] + b"\x00" + ballot(1)[61:], "body-manifest"),
    ],
)
def test_other_bytes_are_refused(entry, code):
    with pytest.raises(Fault) as caught:
        read(entry)
    assert caught.value.code == code


def test_a_pseudonym_counts_once_and_its_last_word():
    found = map(read, [ballot(1), ballot(2), ballot(1, LIGHT, seq=2, stratum=2)])
    close = counting.close(OPEN, found, {1: 3, 2: 1}, merkle.EMPTY_ROOT)
    assert close.ballots == {1: 1, 2: 1}
    assert close.tally["yard"] == [(1, 0), (1, 0), (0, 0)]


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40))
def test_each_of_a_group_is_promised(leaves):
    made = promises.sign(ORIGIN, leaves, PROMISE_KEY)
    assert len({text.partition("\n\n")[2] for text in made}) == 1
    for leaf, text in zip(leaves, made, strict=True):
        promises.verify(text, ORIGIN, leaf, PROMISES)


LEAVES = [bytes([number]) * 32 for number in range(5)]
PROMISED = promises.sign(ORIGIN, LEAVES, PROMISE_KEY)[3]


@given(st.integers(0, len(PROMISED.encode()) * 8 - 1))
def test_each_flipped_bit_of_a_promise_is_seen(bit):
    with pytest.raises((Fault, UnicodeDecodeError)):
        promises.verify(flipped(PROMISED.encode(), bit).decode(), ORIGIN, LEAVES[3], PROMISES)


def test_a_promise_is_of_its_leaf_its_log_and_its_key():
    for origin, leaf, verifier, code in (
        (ORIGIN, LEAVES[2], PROMISES, "inclusion-proof"),
        ("other.example/p", LEAVES[3], PROMISES, "promise-key"),
        (ORIGIN, LEAVES[3], note.verifier_of(ORIGIN, PROMISE_KEY), "promise-key"),
    ):
        with pytest.raises(Fault) as caught:
            promises.verify(PROMISED, origin, leaf, verifier)
        assert caught.value.code == code
    single = note.sign_promise(ORIGIN, LEAVES[3], PROMISE_KEY)
    with pytest.raises(Fault, match="promise-form"):
        promises.verify(single, ORIGIN, LEAVES[3], PROMISES)
