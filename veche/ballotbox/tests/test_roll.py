"""Commitments to people: the bytes of each leaf, and a root that tells no order."""

from hashlib import sha256

import pytest

from veche.ballotbox import merkle, roll
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import POLL

SALT = bytes(range(32))


def test_leaves_byte_by_byte():
    expected = sha256(b"veche-roll/v1\x00" + POLL.bytes + b"\x00\x07" + SALT).digest()
    assert roll.roll_leaf(POLL, 7, SALT) == expected
    expected = sha256(b"veche-issued/v1\x00" + POLL.bytes + SALT).digest()
    assert roll.issued_leaf(POLL, SALT) == expected


def test_root_tells_no_order():
    leaves = [roll.issued_leaf(POLL, bytes([number]) * 32) for number in range(9)]
    assert roll.root(leaves) == roll.root(leaves[::-1])
    assert roll.root(leaves) != roll.root(leaves[1:])
    perfect = merkle.perfect_of(sorted(leaves))
    proof = merkle.inclusion_proof(3, 9, perfect)
    merkle.verify_inclusion(sorted(leaves)[3], 3, 9, proof, roll.root(leaves))
    assert roll.root([]) == merkle.EMPTY_ROOT


def test_short_salt_is_refused():
    with pytest.raises(Fault, match="^salt-length"):
        roll.roll_leaf(POLL, 1, b"salt")
    with pytest.raises(Fault, match="^salt-length"):
        roll.issued_leaf(POLL, b"")
