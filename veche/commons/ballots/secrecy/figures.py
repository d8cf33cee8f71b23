"""What everyone may see of a secret poll beside its result, and its voters of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from veche.ballotbox.manifest import ASSISTED
from veche.commons.ballots.models import AssistedSeed, Issuance, Roll, SecretPoll, StratumKey
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import NotFound

GROUP_MIN = "poll.secret_group_min"
# All but the manifest, which may be long.
_COLUMNS = ("manifest_hash", "is_registered", "counted_on", "issued", "ballots", "is_destroyed")


@dataclass(frozen=True)
class SecretStratum:
    """A stratum: voters, blanks given out, ballots that count, blanks given out and not dropped.

    `ballots` and `undropped` are None before the log is read, `undropped` also where so few took a
    blank that it would tell of single people. The assisted lane is stratum 0, its voters are those
    of the others.
    """

    number: int
    label: str
    eligible: int
    issued: int
    ballots: int | None
    undropped: int | None

    @property
    def is_assisted(self) -> bool:
        """Whether the server made these ballots."""
        return self.number == ASSISTED


@dataclass(frozen=True)
class SecretFigures:
    """A secret poll in numbers, as they were last told to the box and stand in its log.

    `counted_on` is the day they were told, None before the first time and once all is final.
    """

    manifest_hash: bytes
    is_registered: bool
    counted_on: date | None
    is_counted: bool
    is_destroyed: bool
    strata: tuple[SecretStratum, ...]

    @property
    def eligible(self) -> int:
        """Everybody who may vote."""
        return sum(one.eligible for one in self.strata if not one.is_assisted)

    @property
    def issued(self) -> int:
        """All blanks given out."""
        return sum(one.issued for one in self.strata)

    @property
    def ballots(self) -> int | None:
        """All ballots that count."""
        numbers = [one.ballots for one in self.strata]
        return None if None in numbers else sum(number or 0 for number in numbers)

    @property
    def undropped(self) -> int | None:
        """Blanks given out and not dropped, all together."""
        return None if self.ballots is None else self.issued - self.ballots


@dataclass(frozen=True)
class SecretStanding:
    """Somebody's own place in a secret poll.

    `salt` lets them find themselves under the root of the roll. `is_unfinished`: the server took a
    blank for them and does not know yet whether the box has it; the same act again finishes it.
    """

    stratum: int
    label: str
    is_issued: bool
    is_assisted: bool
    is_unfinished: bool
    salt: bytes


def figures(box_id: UUID) -> SecretFigures:
    """The numbers of a secret poll; NotFound for a box of another mode."""
    poll = SecretPoll.objects.filter(box_id=box_id).only(*_COLUMNS).first()
    if poll is None:
        raise NotFound()
    least = norms.value(GROUP_MIN, clock.today(towns.current().time_zone)).value
    rows = StratumKey.objects.filter(box_id=box_id).order_by("stratum")
    strata = tuple(
        _stratum(row, poll.issued.get(str(row.stratum), 0), _ballots(poll, row.stratum), least)
        for row in rows.only("box_id", "stratum", "label", "eligible")
    )
    return SecretFigures(
        manifest_hash=bytes(poll.manifest_hash),
        is_registered=poll.is_registered,
        counted_on=poll.counted_on,
        is_counted=poll.ballots is not None,
        is_destroyed=poll.is_destroyed,
        strata=strata,
    )


def _ballots(poll: SecretPoll, stratum: int) -> int | None:
    return None if poll.ballots is None else int(poll.ballots[str(stratum)])


def _stratum(row: StratumKey, issued: int, ballots: int | None, least: int) -> SecretStratum:
    undropped = issued - ballots if ballots is not None and issued >= least else None
    return SecretStratum(row.stratum, row.label, row.eligible, issued, ballots, undropped)


def standing(box_id: UUID, person_ids: Sequence[UUID]) -> SecretStanding | None:
    """A person's place, given by all ids of their account, their own first; None if not on the roll
    or once the roll is destroyed."""
    rows = {
        row.person_id: row
        for row in Roll.objects.filter(box_id=box_id, person_id__in=person_ids, is_retired=False)
    }
    taken = dict(
        Issuance.objects.filter(box_id=box_id, person_id__in=rows).values_list(
            "person_id", "is_assisted"
        )
    )
    own = min(rows, key=lambda one: (one not in taken, person_ids.index(one)), default=None)
    if own is None:
        return None
    key = StratumKey.objects.get(box_id=box_id, stratum=rows[own].stratum)
    return SecretStanding(
        stratum=key.stratum,
        label=key.label,
        is_issued=own in taken,
        is_assisted=taken.get(own, False),
        is_unfinished=AssistedSeed.objects.filter(box_id=box_id, person_id=own).exists(),
        salt=bytes(rows[own].salt),
    )


def taken_in(box_ids: Iterable[UUID], person_ids: Sequence[UUID]) -> set[UUID]:
    """Secret boxes, of these, of which the person has taken a blank; one query.

    Nobody knows whether it was dropped.
    """
    found = Issuance.objects.filter(box_id__in=list(box_ids), person_id__in=person_ids)
    return set(found.values_list("box_id", flat=True))
