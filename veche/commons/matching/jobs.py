"""What falls off by itself."""

from __future__ import annotations

from veche.commons.matching import actions
from veche.commons.matching.queries import matches
from veche.kernel import jobs


@jobs.periodic("matching.lapse_unanswered", every_minutes=60)
def lapse_unanswered() -> None:
    """Offers and requests that nobody answered in time free both sides."""
    jobs.for_each(matches.unanswered(), actions.lapse_match)
