"""One person's part in polls by API: may they vote, their vote, what they voted in.

The same queries and actions as the pages; who it is, the key for programs says.
"""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema
from pydantic import StrictFloat, StrictStr

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.polls import actions, policies, queries
from veche.domains.polls.adapters import shown
from veche.domains.polls.api import examples
from veche.domains.polls.models import Poll
from veche.kernel import crypto, idempotency, limits
from veche.kernel.access import access
from veche.kernel.errors import Conflict
from veche.kernel.web.described import RetryKey, Whole, example

router = Router()
Text = Annotated[StrictStr, Field(max_length=5000)]
Answer = (
    Annotated[list[Text], Field(max_length=200)]
    | Annotated[list[StrictFloat | Whole], Field(min_length=2, max_length=2)]
    | Whole
    | Text
    | Annotated[dict[str, Whole], Field(max_length=200)]
    | None
)


class ChoiceIn(Schema):
    """A filled ballot: answers by the code of the question, in the form of the published rows."""

    choice: Annotated[dict[str, Answer], Field(max_length=100)]


class VoteOut(Schema):
    """A vote with the number of its receipt: as it counts so far, or as a call has cast it."""

    poll: str
    receipt: str
    choice: dict[str, Any]


class VotesOut(Schema):
    """A person's votes, the newest poll first, while the tie between ballot and person exists."""

    items: list[VoteOut]


class StandingOut(Schema):
    """Whether the person may vote now, and if not, why and what to do."""

    is_allowed: bool
    code: str
    reason: str
    advice: str


class OwnPartOut(Schema):
    """May the person vote here, and the vote they have given."""

    standing: StandingOut
    vote: VoteOut | None


@router.get(
    "/me/votes",
    response=VotesOut,
    url_name="me-votes",
    **identity.by_key(identity.READ_OWN, example({"items": [examples.VOTE]})),
)
@access(policies.may_vote)
def list_votes(request: HttpRequest) -> dict[str, Any]:
    """What the owner of the key voted for, with receipts, in the last 200 polls."""
    polls = queries.recent_polls()
    own = queries.voted_in(identity.person_of(request), polls)
    return {"items": [_vote(poll, own[poll.id]) for poll in polls if poll.id in own]}


@router.get(
    "/polls/{slug:slug}/vote",
    response=OwnPartOut,
    url_name="poll-vote",
    **identity.by_key(
        identity.READ_OWN, example({"standing": examples.STANDING, "vote": examples.VOTE})
    ),
)
@access(policies.may_see_poll)
def read_vote(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Whether the owner of the key may vote here now, and their vote, if they have given one."""
    person = identity.person_of(request)
    poll = queries.poll_for(person, slug)
    decision = shown.standing(person, poll).decision
    own = queries.voted_in(person, [poll]).get(poll.id)
    return {
        "standing": {
            "is_allowed": decision.allowed,
            "code": "" if decision.allowed else decision.code,
            "reason": str(decision.reason),
            "advice": str(decision.advice),
        },
        "vote": None if own is None else _vote(poll, own),
    }


@router.post(
    "/polls/{slug:slug}/vote",
    response=VoteOut,
    url_name="cast-vote",
    **identity.by_key(
        identity.VOTE, example(examples.VOTE, sent={"choice": examples.VOTE["choice"]})
    ),
)
@access(policies.may_vote)
def cast_vote(request: HttpRequest, slug: str, ballot: ChoiceIn, retry: RetryKey) -> dict[str, Any]:
    """Vote, or change the vote where the poll lets it be changed.

    A repeat with the same word votes no second time: it is answered with what that very call cast,
    whatever counts now. Where a vote is final, a ballot that this key has not cast is 409, also
    when the same is sent.
    """
    person = identity.person_of(request)
    poll = queries.poll_for(person, slug)
    queries.require_no_paper(person, poll)
    limits.hit(f"vote:{person.id}", limit=60, seconds=600)
    choice = ballot.choice
    # What is kept for repeats says neither who voted nor what for: not even as a digest. Each key
    # has words of its own, so that none is answered with what another cast.
    actor = crypto.mac("vote by key", identity.key_of(request).bytes).hex()
    joined = len(person.earlier_ids)
    kept = idempotency.answer_once_prepared(
        actor,
        retry,
        slug.encode(),
        prepare=lambda: actions.cast_ballot(person, poll=poll, choice=choice),
        make=lambda receipt: _told(actor, poll, receipt, joined),
    )
    # An account that another was joined to since may have the other's ballot for its own.
    is_same = isinstance(kept, list) and kept[1] == joined
    own = queries.ballot_cast(person, poll, kept[0]) if is_same else None
    if own is None:
        raise Conflict(
            _("Голос по этому запросу уже не показать"),
            advice=_("Учтён ли он, видно на странице опроса."),
            code="vote-gone",
        )
    return _vote(poll, own)


def _told(actor: str, poll: Poll, receipt: ballots.Receipt, joined: int) -> list[int]:
    """What is kept for repeats: which of the voter's ballots it was.

    Where votes are final a key could find out what was cast elsewhere by sending one option after
    another, if an equal one were taken. So it hears the same of all unless it has cast that itself.
    """
    told = [receipt.seq, joined]
    is_final = receipt.is_repeat and not poll.is_revisable
    if is_final and not idempotency.has_answered(actor, poll.slug.encode(), told):
        raise ballots.already_voted()
    return told


def _vote(poll: Poll, own: ballots.OwnBallot) -> dict[str, Any]:
    return {"poll": poll.slug, "receipt": own.receipt, "choice": own.choice}
