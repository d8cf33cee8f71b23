"""What each column of proposals holds. Nobody is named: people are opaque ids."""

from veche.kernel.columns import public, restricted

_WORDS = "title place_id spot problem grounds result cost_kopecks cost_note starts_on ends_on"
_MEANS = "own_kopecks own_property own_labour budget_kopecks"
_STANDING = (
    "id slug state is_public published_at remarks_until support_until threshold online paper "
    "support milestone reached_on due_on answered_on outcome ground answer body promised_on "
    "retired_for grown_from"
)
_ACT = "place_id number starts_on act_title act_number act_on set_at"

COLUMNS = {
    **{
        f"Proposal.{name}": restricted("the author's words: public once they were let through")
        for name in f"{_WORDS} {_MEANS}".split()
    },
    **{f"Proposal.{name}": public("how it stands, for everyone") for name in _STANDING.split()},
    "Proposal.author_id": restricted("opaque id of the author; nothing once they are erased"),
    "Proposal.invite": restricted("what the link to the group holds, for whom its author gives it"),
    "Proposal.begun_at": restricted("when the draft was begun"),
    "Proposal.changed_at": public("when it last moved"),
    "Proposal.filed_at": restricted("when it was sent to a moderator"),
    "Proposal.is_overdue_told": restricted("whether the missed term was told of"),
    "Proposal.answerer_id": restricted("opaque id of the official who answered"),
    "Proposal.call": restricted("whether neighbours may be called to it"),
    "Proposal.version": restricted("tells the second of two officials that the first was there"),
    "Member.id": restricted("row number"),
    "Member.proposal": restricted("in whose group: only the number is shown"),
    "Member.person_id": restricted("opaque id; counted, never shown"),
    "Member.is_asked_anew": restricted("whether the words were changed after joining"),
    "Member.joined_at": restricted("when, shown to the author without a name"),
    **{
        f"Photo.{name}": restricted("public once it is covered and a person has seen it")
        for name in ("id", "proposal", "state", "blurred_id", "position", "added_at")
    },
    "Photo.by_id": restricted("opaque id of who sent it"),
    "Sheet.id": restricted("random id"),
    "Sheet.number": restricted("number on the paper"),
    "Sheet.proposal": restricted("for what signatures are collected"),
    "Sheet.pack_id": restricted("printed together"),
    "Sheet.taken": restricted("lines that count"),
    "Sheet.doubles": restricted("lines of people who support already"),
    "Sheet.spoiled": restricted("lines that are good for nothing"),
    "Sheet.last_outcome": restricted("what became of the last line"),
    "Sheet.is_closed": restricted("whether all lines are counted"),
    "Sheet.printed_by_id": restricted("opaque id of the clerk"),
    "Sheet.printed_on": restricted("the day"),
    "Sheet.closed_by_id": restricted("opaque id of the clerk"),
    "Sheet.closed_on": restricted("the day"),
    "Support.id": restricted("row number"),
    "Support.proposal": restricted("what somebody supports"),
    "Support.person_id": restricted("opaque id, so that each person counts once; never shown"),
    "Support.sheet": restricted("the paper it came by"),
    "Support.given_at": restricted("when"),
    "Support.is_forgotten": restricted("the account was erased: dropped once nothing is counted"),
    "Threshold.id": restricted("order of decisions of one day"),
    **{f"Threshold.{name}": public("the town's act, for everyone") for name in _ACT.split()},
    "HandedOn.id": restricted("row number"),
    "HandedOn.proposal": public("what has become something else"),
    "HandedOn.kind": public("in which service"),
    "HandedOn.target_id": restricted("its id there: shown once it is public"),
    "HandedOn.by_id": restricted("opaque id of the official"),
    "HandedOn.at": restricted("when"),
}
