"""What each column of school polls holds. No child and no parent is named."""

from veche.kernel.columns import public, restricted

_POLL = "id slug organisation_id title about classes questions state ends_at"
_STANDING = "slips_made slips_void least_answers stopped_because opened_at closed_at"

COLUMNS = {
    **{
        f"SchoolPoll.{name}": public("shown to whoever has the address, once it runs")
        for name in f"{_POLL} {_STANDING}".split()
    },
    "SchoolPoll.author_id": restricted("opaque id of who prepared it"),
    "SchoolPoll.made_at": restricted("order of the school's own list"),
    "Consent.id": restricted("random"),
    "Consent.organisation_id": restricted("of which school"),
    "Consent.class_name": restricted("of which class: summed up into slips"),
    "Consent.number": restricted("where the paper lies in the school's folder; names nobody"),
    "Consent.given_on": restricted("the day on the paper"),
    "Consent.until": restricted("until when it holds"),
    "Consent.year": restricted("in which school year its number stands"),
    "Consent.age": restricted("full years on the day of the paper; never joined with a name"),
    "Consent.recorded_by_id": restricted("opaque id of who wrote it down"),
    "Consent.recorded_at": restricted("when"),
    "Consent.withdrawn_at": restricted("when it was taken back"),
    "Granted.id": restricted("row number"),
    "Granted.poll": restricted("of which poll"),
    "Granted.class_name": restricted("of which class"),
    "Granted.number": restricted("that this paper has its slip; gone with the close"),
    "Slip.id": restricted("what the ballot box takes for a voter; gone with the close"),
    "Slip.poll": restricted("of which poll"),
    "Slip.class_name": restricted("in whose pile it is printed"),
    "Slip.position": restricted("place in the pile"),
    "Slip.digest": restricted("keyed fingerprint of the code"),
    "Slip.wrapped": restricted("the code, sealed by a key outside the database"),
    "Slip.is_printed": restricted("whether its code has left for the printer"),
    "Slip.is_void": restricted("whether it was handed back"),
}
