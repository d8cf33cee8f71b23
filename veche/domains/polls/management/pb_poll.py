"""An election of a `.pb` file as a poll and its voters."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from veche.commons.ballots.public import pabulib
from veche.commons.places import public as places
from veche.domains.polls.actions.importing import (
    QUESTION,
    ListedOption,
    ListedPoll,
    ListedVoter,
)
from veche.domains.polls.management import pb_texts
from veche.domains.polls.models import QuestionKind

_KINDS = {
    pabulib.APPROVAL: QuestionKind.SEVERAL,
    pabulib.CHOOSE_ONE: QuestionKind.ONE,
    pabulib.ORDINAL: QuestionKind.RANKING,
    pabulib.CUMULATIVE: QuestionKind.BUDGET,
    pabulib.SCORING: QuestionKind.BUDGET,
}
_CHANNELS = {"internet": "web", "paper": "paper"}


def key_of(data: bytes) -> str:
    """What a file's poll is known by: the same bytes are the same poll."""
    return hashlib.sha256(data).hexdigest()


def listed_poll(election: pabulib.Election, key: str) -> ListedPoll:
    """The poll: one question, its options under the file's own project ids."""
    limits = election.limits
    # A scoring ballot may give nothing but noughts, which is a blank ballot here.
    least = 0 if election.vote_type == pabulib.SCORING else limits.min_length
    kind = _KINDS[election.vote_type]
    if kind == QuestionKind.ONE and least == 0:
        kind = QuestionKind.SEVERAL
    return ListedPoll(
        key=key,
        title=pb_texts.title(election),
        summary=pb_texts.summary(election),
        question=pb_texts.question(election),
        kind=kind,
        options=[_option(election, project) for project in election.projects],
        minimum=least,
        maximum=limits.max_length,
        total=limits.max_sum,
        max_each=limits.max_points,
    )


def _option(election: pabulib.Election, project: pabulib.Project) -> ListedOption:
    is_roubles = election.meta.get("currency") == "RUB"
    return ListedOption(
        code=project.id,
        text=pb_texts.option_text(project),
        detail=pb_texts.option_detail(election, project),
        cost_kopecks=round(project.cost * 100) if is_roubles else None,
        latitude=project.latitude,
        longitude=project.longitude,
    )


def listed_voters(election: pabulib.Election, key: str) -> Iterator[ListedVoter]:
    """The voters, each under an id that follows from the file and the voter's number in it."""
    namespace = uuid.UUID(bytes=bytes.fromhex(key)[:16])
    homes = {place.name: place.id for place in places.places()}
    for vote in election.votes:
        year = election.year
        yield ListedVoter(
            person_id=uuid.uuid5(namespace, vote.voter_id),
            choice={QUESTION: _answer(election.vote_type, vote)},
            channel=_CHANNELS[vote.method],
            birth_year=None if vote.age is None or year is None else year - vote.age,
            place_id=homes.get(vote.area),
        )


def _answer(vote_type: str, vote: pabulib.Vote) -> Any:
    if vote_type in pabulib.WITH_POINTS:
        return dict(zip(vote.projects, vote.points, strict=True))
    return list(vote.projects)
