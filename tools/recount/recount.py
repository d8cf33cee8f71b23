"""Count a secret poll again from its published files, without the town hall's program.

    python tools/recount/recount.py FOLDER [KEPT ...]

FOLDER holds what lies under the poll's address: `manifest`, `checkpoint`, `tile/...`. KEPT are
older checkpoints, promises and receipts that you saved: the log must agree with each. Prints the
totals and ends with 0, or the first thing that is wrong and ends with 1. Compare the hash of the
manifest with the one your browser showed. Needs Python and the library `cryptography`.
"""

import json
import struct
import sys
from base64 import b64decode, b64encode
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key

PADDING = PSS(MGF1(SHA384()), 48)  # RFC 9474, RSABSSA-SHA384-PSS-Randomized
POLL = {}  # the manifest, its hash and its keys: taken in once by each process


def require(holds, *wrong):
    if not holds:
        raise ValueError(": ".join(wrong))


@contextmanager
def naming(*wrong):
    """Whatever breaks inside is told under this name."""
    try:
        yield
    except Exception as error:
        raise ValueError(": ".join(wrong)) from error


def read_json(data):
    value = json.loads(data)
    form = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    require(form.encode() == data, "not in its one form")
    return value


def unbase64(text):
    data = b64decode(text, validate=True)
    require(b64encode(data).decode() == text, "not in its one form")
    return data


def begin(data):
    with naming("manifest-form"):
        POLL.update(read_json(data), hash=sha256(data).digest())
        keys = {one["id"]: load_der_public_key(unbase64(one["key"])) for one in POLL["strata"]}
        require((POLL["v"], POLL["tally_rule"]) == ("veche-manifest/v1", "veche-tally/v1"))
        POLL["keys"] = keys
        marks.cache_clear()


def signed(note, vkey, where):
    """The lines of a text that the key has signed (c2sp.org/signed-note)."""
    name, key_id, key = vkey.split("+", 2)
    text, _, last = note.rpartition("\n\n")
    found = [line.split(" ")[2] for line in last.split("\n") if line.startswith(f"— {name} ")]
    with naming("note-signature", where, f"not signed by {name}"):
        (signature,) = [one for one in map(unbase64, found) if one[:4].hex() == key_id]
        public = Ed25519PublicKey.from_public_bytes(unbase64(key)[1:])
        public.verify(signature[4:], f"{text}\n".encode())
    return text.split("\n")


