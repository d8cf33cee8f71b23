"""Which points are refused, worked out from the curve itself (RFC 8032, 5.1)."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from veche.ballotbox import curve
from veche.ballotbox.curve import FIELD
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import flipped

D = -121665 * pow(121666, -1, FIELD) % FIELD
Point = tuple[int, int]


def doubled(point: Point) -> Point:
    x, y = point
    cross = D * x * x * y * y % FIELD
    return (
        2 * x * y * pow(1 + cross, -1, FIELD) % FIELD,
        (y * y + x * x) * pow(1 - cross, -1, FIELD) % FIELD,
    )


def x_of(y: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, -1, FIELD) % FIELD
    for factor in (1, pow(2, (FIELD - 1) // 4, FIELD)):
        x = pow(square, (FIELD + 3) // 8, FIELD) * factor % FIELD
        if x * x % FIELD == square:
            return x
    return None


def is_refused(point: bytes) -> bool:
    try:
        curve.require_usual(point)
    except Fault:
        return True
    return False


def test_each_refused_point_is_of_small_order():
    for y in curve.SMALL_ORDER:
        x = x_of(y)
        assert x is not None
        assert doubled(doubled(doubled((x, y)))) == (0, 1)


def test_all_of_small_order_are_refused():
    """There are 8 of them: x and -x for each y, but for those of x = 0."""
    found = {(sign * (x_of(y) or 0) % FIELD, y) for y in curve.SMALL_ORDER for sign in (1, -1)}
    assert len(found) == 8


@pytest.mark.parametrize("sign", [0, 1])
def test_bytes_of_such_points_are_refused_with_either_sign(sign):
    for y in (*curve.SMALL_ORDER, FIELD, FIELD + 1, 2**255 - 1):
        assert is_refused((y | sign << 255).to_bytes(32, "little"))


@given(st.binary(min_size=32, max_size=32))
def test_keys_and_signatures_of_voters_are_usual(seed):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    assert not is_refused(key.public_key().public_bytes_raw())
    assert not is_refused(key.sign(seed)[:32])


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        curve.verify(key, signature, message)
    except Fault:
        return False
    return True


def is_signed_by_openssl(key: bytes, signature: bytes, message: bytes) -> bool:
    """As each recount checks it."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=99), st.integers(0, 96 * 8 - 1))
def test_both_libraries_say_the_same_of_a_flipped_bit(seed, message, bit):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert is_signed(key, signature, message)
    changed = flipped(key + signature, bit)
    given = (changed[:32], changed[32:], message)
    assert is_signed(*given) == is_signed_by_openssl(*given) is False


ORDER = 2**252 + 27742317777372353535851937790883648493


@given(st.binary(min_size=32, max_size=32))
def test_second_form_of_a_signature_is_refused_by_both(seed):
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(b"")
    number = int.from_bytes(signature[32:], "little") + ORDER
    second = signature[:32] + number.to_bytes(32, "little")
    assert not is_signed(key, second, b"")
    assert not is_signed_by_openssl(key, second, b"")


def test_key_of_another_length_is_refused():
    assert not is_signed(b"key", bytes(64), b"")
