"""What a secret vote would take of a poll: who is counted apart, and what cannot be asked."""

from __future__ import annotations

from dataclasses import dataclass

from veche.commons.ballots import public as ballots
from veche.domains.polls.models import Kind, Mode, Poll
from veche.domains.polls.queries.polls import paper_of, terms_of

# The votes that are secret unless somebody chooses otherwise.
USUALLY_SECRET = (Kind.TOWN, Kind.DISTRICT)


@dataclass(frozen=True)
class Outlook:
    """A poll as a secret vote: groups counted apart, questions that cannot be asked, and bounds.

    `groups` are names of places ("" for homes not told) with the number of voters; none of fewer
    than `floor` is lawful, of fewer than `advised` wise. `unasked` are codes of questions.
    """

    groups: tuple[tuple[tuple[str, ...], int], ...]
    unasked: tuple[str, ...]
    floor: int
    advised: int

    @property
    def smallest(self) -> int:
        """People of the smallest group."""
        return min((people for _names, people in self.groups), default=0)

    @property
    def is_lawful(self) -> bool:
        """Whether the vote may be held in secret."""
        return not self.unasked and self.smallest >= self.floor

    @property
    def is_wise(self) -> bool:
        """Whether it is lawful, and each group large enough to hide in."""
        return self.is_lawful and self.smallest >= self.advised


def outlook(poll: Poll) -> Outlook:
    """How the poll would look as a secret vote today; reads every account."""
    floors = ballots.secret_floors()
    groups = ballots.electorate(terms_of(poll), floors.advised)
    return Outlook(
        groups=tuple((group.names, len(group.person_ids)) for group in groups),
        unasked=tuple(one.id for one in paper_of(poll) if not ballots.may_be_secret(one)),
        floor=floors.floor,
        advised=floors.advised,
    )


def usual_mode(poll: Poll, seen: Outlook) -> str:
    """The mode of a poll for which nobody has chosen one."""
    return Mode.SECRET if poll.kind in USUALLY_SECRET and seen.is_wise else Mode.OPEN
