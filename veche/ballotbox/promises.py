"""One signed promise for the ballots of a group: its root is signed once, each gets its path.

    veche-group-promise/v1
    index <place in the group>
    <base64 of the hashes from the leaf's neighbour up>…

    <signed note of the promise key: "veche-group/v1\\n<origin>\\n<size>\\n<base64 root>\\n">

The tree is that of RFC 6962 over the leaves in the order of the group. It says no time.
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veche.ballotbox import canonical, merkle, note
from veche.ballotbox.faults import Fault

HEAD = "veche-group-promise/v1"
GROUP = "veche-group/v1"
# A group of 2**32 ballots is no larger.
PATH_MAX = 32


def sign(origin: str, leaves: Sequence[bytes], key: Ed25519PrivateKey) -> list[str]:
    """The promise to each of the leaves, in their order."""
    rows, size = merkle.rows_of(leaves), len(leaves)
    root = canonical.to_base64(rows[-1][0])
    signed = note.sign(f"{GROUP}\n{origin}\n{size}\n{root}\n", note.promise_name(origin), key)
    # A hash stands in the paths of many: each is written once.
    written = [[canonical.to_base64(one) for one in row] for row in rows[:-1]]
    return [_written(index, written, signed) for index in range(size)]


def _written(index: int, rows: Sequence[Sequence[str]], signed: str) -> str:
    lines = [HEAD, f"index {index}"]
    for row in rows:
        beside = index ^ 1
        # The last one of a row may stand alone; then it moves up as it is.
        if beside < len(row):
            lines.append(row[beside])
        index >>= 1
    lines += ["", signed]
    return "\n".join(lines)


def verify(text: str, origin: str, leaf: bytes, verifier: note.Verifier) -> None:
    """Fault unless the text promises this very leaf in this very log."""
    if verifier.name != note.promise_name(origin):
        raise Fault("promise-key", "the key promises for another log")
    top, _, signed = text.partition("\n\n")
    head, _, rest = top.partition("\n")
    place, *hashes = rest.split("\n")
    if head != HEAD or not place.startswith("index "):
        raise Fault("promise-form", "no promise of this version")
    index = canonical.from_decimal(place.removeprefix("index "), "promise-form")
    path = [canonical.from_base64(one, "promise-form") for one in hashes]
    if len(path) > PATH_MAX or any(len(one) != merkle.HASH_SIZE for one in path):
        raise Fault("promise-form", "too many hashes, or one of another length")
    kind, found, size, root = _group(note.verify(signed, [verifier]))
    if (kind, found) != (GROUP, origin):
        raise Fault("promise-text", "another log is promised, or something else")
    merkle.verify_inclusion(leaf, index, size, path, root)


def _group(text: str) -> tuple[str, str, int, bytes]:
    lines = text.split("\n")
    if len(lines) != 5:
        raise Fault("promise-text", "not four lines")
    size = canonical.from_decimal(lines[2], "promise-text")
    return lines[0], lines[1], size, canonical.from_base64(lines[3], "promise-text")
