"""How neighbours help with a report, for its page."""

from __future__ import annotations

from dataclasses import dataclass

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.reports import policies
from veche.domains.reports.models import Report
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states

OFFERS_SHOWN = 3


@dataclass(frozen=True)
class Help:
    """What the page says of neighbours; `is_duty`: the town alone does it, until its day."""

    is_duty: bool
    may_seek: bool
    standing: matching.NeedStanding | None = None
    offers: tuple[matching.Offer, ...] = ()
    photos: tuple[files.FileRef, ...] = ()
    # Talks of theirs that a refusal has ended.
    stopped: tuple[matching.Talk, ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say."""
        return self.is_duty or self.may_seek or self.standing is not None


def help_of(person: PersonRef, row: Report) -> Help:
    """How neighbours help: nothing is asked where the town alone does the work.

    Those able to help are named to whoever may ask them: the author, a coordinator.
    """
    if row.stage == states.UNSEEN:
        return Help(False, False)
    standing = matching.need_of(reading.SOURCE, str(row.id), person)
    is_gone = standing is None or standing.state == matching.CLOSED
    if standing is None or is_gone:
        is_duty = row.stage == states.OPEN and not row.category.is_for_neighbours
        may_seek = policies.may_seek_help(person, row).allowed
        return Help(is_duty, may_seek, stopped=standing.talks if standing else ())
    offers = matching.offers_for(standing.id, OFFERS_SHOWN) if standing.is_asker else []
    refs = files.refs(standing.photos) if standing.photos else {}
    photos = tuple(refs[one] for one in standing.photos if one in refs)
    # Work goes on behind a case that was closed and is open again: others may be called after it.
    may_seek = standing.may_seek_behind and policies.may_seek_help(person, row).allowed
    return Help(False, may_seek, standing, tuple(offers), photos)
