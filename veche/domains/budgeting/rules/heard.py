"""Who is represented: voters for whom at least one project that they chose is funded. Pure.

Two rules are set side by side, the most votes and equal shares, beside the one in force where that
is another.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from veche.domains.budgeting.rules import templates
from veche.domains.budgeting.rules.tallying import Way, ways_beside

# Numbers of funded projects, as they stand in ballots, by the code of the fund.
Funded = Mapping[str, Collection[str]]


def compared(in_force: Way, ballot: str) -> list[Way]:
    """The rules set side by side, the one in force first; only it and the most votes where each
    voter marks one project."""
    wanted = {templates.MOST_VOTES} | (set() if in_force.has_shares else {templates.SHARES_COST})
    return [in_force, *(way for way in ways_beside(in_force, ballot) if way.rule in wanted)]


def is_heard(choice: Mapping[str, Any], funded: Funded) -> bool:
    """Whether a ballot marks anything that is funded."""
    return any(key in funded.get(fund, ()) for fund, answer in choice.items() for key in answer)


def heard_by(choice: Mapping[str, Any], funded: Mapping[str, Funded]) -> list[str]:
    """By which of the rules (named as the caller names them) a ballot is represented."""
    return [name for name, winners in funded.items() if is_heard(choice, winners)]
