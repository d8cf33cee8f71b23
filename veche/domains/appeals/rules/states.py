"""Where an appeal may stand, who may move it, where to, and on which ground of the law; pure.

59-ФЗ: registration (art. 8), consideration (art. 9, 10, 12), appeals not answered on the merits
(art. 11). The grounds name the part of the article they rest on.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

FILED, WORK, SIGNING = "filed", "work", "signing"
ANSWERED, FORWARDED, ENDED, WITHDRAWN = "answered", "forwarded", "ended", "withdrawn"
STATES = (FILED, WORK, SIGNING, ANSWERED, FORWARDED, ENDED, WITHDRAWN)
# The town's own work goes on: the clock runs.
RUNNING = frozenset({FILED, WORK, SIGNING})
OVER = frozenset(STATES) - RUNNING

PROPOSAL, STATEMENT, COMPLAINT = "proposal", "statement", "complaint"
KINDS = (PROPOSAL, STATEMENT, COMPLAINT)

PORTAL, PAPER, RECEPTION = "portal", "paper", "reception"
SOURCES = (PORTAL, PAPER, RECEPTION)

INTERIM, EXTENSION, FORWARDING = "interim", "extension", "forwarding"
ENDING, ANSWER = "ending", "answer"
LETTERS = (INTERIM, EXTENSION, FORWARDING, ENDING, ANSWER)

AUTHOR, COORDINATOR, APPROVER = "author", "coordinator", "approver"
OFFICE_PARTS = frozenset({COORDINATOR, APPROVER})
PARTS = (AUTHOR, COORDINATOR, APPROVER)


@dataclass(frozen=True)
class Ground:
    """Why there will be no answer on the merits; `is_hurried`: the author is told in some days."""

    part: str
    is_hurried: bool = False


# not shown: numbers of parts of an article
GROUNDS: dict[str, Ground] = {
    "nameless": Ground("ч. 1"),
    "court": Ground("ч. 2", is_hurried=True),
    "abuse": Ground("ч. 3"),
    "unreadable": Ground("ч. 4", is_hurried=True),
    "no_essence": Ground("ч. 4.1", is_hurried=True),
    "repeated": Ground("ч. 5"),
    "published": Ground("ч. 5.1", is_hurried=True),
    "secret": Ground("ч. 6"),
}


HURRIED = frozenset(code for code, ground in GROUNDS.items() if ground.is_hurried)


@dataclass(frozen=True)
class Move:
    """One verb: from where, where to, by whom."""

    sources: frozenset[str]
    target: str
    part: str


def _move(sources: Set[str] | str, target: str, part: str) -> Move:
    found = {sources} if isinstance(sources, str) else sources
    return Move(frozenset(found), target, part)


MOVES: dict[str, Move] = {
    "register": _move(FILED, WORK, COORDINATOR),
    "assign": _move(WORK, WORK, COORDINATOR),
    "prepare": _move(WORK, SIGNING, COORDINATOR),
    "sign": _move(SIGNING, ANSWERED, APPROVER),
    "send_back": _move(SIGNING, WORK, APPROVER),
    "write": _move(WORK, WORK, COORDINATOR),
    "forward": _move(WORK, FORWARDED, COORDINATOR),
    "extend": _move(WORK, WORK, APPROVER),
    "end": _move({WORK, SIGNING}, ENDED, APPROVER),
    "withdraw": _move(RUNNING, WITHDRAWN, AUTHOR),
}


class Person(Protocol):
    """Who acts: opaque ids and roles."""

    @property
    def id(self) -> UUID | None: ...
    @property
    def earlier_ids(self) -> tuple[UUID, ...]: ...
    @property
    def roles(self) -> frozenset[str]: ...


class Case(Protocol):
    """Whose appeal it is."""

    author_id: UUID | None


def is_own(person: Person, case: Case) -> bool:
    """Whether the person has filed it, under this account or an earlier one."""
    return case.author_id is not None and case.author_id in (person.id, *person.earlier_ids)


def parts_of(person: Person, case: Case) -> frozenset[str]:
    """In which parts a person meets an appeal; empty for everybody else.

    Nobody of the office works on an appeal of their own.
    """
    if is_own(person, case):
        return frozenset({AUTHOR})
    return frozenset(person.roles & OFFICE_PARTS)


def is_allowed(verb: str, state: str, parts: Set[str]) -> bool:
    """Whether one with these parts may make this move now."""
    move = MOVES[verb]
    return state in move.sources and move.part in parts


def verbs_open(state: str, parts: Set[str]) -> tuple[str, ...]:
    """All that one with these parts may do with an appeal in this state."""
    return tuple(verb for verb in MOVES if is_allowed(verb, state, parts))


def is_late(state: str, due_on: date, today: date) -> bool:
    """Whether the town is late with it."""
    return state in RUNNING and due_on < today
