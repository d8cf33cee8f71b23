"""Words of matching and the steps of a match: from an offer to a deed done. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

# Who helps.
ORGANISATION, TOS, GROUP, RESIDENT = "organisation", "tos", "group", "resident"
SOLVER_KINDS = (ORGANISATION, TOS, GROUP, RESIDENT)
OF_ORGANISATIONS = (ORGANISATION, TOS)

# What they bring besides hands.
TOOLS, VEHICLE, MATERIALS, MONEY, GOODS = "tools", "vehicle", "materials", "money", "goods"
GIFTS = (TOOLS, VEHICLE, MATERIALS, MONEY, GOODS)

# A licence: none is told, told and not yet looked at, looked at by an official, not accepted.
NONE, CLAIMED, VERIFIED, REJECTED = "none", "claimed", "verified", "rejected"
LICENCES = (NONE, CLAIMED, VERIFIED, REJECTED)

# A need: looking for somebody, with somebody, done, taken back by its owner.
OPEN, TAKEN, FULFILLED, CLOSED = "open", "taken", "fulfilled", "closed"
NEED_STATES = (OPEN, TAKEN, FULFILLED, CLOSED)

# For what the one who asked says thanks.
KIND, QUICK, TIDY, MORE = "kind", "quick", "tidy", "more"
THANKS = (KIND, QUICK, TIDY, MORE)

NAME_MAX, ABOUT_MAX, WORDS_MAX, LICENCE_MAX, TITLE_MAX = 80, 500, 1000, 200, 200
HANDS_MAX = 1000
PHOTOS_MAX = 5
# An offer or a request that nobody answers for so long falls off by itself: a rule of this
# house, not of the law.
ANSWER_DAYS = 7
# Requests in a row that somebody leaves without a word; then they rest, and are told so.
SILENCES_MAX = 3

# Who asks for help: the one who raised it, and officials beside them. A deed is confirmed by the
# one who raised it alone; officials are that where nobody else is.
RAISER, ASKER, SOLVER, OWNER = "raiser", "asker", "solver", "owner"
PARTIES = (RAISER, ASKER, SOLVER, OWNER)

ASKED, OFFERED, AGREED, DRAFTED, PLANNED = "asked", "offered", "agreed", "drafted", "planned"
ALLOWED, HANDED, PROVEN, DONE = "allowed", "handed", "proven", "done"
DECLINED, WITHDRAWN, FORBIDDEN, LAPSED = "declined", "withdrawn", "forbidden", "lapsed"
MATCH_STATES = (
    *(ASKED, OFFERED, AGREED, DRAFTED, PLANNED, ALLOWED, HANDED, PROVEN, DONE),
    *(DECLINED, WITHDRAWN, FORBIDDEN, LAPSED),
)
# Waits for a yes; the need is theirs; nothing more will come of it.
UNANSWERED = (ASKED, OFFERED)
HOLDING = (AGREED, DRAFTED, PLANNED, ALLOWED, HANDED, PROVEN)
LIVE = (*UNANSWERED, *HOLDING)
OVER = (DECLINED, WITHDRAWN, FORBIDDEN, LAPSED)
# Hands are at work, or the work waits for a word: nobody's end of the case above erases that.
AT_WORK = (HANDED, PROVEN)
LET_IN = (ALLOWED, *AT_WORK)
# Has a day of its own, before which nothing is late.
WITH_DAY = (PLANNED, ALLOWED, HANDED)
# Who confirmed where whoever raised it said nothing in the term; nobody is ended by silence earlier
# than so many days after the reminder.
SILENCE, WARNED_DAYS = "silence", 3
# Who ended a talk where the town has refused the case above.
TOWN = "town"
# A moderator let a proof not through: the helpers show another, or whoever raised it confirms
# what they have seen with their own eyes.
REFUSED = "refused"
# The work became dangerous while it was agreed on.
DANGER = "danger"

ACCEPT, DECLINE, WITHDRAW, PLAN, AGREE = "accept", "decline", "withdraw", "plan", "agree"
ALLOW, FORBID, HAND_OVER, PROVE = "allow", "forbid", "hand_over", "prove"
CONFIRM, RETURN = "confirm", "return"
VERBS = (
    *(ACCEPT, DECLINE, WITHDRAW, PLAN, AGREE, ALLOW, FORBID, HAND_OVER, PROVE),
    *(CONFIRM, RETURN),
)
# Verbs that must be explained to the other side.
REASONED = (FORBID, RETURN)


class Move(NamedTuple):
    """Who may take a step, and where it leads."""

    parties: tuple[str, ...]
    to: str


_BOTH = (ASKER, SOLVER)
MOVES: dict[tuple[str, str], Move] = {
    (ASKED, ACCEPT): Move((SOLVER,), AGREED),
    (OFFERED, ACCEPT): Move((ASKER,), AGREED),
    (ASKED, DECLINE): Move((SOLVER,), DECLINED),
    (OFFERED, DECLINE): Move((ASKER,), DECLINED),
    (ASKED, WITHDRAW): Move((ASKER,), WITHDRAWN),
    (OFFERED, WITHDRAW): Move((SOLVER,), WITHDRAWN),
    **{(state, WITHDRAW): Move(_BOTH, WITHDRAWN) for state in HOLDING if state != PROVEN},
    # A plan changed after the owner's word needs both yeses and the owner's word anew.
    **{(state, PLAN): Move(_BOTH, DRAFTED) for state in (AGREED, DRAFTED, PLANNED, ALLOWED)},
    (DRAFTED, AGREE): Move(_BOTH, PLANNED),
    (PLANNED, ALLOW): Move((OWNER,), ALLOWED),
    (PLANNED, FORBID): Move((OWNER,), FORBIDDEN),
    (ALLOWED, FORBID): Move((OWNER,), FORBIDDEN),
    (ALLOWED, HAND_OVER): Move((ASKER, OWNER), HANDED),
    (HANDED, PROVE): Move((SOLVER,), PROVEN),
    # Once a moderator has refused what was shown: the work is done all the same.
    (PROVEN, PROVE): Move((SOLVER,), PROVEN),
    (PROVEN, CONFIRM): Move((RAISER,), DONE),
    (PROVEN, RETURN): Move((RAISER,), HANDED),
}


@dataclass(frozen=True)
class Standing:
    """What of a match decides on its next step."""

    state: str
    planned_by: str = ""
    is_dangerous: bool = False
    is_verified: bool = False
    is_refused: bool = False


# Why not: the words are the policies'.
NOT_NOW, NOT_YOURS, OWN_PLAN, UNLICENSED = "not-now", "not-yours", "own-plan", "unlicensed"


def refusal(standing: Standing, verb: str, parties: Collection[str]) -> str:
    """Why these parties may not take this step now; "" when they may."""
    move = MOVES.get((standing.state, verb))
    if move is None or is_shown_already(standing, verb):
        return NOT_NOW
    acting = [one for one in move.parties if one in parties]
    if not acting:
        return NOT_YOURS
    if verb == AGREE and acting == [standing.planned_by]:
        return OWN_PLAN
    if is_unlicensed(standing, verb):
        return UNLICENSED
    return ""


def is_shown_already(standing: Standing, verb: str) -> bool:
    """What was shown is shown once more after a moderator's no alone."""
    return verb == PROVE and standing.state == PROVEN and not standing.is_refused


