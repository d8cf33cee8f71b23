"""RFC 6962 against its own words: the recursive definitions, slow and plain, beside ours."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.ballotbox import merkle
from veche.ballotbox.faults import Fault
from veche.ballotbox.tests.makers import flipped

# The leaves of Certificate Transparency's own tests, and the root of all eight.
KNOWN = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
KNOWN_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
ENTRIES = [bytes([number]) * number for number in range(65)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]


def split(count: int) -> int:
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def slow_root(entries: list[bytes]) -> bytes:
    """MTH of section 2.1."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    half = split(len(entries))
    return sha256(b"\x01" + slow_root(entries[:half]) + slow_root(entries[half:])).digest()


def slow_path(index: int, entries: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(entries) == 1:
        return []
    half = split(len(entries))
    if index < half:
        return [*slow_path(index, entries[:half]), slow_root(entries[half:])]
    return [*slow_path(index - half, entries[half:]), slow_root(entries[:half])]


def slow_proof(old: int, entries: list[bytes], is_whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if old == len(entries):
        return [] if is_whole else [slow_root(entries)]
    half = split(len(entries))
    if old <= half:
        return [*slow_proof(old, entries[:half], is_whole), slow_root(entries[half:])]
    return [*slow_proof(old - half, entries[half:], False), slow_root(entries[:half])]


def test_root_known_to_everyone():
    frontier = merkle.Frontier()
    for entry in KNOWN:
        frontier.append(merkle.leaf_hash(entry))
    assert frontier.root().hex() == KNOWN_ROOT
    assert slow_root(KNOWN).hex() == KNOWN_ROOT


def test_edge_grows_as_the_definition_says():
    frontier = merkle.Frontier()
    for size in range(65):
        assert frontier.root() == slow_root(ENTRIES[:size])
        # What is kept between two seals is enough to go on.
        frontier = merkle.Frontier(frontier.size, frontier.peaks)
        frontier.append(LEAVES[size])


@pytest.mark.parametrize(("size", "peaks"), [(3, 1), (4, 2), (0, 1), (-1, 1)])
def test_edge_of_another_size_is_refused(size, peaks):
    with pytest.raises(Fault, match="^frontier-form"):
        merkle.Frontier(size, [bytes(32)] * peaks)


def test_every_inclusion_proof_to_64():
    for size in range(1, 65):
        perfect = merkle.perfect_of(LEAVES[:size])
        root = slow_root(ENTRIES[:size])
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, perfect)
            assert proof == slow_path(index, ENTRIES[:size])
            merkle.verify_inclusion(LEAVES[index], index, size, proof, root)


def test_every_consistency_proof_to_64():
    for new in range(65):
        perfect = merkle.perfect_of(LEAVES[:new])
        new_root = slow_root(ENTRIES[:new])
        for old in range(new + 1):
            proof = merkle.consistency_proof(old, new, perfect)
            if old:
                assert proof == slow_proof(old, ENTRIES[:new])
            old_root = slow_root(ENTRIES[:old])
            merkle.verify_consistency(old, new, proof, old_root, new_root)
            for wrong in (flipped(old_root, 7), merkle.leaf_hash(b"other")):
                with pytest.raises(Fault, match="^consistency-proof"):
                    merkle.verify_consistency(old, new, proof, wrong, new_root)
            if old:
                with pytest.raises(Fault, match="^consistency-proof"):
                    merkle.verify_consistency(old, new, proof, old_root, flipped(new_root, 7))


def test_proof_holds_for_its_own_leaf_alone():
    for size in range(1, 33):
        perfect = merkle.perfect_of(LEAVES[:size])
        root = slow_root(ENTRIES[:size])
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, perfect)
            for other in set(range(size)) - {index}:
                with pytest.raises(Fault, match="^inclusion-proof"):
                    merkle.verify_inclusion(LEAVES[other], index, size, proof, root)
                with pytest.raises(Fault, match="^inclusion-proof"):
                    merkle.verify_inclusion(LEAVES[index], other, size, proof, root)


@given(st.data())
def test_changed_proof_is_named(data):
    size = data.draw(st.integers(2, 64))
    index = data.draw(st.integers(0, size - 1))
    perfect = merkle.perfect_of(LEAVES[:size])
    root = slow_root(ENTRIES[:size])
    proof = merkle.inclusion_proof(index, size, perfect)
    place = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
    for wrong in (changed, [*proof, bytes(32)], proof[:-1], proof[1:], []):
        with pytest.raises(Fault, match="^inclusion-proof"):
            merkle.verify_inclusion(LEAVES[index], index, size, wrong, root)


@given(st.data())
def test_changed_consistency_is_named(data):
    new = data.draw(st.integers(2, 64))
    old = data.draw(st.integers(1, new - 1))
    proof = merkle.consistency_proof(old, new, merkle.perfect_of(LEAVES[:new]))
    roots = slow_root(ENTRIES[:old]), slow_root(ENTRIES[:new])
    place = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
    for wrong in (changed, [*proof, bytes(32)], proof[:-1], proof[1:], []):
        with pytest.raises(Fault, match="^consistency-proof"):
            merkle.verify_consistency(old, new, wrong, *roots)


def test_impossible_places_are_refused():
    perfect = merkle.perfect_of(LEAVES[:4])
    for index in (-1, 4):
        with pytest.raises(Fault, match="^inclusion-index"):
            merkle.inclusion_proof(index, 4, perfect)
        with pytest.raises(Fault, match="^inclusion-index"):
            merkle.verify_inclusion(LEAVES[0], index, 4, [], bytes(32))
    for old, new in ((5, 4), (-1, 4)):
        with pytest.raises(Fault, match="^consistency-sizes"):
            merkle.consistency_proof(old, new, perfect)
        with pytest.raises(Fault, match="^consistency-sizes"):
            merkle.verify_consistency(old, new, [], bytes(32), bytes(32))
