"""One person's part by key: may they vote, their vote, a project of theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Path, Router, Schema
from pydantic import StrictStr

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting import policies
from veche.domains.budgeting.actions import balloting, proposing
from veche.domains.budgeting.actions.proposing import LINES_MAX, Line, Matter, Plan
from veche.domains.budgeting.api import examples
from veche.domains.budgeting.models import LINE_MAX, TEXT_MAX, TITLE_MAX, Cycle
from veche.domains.budgeting.queries import cycles, projects, voting
from veche.kernel import crypto, idempotency, limits
from veche.kernel.access import access
from veche.kernel.errors import Conflict
from veche.kernel.web.described import ONE_LINE, PROSE, SAID, RetryKey, Whole, example
from veche.kernel.web.fields import ROUBLES_MAX
from veche.kernel.web.origin import absolute

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9-]{4,16}$")]
Number = Annotated[StrictStr, Field(max_length=10, pattern="^[0-9]+$")]
Marks = (
    Annotated[list[Number], Field(max_length=200)]
    | Annotated[dict[Number, Whole], Field(max_length=200)]
)
LineText = Annotated[str, Field(max_length=LINE_MAX), ONE_LINE]
Prose = Annotated[str, Field(max_length=TEXT_MAX), PROSE]


class BudgetChoiceIn(Schema):
    """A filled ballot by the code of the fund: numbers of projects (best first where they are
    ranked), or points by number."""

    choice: Annotated[dict[Annotated[str, Field(max_length=8)], Marks], Field(max_length=100)]


class BudgetVoteOut(Schema):
    """A ballot with the number of its receipt: as it counts, or as a call has cast it."""

    cycle: str
    receipt: str
    choice: dict[str, Any]


class BudgetStandingOut(Schema):
    """Whether the person may vote now, and if not, why and what to do."""

    is_allowed: bool
    code: str
    reason: str
    advice: str


class BudgetOwnPartOut(Schema):
    """May the person vote here, and the ballot they have cast."""

    standing: BudgetStandingOut
    vote: BudgetVoteOut | None


class BudgetLineIn(Schema):
    """A line of the cost; `payer` is one of those of the programme."""

    title: Annotated[str, Field(min_length=1, max_length=LINE_MAX), ONE_LINE, SAID]
    amount_kopecks: Annotated[Whole, Field(ge=1, le=ROUBLES_MAX * 100)]
    payer: Literal["town", "region", "people", "business"] = "town"


class BudgetProjectIn(Schema):
    """A project whole; `fund` is the code of the money it asks for."""

    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX), ONE_LINE, SAID]
    need: Annotated[str, Field(min_length=1, max_length=TEXT_MAX), PROSE, SAID]
    fund: Annotated[str, Field(max_length=8)]
    spot: LineText = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    works: Prose = ""
    benefits: LineText = ""
    upkeep: LineText = ""
    land: Literal["town", "common", "state", "private", ""] = ""
    lines: Annotated[list[BudgetLineIn], Field(min_length=1, max_length=LINES_MAX)]


class BudgetDraftOut(Schema):
    """A draft; `lacks` are parts that are still missing or wrong."""

    id: UUID
    url: str
    lacks: list[str]


class BudgetFiledOut(Schema):
    """What was sent: its state is `moderation` until a moderator has read it."""

    slug: str
    state: str
    url: str


@router.get(
    "/budget-votes/{slug}/vote",
    response=BudgetOwnPartOut,
    url_name="budget-own-vote",
    **identity.by_key(
        identity.READ_OWN, example({"standing": examples.STANDING, "vote": examples.VOTE})
    ),
)
@access(policies.may_read_cycle)
def read_vote(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """Whether the owner of the key may vote here now, and their ballot, if they have cast one."""
    person = identity.person_of(request)
    cycle = cycles.cycle_for(identity.ANONYMOUS, slug)
    decision = voting.decision(person, cycle)
    own = voting.own_of(person, cycle)
    return {
        "standing": {
            "is_allowed": decision.allowed,
            "code": "" if decision.allowed else decision.code,
            "reason": str(decision.reason),
            "advice": str(decision.advice),
        },
        "vote": None if own is None else _vote(cycle, own),
    }


@router.post(
    "/budget-votes/{slug}/vote",
    response=BudgetVoteOut,
    url_name="cast-budget-vote",
    **identity.by_key(
        identity.VOTE, example(examples.VOTE, sent={"choice": examples.VOTE["choice"]})
    ),
)
@access(policies.may_vote)
def cast_vote(
    request: HttpRequest, slug: Slug, ballot: BudgetChoiceIn, retry: RetryKey
) -> dict[str, Any]:
    """Vote, or change the vote where the act lets it be changed.

    A repeat with the same word votes no second time: it is answered with what that very call cast.
    """
    person = identity.person_of(request)
    cycle = cycles.cycle_for(identity.ANONYMOUS, slug)
    limits.hit(f"vote:{person.id}", limit=60, seconds=600)
    # What is kept for repeats says neither who voted nor what for: not even as a digest.
    actor = crypto.mac("budget vote by key", identity.key_of(request).bytes).hex()
    joined = len(person.earlier_ids)
    kept = idempotency.answer_once_prepared(
        actor,
        retry,
        slug.encode(),
        prepare=lambda: balloting.cast_ballot(person, cycle=cycle, choice=ballot.choice),
        make=lambda receipt: _told(actor, cycle, receipt, joined),
    )
    # An account that another was joined to since may have the other's ballot for its own.
    is_same = isinstance(kept, list) and kept[1] == joined
    ids = [person.known_id, *person.earlier_ids]
    own = ballots.ballot_cast(cycle.id, ids, kept[0]) if is_same else None
    if own is None:
        raise Conflict(
            _("Голос по этому запросу уже не показать"),
            advice=_("Учтён ли он, видно на странице цикла."),
            code="vote-gone",
        )
    return _vote(cycle, own)


def _told(actor: str, cycle: Cycle, receipt: ballots.Receipt, joined: int) -> list[int]:
    """Which of the voter's ballots it was. Where votes are final a key hears the same of all
    unless it has cast that itself: it must not find out what was cast elsewhere."""
    told = [receipt.seq, joined]
    is_final = receipt.is_repeat and not cycle.is_revisable
    if is_final and not idempotency.has_answered(actor, cycle.slug.encode(), told):
        raise ballots.already_voted()
    return told


def _vote(cycle: Cycle, own: ballots.OwnBallot) -> dict[str, Any]:
    return {"cycle": cycle.slug, "receipt": own.receipt, "choice": own.choice}


@router.post(
    "/budget-votes/{slug}/projects",
    response=BudgetDraftOut,
    url_name="draft-budget-project",
    **identity.by_key(identity.WRITE, example(examples.DRAFT, sent=examples.SENT)),
)
@access(policies.may_begin_project)
def draft_project(
    request: HttpRequest, slug: Slug, given: BudgetProjectIn, retry_key: RetryKey
) -> dict[str, Any]:
    """Begin a draft with all its parts; it is sent by another call, once nothing is missing."""
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        matter = Matter(**{name: getattr(given, name) for name in Matter.__dataclass_fields__})
        plan = Plan(**{name: getattr(given, name) for name in Plan.__dataclass_fields__})
        lines = [Line(one.title, one.amount_kopecks, one.payer) for one in given.lines]
        row = proposing.write_project(
            person, cycle_slug=slug, matter=matter, plan=plan, lines=lines
        )
        return {
            "id": str(row.id),
            "url": absolute(request, reverse("budgeting:describe-matter", args=[row.id])),
            "lacks": sorted(proposing.lacks(row)),
        }

    return _once(person, f"project:{retry_key}", f"{slug} {given.model_dump_json()}", make)


@router.post(
    "/budget-projects/drafts/{uuid:draft_id}/send",
    response=BudgetFiledOut,
    url_name="send-budget-project",
    **identity.by_key(identity.WRITE, example(examples.FILED)),
)
@access(policies.may_propose)
def send_project(request: HttpRequest, draft_id: UUID, retry_key: RetryKey) -> dict[str, Any]:
    """Send a draft that lacks nothing to a moderator; sent again, it is the same project."""
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        slug = proposing.file_project(person, draft_id=draft_id)
        row = projects.project_for(person, slug)
        url = reverse("budgeting:read-project", args=[slug])
        return {"slug": slug, "state": row.state, "url": url}

    return _once(person, f"send:{retry_key}", str(draft_id), make)


def _once(
    person: PersonRef, key: str, asked: str, make: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """A repeat with the same key gets the first answer, whatever has become of it since."""
    answer: dict[str, Any] = idempotency.answer_once(
        f"person:{person.known_id}", key, asked.encode(), make
    )
    return answer


__all__ = ["Slug", "router"]
