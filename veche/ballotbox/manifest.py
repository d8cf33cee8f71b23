"""The manifest of a poll: everything that all clients must see alike, and its hash.

That of an open poll has another version, and neither keys of strata nor a roll. Its bytes are
canonical JSON; their SHA-256 is signed with every token and every ballot, so a voter who is shown
other questions or other keys makes a ballot that is of no use in the others' poll.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from veche.ballotbox import blindsign, canonical, merkle, note
from veche.ballotbox.faults import Fault

SECRET, OPEN = "secret", "open"
VERSIONS = {SECRET: "veche-manifest/v1", OPEN: "veche-open/v1"}
TALLY_RULE = "veche-tally/v1"
# The lane for those without a browser: the server makes the ballot, and says so.
ASSISTED = 0
KINDS = ("one", "several", "scale", "ranking", "points")
SINGLE_KINDS = ("one", "scale")
# The kinds in which options may cost money and have rivals.
CART_KINDS = ("several", "ranking", "points")
PUBLISHING = ("at_close", "per_epoch")
NUMBER_MAX = 0xFFFF
COUNT_MAX = 0xFFFFFFFF
# Kopecks: whole numbers that JavaScript, too, adds up exactly.
AMOUNT_MAX = 10**12
# So that an entry fits the 2 bytes that tell its length in a bundle.
BODY_LENGTH_MAX = 60_000
HEAD_LENGTH = 16 + 32 + 4 + 1
CODE = "manifest-form"
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,8}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SHAPE: Mapping[str, type] = {
    "body_len": int,
    "change_allowed": bool,
    "epoch": dict,
    **dict.fromkeys(("v", "tally_rule", "poll", "origin", "publish", "roll_root"), str),
    **dict.fromkeys(("log_vkey", "promise_vkey", "opens", "closes", "include_by"), str),
    **dict.fromkeys(("questions", "strata", "client_sha384"), list),
}
_QUESTION: Mapping[str, type] = {
    "required": bool,
    **dict.fromkeys(("id", "kind", "text"), str),
    **dict.fromkeys(("min", "max", "total", "max_each", "budget"), int),
    **dict.fromkeys(("options", "alone", "costs", "rivals"), list),
}
_STRATUM = {"id": int, "label": str, "eligible": int, "key": str}
_EPOCH = {"seconds": int, "min_ballots": int}


@dataclass(frozen=True)
class Question:
    """One question. `min` to `max` options are marked, or none when it is not `required`.

    `text` and `options` are what voters read: the hash of the manifest is signed with each token
    and ballot, so nobody can say later that something else was asked.

    Options whose numbers stand in `alone` («затрудняюсь ответить») are marked without any other.
    Marks of `points` add up to `total` at most, which is 0 in all other kinds, and none is above
    `max_each`, where that is not 0. The options of a `scale` are its whole numbers.

    A cart: `costs` are kopecks, one for each option or none at all, and what is marked costs
    `budget` at most, where that is not 0; of the options whose numbers stand in one set of `rivals`
    at most one is marked.
    """

    id: str
    kind: str
    options: tuple[str, ...]
    min: int
    max: int
    total: int = 0
    required: bool = True
    alone: tuple[int, ...] = ()
    max_each: int = 0
    costs: tuple[int, ...] = ()
    budget: int = 0
    rivals: tuple[tuple[int, ...], ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Stratum:
    """People whose ballots are counted apart: how many, and the key (SPKI) of their tokens.

    In an open poll there are no tokens, and the key is empty.
    `eligible` of the assisted lane are those of the other strata who may choose it.
    """

    id: int
    label: str
    eligible: int
    key: bytes


@dataclass(frozen=True)
class Manifest:
    """The manifest read. Instants are UTC texts; `client_sha384` are base64 hashes of scripts.

    `roll_root` is empty in an open poll.
    """

    poll: UUID
    origin: str
    questions: tuple[Question, ...]
    body_len: int
    opens: str
    closes: str
    publish: str
    change_allowed: bool
    epoch_seconds: int
    epoch_min_ballots: int
    include_by: str
    strata: tuple[Stratum, ...]
    roll_root: bytes
    log: note.Verifier
    promise: note.Verifier
    client_sha384: tuple[str, ...]
    mode: str = SECRET

    @functools.cached_property
    def stratum_numbers(self) -> frozenset[int]:
        """Numbers that a token may bear."""
        return frozenset(stratum.id for stratum in self.strata)


def manifest_hash(data: bytes) -> bytes:
    """MH of the protocol: SHA-256 of the bytes as they are served."""
    return sha256(data).digest()


def body_length(questions: tuple[Question, ...]) -> int:
    """Bytes of the longest ballot that these questions allow; all ballots are padded to that."""
    return HEAD_LENGTH + sum(2 + 6 * question.max for question in questions)


def write(manifest: Manifest) -> bytes:
    """The bytes to serve. Fault when the manifest is one that `read` would refuse."""
    questions = [{name: getattr(one, name) for name in _QUESTION} for one in manifest.questions]
    strata = [{name: getattr(one, name) for name in _STRATUM} for one in manifest.strata]
    data = canonical.write_json(
        {
            "v": VERSIONS[manifest.mode],
            "poll": str(manifest.poll),
            "origin": manifest.origin,
            "questions": questions,
            "body_len": manifest.body_len,
            "opens": manifest.opens,
            "closes": manifest.closes,
            "publish": manifest.publish,
            "change_allowed": manifest.change_allowed,
            "epoch": {
                "seconds": manifest.epoch_seconds,
                "min_ballots": manifest.epoch_min_ballots,
            },
            "include_by": manifest.include_by,
            "strata": [{**one, "key": canonical.to_base64(one["key"])} for one in strata],
            "roll_root": canonical.to_base64(manifest.roll_root),
            "log_vkey": manifest.log.vkey,
            "promise_vkey": manifest.promise.vkey,
            "client_sha384": manifest.client_sha384,
            "tally_rule": TALLY_RULE,
        }
    )
    read(data)
    return data


def read(data: bytes) -> Manifest:
    """The manifest in its bytes; Fault(`manifest-form`) for any that is not whole and canonical."""
    raw = canonical.shaped(canonical.read_json(data, CODE), _SHAPE, CODE)
    epoch = canonical.shaped(raw["epoch"], _EPOCH, CODE)
    modes = [mode for mode, version in VERSIONS.items() if version == raw["v"]]
    _require(bool(modes) and raw["tally_rule"] == TALLY_RULE, "of another version")
    manifest = Manifest(
        poll=_poll(raw["poll"]),
        origin=raw["origin"],
        questions=tuple(map(_question, raw["questions"])),
        body_len=raw["body_len"],
        opens=raw["opens"],
        closes=raw["closes"],
        publish=raw["publish"],
        change_allowed=raw["change_allowed"],
        epoch_seconds=epoch["seconds"],
        epoch_min_ballots=epoch["min_ballots"],
        include_by=raw["include_by"],
        strata=tuple(map(_stratum, raw["strata"])),
        roll_root=canonical.from_base64(raw["roll_root"], CODE),
        log=note.parse_vkey(raw["log_vkey"]),
        promise=note.parse_vkey(raw["promise_vkey"]),
        client_sha384=tuple(raw["client_sha384"]),
        mode=modes[0],
    )
    _require_whole(manifest)
    return manifest


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise Fault(CODE, words)


def _poll(text: str) -> UUID:
    try:
        poll = UUID(text)
    except ValueError as error:
        raise Fault(CODE, "the poll is no UUID") from error
    _require(str(poll) == text, "the UUID of the poll in another than its one form")
    return poll


def _question(value: Any) -> Question:
    raw = canonical.shaped(value, _QUESTION, CODE)
    _require(all(type(one) is list for one in raw["rivals"]), "rivals are no list of lists")
    lists = {name: tuple(raw[name]) for name in ("options", "alone", "costs")}
    rivals = tuple(map(tuple, raw["rivals"]))
    question = Question(**{**raw, **lists, "rivals": rivals})
    count = len(question.options)
    _require(all(type(one) is str for one in question.options), "an option is no text")
    _require(0 < len(set(question.options)) == count <= NUMBER_MAX, "options missing or doubled")
    _require(question.kind in KINDS, "a question of an unknown kind")
    is_single = question.kind in SINGLE_KINDS
    # A single mark that may be left out is one of a question that is not required.
    least = 1 if is_single else 0
    _require(least <= question.min <= question.max, "fewer marks allowed than asked for")
    _require(0 < question.max <= (1 if is_single else count), "more marks than there can be")
    _require(question.kind != "scale" or all(map(_WHOLE.fullmatch, question.options)), "no scale")
    _require(_are_options(question.alone, count), "options alone not in order, or doubled")
    _require_points(question)
    _require_cart(question)
    return question


def _are_options(numbers: tuple[Any, ...], count: int) -> bool:
    """Whether they are numbers of options, ascending."""
    is_right = all(type(one) is int and 0 <= one < count for one in numbers)
    return is_right and list(numbers) == sorted(set(numbers))


def _require_points(question: Question) -> None:
    if question.kind == "points":
        _require(0 < question.total <= COUNT_MAX, "wrong total")
        _require(question.min <= question.total, "more marks asked for than there are points")
        _require(0 <= question.max_each <= COUNT_MAX, "a wrong number of points for each")
    else:
        _require((question.total, question.max_each) == (0, 0), "points where none are given")


def _require_cart(question: Question) -> None:
    costs, budget, count = question.costs, question.budget, len(question.options)
    is_cart = bool(costs or budget or question.rivals)
    _require(not is_cart or question.kind in CART_KINDS, "a cart of an unknown kind")
    _require(len(costs) in (0, count), "not one cost for each option")
    is_sum = [type(one) is int and 0 <= one <= AMOUNT_MAX for one in (budget, *costs)]
    _require(all(is_sum), "a cost or the budget is no sum of kopecks")
    _require(not budget or len(costs) > 0, "a budget, but nothing has a cost")
    _require(not budget or max(costs) <= budget, "an option costs more than the budget")
    for rivals in question.rivals:
        _require(len(rivals) > 1, "rivals are two options at least")
        _require(_are_options(rivals, count), "rivals not in order, or doubled")


def _stratum(value: Any) -> Stratum:
    raw = canonical.shaped(value, _STRATUM, CODE)
    _require(0 <= raw["id"] <= NUMBER_MAX, "the number of a stratum has 2 bytes")
    _require(0 <= raw["eligible"] <= COUNT_MAX, "impossible number of voters")
    return Stratum(**{**raw, "key": canonical.from_base64(raw["key"], CODE)})


def _require_whole(manifest: Manifest) -> None:
    questions = [one.id for one in manifest.questions]
    _require(0 < len(set(questions)) == len(questions) <= 0xFF, "questions missing or doubled")
    _require_strata(manifest.strata, manifest.mode)
    longest = body_length(manifest.questions)
    _require(longest <= manifest.body_len <= BODY_LENGTH_MAX, "the longest ballot does not fit")
    instants = (manifest.opens, manifest.closes, manifest.include_by)
    _require(all(map(_INSTANT.fullmatch, instants)), "an instant in another form")
    _require(list(instants) == sorted(instants), "it closes before it opens")
    _require(manifest.publish in PUBLISHING, "an unknown way of publishing")
    _require(min(manifest.epoch_seconds, manifest.epoch_min_ballots) > 0, "epochs of nothing")
    length = merkle.HASH_SIZE if manifest.mode == SECRET else 0
    _require(len(manifest.roll_root) == length, "the root of the roll is no SHA-256")
    _require(all(type(one) is str for one in manifest.client_sha384), "a script's hash is no text")
    names = (manifest.origin, note.promise_name(manifest.origin))
    _require((manifest.log.name, manifest.promise.name) == names, "a key of another log")
    _require(manifest.log.key != manifest.promise.key, "one key for the log and for promises")


def _require_strata(strata: tuple[Stratum, ...], mode: str) -> None:
    numbers = [one.id for one in strata]
    _require(bool(numbers) and numbers == sorted(set(numbers)), "strata not in order, or doubled")
    if mode == OPEN:
        _require(not any(one.key for one in strata), "a key of tokens in an open poll")
        return
    for stratum in strata:
        blindsign.read_public_key(stratum.key)
    _require(numbers != [ASSISTED], "no stratum in which ballots are secret")
    _require(len({one.key for one in strata}) == len(numbers), "two strata with one key")
