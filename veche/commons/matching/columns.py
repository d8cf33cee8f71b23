"""What each column of matching holds.

Of a resident nothing lies here but an opaque id, words they chose to be shown by, and a point
kept to half a kilometre that no page shows.
"""

from __future__ import annotations

from veche.kernel.columns import Column, public, restricted

_LIST = public("the town's list of works")
_SHOWN = public("shown on the page of who can help, as they chose")
_NEED = public("shown on the page of the need")
_TALK = restricted("what both sides and the owner of the place agree on")
_FOUND = restricted("by what a solver is found; never shown")

_KIND = "code title icon position is_dangerous licence is_open"
_SOLVER = "slug kind organisation_id name about gifts hands deeds"
_NEED_COLUMNS = (
    "id slug source_kind source_id title text url work_kind latitude longitude place_id address "
    "starts_on ends_on hands is_dangerous owner_organisation_id owner_name owner_named_at "
    "state opened_at closed_at"
)
_MATCH = (
    "id slug state words answer_by plan plan_on plan_hands planned_by allowed_at reason ended_by "
    "opened_at changed_at reminded_on"
)
_REACH = (
    "id solver work_kind area waits_since weekdays first_on last_on away_until is_verified "
    "latitude longitude radius_m"
)

COLUMNS: dict[str, Column] = {
    **{f"WorkKind.{name}": _LIST for name in _KIND.split()},
    **{f"Solver.{name}": _SHOWN for name in _SOLVER.split()},
    "Solver.id": restricted("random"),
    "Solver.person_id": restricted("opaque id; goes when the person is erased"),
    "Solver.place_ids": restricted("where they help, to be found by"),
    "Solver.latitude": restricted("half a kilometre at its finest; never shown"),
    "Solver.longitude": restricted("half a kilometre at its finest; never shown"),
    "Solver.radius_m": restricted("how far they go"),
    "Solver.weekdays": restricted("when they are free, to be found by"),
    "Solver.dates": restricted("when they are free, to be found by"),
    "Solver.away_until": restricted("a rest, to be found by"),
    "Solver.is_open": restricted("whether they can help now"),
    "Solver.is_shown": restricted("whether a moderator let the words through"),
    "Solver.waits_since": restricted("for a fair order"),
    "Solver.silences": restricted("requests in a row without an answer, to let them rest"),
    "Solver.added_at": restricted("when they first said so"),
    "Skill.id": restricted("row number"),
    "Skill.solver": _SHOWN,
    "Skill.work_kind": _SHOWN,
    "Skill.licence": restricted("number and day of an organisation's paper, for officials"),
    "Skill.licence_state": public("whether an official has looked at the licence"),
    "Skill.reason": restricted("why a paper was not accepted, for the organisation"),
    "Skill.decided_by": restricted("opaque id of the official"),
    "Skill.decided_at": restricted("when an official looked"),
    **{f"Reach.{name}": _FOUND for name in _REACH.split()},
    **{f"Need.{name}": _NEED for name in _NEED_COLUMNS.split()},
    "Need.raised_by": restricted("opaque id of who asked; goes when the person is erased"),
    "Need.declared_by": restricted("opaque id of the official who asked in the town's name"),
    **{f"Match.{name}": _TALK for name in _MATCH.split()},
    "Match.need": public("which need, once it is done"),
    "Match.solver": public("who helped, once it is done"),
    "Match.allowed_by": restricted("opaque id of who spoke for the owner of the place"),
    "Match.proof": public("what was done, once a moderator has read it"),
    "Match.photo_ids": public("photos of a deed, once a moderator has seen them"),
    "Match.is_proof_shown": restricted("whether a moderator let the proof through"),
    "Match.is_proof_refused": restricted("or has refused it"),
    "Match.thanks": public("for what the one who asked said thanks"),
    "Match.done_at": public("when it was confirmed"),
    "Step.id": restricted("row number"),
    "Step.match": _TALK,
    "Step.verb": _TALK,
    "Step.party": _TALK,
    "Step.at": _TALK,
}
