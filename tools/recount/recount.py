"""Count a poll again from its published files, without the town hall's program.

    python tools/recount/recount.py PLACE [KEPT ...]

PLACE is the poll's address, or a folder with what lies there: `manifest`, `checkpoint`, `tile/...`.
KEPT are older checkpoints, promises and receipts that you saved: the log must agree with each.
Prints the totals and ends with 0, or the first thing that is wrong and ends with 1. Compare the
hash of the manifest with the one your browser showed. Needs Python and the library `cryptography`.
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
from urllib.request import urlopen

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key

PADDING, HASH = PSS(MGF1(SHA384()), 48), SHA384()  # RFC 9474, RSABSSA-SHA384-PSS-Randomized
KINDS = {"veche-manifest/v1": b"\x02", "veche-open/v1": b"\x05"}  # secret and open ballots
NOTES = ("veche-group-promise/v1", "c2sp.org/tlog-proof@v1")  # which have a signed note inside
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


def read_file(place, path):
    with naming("file-missing", path):
        if place.startswith(("http://", "https://")):
            with urlopen(f"{place.rstrip('/')}/{path}", timeout=60) as answer:
                return answer.read()
        return (Path(place) / path).read_bytes()


def begin(data):
    with naming("manifest-form"):
        POLL.update(read_json(data), hash=sha256(data).digest())
        require(POLL["tally_rule"] == "veche-tally/v1")
        POLL.update(ballot=KINDS[POLL["v"]], secret=POLL["v"] == "veche-manifest/v1")
        keys = {one["id"]: unbase64(one["key"]) for one in POLL["strata"]}
        POLL["keys"] = {n: POLL["secret"] and load_der_public_key(key) for n, key in keys.items()}
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


def node(left, right):
    return sha256(b"\x01" + left + right).digest()


def split(hashes):
    return [hashes[at : at + 32] for at in range(0, len(hashes), 32)]


def root(row):
    """The root of a tree (RFC 6962): row by row pairs are joined, and a last one alone moves up."""
    while len(row) > 1:
        row = [*map(node, row[::2], row[1::2]), *row[len(row) // 2 * 2 :]]
    return row[0] if row else sha256(b"").digest()


def read_tile(place, level, number, width):
    """One file of the log (c2sp.org/tlog-tiles), and its path."""
    digits = f"{number:0{-(-len(str(number)) // 3) * 3}}"
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join([f"tile/{level}", *(f"x{part}" for part in parts[:-1]), parts[-1]])
    path += f".p/{width}" if width < 256 else ""
    return read_file(place, path), path


def check_tile(place, level, number, row):
    data, path = read_tile(place, level, number, len(row))
    require(data == b"".join(row), "tile-hash", path)


def read_bundle(task):
    """From a file of up to 256 entries: their leaves, the ballots, and the other entries."""
    (data, path), at, leaves, ballots, others = read_tile(*task), 0, [], [], []
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        entry, number = data[start:at], task[2] * 256 + len(leaves)
        leaves.append(sha256(b"\x00" + entry).digest())
        if entry[:1] == POLL["ballot"]:
            ballots.append(read_ballot(entry, f"entry {number} in {path}"))
        else:
            others.append((number, entry))
    require(at == len(data) and len(leaves) == task[3], "bundle-length", path)
    check_tile(task[0], 0, task[2], leaves)
    return b"".join(leaves), ballots, others


def read_ballot(entry, where):
    """Whose ballot it is, and its number (4 bytes), stratum (2) and marks, once all of it holds."""
    length = POLL["body_len"]
    require(len(entry) == length + (434 if POLL["secret"] else 37), "ballot-length", where)
    if POLL["secret"]:
        prepared, token, body, signature = struct.unpack(f"x113s256s{length}s64s", entry)
        owner, number = prepared[79:], prepared[79:81]
        require(prepared[32:79] == b"veche-token/v1\x00" + POLL["hash"], "token-manifest", where)
        key = POLL["keys"].get(int.from_bytes(number, "big"))
        require(key, "token-stratum", where)
        with naming("token-signature", where):
            key.verify(token, prepared, PADDING, HASH)
        with naming("ballot-signature", where):
            Ed25519PublicKey.from_public_bytes(owner[2:]).verify(signature, body)
    else:
        owner, number, body = struct.unpack(f"x32s2sxx{length}s", entry)
        require(int.from_bytes(number, "big") in POLL["keys"], "pass-stratum", where)
    require(body[:48] == b"veche-ballot/v1\x00" + POLL["hash"], "body-manifest", where)
    require(body[48:52] > bytes(4) and marks(body[52:]) is not None, "body-form", where)
    return owner, body[48:52] + number + body[52:]


@lru_cache(1 << 14)
def marks(body):
    """(option, weight) pairs of each question, or None when the ballot is unlawful."""
    found, at = [], 1
    for question in POLL["questions"]:
        end = at + 2 + 6 * int.from_bytes(body[at : at + 2], "big")
        pairs = list(struct.iter_unpack(">HI", body[at + 2 : end])) if end <= len(body) else None
        if pairs is None or not is_lawful(question, [o for o, _ in pairs], [w for _, w in pairs]):
            return None
        found.append(pairs)
        at = end
    says = any(found) or any(question["required"] for question in POLL["questions"])
    return found if says and body[0] == len(found) and not body[at:].strip(b"\xff") else None


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


def tally(said):
    """[votes, points] of each option by question (veche-tally/v1); from what was said how often."""
    total = {one["id"]: [[0, 0] for _ in one["options"]] for one in POLL["questions"]}
    for ballot, times in said.items():
        for question, pairs in zip(POLL["questions"], marks(ballot[6:]), strict=True):
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


def check_kept(where, text, bundles):
    """A checkpoint, a promise or a receipt: the log must agree with it."""
    top, _, inside = text.partition("\n\n")
    kind, *lines = top.split("\n")
    promised = kind in ("veche-promise/v1", "veche-group-promise/v1")
    vkey = POLL["promise_vkey" if promised else "log_vkey"]
    told = signed(inside if kind in NOTES else text, vkey, where)
    require(told[promised] == POLL["origin"], "note-origin", where)
    said = unbase64(told[-1])
    if promised:
        with naming("promise-broken", where):
            steps = follow(lines, int(told[2]))[1] if kind in NOTES else []
            require(any(top_of(leaf, steps) == said for one in bundles for leaf in split(one)))
        return
    size = int(told[1])
    require(size <= sum(map(len, bundles)) // 32, "checkpoint-size", where)
    part = [root(split(bundles[size // 256])[: size % 256])] if size % 256 else []
    whole = [root(split(leaves)) for leaves in bundles[: size // 256]]
    require(root(whole + part) == said, "checkpoint-root", where)
    if kind in NOTES:
        with naming("proof-broken", where):
            entry = unbase64(lines.pop(0)[6:]) if lines[0].startswith("extra ") else None
            index, steps = follow(lines, size)
            leaf = split(bundles[index // 256])[index % 256]
            require(top_of(leaf, steps) == said)
            require(entry is None or sha256(b"\x00" + entry).digest() == leaf)


def follow(lines, size):
    """An index, and the way from its leaf to the root: hashes beside it, each with its side."""
    index, path = int(lines[0][6:]), [*map(unbase64, lines[1:])]
    require(lines[0] == f"index {index}" and 0 <= index < size)
    at, last, steps = index, size - 1, []
    for beside in path:
        require(last and len(beside) == 32)
        while at == last and at % 2 == 0:
            at, last = at // 2, last // 2
        steps.append((beside, at % 2 == 1))
        at, last = at // 2, last // 2
    require(last == 0)
    return index, steps


def top_of(leaf, steps):
    for beside, is_left in steps:
        leaf = node(beside, leaf) if is_left else node(leaf, beside)
    return leaf


def check_close(others, said):
    """What the box said at the end is what was counted, and no more than voters and tokens."""
    total, distinct = tally(said), Counter()
    for ballot, times in said.items():
        distinct[int.from_bytes(ballot[4:6], "big")] += times
    with naming("close-form"):
        counts = [read_json(entry[1:])["issued"] for _, entry in others[1:-1]]
        close = read_json(others[-1][1][1:])
        given, told = close["issued"], close["ballots"]
    for one in POLL["strata"]:
        label, name, ballots = one["label"], str(one["id"]), distinct[one["id"]]
        issued = given.get(name, 0)
        require(all(one.get(name, 0) <= issued for one in counts), "counts-differ", label)
        require(ballots <= issued, "ballots-more-than-issued", label)
        require(issued <= one["eligible"], "issued-more-than-eligible", label)
        require(told.get(name, 0) == ballots, "close-ballots", label)
        yield f"{label}: {ballots} ballots of {issued} issued, {one['eligible']} eligible"
    eligible = sum(one["eligible"] for one in POLL["strata"] if one["id"] or not POLL["secret"])
    require(sum(given.values()) <= eligible, "issued-more-than-eligible", "all together")
    for question in POLL["questions"]:
        lines = total[question["id"]]
        require(close["tally"].get(question["id"]) == lines, "close-tally", question["id"])
        yield question["id"]
        for option, (votes, points) in zip(question["options"], lines, strict=True):
            yield f"  {option}: {votes} votes" + (f", {points} points" if points else "")


def recount(place, kept=(), run=map):
    """The count of a poll, in lines to print; ValueError with the first thing that is wrong."""
    begin(read_file(place, "manifest"))
    texts = [("checkpoint", read_file(place, "checkpoint"))]
    texts += [(Path(path).name, Path(path).read_bytes()) for path in kept]
    with naming("note-form", "a checkpoint, promise or receipt that is not UTF-8"):
        texts = [(name, text.decode()) for name, text in texts]
    size = int(signed(texts[0][1], POLL["log_vkey"], "checkpoint")[1])
    tasks = [(place, "entries", at // 256, min(256, size - at)) for at in range(0, size, 256)]
    first = read_tile(*tasks[0])[0][2:35]
    require(first == b"\x01" + POLL["hash"], "manifest-hash", "not the one in entry 0")
    bundles, others, last, alike = [], [], {}, {}
    for leaves, ballots, rest in run(read_bundle, tasks):
        bundles.append(leaves)
        others += rest
        for owner, said in ballots:
            is_first = owner not in last
            require(POLL["change_allowed"] or is_first, "ballot-changed", "changes are barred")
            if is_first or said[:4] > last[owner][:4]:  # of equal numbers the first stands
                last[owner] = alike.setdefault(said, said)
    alike.clear()
    for name, text in texts:
        check_kept(name, text, bundles)
    row, level = [root(split(leaves)) for leaves in bundles if len(leaves) == 8192], 1
    while row:
        parts = [row[at : at + 256] for at in range(0, len(row), 256)]
        for number, part in enumerate(parts):
            check_tile(place, level, number, part)
        row, level = [root(part) for part in parts if len(part) == 256], level + 1
    for at, entry in others:
        kind = b"\x01" if at == 0 else b"\x04" if at == size - 1 else b"\x03"
        require(entry[:1] == kind, "entry-type", f"entry {at}")
    require(others[-1][0] == size - 1 > 0, "close-missing", "the last entry closes nothing")
    head = [f"{POLL['origin']}: {len(last)} voters, log of {size} entries"]
    head += [f"manifest {POLL['hash'].hex()}", f"log key {POLL['log_vkey']}"]
    return [*head, *check_close(others, Counter(last.values()))]


def main(place, *kept):
    try:
        data = read_file(place, "manifest")
        with ProcessPoolExecutor(initializer=begin, initargs=(data,)) as pool:
            print("\n".join(recount(place, kept, pool.map)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        print("WRONG", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) > 1 else __doc__)
