"""What each column of commitments holds."""

from veche.kernel.columns import public, restricted

_SHOWN = public("shown on the page of the decision")
_CLOCK = public("the town's decision to count its lateness before everyone")
_OFFICIAL = public("an official in office answers for it by post and name")
_COMMITMENT = (
    "id slug source_kind source_id source_title source_url state owed_at decide_by due_on "
    "deadline_on decision body_name act_kind act_number act_on act_url indicator_name "
    "indicator_unit indicator_start indicator_goal indicator_now indicator_by outcome "
    "decline_reason decided_at closed_at stars_1 stars_2 stars_3 stars_4 stars_5"
)
_STAGE = "id commitment position title planned_on done_on note photo_before_id photo_after_id"
_PUBLIC_CLOCK = "id is_on starts_on act_title act_number act_on set_at"
_DUE_CHANGE = "id commitment old_due_on new_due_on reason changed_at"

COLUMNS = {
    **{f"Commitment.{name}": _SHOWN for name in _COMMITMENT.split()},
    "Commitment.responsible_post": _OFFICIAL,
    "Commitment.responsible_name": _OFFICIAL,
    "Commitment.overdue_told_for": restricted("for which deadline lateness was told already"),
    **{f"Stage.{name}": _SHOWN for name in _STAGE.split()},
    **{f"DueChange.{name}": _SHOWN for name in _DUE_CHANGE.split()},
    **{f"PublicClock.{name}": _CLOCK for name in _PUBLIC_CLOCK.split()},
    "TrustRating.id": restricted("row number"),
    "TrustRating.commitment": restricted("what was asked of: only weekly means are shown"),
    "TrustRating.person_id": restricted("opaque id, so that each person answers once"),
    "TrustRating.stars": restricted("one person's answer: only weekly means are shown"),
    "TrustWeek.id": restricted("row number"),
    "TrustWeek.commitment": public("what was asked of"),
    "TrustWeek.week_on": public("the Monday of the week"),
    "TrustWeek.answers": public("summed with the weeks before it"),
    "TrustWeek.total": public("summed with the weeks before it"),
    "OutcomeRating.id": restricted("row number"),
    "OutcomeRating.commitment": restricted("what was rated: only counts are shown"),
    "OutcomeRating.person_id": restricted("opaque id, so that each person rates once"),
    "OutcomeRating.stars": restricted("one person's stars: only counts are shown"),
    "OutcomeRating.rated_at": restricted("when the stars were given"),
}
