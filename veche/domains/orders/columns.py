"""What each column of voters' orders holds. Nobody is named: people are opaque ids."""

from veche.kernel.columns import public, restricted

_STANDING = (
    "id slug state is_public mandate_id place_id published_at changed_at support due_on "
    "answered_on answered_by answer answer_act adopted_on year sum_kopecks executor"
)

COLUMNS = {
    **{
        f"Order.{name}": restricted("the author's words: public once they were let through")
        for name in ("title", "spot", "why")
    },
    **{f"Order.{name}": public("how it stands, for everyone") for name in _STANDING.split()},
    "Order.author_id": restricted("opaque id of the author; nothing once they are erased"),
    "Order.given_at": restricted("when it was written"),
    "Order.is_overdue_told": restricted("whether the missed term was told of"),
    "Order.answerer_id": restricted("opaque id of whoever answered: shown is for whom they spoke"),
    "Order.version": restricted("tells the second of two who answer that the first was there"),
    "Support.id": restricted("row number"),
    "Support.order": restricted("what somebody supports: only the number is shown"),
    "Support.person_id": restricted("opaque id, so that each person counts once; never shown"),
    "Support.given_at": restricted("when"),
    "Support.is_forgotten": restricted("the account was erased: dropped once nothing is counted"),
}
