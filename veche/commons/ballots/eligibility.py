"""Who may drop a ballot: level, age, territory. One order of hurdles for all that is voted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock


@dataclass(frozen=True)
class Voter:
    """What the right to vote may hang on; None is «not told yet»."""

    is_known: bool
    level: int = 0
    age: int | None = None
    place_ids: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Terms:
    """Who may take part; no territories mean the whole town."""

    min_level: int
    min_age: int | None
    territories: frozenset[str]


# Hurdles that fall once somebody tells what the town does not know.
UNTOLD = ("birth-date", "home")
Hurdle = Literal["sign-in", "level", "birth-date", "age", "home", "territory"]


def hurdle(terms: Terms, voter: Voter) -> Hurdle | None:
    """The first thing between a person and the ballot, None when there is none.

    What cannot be mended comes before what the person would have to fill in, so that nobody tells
    the town where they live only to hear that they are too young.
    """
    if not voter.is_known:
        return "sign-in"
    if voter.level < terms.min_level:
        return "level"
    if terms.min_age is not None and voter.age is not None and voter.age < terms.min_age:
        return "age"
    if voter.place_ids is not None and not _lives_there(terms, voter.place_ids):
        return "territory"
    if terms.min_age is not None and voter.age is None:
        return "birth-date"
    if terms.territories and voter.place_ids is None:
        return "home"
    return None


def _lives_there(terms: Terms, place_ids: Iterable[str]) -> bool:
    return not terms.territories or bool(terms.territories.intersection(place_ids))


def seen_in_document(terms: Terms, voter: Voter) -> Voter:
    """The voter when a clerk has seen in the document what the town does not know of them.

    What is known stands: nobody's eyes make a resident of another district a local one.
    """
    age = terms.min_age if voter.age is None else voter.age
    places = tuple(terms.territories) if voter.place_ids is None else voter.place_ids
    return replace(voter, age=age, place_ids=places)


def voter_of(person: PersonRef, terms: Terms) -> Voter:
    """The person as the right to vote sees them; reads no more than the vote needs."""
    if person.id is None:
        return Voter(is_known=False)
    age = None
    if terms.min_age is not None:
        age = identity.particulars(person, clock.today(towns.current().time_zone)).age
    # Where somebody lives matters only to a vote of some places.
    home = person.home_place_id if terms.territories else None
    lineage = None if home is None else tuple(str(place) for place in places.lineage(home))
    return Voter(is_known=True, level=person.level, age=age, place_ids=lineage)
