"""The list of voters of a secret vote: who may vote now, or once they have told their age."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from veche.commons.ballots import strata_rules
from veche.commons.ballots.eligibility import Terms, Voter, hurdle
from veche.commons.identity import public as identity
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock

CHUNK = 1000
# What a person may still mend while the vote runs; asked again when the ballot is given out.
MENDABLE = (None, "birth-date")


@dataclass(frozen=True)
class Stratum:
    """A group counted apart: names of its places, "" for homes not told, and who is in it."""

    names: tuple[str, ...]
    person_ids: tuple[UUID, ...]


def electorate(terms: Terms, enough: int) -> list[Stratum]:
    """The list of voters as of now, by parts of the town, parts of fewer than `enough` together.

    Reads each account once; homes and ages are opened in memory alone. Who has told no home is of
    the town and of no part of it.
    """
    members: dict[str, list[UUID]] = {}
    for person_id, part in _electors(terms):
        members.setdefault(part, []).append(person_id)
    names = {str(place.id): place.name for place in places.places()}
    ordered = sorted(members, key=lambda part: (part == "", names.get(part, "")))
    groups = strata_rules.merged({part: len(members[part]) for part in ordered}, enough)
    return [
        Stratum(
            tuple(names.get(part, "") for part in group),
            tuple(person for part in group for person in members[part]),
        )
        for group in groups
    ]


def _electors(terms: Terms) -> Iterator[tuple[UUID, str]]:
    day = clock.today(towns.current().time_zone)
    parts = {str(place.id) for place in places.places() if place.kind != "town"}
    lineages: dict[UUID, tuple[str, ...]] = {}
    for chunk in _chunks(one for one, now in identity.accounts() if one == now):
        for person_id, told in identity.particulars_of_many(chunk, day).items():
            home = told.home_place_id
            if home is not None and home not in lineages:
                lineages[home] = tuple(str(place) for place in places.lineage(home))
            lineage = None if home is None else lineages[home]
            voter = Voter(is_known=True, level=told.level, age=told.age, place_ids=lineage)
            if hurdle(terms, voter) in MENDABLE:
                yield person_id, next((one for one in lineage or () if one in parts), "")


def _chunks(ids: Iterator[UUID]) -> Iterator[Sequence[UUID]]:
    chunk: list[UUID] = []
    for person_id in ids:
        chunk.append(person_id)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
