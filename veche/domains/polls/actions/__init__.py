"""The verbs of a poll: written as a draft, then run."""

from veche.domains.polls.actions.running import (
    approve_poll,
    cast_ballot,
    close_due_poll,
    close_poll,
    extend_poll,
    flaws_of,
    return_poll,
    submit_poll,
    withdraw_poll,
)

__all__ = [
    "approve_poll",
    "cast_ballot",
    "close_due_poll",
    "close_poll",
    "extend_poll",
    "flaws_of",
    "return_poll",
    "submit_poll",
    "withdraw_poll",
]
