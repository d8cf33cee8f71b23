"""What falls off by itself."""

from __future__ import annotations

from veche.commons.matching import actions
from veche.commons.matching.queries import matches, needs
from veche.kernel import jobs


@jobs.periodic("matching.lapse_unanswered", every_minutes=60)
def lapse_unanswered() -> None:
    """Offers and requests that nobody answered in time free both sides; needs end by their day."""
    jobs.for_each(matches.unanswered(), actions.lapse_match)
    jobs.for_each(needs.ran_out(), actions.end_need)


@jobs.periodic("matching.mind_talks", every_minutes=60)
def mind_talks() -> None:
    """Talks that stand still: both sides are told once, and then nobody is held by silence."""
    jobs.for_each(matches.to_end(), actions.end_stuck)
    jobs.for_each(matches.to_remind(), actions.remind_stuck)
