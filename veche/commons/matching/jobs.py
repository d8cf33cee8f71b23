"""What is done beside: photos are covered, what nobody moves falls off by itself."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.matching import actions
from veche.commons.matching.queries import matches, needs, solvers
from veche.kernel import jobs


@jobs.job("matching.cover_photos", keeps_on=True)
def cover_photos(match_id: str, kind: str, author_id: str) -> None:
    """Cover faces and plates of what was shown, before a moderator and everyone see it."""
    for photo in files.of(actions.SENT[kind], match_id):
        data = files.photo_bytes(photo.id)
        actions.keep_covered(
            match_id=UUID(match_id),
            kind=kind,
            photo_id=photo.id,
            data=None if data is None else files.blurred(data).data,
            author_id=UUID(author_id),
        )


@jobs.job("matching.drop_skills")
def drop_skills(code: str) -> None:
    """What became dangerous leaves the skills of residents, and who talks of it is told."""
    steps = [
        *(partial(actions.drop_skill, code, one) for one in solvers.residents_doing(code)),
        *(partial(actions.want_licence, code, one) for one in matches.to_licence(code)),
    ]
    jobs.for_each(steps, lambda step: step())


@jobs.periodic("matching.lapse_unanswered", every_minutes=60)
def lapse_unanswered() -> None:
    """Offers and requests that nobody answered in time free both sides; needs end by their day."""
    steps = [
        *(partial(actions.lapse_match, one) for one in matches.unanswered()),
        *(partial(actions.end_need, one) for one in needs.ran_out()),
    ]
    jobs.for_each(steps, lambda step: step())


@jobs.periodic("matching.mind_talks", every_minutes=60)
def mind_talks() -> None:
    """Talks that stand still: both sides are told once, and then nobody is held by silence."""
    steps = [
        *(partial(actions.end_stuck, one) for one in matches.to_end()),
        *(partial(actions.remind_stuck, one) for one in matches.to_remind()),
    ]
    jobs.for_each(steps, lambda step: step())
