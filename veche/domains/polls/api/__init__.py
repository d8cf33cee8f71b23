"""Polls by API: what anyone may read, the same as on the pages; `mine` has one person's part."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from ninja import Path, Schema

from veche.commons.ballots import public as ballots
from veche.commons.identity import public as identity
from veche.domains.polls import exports, policies, queries
from veche.domains.polls.adapters import calls, groups, signs, turnout
from veche.domains.polls.api import examples
from veche.domains.polls.api.mine import router
from veche.domains.polls.models import Poll
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.web.described import PageSize, PageToken, example, files

__all__ = ["router"]


class PollOut(Schema):
    """A poll on a list."""

    id: str
    title: str
    kind: str
    phase: str
    opens_at: datetime | None
    closes_at: datetime | None
    ballots: int
    url: str


class PollsOut(Schema):
    """A page of polls; `next` is the token of the page after it, empty at the end."""

    items: list[PollOut]
    next: str


class QuestionOut(Schema):
    """A question; `neutral` are codes of the options that stand apart."""

    code: str
    kind: str
    text: str
    options: dict[str, str]
    neutral: list[str]


class PassportOut(Schema):
    """What a poll asks."""

    id: str
    title: str
    kind: str
    opens_at: datetime | None
    closes_at: datetime | None
    licence: str
    questions: list[QuestionOut]


class WholePollOut(PassportOut):
    """A poll with its questions and its turnout."""

    phase: str
    ballots: int
    url: str
    summary: str


class LineOut(Schema):
    """What an option got."""

    votes: int
    points: int


class AnswersOut(Schema):
    """How many answered a question, and what each option got, by its code."""

    answered: int
    lines: dict[str, LineOut]


class TotalsOut(Schema):
    """Ballots counted, ballots struck, and answers by the code of the question."""

    ballots: int
    struck: int
    questions: dict[str, AnswersOut]


class FieldOut(Schema):
    """How answers to a question are written in the rows of either file."""

    field: str
    question: str
    written_csv: str
    written_json: str
    empty: str


class ResultOut(Schema):
    """The published totals of a poll."""

    poll: PassportOut
    totals: TotalsOut
    fields: list[FieldOut]


class BinOut(Schema):
    """Ballots that came from one moment until another, and how many there were by then."""

    starts_at: datetime
    ends_at: datetime
    ballots: int
    total: int


class HoursOut(Schema):
    """The turnout by the hour; hours are merged until each bin holds `minimum` ballots.

    While the poll runs the bin that is not full yet is left out, and `is_final` is false.
    """

    minimum: int
    is_final: bool
    is_counted: bool
    bins: list[BinOut]


class CellOut(Schema):
    """One told cell: turnout has no question, «answered» no option."""

    dimension: Literal["place", "age", "channel", "level"]
    group: str
    question: str
    option: str
    votes: int


class LivedOut(Schema):
    """How many people of a group live in the town."""

    dimension: Literal["place", "age"]
    group: str
    people: int


class CensusOut(Schema):
    """The town's own figures, by the source it named."""

    source: str
    counted_on: date
    rows: list[LivedOut]


class GroupsOut(Schema):
    """Turnout and results by groups; no cell is below `minimum` and none follows from others.

    `census` is what the voters are compared with; null until the town has brought its figures.
    """

    minimum: int
    rows: list[CellOut]
    census: CensusOut | None


class ReceiptOut(Schema):
    """Whether a ballot lies in the box, and whether it was taken off the count."""

    is_found: bool
    is_struck: bool


class ControlOut(Schema):
    """The draw for control calls and what the drawn said.

    `commitment` is SHA-256 of `seed`, shown from the opening on; `seed` is "" until the draw. The
    drawn are the marks whose SHA-256 of seed and mark together is least.
    """

    commitment: str
    seed: str
    outcomes: dict[str, int]
    drawn: list[str]
    marks: list[str]


class SignOut(Schema):
    """A sign worth a look or not; `percent` is null where too little is published to tell."""

    title: str
    is_known: bool
    is_noticed: bool
    percent: float | None
    said: str
    threshold: str
    may_mean: str
    need_not: str


class SignsOut(Schema):
    """Signs reckoned from what is published, the noticed first. A sign accuses nobody."""

    signs: list[SignOut]


@router.get("/polls", response=PollsOut, url_name="polls", openapi_extra=example(examples.POLLS))
@access("public")
def list_polls(
    request: HttpRequest,
    phase: Literal["open", "upcoming", "closed"] = "open",
    after: PageToken = "",
    size: PageSize = 20,
) -> dict[str, Any]:
    """Published polls in one phase."""
    page = queries.polls_in(phase, after=after, size=size)
    turnout = ballots.turnouts([poll.id for poll in page.items])
    return {
        "items": [_brief(poll, turnout[poll.id]) for poll in page.items],
        "next": page.next_token,
    }


