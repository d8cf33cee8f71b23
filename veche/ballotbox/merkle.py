"""The tree of a log: hashes, growth, roots and proofs of RFC 6962, section 2.1.

Hashes are SHA-256, 32 bytes. `leaves` are hashes of entries already (`leaf_hash`). A proof is
checked as RFC 9162 describes (2.1.3.2 and 2.1.4.2); what does not hold raises a Fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from veche.ballotbox.faults import Fault

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
# (level, index) to the hash of the leaves from index * 2**level to (index + 1) * 2**level.
Perfect = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The hash under which an entry stands in the tree."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: a hash for each binary one of its size, largest first."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if size < 0 or len(self.peaks) != size.bit_count():
            raise Fault("frontier-form", "another number of hashes than the size has binary ones")

    def append(self, leaf: bytes) -> None:
        """Add a leaf: less than two hashes on the average."""
        peaks, size = self.peaks, self.size
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf)
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of the leaves so far."""
        return _joined(self.peaks)


def _joined(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def rows_of(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The whole tree of one leaf at least, row by row: the leaves first, the root alone last.

    Where a row has an odd number of hashes, its last one stands in the next as well.
    """
    rows = [list(leaves)]
    while len(rows[-1]) > 1:
        row = rows[-1]
        rows.append([*map(node_hash, row[::2], row[1::2]), *row[len(row) // 2 * 2 :]])
    return rows


def perfect_of(leaves: Iterable[bytes]) -> Perfect:
    """All full subtrees of the leaves, kept in memory: 64 bytes and Python's own for each leaf."""
    rows = [list(leaves)]
    while len(rows[-1]) > 1:
        row = rows[-1]
        rows.append([node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)])
    return lambda level, index: rows[level][index]


def range_hash(start: int, end: int, perfect: Perfect) -> bytes:
    """MTH(D[start:end]) where a full subtree of at least end - start leaves may begin at start."""
    peaks = []
    width = end - start
    for level in reversed(range(width.bit_length())):
        if width >> level & 1:
            peaks.append(perfect(level, start >> level))
            start += 1 << level
    return _joined(peaks)


def inclusion_proof(index: int, size: int, perfect: Perfect) -> list[bytes]:
    """PATH(index, D[size]): hashes from the leaf's neighbour up to the root's child."""
    if not 0 <= index < size:
        raise Fault("inclusion-index", "no such leaf in a tree of this size")
    proof = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            proof.append(range_hash(middle, end, perfect))
            end = middle
        else:
            proof.append(range_hash(start, middle, perfect))
            start = middle
    return proof[::-1]


def consistency_proof(old_size: int, new_size: int, perfect: Perfect) -> list[bytes]:
    """PROOF(old_size, D[new_size]): empty when the old tree is empty, or whole the new one."""
    if not 0 <= old_size <= new_size:
        raise Fault("consistency-sizes", "the old tree is larger than the new one")
    proof: list[bytes] = []
    if old_size == 0:
        return proof
    start, end = 0, new_size
    while end != old_size:
        middle = start + _half(end - start)
        if old_size <= middle:
            proof.append(range_hash(middle, end, perfect))
            end = middle
        else:
            proof.append(range_hash(start, middle, perfect))
            start = middle
    if start:
        proof.append(range_hash(start, end, perfect))
    return proof[::-1]


def _half(width: int) -> int:
    """The largest power of two below the width."""
    return 1 << (width - 1).bit_length() - 1


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Fault unless the proof leads from the leaf at that index to the root of that size."""
    if not 0 <= index < size:
        raise Fault("inclusion-index", "no such leaf in a tree of this size")
    place, last = index, size - 1
    for sibling in proof:
        if last == 0:
            raise Fault("inclusion-proof", "it is too long")
        if place & 1 or place == last:
            leaf = node_hash(sibling, leaf)
            place, last = _at_next_one(place, last)
        else:
            leaf = node_hash(leaf, sibling)
        place, last = place >> 1, last >> 1
    if last or leaf != root:
        raise Fault("inclusion-proof", "it does not lead to the root")


def verify_consistency(
    old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Fault unless the proof shows that the new tree begins with the whole of the old one."""
    if not 0 <= old_size <= new_size:
        raise Fault("consistency-sizes", "the old tree is larger than the new one")
    if old_size in (0, new_size):
        known = EMPTY_ROOT if old_size == 0 else new_root
        if proof or old_root != known:
            raise Fault("consistency-proof", "the trees differ, or there is nothing to prove")
        return
    hashes = list(proof)
    if old_size.bit_count() == 1:
        hashes.insert(0, old_root)
    if not hashes:
        raise Fault("consistency-proof", "it is empty")
    _require_both_roots(old_size, new_size, hashes, old_root, new_root)


def _require_both_roots(
    old_size: int, new_size: int, hashes: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise Fault("consistency-proof", "it is too long")
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            place, last = _at_next_one(place, last)
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    if last or old != old_root or new != new_root:
        raise Fault("consistency-proof", "it does not lead to both roots")


def _at_next_one(place: int, last: int) -> tuple[int, int]:
    """Levels passed on which the subtree is the last and has no neighbour."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last
