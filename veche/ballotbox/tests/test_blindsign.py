"""RFC 9474: its own vectors, the round trip, and what signer and owner refuse."""

import json
from pathlib import Path

import gmpy2
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.ballotbox import blindsign
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import flipped, key_of, signer_of

VECTORS = json.loads((Path(__file__).parent / "rfc9474.json").read_text("utf-8"))
MESSAGE = blindsign.prepare(b"a ballot's key")


def private_key(vector: dict[str, str]) -> rsa.RSAPrivateKey:
    p, q, d, e = (int(vector[name], 16) for name in "pqde")
    public = rsa.RSAPublicNumbers(e, p * q)
    halves = (rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q))
    return rsa.RSAPrivateNumbers(p, q, d, *halves, public).private_key()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["name"])
def test_vectors_of_the_specification(vector):
    """Appendix A: the four variants differ in salt and randomness alone."""
    key = private_key(vector)
    public = key.public_key()
    value = {name: bytes.fromhex(text) for name, text in vector.items() if name not in "name pqde"}
    prepared = value["input_msg"]
    assert prepared == value["msg_prefix"] + value["msg"]
    if "encoded_msg" in value:
        assert blindsign.encode(prepared, key.key_size - 1, value["salt"]) == value["encoded_msg"]
    n = public.public_numbers().n
    factor = int(gmpy2.invert(int(vector["inv"], 16), n))
    blinded = blindsign.blind_with(public, prepared, value["salt"], factor)
    assert blinded == (value["blinded_msg"], value["inv"])
    answer = blindsign.blind_sign(blindsign.SigningKey(key), blinded.message)
    assert answer == value["blind_sig"]
    assert blindsign.unblind(public, answer, blinded.inverse) == value["sig"]


def test_vector_of_our_variant_is_an_ordinary_signature():
    vector = VECTORS[0]
    assert vector["name"] == "RSABSSA-SHA384-PSS-Randomized"
    public = private_key(vector).public_key()
    value = {name: bytes.fromhex(vector[name]) for name in ("input_msg", "blind_sig", "inv", "sig")}
    found = blindsign.finalize(public, value["input_msg"], value["blind_sig"], value["inv"])
    assert found == value["sig"]


def slow_sign(blinded: bytes) -> bytes:
    """The private power in Python's own numbers, without halves and without blinding."""
    numbers = key_of(1).private_numbers()
    n = numbers.public_numbers.n
    return pow(int.from_bytes(blinded, "big"), numbers.d, n).to_bytes(256, "big")


def test_round_trip():
    public = key_of(1).public_key()
    blinded = blindsign.blind(public, MESSAGE)
    answer = blindsign.blind_sign(signer_of(1), blinded.message)
    # A lost answer is given again, although each time it is reckoned with other random numbers.
    assert answer == blindsign.blind_sign(signer_of(1), blinded.message)
    assert answer == slow_sign(blinded.message)
    signature = blindsign.finalize(public, MESSAGE, answer, blinded.inverse)
    blindsign.verify(public, MESSAGE, signature)


def test_signer_sees_another_number_each_time():
    public = key_of(1).public_key()
    assert len({blindsign.blind(public, MESSAGE).message for _ in range(5)}) == 5
    assert blindsign.prepare(b"same") != blindsign.prepare(b"same")


@settings(max_examples=30)
@given(st.data())
def test_flipped_bit_of_message_or_signature_is_named(data):
    public = key_of(1).public_key()
    signature = signed(MESSAGE)
    changed = flipped(MESSAGE, data.draw(st.integers(0, len(MESSAGE) * 8 - 1)))
    with pytest.raises(Fault, match="^token-signature"):
        blindsign.verify(public, changed, signature)
    changed = flipped(signature, data.draw(st.integers(0, len(signature) * 8 - 1)))
    with pytest.raises(Fault, match="^token-signature"):
        blindsign.verify(public, MESSAGE, changed)


def signed(message: bytes) -> bytes:
    blinded = blindsign.blind(key_of(1).public_key(), message)
    answer = blindsign.blind_sign(signer_of(1), blinded.message)
    return blindsign.finalize(key_of(1).public_key(), message, answer, blinded.inverse)


def test_signature_of_another_key_or_length():
    with pytest.raises(Fault, match="^token-signature"):
        blindsign.verify(key_of(2).public_key(), MESSAGE, signed(MESSAGE))
    for wrong in (b"", bytes(255), bytes(257), signed(MESSAGE) + b"\x00"):
        with pytest.raises(Fault, match="^token-signature"):
            blindsign.verify(key_of(1).public_key(), MESSAGE, wrong)


def test_answer_that_is_none():
    public = key_of(1).public_key()
    blinded = blindsign.blind(public, MESSAGE)
    answer = blindsign.blind_sign(signer_of(1), blinded.message)
    with pytest.raises(Fault, match="^token-signature"):
        blindsign.finalize(public, MESSAGE, flipped(answer, 9), blinded.inverse)
    with pytest.raises(Fault, match="^answer-length"):
        blindsign.finalize(public, MESSAGE, answer[:-1], blinded.inverse)


@pytest.mark.parametrize("length", [0, 255, 257])
def test_signer_refuses_another_length(length):
    with pytest.raises(Fault, match="^blinded-length"):
        blindsign.blind_sign(signer_of(1), bytes(length))


@pytest.mark.parametrize("number", [0, "n", "n + 1", "most"])
def test_signer_refuses_what_no_blinding_gives(number):
    n = key_of(1).public_key().public_numbers().n
    value = {0: 0, "n": n, "n + 1": n + 1, "most": (1 << 2048) - 1}[number]
    with pytest.raises(Fault, match="^blinded-range"):
        blindsign.blind_sign(signer_of(1), value.to_bytes(256, "big"))


def test_wrong_power_is_never_given_out():
    """A fault in one half would give the primes away (Boneh, DeMillo, Lipton)."""
    broken = blindsign.SigningKey(key_of(1))
    broken.d_p += 2
    blinded = blindsign.blind(key_of(1).public_key(), MESSAGE)
    with pytest.raises(ArithmeticError):
        blindsign.blind_sign(broken, blinded.message)


def test_blinding_needs_numbers_without_common_factors():
    public, prime = key_of(1).public_key(), key_of(1).private_numbers().p
    with pytest.raises(Fault, match="^blind-input"):
        blindsign.blind_with(public, MESSAGE, bytes(48), prime)


def test_public_key_in_its_one_form():
    public = key_of(1).public_key()
    spki = blindsign.write_public_key(public)
    assert blindsign.read_public_key(spki) == public
    # rsaEncryption, 1.2.840.113549.1.1.1: browsers refuse the OID of RSASSA-PSS.
    assert bytes.fromhex("06092a864886f70d010101") in spki


def test_other_public_keys_are_refused():
    def der(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return key.public_key().public_bytes(serialization.Encoding.DER, form)

    spki = blindsign.write_public_key(key_of(1).public_key())
    others = [der(ec.generate_private_key(ec.SECP256R1())), der(blindsign.generate_key(1024))]
    others += [der(rsa.generate_private_key(3, 2048)), b"", spki[:-1], spki + b"\x00"]
    for other in others:
        with pytest.raises(Fault, match="^public-key"):
            blindsign.read_public_key(other)


def test_key_too_small_for_the_padding():
    with pytest.raises(Fault, match="^public-key"):
        blindsign.encode(b"", 511, bytes(48))
