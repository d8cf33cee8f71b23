"""The last days of an appeal, by the norms in force and the town's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from veche.commons.norms import public as norms
from veche.commons.norms.public import Norm
from veche.commons.towns import public as towns
from veche.domains.appeals.rules import terms
from veche.domains.appeals.rules.terms import Term
from veche.kernel import clock

REGISTRATION, ANSWER = "appeal.registration_days", "appeal.consideration_days"
EXTENSION, FORWARDING = "appeal.extension_days", "appeal.forwarding_days"
NOTICE = "appeal.notice_days"


def today() -> date:
    """The town's day."""
    return clock.today(towns.current().time_zone)


@dataclass(frozen=True)
class Days:
    """What is counted from the day of registration."""

    due_on: date
    forward_by: date
    notice_by: date


def register_by(filed_on: date) -> date:
    """Until when what came on this day stands in the book."""
    return terms.register_by(filed_on, _term(REGISTRATION, filed_on), norms.add_days)


def from_registration(registered_on: date) -> Days:
    """Until when it is answered, passed on, or its author told that there will be no answer."""
    return Days(
        *(
            terms.before_day_off(registered_on, _term(code, registered_on), norms.add_days)
            for code in (ANSWER, FORWARDING, NOTICE)
        )
    )


def longest(registered_on: date, on: date) -> date:
    """The last day to which the term may be made longer, by a decision of this day."""
    return terms.extended(
        registered_on, _term(ANSWER, registered_on), _term(EXTENSION, on), norms.add_days
    )


def level_to_file() -> int:
    """How surely the town must know who files, by the norm of the day; one query."""
    return norms.value("appeal.identity_level", today()).value


def law(on: date) -> dict[str, Norm]:
    """The terms in force with their sources, by the last word of their codes; one query."""
    return {one.code.partition(".")[2]: one for one in norms.in_force(on, "appeal.")}


def _term(code: str, on: date) -> Term:
    found = norms.value(code, on)
    return Term(found.value, found.unit)
