"""What moderation's columns hold: no text of anybody's but an appeal's, and no person."""

from veche.kernel.columns import public, restricted

_ITEM = "id kind subject_id state_before urgency found version due_on settles_at"
_SETTING = "id is_special delay_minutes trusts_officials trusted_level note starts_at"
_RULE = public("the town's rule, shown to everyone")

COLUMNS = {
    **{f"Item.{name}": restricted("what waits for a moderator") for name in _ITEM.split()},
    "Item.author_id": restricted("opaque id of who wrote it; dropped after the term"),
    "Item.photo_ids": restricted("ids of files that belong to it"),
    "Item.state": public("whether it was passed or removed"),
    "Item.is_public": public("whether everyone sees it"),
    "Item.sameness": restricted("keyed digest that knows the same words again; dropped in time"),
    "Item.complaints": restricted("how many people said it should not stand there"),
    "Item.submitted_at": public("when it came, for the log"),
    "Item.reason": public("why it was removed, a word of a closed list"),
    "Item.decided_by_id": restricted("opaque id of the moderator"),
    "Item.decided_at": public("when it was decided"),
    "Complaint.id": restricted("row number"),
    "Complaint.item": restricted("what was complained of"),
    "Complaint.person_id": restricted("opaque id, so that each person complains once"),
    "Complaint.reason": restricted("why, a word of a closed list"),
    "Complaint.made_at": restricted("instant"),
    "Appeal.id": restricted("random id"),
    "Appeal.item": restricted("what was removed"),
    "Appeal.text": restricted("the author's words to the moderator, erased with the account"),
    "Appeal.filed_at": restricted("instant"),
    "Appeal.due_on": restricted("by when it is answered"),
    "Appeal.is_upheld": public("whether the author was right, counted"),
    "Appeal.answer": restricted("the second moderator's words to the author"),
    "Appeal.decided_by_id": restricted("opaque id of the second moderator"),
    "Appeal.decided_at": restricted("instant"),
    **{f"Setting.{name}": _RULE for name in _SETTING.split()},
    "Setting.set_by_id": restricted("opaque id of the official"),
    "Watched.person_id": restricted("opaque id of an account whose texts wait"),
    "Watched.until": restricted("by when they wait no more"),
    "Twins.id": restricted("random id"),
    "Twins.one_id": restricted("opaque id of an account"),
    "Twins.other_id": restricted("opaque id of another"),
    "Twins.same_texts": restricted("how many texts are the same"),
    "Twins.same_minutes": restricted("in how many minutes both wrote"),
    "Twins.same_home": restricted("whether both named one house; not which"),
    "Twins.found_at": restricted("instant"),
    "Twins.verdict": restricted("what a person decided"),
    "Twins.decided_by_id": restricted("opaque id of that person"),
    "Twins.decided_at": restricted("instant"),
}
