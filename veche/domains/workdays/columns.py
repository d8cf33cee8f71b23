"""What each column of neighbours' days holds. Nobody is named: people are opaque ids."""

from veche.kernel.columns import public, restricted

_WORDS = "title text bring latitude longitude place_id address on starts_at ends_at hands_needed"
_STANDING = (
    "id slug state is_public work hands owner_organisation_id owner_name allowed_at reason "
    "origin_kind origin_id origin_title origin_url came minutes done_at"
)
_WORK = "code title icon position standing whom bring sheet_number"

COLUMNS = {
    **{f"Work.{name}": public("the town's list of works") for name in _WORK.split()},
    "Sheet.id": restricted("row number"),
    "Sheet.work": public("of which work"),
    "Sheet.number": public("which version"),
    "Sheet.text": public("how it is done safely"),
    "Sheet.set_by_id": restricted("opaque id of the official"),
    "Sheet.set_at": public("since when it holds"),
    **{f"Tool.{name}": public("the town's store") for name in ["id", "title", "note", "count"]},
    **{
        f"Day.{name}": restricted("the caller's words: public once let through and allowed")
        for name in _WORDS.split()
    },
    **{f"Day.{name}": public("how it stands, for everyone") for name in _STANDING.split()},
    "Day.is_shown": restricted("whether a moderator let the words through"),
    "Day.caller_id": restricted("opaque id of who calls; nothing once they are erased"),
    "Day.allowed_by_id": restricted("opaque id of who spoke for the owner of the place"),
    "Day.is_near_told": restricted("whether those who come were reminded"),
    "Day.is_over_told": restricted("whether the caller was asked how it went"),
    "Day.result": public("what came out, once a moderator has read it"),
    "Day.is_result_shown": restricted("whether a moderator let that through"),
    "Day.asked_at": restricted("when it was written down"),
    "Hold.id": restricted("row number"),
    "Hold.day": public("for which day"),
    "Hold.tool": public("which tool"),
    "Hold.on": public("the day"),
    "Hold.number": public("how many pieces"),
    "Hold.is_back": restricted("whether they have come back"),
    "Hand.id": restricted("random"),
    "Hand.day": restricted("to which day somebody comes: only sums are shown"),
    "Hand.person_id": restricted("opaque id; nobody once the account is erased"),
    "Hand.badge": restricted("the number by which the caller knows them on the spot"),
    "Hand.hands": restricted("how many come with them; summed up"),
    "Hand.sheet": restricted("which safety sheet they have accepted"),
    "Hand.shares_name": restricted("whether they agreed to be in the list of hours"),
    "Hand.joined_at": restricted("when"),
    "Hand.came": restricted("whether they came, as the caller says"),
    "Hand.minutes": restricted("how long; public to whoever holds the certificate"),
    "Hand.number": restricted("number of the certificate, for whom its owner gives it"),
    **{
        f"Photo.{name}": restricted("public once it is covered and a person has seen it")
        for name in ["id", "day", "kind", "state", "blurred_id", "position", "added_at"]
    },
    "Photo.by_id": restricted("opaque id of who sent it"),
}