def is_unlicensed(standing: Standing, verb: str) -> bool:
    """Dangerous work goes on with a checked licence alone, whatever was checked before."""
    return verb in (ACCEPT, ALLOW, HAND_OVER) and standing.is_dangerous and not standing.is_verified


def acting_party(standing: Standing, verb: str, parties: Collection[str]) -> str:
    """In which part somebody takes an allowed step; of two, not that of who wrote the plan."""
    acting = [one for one in MOVES[standing.state, verb].parties if one in parties]
    if verb == AGREE:
        acting = [one for one in acting if one != standing.planned_by]
    return acting[0]


def waits_for(standing: Standing) -> tuple[str, ...]:
    """Whose step the match waits for; nobody's once it is over."""
    if standing.state == DRAFTED:
        return tuple(one for one in _BOTH if one != standing.planned_by)
    if standing.state == PROVEN and standing.is_refused:
        return (SOLVER, RAISER)
    forward = {
        ASKED: ACCEPT,
        OFFERED: ACCEPT,
        AGREED: PLAN,
        PLANNED: ALLOW,
        ALLOWED: HAND_OVER,
        HANDED: PROVE,
        PROVEN: CONFIRM,
    }
    verb = forward.get(standing.state)
    return MOVES[standing.state, verb].parties if verb else ()


def is_turn_of(standing: Standing, parties: Collection[str]) -> bool:
    """Whether a match waits for one of these."""
    return not set(waits_for(standing)).isdisjoint(parties)
