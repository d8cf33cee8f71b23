"""Blind signatures: RFC 9474, RSABSSA-SHA384-PSS-Randomized.

The signer sees a number that tells nothing of the message; what its owner makes of the answer is
an ordinary RSA-PSS signature (SHA-384, MGF1 with SHA-384, salt of 48 bytes), which anyone can
check. All numbers on the wire have the length of the modulus.
"""

from __future__ import annotations

import secrets
from hashlib import sha384
from typing import NamedTuple

import gmpy2
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from veche.ballotbox.faults import Fault

RANDOM_SIZE = 32
SALT_SIZE = 48
EXPONENT = 65537
KEY_BITS = 2048
_HASH_SIZE = sha384().digest_size
_PSS = padding.PSS(padding.MGF1(hashes.SHA384()), SALT_SIZE)
_SHA384 = hashes.SHA384()


class Blinded(NamedTuple):
    """What is sent to the signer, and the secret that takes the blinding off the answer."""

    message: bytes
    inverse: bytes


def generate_key(bits: int = KEY_BITS) -> rsa.RSAPrivateKey:
    """A new key, for one stratum of one poll and for blind signatures alone."""
    return rsa.generate_private_key(EXPONENT, bits)


def write_public_key(key: rsa.RSAPublicKey) -> bytes:
    """DER of SubjectPublicKeyInfo with the OID rsaEncryption, which browsers read."""
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def read_public_key(spki: bytes) -> rsa.RSAPublicKey:
    """The key that `write_public_key` wrote; Fault for another kind, size, exponent or form."""
    try:
        key = serialization.load_der_public_key(spki)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Fault("public-key", "no public key in DER") from error
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size != KEY_BITS:
        raise Fault("public-key", f"no RSA key of {KEY_BITS} bits")
    if key.public_numbers().e != EXPONENT or write_public_key(key) != spki:
        raise Fault("public-key", "another exponent, or another form of the same key")
    return key


def prepare(message: bytes) -> bytes:
    """The message after 32 fresh random bytes: what is signed, and shown with the signature."""
    return secrets.token_bytes(RANDOM_SIZE) + message


def blind(key: rsa.RSAPublicKey, prepared: bytes) -> Blinded:
    """Hide a prepared message from the signer. Keep the result: it asks again for a lost answer."""
    factor = 1 + secrets.randbelow(key.public_numbers().n - 1)
    return blind_with(key, prepared, secrets.token_bytes(SALT_SIZE), factor)


def blind_with(key: rsa.RSAPublicKey, prepared: bytes, salt: bytes, factor: int) -> Blinded:
    """`blind` with randomness that is given, each of which must serve once only."""
    n, e = key.public_numbers().n, key.public_numbers().e
    length = _length(n)
    number = int.from_bytes(encode(prepared, n.bit_length() - 1, salt), "big")
    if gmpy2.gcd(number, n) != 1 or gmpy2.gcd(factor, n) != 1:
        raise Fault("blind-input", "a number that shares a factor with the modulus")
    hidden = number * int(gmpy2.powmod(factor, e, n)) % n
    inverse = int(gmpy2.invert(factor, n))
    return Blinded(hidden.to_bytes(length, "big"), inverse.to_bytes(length, "big"))


class SigningKey:
    """The private key as numbers, read once; for the process that signs and no other."""

    __slots__ = ("d_p", "d_q", "e", "length", "n", "p", "q", "q_inverse")

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        numbers = key.private_numbers()
        self.n = gmpy2.mpz(numbers.public_numbers.n)
        self.e = gmpy2.mpz(numbers.public_numbers.e)
        self.p, self.q = gmpy2.mpz(numbers.p), gmpy2.mpz(numbers.q)
        self.d_p, self.d_q = gmpy2.mpz(numbers.dmp1), gmpy2.mpz(numbers.dmq1)
        self.q_inverse = gmpy2.mpz(numbers.iqmp)
        self.length = _length(numbers.public_numbers.n)


def blind_sign(key: SigningKey, blinded: bytes) -> bytes:
    """The signer's answer, the same each time. Fault for a number that no blinding gives.

    What is raised to the secret power is blinded once more, by us, so that its timing tells
    nothing. A wrong answer (a fault in one half) would give the key away, so none is given.
    """
    number = int.from_bytes(blinded, "big")
    if len(blinded) != key.length:
        raise Fault("blinded-length", f"{key.length} bytes are expected")
    if not 0 < number < key.n:
        raise Fault("blinded-range", "not below the modulus, or nought")
    factor = gmpy2.mpz(1 + secrets.randbelow(int(key.n) - 1))
    hidden = number * gmpy2.powmod(factor, key.e, key.n) % key.n
    signed = _private_power(key, hidden) * gmpy2.invert(factor, key.n) % key.n
    if gmpy2.powmod(signed, key.e, key.n) != number:
        raise ArithmeticError("A signature came out wrong: memory or processor are at fault.")
    return int(signed).to_bytes(key.length, "big")


def _private_power(key: SigningKey, number: gmpy2.mpz) -> gmpy2.mpz:
    """number ** d modulo n, by each prime apart (Chinese remainders), in constant time."""
    by_p = gmpy2.powmod_sec(number % key.p, key.d_p, key.p)
    by_q = gmpy2.powmod_sec(number % key.q, key.d_q, key.q)
    return by_q + key.q * ((by_p - by_q) * key.q_inverse % key.p)


def finalize(key: rsa.RSAPublicKey, prepared: bytes, answer: bytes, inverse: bytes) -> bytes:
    """The signature of the prepared message; Fault when the signer answered with another number."""
    signature = unblind(key, answer, inverse)
    verify(key, prepared, signature)
    return signature


def unblind(key: rsa.RSAPublicKey, answer: bytes, inverse: bytes) -> bytes:
    """The blinding taken off, not yet checked."""
    n = key.public_numbers().n
    length = _length(n)
    if len(answer) != length or len(inverse) != length:
        raise Fault("answer-length", f"{length} bytes are expected")
    number = int.from_bytes(answer, "big") * int.from_bytes(inverse, "big") % n
    return number.to_bytes(length, "big")


def verify(key: rsa.RSAPublicKey, prepared: bytes, signature: bytes) -> None:
    """Fault unless the signature is the key's, of this prepared message."""
    try:
        key.verify(signature, prepared, _PSS, _SHA384)
    except InvalidSignature as error:
        raise Fault("token-signature", "the key of the stratum has not signed this") from error


def encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017, 9.1.1) with SHA-384 into ceil(bits / 8) bytes."""
    length = -(-bits // 8)
    block_length = length - _HASH_SIZE - 1
    if block_length < len(salt) + 1:
        raise Fault("public-key", "too small for this padding")
    digest = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(block_length - len(salt) - 1) + b"\x01" + salt
    masked = int.from_bytes(block, "big") ^ int.from_bytes(_mask(digest, block_length), "big")
    masked &= (1 << bits - 8 * (length - block_length)) - 1
    return masked.to_bytes(block_length, "big") + digest + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 (RFC 8017, B.2.1) with SHA-384."""
    blocks = range(-(-length // _HASH_SIZE))
    return b"".join(sha384(seed + i.to_bytes(4, "big")).digest() for i in blocks)[:length]


def _length(modulus: int) -> int:
    return -(-modulus.bit_length() // 8)
