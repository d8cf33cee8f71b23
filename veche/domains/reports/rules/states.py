"""Where a report may stand, who may move it, and where to; pure.

The machine of «Народный контроль» and «ПОС» joined: nothing closes on an official's word alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

MODERATION, COORDINATION, IN_WORK = "moderation", "coordination", "in_work"
CLARIFYING, PLANNED, FORWARDED = "clarifying", "planned", "forwarded"
APPROVAL, HELD, ASKED, CONTROL = "approval", "held", "asked", "control"
CLOSED, REFUSED, REJECTED, DUPLICATE = "closed", "refused", "rejected", "duplicate"
STATES = (
    MODERATION,
    COORDINATION,
    IN_WORK,
    CLARIFYING,
    PLANNED,
    FORWARDED,
    APPROVAL,
    HELD,
    ASKED,
    CONTROL,
    CLOSED,
    REFUSED,
    REJECTED,
    DUPLICATE,
)
# The town's own work is going on: the clock runs, lateness is possible.
RUNNING = frozenset({MODERATION, COORDINATION, IN_WORK, PLANNED, APPROVAL, CONTROL})
# Somebody else is waited for: the clock stands.
PAUSED = frozenset({CLARIFYING, FORWARDED})
OVER = frozenset({CLOSED, REFUSED, REJECTED, DUPLICATE})

# What everyone sees of a public report; "" is nothing at all.
OPEN, DONE, DECLINED, UNSEEN = "open", "done", "declined", ""
STAGES = (UNSEEN, OPEN, DONE, DECLINED)

AUTHOR, MODERATOR, COORDINATOR = "author", "moderator", "coordinator"
EXECUTOR, APPROVER, CONTROLLER, SYSTEM = "executor", "approver", "controller", "system"
OFFICE_PARTS = frozenset({MODERATOR, COORDINATOR, APPROVER, CONTROLLER})
PARTS = (AUTHOR, MODERATOR, COORDINATOR, EXECUTOR, APPROVER, CONTROLLER, SYSTEM)

SOLVED, DECLINING = "solved", "declining"
OUTCOMES = ("", SOLVED, DECLINING)
BY_AUTHOR, BY_SILENCE, BY_CONTROLLER = "author", "silence", "controller"
CLOSERS = ("", BY_AUTHOR, BY_SILENCE, BY_CONTROLLER)

# How high a missed term has gone, each step once for a term.
TO_CREW, TO_HEAD, TO_CONTROLLER = 1, 2, 3
ESCALATIONS = {TO_CREW: "late_crew", TO_HEAD: "late_head", TO_CONTROLLER: "late_control"}

PUBLIC, AUTHOR_ONLY = "public", "author"
VISIBILITIES = (PUBLIC, AUTHOR_ONLY)

# Why a moderator lets a report no further, and why the town will not do what is asked.
# Codes that the town's moderation knows too mean the same there.
NOT_OURS, EMPTY, ADVERTISING, RUDE = "not_ours", "no_matter", "advert", "abuse"
OTHERS_DATA, NO_PHOTO, SEASON, EMERGENCY = "personal", "no_photo", "season", "emergency"
FORBIDDEN = "forbidden"
REJECTIONS = (
    NOT_OURS,
    EMPTY,
    ADVERTISING,
    RUDE,
    OTHERS_DATA,
    NO_PHOTO,
    SEASON,
    EMERGENCY,
    FORBIDDEN,
)


@dataclass(frozen=True)
class Move:
    """One verb: from where, to where, by whom; `target` None: the case decides (`target_of`)."""

    sources: frozenset[str]
    target: str | None
    parts: frozenset[str]


def _move(sources: Set[str] | str, target: str | None, *parts: str) -> Move:
    found = {sources} if isinstance(sources, str) else sources
    return Move(frozenset(found), target, frozenset(parts))


AT_WORK = frozenset({IN_WORK, PLANNED})
MOVES: dict[str, Move] = {
    "pass": _move(MODERATION, COORDINATION, MODERATOR),
    "reject": _move(MODERATION, REJECTED, MODERATOR),
    # Another moderator has found the rejection wrong; a ban that holds it is looked at by itself.
    "readmit": _move(REJECTED, None, MODERATOR),
    "merge": _move({MODERATION, COORDINATION}, DUPLICATE, MODERATOR, COORDINATOR),
    "assign": _move({COORDINATION, FORWARDED, *AT_WORK, CONTROL}, None, COORDINATOR, CONTROLLER),
    "return": _move({CLARIFYING, *AT_WORK}, COORDINATION, EXECUTOR, COORDINATOR),
    "forward": _move({COORDINATION, *AT_WORK}, FORWARDED, COORDINATOR),
    "ask": _move(AT_WORK, CLARIFYING, EXECUTOR, COORDINATOR),
    "clarify": _move(CLARIFYING, None, AUTHOR),
    "unanswered": _move(CLARIFYING, None, SYSTEM),
    "plan": _move(IN_WORK, PLANNED, EXECUTOR, COORDINATOR),
    # Another day than the promised one is not for those to say who have promised.
    "postpone": _move(PLANNED, PLANNED, APPROVER),
    "answer": _move({FORWARDED, *AT_WORK}, APPROVAL, EXECUTOR, COORDINATOR),
    "approve": _move(APPROVAL, None, APPROVER),
    # In a special regime an answer that was approved is shown later, by itself.
    "hold": _move(APPROVAL, HELD, APPROVER),
    "tell": _move(HELD, None, SYSTEM),
    "send_back": _move(APPROVAL, None, APPROVER),
    "confirm": _move(ASKED, CLOSED, AUTHOR),
    "disagree": _move({ASKED, REFUSED}, None, AUTHOR),
    "close": _move(ASKED, CLOSED, SYSTEM),
    "lift": _move(REFUSED, None, CONTROLLER),
    "settle": _move(CONTROL, CLOSED, CONTROLLER),
    # Those who helped have shown it, and the author has confirmed it to them.
    "mend": _move(
        {COORDINATION, CLARIFYING, FORWARDED, *AT_WORK, APPROVAL, HELD, ASKED, CONTROL},
        CLOSED,
        SYSTEM,
    ),
}
# Verbs that name a day.
PROMISES = frozenset({"plan", "postpone"})
# Verbs by which everyone comes to read an answer.
ANSWERS = frozenset({"approve", "tell"})
# On whose desk a report lies.
DESKS = {
    MODERATION: MODERATOR,
    COORDINATION: COORDINATOR,
    IN_WORK: EXECUTOR,
    PLANNED: EXECUTOR,
    APPROVAL: APPROVER,
    CONTROL: CONTROLLER,
}
# How long whoever a report waits for is waited for: by the town's norm `report.<name>_days`.
WAITED = {
    MODERATION: "moderation",
    COORDINATION: "coordination",
    APPROVAL: "approval",
    CONTROL: "control",
    FORWARDED: "forward",
    CLARIFYING: "clarify",
    ASKED: "confirm",
    REFUSED: "confirm",
}
# Where silence is told, and told again after as long: to whose desk it is, and to whom above.
REMINDED = {
    MODERATION: (MODERATOR, APPROVER),
    COORDINATION: (COORDINATOR, APPROVER),
    APPROVAL: (APPROVER, CONTROLLER),
    CONTROL: (CONTROLLER, APPROVER),
    FORWARDED: (COORDINATOR,),
}
# Who may call neighbours to a report that is at work.
SEEKERS = frozenset({AUTHOR, COORDINATOR})


class Person(Protocol):
    """Who acts: opaque ids and roles."""

    @property
    def id(self) -> UUID | None: ...
    @property
    def earlier_ids(self) -> tuple[UUID, ...]: ...
    @property
    def roles(self) -> frozenset[str]: ...


class Case(Protocol):
    """Whose report it is, and who works on it."""

    author_id: UUID | None
    body_id: UUID | None


def is_own(person: Person, case: Case) -> bool:
    """Whether the person has filed it, under this account or an earlier one."""
    return case.author_id is not None and case.author_id in (person.id, *person.earlier_ids)


def parts_of(person: Person, case: Case, bodies: Set[UUID]) -> frozenset[str]:
    """In which parts a person meets a report; empty for everybody else.

    A role of the office is a part of the same name. Nobody of the office works on a report of
    their own.
    """
    if is_own(person, case):
        return frozenset({AUTHOR})
    found = set(person.roles & OFFICE_PARTS)
    if case.body_id is not None and case.body_id in bodies:
        found.add(EXECUTOR)
    return frozenset(found)


def is_allowed(verb: str, state: str, parts: Set[str]) -> bool:
    """Whether one with these parts may make this move now."""
    move = MOVES[verb]
    return state in move.sources and not move.parts.isdisjoint(parts)


def target_of(
    verb: str,
    *,
    outcome: str = "",
    goes_back: bool = True,
    has_body: bool = True,
    is_promised: bool = False,
    is_held: bool = False,
) -> str:
    """Where a move leads; `goes_back`: whoever answered hears this «no», not a controller.

    What comes back to work comes back to the promise that was made, if one stands. Whose answer
    was another body's goes back to a coordinator, who finds somebody for it.
    """
    fixed = MOVES[verb].target
    if fixed is not None:
        return fixed
    if verb in ANSWERS:
        return REFUSED if outcome == DECLINING else ASKED
    if verb == "disagree" and not goes_back:
        return CONTROL
    if verb == "readmit":
        return MODERATION if is_held else COORDINATION
    if not has_body:
        return COORDINATION
    return PLANNED if is_promised else IN_WORK


def verbs_open(state: str, parts: Set[str]) -> tuple[str, ...]:
    """All that one with these parts may do with a case in this state."""
    return tuple(verb for verb in MOVES if is_allowed(verb, state, parts))


def stage_of(state: str, visibility: str, *, outcome: str = "", is_held_back: bool = False) -> str:
    """What everyone sees of a report in this state; nothing while a regime holds it back.

    Done is what was solved, and nothing else that is over.
    """
    if is_held_back or visibility != PUBLIC or state in (MODERATION, REJECTED, DUPLICATE):
        return UNSEEN
    if state == ASKED or (state == CLOSED and outcome == SOLVED):
        return DONE
    return DECLINED if state in OVER else OPEN


def next_step_up(state: str, escalated: int) -> int:
    """How high a missed term goes next: what a controller has to decide is no head's to hurry."""
    return TO_CONTROLLER if state == CONTROL and escalated == TO_CREW else escalated + 1


def outcome_told(after: Iterable[tuple[str, str]], outcome: str) -> str:
    """What an answer said, by verbs and states of the steps after it; "" of one that was sent back.

    `outcome` is that of the report now: of an answer that nobody has read yet it is the answer's.
    """
    for verb, state in after:
        if verb in ANSWERS:
            return DECLINING if state == REFUSED else SOLVED
        if verb in MOVES and verb != "hold":
            return ""
    return outcome


def is_late(state: str, due_on: date, today: date) -> bool:
    """Whether the town is late with it: only where its own clock runs."""
    return state in RUNNING and due_on < today
