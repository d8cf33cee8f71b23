"""What each column of points holds."""

from veche.kernel.columns import public, restricted

_TERMS = "id is_on act_number act_on act_url version"
_THING = "id slug title text price stock per_person is_shown version"
_OWN = restricted("shown to its owner alone; an opaque id, or nobody's once it is let go")

COLUMNS = {
    **{f"Terms.{name}": public("the public rules") for name in _TERMS.split()},
    "Price.code": public("the public rules"),
    "Price.points": public("the public rules"),
    **{
        f"Account.{name}": _OWN
        for name in ("id", "kind", "holder_id", "balance", "deeds", "minutes")
    },
    **{
        f"Entry.{name}": _OWN
        for name in ("id", "account", "code", "points", "minutes", "is_deed", "day", "other_id")
    },
    "Cause.key": restricted("keyed digest of a paid deed; neither whose nor when"),
    "Due.key": restricted("keyed digest of a deed that waits for the daily payment"),
    "Due.person_id": restricted("opaque id of whom to pay; gone with the payment"),
    "Due.code": restricted("which deed"),
    "Due.minutes": restricted("how long it took"),
    "Abstainer.person_id": restricted("opaque id of who wants no points"),
    **{f"Thing.{name}": public("the shop") for name in _THING.split()},
    **{
        f"Order.{name}": _OWN
        for name in (
            "id",
            "number",
            "thing",
            "account",
            "points",
            "state",
            "ordered_on",
            "ends_on",
        )
    },
}
