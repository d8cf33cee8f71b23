"""What the columns of organisations hold.

A legal person has no personal data. An entrepreneur is a natural person: name and both numbers
stand in the open register by law (129-FZ, art. 5 and 6), the home does not and so has no column
here (a constraint keeps `address` empty). The numbers and the name are shown only after a clerk's
check that the person asked for, and are wiped when the last member leaves or is erased
(`actions.joining.let_go`), a refused request when its term is over (`jobs`).
"""

from __future__ import annotations

from veche.kernel.columns import Column, public, restricted

_SHOWN = public("shown on the page of a checked organisation; an open register by law")
_OFFICE = public("office of a territory, as the published act tells it")
_TOLD = public("written to a territory for everyone to read")

_ORGANISATION = "id slug kind name inn ogrn address place_id decided_at"
_MANDATE = (
    "id slug office place_id address_id territory starts_on ends_on act_title act_number act_on "
    "act_url ended_on ended_reason"
)
_WORDS = (
    "id slug mandate organisation place_id address_id title text written_at shown_until "
    "taken_down_at reason"
)

COLUMNS: dict[str, Column] = {
    **{f"Organisation.{name}": _SHOWN for name in _ORGANISATION.split()},
    "Organisation.state": restricted("only checked ones are shown"),
    "Organisation.reason": restricted("why it was refused or closed, for those who asked"),
    "Organisation.asked_at": restricted("when it was first brought"),
    "Membership.id": restricted("random"),
    "Membership.number": restricted("what the applicant tells the clerk, known to them alone"),
    "Membership.organisation": restricted("where: only the number of those who act is shown"),
    "Membership.person_id": restricted("opaque id"),
    "Membership.post": restricted("post in words of the applicant, beside an opaque id"),
    "Membership.right": restricted("member, or may act in its name"),
    "Membership.state": restricted("asked, joined, refused, ended"),
    "Membership.asked_at": restricted("when the request came"),
    "Membership.due_on": restricted("by when it is answered"),
    "Membership.decided_at": restricted("when a clerk decided"),
    "Membership.decided_by": restricted("opaque id of the clerk"),
    "Membership.paper": restricted("kind of the document shown; neither number nor copy"),
    "Membership.paper_on": restricted("day of that document"),
    "Membership.starts_on": restricted("first day of the right, where it was asked from a day on"),
    "Membership.until": restricted("last day of the right"),
    "Membership.reason": restricted("why a clerk refused, for the applicant"),
    "Membership.ended_at": restricted("when it ended"),
    "Membership.ended_by": restricted("the person, a fellow or the town"),
    **{f"Mandate.{name}": _OFFICE for name in _MANDATE.split()},
    "Mandate.shown_name": public(
        "name of whoever holds the office, only as the published act or its holder gives it"
    ),
    "Mandate.person_id": restricted("opaque id of the holder"),
    "Mandate.given_by": restricted("opaque id of the administrator"),
    "Mandate.given_at": restricted("when it was entered"),
    **{f"Announcement.{name}": _TOLD for name in _WORDS.split()},
    "Announcement.author_id": restricted("opaque id of who wrote it"),
    "Announcement.taken_down_by": restricted("opaque id of the official"),
}