def root(leaves):
    """The root of a tree (RFC 6962): row by row pairs are joined, and a last one alone moves up."""
    row = leaves
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        row = [sha256(b"\x01" + a + b).digest() for a, b in pairs] + row[len(row) // 2 * 2 :]
    return row[0] if row else sha256(b"").digest()


def read_tile(folder, level, number, width):
    """One file of the log (c2sp.org/tlog-tiles), and its path."""
    digits = f"{number:0{-(-len(str(number)) // 3) * 3}}"
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join([f"tile/{level}", *(f"x{part}" for part in parts[:-1]), parts[-1]])
    path += f".p/{width}" if width < 256 else ""
    require((folder / path).is_file(), "file-missing", path)
    return (folder / path).read_bytes(), path


def read_bundle(task):
    """From a file of up to 256 entries: their leaves, the ballots, and the other entries."""
    (data, path), place, leaves, ballots, others = read_tile(*task), 0, [], [], []
    while place < len(data):
        start = place + 2
        place = start + int.from_bytes(data[place:start], "big")
        entry = data[start:place]
        where = f"entry {task[2] * 256 + len(leaves)} in {path}"
        leaves.append(sha256(b"\x00" + entry).digest())
        if entry[:1] == b"\x02":
            ballots.append(read_ballot(entry, where))
        else:
            others.append((task[2] * 256 + len(leaves) - 1, entry))
    require(place == len(data) and len(leaves) == task[3], "bundle-length", path)
    return leaves, ballots, others


def read_ballot(entry, where):
    """Whose ballot it is (stratum and key) and what it says, once both signatures hold."""
    end = 370 + POLL["body_len"]
    require(len(entry) == end + 64, "ballot-length", where)
    prepared, token, body, signature = entry[1:114], entry[114:370], entry[370:end], entry[end:]
    stratum = int.from_bytes(prepared[79:81], "big")
    require(prepared[32:79] == b"veche-token/v1\x00" + POLL["hash"], "token-manifest", where)
    require(body[:48] == b"veche-ballot/v1\x00" + POLL["hash"], "body-manifest", where)
    require(stratum in POLL["keys"], "token-stratum", where)
    with naming("token-signature", where):
        POLL["keys"][stratum].verify(token, prepared, PADDING, SHA384())
    with naming("ballot-signature", where):
        Ed25519PublicKey.from_public_bytes(prepared[81:]).verify(signature, body)
    require(body[48:52] > bytes(4) and marks(body[52:]) is not None, "body-form", where)
    return prepared[79:], body[48:]


@lru_cache(1 << 14)
def marks(body):
    """(option, weight) pairs of each question, or None when the ballot is unlawful."""
    found, place = [], 1
    for question in POLL["questions"]:
        end = place + 2 + 6 * int.from_bytes(body[place : place + 2], "big")
        pairs = list(struct.iter_unpack(">HI", body[place + 2 : end])) if end <= len(body) else None
        if pairs is None or not is_lawful(question, [o for o, _ in pairs], [w for _, w in pairs]):
            return None
        found.append(pairs)
        place = end
    says = any(found) or any(question["required"] for question in POLL["questions"])
    return found if says and body[0] == len(found) and not body[place:].strip(b"\xff") else None


def is_lawful(question, options, weights):
    count, alone = len(options), set(options) & set(question["alone"])
    least, most = (1, 1) if alone else (question["min"], question["max"])
    if options != sorted(set(options)) or any(o >= len(question["options"]) for o in options):
        return False
    if not least <= count <= most and (count or question["required"]):
        return False
    if question["budget"] and sum(question["costs"][o] for o in options) > question["budget"]:
        return False
    if any(sum(o in rivals for o in options) > 1 for rivals in question["rivals"]):
        return False
    if question["kind"] == "points":
        each = question["max_each"] or question["total"]
        return all(0 < w <= each for w in weights) and sum(weights) <= question["total"]
    ranks = range(1, count + 1) if question["kind"] == "ranking" else [1] * count
    return sorted(weights) == list(ranks)


def tally(bodies):
    """[votes, points] of each option by question (veche-tally/v1), from bodies and their number."""
    total = {one["id"]: [[0, 0] for _ in one["options"]] for one in POLL["questions"]}
    for body, times in bodies.items():
        for question, pairs in zip(POLL["questions"], marks(body), strict=True):
            for option, weight in pairs:
                votes, points = added(question, option, weight)
                total[question["id"]][option][0] += votes * times
                total[question["id"]][option][1] += points * times
    return total


def added(question, option, weight):
    """Votes and points that a mark adds to its option."""
    if question["kind"] == "ranking" and option not in question["alone"]:
        ranked = len(question["options"]) - len(question["alone"])
        return int(weight == 1), ranked - weight
    points = {"points": weight, "scale": question["options"][option]}
    return 1, int(points.get(question["kind"], 0))


def check_tiles(folder, leaves):
    """The published hashes are those of the entries."""
    level, row = 0, leaves
    while row:
        for start in range(0, len(row), 256):
            part = row[start : start + 256]
            data, path = read_tile(folder, level, start // 256, len(part))
            require(data == b"".join(part), "tile-hash", path)
        row = [root(row[i : i + 256]) for i in range(0, len(row) - 255, 256)]
        level += 1


def check_kept(path, leaves):
    """A checkpoint, a promise, or the checkpoint inside a receipt: the log must agree with it."""
    where = path.name
    with naming("note-form", where):
        text = path.read_bytes().decode()
    if text.startswith("veche-promise/v1\n"):
        _, origin, leaf = signed(text, POLL["promise_vkey"], where)
        require(origin == POLL["origin"] and unbase64(leaf) in leaves, "promise-broken", where)
        return
    if text.startswith("c2sp.org/tlog-proof@v1\n"):
        text = text.partition("\n\n")[2]
    origin, size, said = signed(text, POLL["log_vkey"], where)
    require(origin == POLL["origin"] and int(size) <= len(leaves), "checkpoint-size", where)
    require(root(leaves[: int(size)]) == unbase64(said), "checkpoint-root", where)


def keep_last(last, ballots):
    """What each owner said last: the highest number, of equal ones the first."""
    for owner, body in ballots:
        require(POLL["change_allowed"] or owner not in last, "ballot-changed", "changes are barred")
        if owner not in last or body[:4] > last[owner][:4]:
            last[owner] = body


def check_close(others, distinct, total):
    """What the box said at the end is what was counted, and no more than voters and tokens."""
    with naming("close-form"):
        counts = [read_json(entry[1:])["issued"] for _, entry in others[1:-1]]
        close = read_json(others[-1][1][1:])
        said, told = close["issued"], close["ballots"]
    for one in POLL["strata"]:
        label, name, ballots = one["label"], str(one["id"]), distinct[one["id"]]
        issued = said.get(name, 0)
        require(all(one.get(name, 0) <= issued for one in counts), "counts-differ", label)
        require(ballots <= issued, "ballots-more-than-issued", label)
        require(issued <= one["eligible"], "issued-more-than-eligible", label)
        require(told.get(name, 0) == ballots, "close-ballots", label)
        yield f"{label}: {ballots} ballots of {issued} issued, {one['eligible']} eligible"
    eligible = sum(one["eligible"] for one in POLL["strata"] if one["id"])
    require(sum(said.values()) <= eligible, "issued-more-than-eligible", "all together")
    for question in POLL["questions"]:
        lines = total[question["id"]]
        require(close["tally"].get(question["id"]) == lines, "close-tally", question["id"])
        yield question["id"]
        for option, (votes, points) in zip(question["options"], lines, strict=True):
            yield f"  {option}: {votes} votes" + (f", {points} points" if points else "")


def recount(folder, kept=(), run=map):
    """The count of a folder, in lines to print; ValueError with the first thing that is wrong."""
    begin((folder / "manifest").read_bytes())
    with naming("note-form", "checkpoint"):
        checkpoint = (folder / "checkpoint").read_bytes().decode()
    size = int(signed(checkpoint, POLL["log_vkey"], "checkpoint")[1])
    tasks = [(folder, "entries", at // 256, min(256, size - at)) for at in range(0, size, 256)]
    first = read_tile(*tasks[0])[0][2:35]
    require(first == b"\x01" + POLL["hash"], "manifest-hash", "not the one in entry 0")
    leaves, others, last = [], [], {}
    for more, ballots, rest in run(read_bundle, tasks):
        leaves += more
        others += rest
        keep_last(last, ballots)
    for path in (folder / "checkpoint", *kept):
        check_kept(path, leaves)
    check_tiles(folder, leaves)
    for at, entry in others:
        kind = b"\x01" if at == 0 else b"\x04" if at == size - 1 else b"\x03"
        require(entry[:1] == kind, "entry-type", f"entry {at}")
    require(others[-1][0] == size - 1 > 0, "close-missing", "the last entry closes nothing")
    total = tally(Counter(body[4:] for body in last.values()))
    distinct = Counter(int.from_bytes(owner[:2], "big") for owner in last)
    head = [f"{POLL['origin']}: {len(last)} voters, log of {size} entries"]
    head += [f"manifest {POLL['hash'].hex()}", f"log key {POLL['log_vkey']}"]
    return [*head, *check_close(others, distinct, total)]


def main(folder, *kept):
    try:
        data = (Path(folder) / "manifest").read_bytes()
        with ProcessPoolExecutor(initializer=begin, initargs=(data,)) as pool:
            print("\n".join(recount(Path(folder), map(Path, kept), pool.map)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print("WRONG", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
