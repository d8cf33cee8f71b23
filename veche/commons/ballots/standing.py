"""Which ballots count: those nobody struck; of one voter's, the last. Said once for all queries."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from veche.commons.ballots.models import Strike

# For queries that name the table of ballots `one`.
NOT_STRUCK = (
    "NOT EXISTS (SELECT FROM ballots_strike AS struck"
    " WHERE struck.box_id = one.box_id AND struck.pseudonym = one.pseudonym)"
)


def last_of_each(columns: str) -> str:
    """SQL for these columns of the ballots of a box that count; its one parameter is the box."""
    return (
        f"SELECT DISTINCT ON (pseudonym) {columns} FROM ballots_ballot AS one"
        f" WHERE box_id = %s AND {NOT_STRUCK} ORDER BY pseudonym, seq DESC"
    )


def not_struck() -> Q:
    """The same condition for queries of the ORM over ballots."""
    struck = Strike.objects.filter(box_id=OuterRef("box_id"), pseudonym=OuterRef("pseudonym"))
    return ~Q(Exists(struck))