def _brief(poll: Poll, turnout: int) -> dict[str, Any]:
    return {
        "id": poll.slug,
        "title": poll.title,
        "kind": poll.kind,
        "phase": queries.phase_of(poll),
        "opens_at": poll.opens_at,
        "closes_at": poll.closes_at,
        "ballots": turnout,
        "url": reverse("polls:poll", args=[poll.slug]),
    }


@router.get(
    "/polls/{slug:slug}",
    response=WholePollOut,
    url_name="poll",
    openapi_extra=example(examples.POLL),
)
@access(policies.may_see_poll)
def read_poll(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One poll with its questions and options, and the turnout."""
    poll = queries.poll_for(identity.person_of(request), slug)
    brief = _brief(poll, ballots.turnouts([poll.id])[poll.id])
    return {**exports.passport(poll), **brief, "summary": poll.summary}


@router.get(
    "/polls/{slug:slug}/result",
    response=ResultOut,
    url_name="poll-result",
    openapi_extra=example(examples.RESULT),
)
@access(policies.may_see_results)
def read_result(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The totals, when the poll lets them be seen."""
    person = identity.person_of(request)
    poll = queries.poll_for(person, slug)
    voted = bool(queries.voted_in(person, [poll]))
    queries.sight(poll, queries.phase_of(poll), voted).or_refuse()
    return {
        "poll": exports.passport(poll),
        "totals": exports.totals(poll),
        "fields": exports.fields(poll),
    }


@router.get(
    "/polls/{slug:slug}/hours",
    response=HoursOut,
    url_name="poll-hours",
    openapi_extra=example(examples.HOURS),
)
@access(policies.may_see_poll)
def read_hours(request: HttpRequest, slug: str) -> dict[str, Any]:
    """How the turnout grew, also while the poll runs."""
    poll = queries.passport_for(identity.person_of(request), slug)
    return turnout.as_json(turnout.series(poll))


@router.get(
    "/polls/{slug:slug}/groups",
    response=GroupsOut,
    url_name="poll-groups",
    openapi_extra=example(examples.GROUPS),
)
@access(policies.may_see_results)
def read_groups(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Who came and how each group answered, one dimension at a time; after the close."""
    poll = queries.counted_poll_for(identity.person_of(request), slug)
    return groups.as_json(poll)


@router.get(
    "/polls/{slug:slug}/control",
    response=ControlOut,
    url_name="poll-control",
    openapi_extra=example(examples.CONTROL),
)
@access(policies.may_see_poll)
def read_control(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The draw for control calls with all marks, so that anybody may repeat it."""
    poll = queries.passport_for(identity.person_of(request), slug)
    return calls.as_json(poll)


@router.get(
    "/polls/{slug:slug}/signs",
    response=SignsOut,
    url_name="poll-signs",
    openapi_extra=example(examples.SIGNS),
)
@access(policies.may_see_results)
def read_signs(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What is worth a look in a closed poll: what it may mean, and what it need not."""
    poll = queries.counted_poll_for(identity.person_of(request), slug)
    return signs.as_json(poll)


@router.get(
    "/polls/{slug:slug}/ballots",
    url_name="poll-ballots",
    openapi_extra=files({"application/json": examples.BALLOTS, "text/csv": "q1\r\no1\r\n"}),
)
@access(policies.may_see_results)
def read_ballots(
    request: HttpRequest, slug: str, form: Literal["json", "csv"] = "json"
) -> StreamingHttpResponse:
    """Every ballot of a closed poll as the choice alone, shuffled; streams."""
    poll = queries.counted_poll_for(identity.person_of(request), slug)
    return exports.ballots_csv(poll) if form == "csv" else exports.ballots_json(poll)


@router.get(
    "/polls/{slug:slug}/receipts/{number}",
    response=ReceiptOut,
    url_name="poll-receipt",
    openapi_extra=example(examples.RECEIPT),
)
@access(policies.may_see_poll)
def check_receipt(
    request: HttpRequest, slug: str, number: Annotated[str, Path(pattern="^[0-9]{12}$")]
) -> dict[str, Any]:
    """Whether the ballot of this receipt lies in the box; says nothing of the choice."""
    poll = queries.passport_for(identity.person_of(request), slug)
    limits.hit(f"receipt:{limits.client_of(request)}", limit=30, seconds=600)
    is_found = ballots.has_receipt(poll.id, number)
    return {
        "is_found": is_found,
        "is_struck": is_found and ballots.is_struck_receipt(poll.id, number),
    }
