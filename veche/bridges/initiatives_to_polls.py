"""A proposal becomes a draft poll of an author, and each of the two shows the way to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonRef
from veche.domains.initiatives import public as initiatives
from veche.domains.polls import public as polls

POLL = "polls.poll"


def connect() -> None:
    """Called once at start: the way on for proposals, the way back for polls."""
    initiatives.use_ways(
        [
            *(one for one in initiatives.ways() if one.kind != POLL),
            initiatives.Way(
                kind=POLL,
                title=_("Сделать опросом"),
                noun=_("Опрос"),
                icon="vote",
                may=polls.may_draft_poll,
                begin=_begin,
                look=_look,
            ),
        ]
    )
    origin = polls.Origin(find=initiatives.origin_of, crowd=initiatives.supporters_after)
    polls.use_origins({initiatives.KIND: origin})


def _begin(person: PersonRef, handed: initiatives.Handed) -> UUID:
    """A draft in the office, with the proposal as its origin; joins the caller's transaction."""
    return polls.begin_from(
        person,
        title=handed.title,
        summary=handed.summary,
        place_id=handed.place_id,
        origin_kind=initiatives.KIND,
        origin_id=handed.proposal_id,
    )


def _look(poll_ids: Sequence[UUID]) -> Mapping[UUID, initiatives.Target]:
    """What these polls are now; a discarded draft is left out."""
    return {
        poll_id: initiatives.Target(
            title=one.title,
            url=one.url,
            office_url=one.office_url,
            note=one.note,
            is_over=one.is_over,
        )
        for poll_id, one in polls.links(poll_ids).items()
    }
