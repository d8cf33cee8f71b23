"""The words of participatory budgeting that everything else agrees on: states, kinds. Pure."""

from __future__ import annotations

# What residents read on a paper does not hang on the language of who made it.
TOWN_LANGUAGE = "ru"

# A cycle: written, running by its phases, its box closed, counted, its list approved by an act;
# or void, when the days of its vote went by and no ballot was settled.
DRAFT, RUNNING, CLOSED, COUNTED, APPROVED = "draft", "running", "closed", "counted", "approved"
VOID = "void"
CYCLE_STATES = (DRAFT, RUNNING, CLOSED, COUNTED, APPROVED, VOID)
VOTED = frozenset({CLOSED, COUNTED, APPROVED})
RESULTS = frozenset({COUNTED, APPROVED})
OVER = RESULTS | {VOID}

# A project, from a resident's draft to the ribbon.
MODERATION, REJECTED = "moderation", "rejected"
PROPOSED, REFUSED, ADMITTED, BALLOTED = "proposed", "refused", "admitted", "balloted"
WON, RESERVE, LOST = "won", "reserve", "lost"
DESIGN, CONTRACT, WORKS, ACCEPTED = "design", "contract", "works", "accepted"
PROJECT_STATES = (
    DRAFT, MODERATION, REJECTED, PROPOSED, REFUSED, ADMITTED, BALLOTED, WON, RESERVE, LOST,
    DESIGN, CONTRACT, WORKS, ACCEPTED,
)  # fmt: skip
# Words that their author may still change.
WRITTEN = frozenset({DRAFT, REJECTED})
# What everyone may read once a moderator has let it through.
SHOWN = frozenset(PROJECT_STATES) - {DRAFT, MODERATION, REJECTED}
# The town has still to say whether it goes on the ballot.
JUDGED = frozenset({PROPOSED, REFUSED, ADMITTED})
# What stands or stood on a ballot: everyone may count with it, whatever becomes of its words.
STOOD = SHOWN - JUDGED
# The steps after the victory, in their order.
BUILT = (WON, DESIGN, CONTRACT, WORKS, ACCEPTED)
FUNDED = frozenset(BUILT)

# How the ballot is filled in.
APPROVAL, BUDGET, POINTS, RANKING, ONE = "approval", "budget", "points", "ranking", "one"
BALLOTS = (BUDGET, APPROVAL, POINTS, RANKING, ONE)
# Where marks are added up: a project's score is then not the number of its voters.
SCORED = frozenset({POINTS, RANKING})
POINTS_TOTAL = 10

# Where people vote: in a box of the platform, or in the state's vote, whose figures come by a file.
HERE, STATE = "here", "state"

# What is checked of a project before it may stand on the ballot.
LAND, POWER, COST = "land", "power", "cost"
CHECKS = (LAND, POWER, COST)

# Whose the land is; the town may build on its own.
TOWN_LAND, COMMON_LAND, STATE_LAND, PRIVATE_LAND, UNKNOWN_LAND = (
    "town", "common", "state", "private", "",
)  # fmt: skip
LANDS = (TOWN_LAND, COMMON_LAND, STATE_LAND, PRIVATE_LAND, UNKNOWN_LAND)

# Who pays a line of the cost; what the budgets pay is taken from the fund.
BY_TOWN, BY_REGION, BY_PEOPLE, BY_BUSINESS = "town", "region", "people", "business"
PAYERS = (BY_TOWN, BY_REGION, BY_PEOPLE, BY_BUSINESS)
# What residents give besides money.
LABOUR, GOODS = "labour", "goods"
GIFTS = (LABOUR, GOODS)
FROM_FUND = frozenset({BY_TOWN, BY_REGION})


def next_step(state: str) -> str:
    """What follows after a step of the works; "" after the last."""
    return BUILT[BUILT.index(state) + 1] if state in BUILT[:-1] else ""


def is_admissible(verdicts: dict[str, bool]) -> bool:
    """Whether all checks were made and none failed."""
    return set(verdicts) == set(CHECKS) and all(verdicts.values())
