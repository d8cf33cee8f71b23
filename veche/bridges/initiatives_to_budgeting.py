"""A proposal becomes a project of the cycle that takes projects now; each shows the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import public as budgeting
from veche.domains.initiatives import public as initiatives


def connect() -> None:
    """Called once at start: a way on for proposals, the way back for projects."""
    initiatives.use_ways(
        [
            *(one for one in initiatives.ways() if one.kind != budgeting.KIND),
            initiatives.Way(
                kind=budgeting.KIND,
                title=_("Внести в народный бюджет"),
                noun=_("Проект для голосования"),
                icon="rouble",
                may=budgeting.may_take_over,
                begin=_begin,
                look=_look,
            ),
        ]
    )
    budgeting.use_origins({initiatives.KIND: initiatives.origin_of})


def _begin(person: PersonRef, handed: initiatives.Handed) -> UUID:
    """A project in the town's name, checked like all others; joins the caller's transaction."""
    return budgeting.begin_from(
        person,
        title=handed.title,
        need=handed.summary,
        place_id=handed.place_id,
        origin_kind=initiatives.KIND,
        origin_id=handed.proposal_id,
    )


def _look(project_ids: Sequence[UUID]) -> Mapping[UUID, initiatives.Target]:
    """What these projects are now."""
    return {
        project_id: initiatives.Target(
            title=one.title,
            url=one.url,
            office_url=one.office_url,
            note=one.note,
            is_over=one.is_over,
        )
        for project_id, one in budgeting.links(project_ids).items()
    }
