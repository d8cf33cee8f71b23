"""Voting passes: known answers, and nothing but the registrar's own pass is let in."""

import hashlib
import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.ballotbox import passes
from veche.ballotbox.faults import Fault
from veche.ballotbox.passes import Pass
from veche.ballotbox.tests.makers import POLL, flipped

SECRET = bytes(range(32))
KEY = passes.key_of(SECRET, POLL)
PASS = Pass(POLL, bytes(range(32, 64)), 7, 2, 1, 1_800_000_000)
NOW = 1_799_999_999
KNOWN = "a82a02bd7693fedc6e927d624f2c60fb960b58cb5668c2d8de4756030bb3c5a8"
OTHER = UUID("00000000-0000-4000-8000-000000000001")

some_pass = st.builds(
    Pass,
    st.just(POLL),
    st.binary(min_size=32, max_size=32),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFF),
    st.integers(0, 0xFF),
    st.integers(1, 2**64 - 1),
)


def fault_of(data: bytes, key: bytes = KEY, poll: UUID = POLL, now: float = NOW) -> str:
    with pytest.raises(Fault) as caught:
        passes.read(key, data, poll, now)
    return caught.value.code


def test_known_answer():
    """Written out by hand from the specification, without the package's own writer."""
    signed = (
        b"veche-pass/v1\x00"
        + bytes.fromhex("6f1c2c5e90a14e1b8a572d3a0f4b9c11")
        + bytes(range(32, 64))
        + b"\x00\x07\x02\x01"
        + (1_800_000_000).to_bytes(8, "big")
    )
    key = hmac.new(SECRET, b"veche-pass-key/v1\x00" + signed[14:30], hashlib.sha256).digest()
    data = signed + hmac.new(key, signed, hashlib.sha256).digest()
    assert passes.write(KEY, PASS) == data
    assert len(data) == passes.SIZE == 106
    assert hashlib.sha256(data).hexdigest() == KNOWN


@given(some_pass)
def test_what_is_written_is_read(issued):
    assert passes.read(KEY, passes.write(KEY, issued), POLL, issued.expires - 1) == issued


@given(some_pass, st.integers(0, passes.SIZE * 8 - 1))
def test_each_flipped_bit_is_seen(issued, bit):
    assert fault_of(flipped(passes.write(KEY, issued), bit)) == "pass-mac"


@given(st.binary(max_size=2 * passes.SIZE))
def test_foreign_bytes_are_refused(data):
    assert fault_of(data) in ("pass-length", "pass-mac")


def test_a_pass_is_of_one_poll():
    theirs = passes.key_of(SECRET, OTHER)
    assert theirs != KEY
    assert fault_of(passes.write(KEY, PASS), theirs, OTHER) == "pass-mac"
    # Even where somebody gave two polls one key.
    assert fault_of(passes.write(KEY, PASS), KEY, OTHER) == "pass-poll"


def test_a_pass_runs_out():
    data = passes.write(KEY, PASS)
    assert passes.read(KEY, data, POLL, PASS.expires - 0.5) == PASS
    assert fault_of(data, now=PASS.expires) == "pass-expired"


def test_another_version_is_refused():
    signed = passes.write(KEY, PASS)[: -passes.MAC_SIZE].replace(b"pass/v1", b"pass/v2")
    data = signed + hmac.digest(KEY, signed, hashlib.sha256)
    assert fault_of(data) == "pass-tag"


@pytest.mark.parametrize(
    "change",
    [
        {"stratum": 65536},
        {"level": 256},
        {"channel": -1},
        {"expires": 2**64},
        {"pseudonym": b"short"},
    ],
)
def test_numbers_without_room_are_not_written(change):
    with pytest.raises(Fault, match="pass-form"):
        passes.write(KEY, PASS._replace(**change))


def test_a_short_secret_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        passes.key_of(SECRET[1:], POLL)
