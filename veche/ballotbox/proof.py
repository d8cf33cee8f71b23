"""The receipt of a ballot: c2sp.org/tlog-proof@v1, which can be checked without any network."""

from __future__ import annotations

from dataclasses import dataclass

from veche.ballotbox import canonical, merkle, note
from veche.ballotbox.faults import Fault

HEAD = "c2sp.org/tlog-proof@v1"
# A tree of 2**64 leaves is no deeper.
PATH_MAX = 64


@dataclass(frozen=True)
class Proof:
    """An entry stands at `index` of the log whose signed checkpoint is inside.

    `entry` is the entry itself, when its owner wants it told, and else empty.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    entry: bytes = b""


def write(proof: Proof) -> str:
    """The text of a `.tlog-proof` file."""
    lines = [HEAD]
    if proof.entry:
        lines.append(f"extra {canonical.to_base64(proof.entry)}")
    lines.append(f"index {proof.index}")
    lines += [canonical.to_base64(one) for one in proof.path]
    return "\n".join(lines) + f"\n\n{proof.checkpoint}"


def parse(text: str) -> Proof:
    """The proof that `write` wrote; Fault(`proof-form`) for any other text."""
    top, blank, checkpoint = text.partition("\n\n")
    lines = top.split("\n")
    if not blank or lines.pop(0) != HEAD:
        raise Fault("proof-form", "no proof of this version")
    entry = b""
    if lines and lines[0].startswith("extra "):
        entry = canonical.from_base64(lines.pop(0).removeprefix("extra "), "proof-form")
    if not lines or not lines[0].startswith("index "):
        raise Fault("proof-form", "no index")
    index = canonical.from_decimal(lines.pop(0).removeprefix("index "), "proof-form")
    path = tuple(canonical.from_base64(line, "proof-form") for line in lines)
    if len(path) > PATH_MAX or any(len(one) != merkle.HASH_SIZE for one in path):
        raise Fault("proof-form", "too many hashes, or one of another length")
    proof = Proof(index, path, checkpoint, entry)
    if write(proof) != text:
        raise Fault("proof-form", "an empty extra")
    return proof


def verify(proof: Proof, leaf: bytes, verifier: note.Verifier) -> note.Checkpoint:
    """The checkpoint under which the leaf stands at its index; Fault when anything does not hold.

    The entry, where it is told, must be the one of the leaf: nothing else vouches for it.
    """
    if proof.entry and merkle.leaf_hash(proof.entry) != leaf:
        raise Fault("proof-entry", "the entry told is not the one proved")
    checkpoint = note.verify_checkpoint(proof.checkpoint, verifier)
    merkle.verify_inclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
    return checkpoint
