"""Proposing by key: a draft with all its parts, sending it, calling for helpers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Path, Router, Schema

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.matching import public as matching
from veche.domains.initiatives import policies
from veche.domains.initiatives.actions import drafting, filing, helping
from veche.domains.initiatives.actions.drafting import Matter, Means, Plan
from veche.domains.initiatives.models import OWN_MAX, SPOT_MAX, TEXT_MAX, TITLE_MAX
from veche.domains.initiatives.queries import likeness, reading
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel import idempotency
from veche.kernel.access import access
from veche.kernel.web.described import ONE_LINE, PROSE, SAID, RetryKey, Whole, example
from veche.kernel.web.fields import ROUBLES_MAX
from veche.kernel.web.origin import absolute

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]
Words = Annotated[str, Field(max_length=TEXT_MAX), PROSE]
Own = Annotated[str, Field(max_length=OWN_MAX), ONE_LINE]
Kopecks = Annotated[Whole, Field(ge=0, le=ROUBLES_MAX * 100)]


class ProposalIn(Schema):
    """The seven fields; what is left out is filled in on the page of the draft."""

    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX), ONE_LINE, SAID]
    problem: Annotated[str, Field(min_length=1, max_length=TEXT_MAX), PROSE, SAID]
    place_id: UUID | None = None
    spot: Annotated[str, Field(max_length=SPOT_MAX), ONE_LINE] = ""
    grounds: Words = ""
    result: Words = ""
    cost_kopecks: Kopecks | None = None
    cost_note: Words = ""
    starts_on: date | None = None
    ends_on: date | None = None
    own_kopecks: Kopecks | None = None
    own_property: Own = ""
    own_labour: Own = ""
    budget_kopecks: Kopecks | None = None


class DraftOut(Schema):
    """A draft: `invite_url` is for the group, `lacks` are fields that are still empty, `alike` are
    public proposals like it: supporting one that collects is quicker."""

    id: UUID
    url: str
    invite_url: str
    lacks: list[str]
    alike: list[str]


class FiledOut(Schema):
    """What was sent: its state is `moderation` until a moderator has read it."""

    slug: str
    state: str
    url: str


class HelpIn(Schema):
    """What hands are wanted for: a kind of work of the town's list, a house (`/addresses` finds
    it), how many, until when; `is_town_duty` if the town must do it by law, which is refused."""

    work_kind: Annotated[str, Field(max_length=40, pattern="^[a-z0-9_-]+$")]
    address: Annotated[str, Field(min_length=1, max_length=SPOT_MAX), ONE_LINE]
    hands: Annotated[Whole, Field(ge=1, le=1000)] = 1
    ends_on: date | None = None
    is_town_duty: bool


class HelpOut(Schema):
    """How the need stands: its id is that of `/together/needs/{id}`."""

    need: str
    state: str
    url: str


# not shown: an example for programmers
SENT: dict[str, Any] = {
    "title": "Поставить скамейки у школы № 3",
    "problem": "Родители ждут детей стоя, пожилым негде отдохнуть по дороге в поликлинику.",
    "place_id": None,
    "spot": "Школьная улица",
    "grounds": "Спросили 40 соседей: 36 за.",
    "result": "Четыре скамейки со спинкой, урны рядом.",
    "cost_kopecks": 7200000,
    "cost_note": "4 скамейки по 18 000",
    "starts_on": "2027-05-01",
    "ends_on": "2027-06-01",
    "own_kopecks": 500000,
    "own_labour": "десять человек на субботник",
    "budget_kopecks": 6700000,
}
DRAFT = {
    "id": "0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f70",
    "url": "https://veche.example/initiatives/drafts/0193a1c2-7d3e-7f10-8a55-2b1c0d9e8f70/what/",
    "invite_url": "https://veche.example/initiatives/join/Zk2f9mQp7aXw/",
    "lacks": ["result"],
    "alike": [],
}
FILED = {"slug": "k3mfw8d2qz", "state": "moderation", "url": "/initiatives/k3mfw8d2qz/"}
# not shown: an example for programmers
HELP: dict[str, Any] = {
    "work_kind": "carpentry",
    "address": "Луговая улица, 54",
    "hands": 4,
    "ends_on": "2027-06-01",
    "is_town_duty": False,
}
CALLED = {
    "need": "k7m2p9x4ab",
    "state": "open",
    "url": "https://veche.example/together/needs/k7m2p9x4ab/",
}


@router.post(
    "/initiatives",
    response=DraftOut,
    url_name="draft-initiative",
    **identity.by_key(identity.WRITE, example(DRAFT, sent=SENT)),
)
@access(policies.may_propose)
def draft_proposal(request: HttpRequest, given: ProposalIn, retry_key: RetryKey) -> dict[str, Any]:
    """Begin a draft. A group stands behind it before it is sent: people come by `invite_url`."""
    person = identity.person_of(request)
    plan, means = Plan(given.grounds, given.result), Means(**_of(given, Means))

    def make() -> dict[str, Any]:
        matter = Matter(**_of(given, Matter))
        row = drafting.begin_proposal(person, matter=matter, more=(plan, means))
        return {
            "id": str(row.id),
            "url": absolute(request, reverse("initiatives:describe-matter", args=[row.id])),
            "invite_url": absolute(request, reverse("initiatives:join-group", args=[row.invite])),
            "lacks": sorted(filing.lacks(row)),
            "alike": [one.slug for one in likeness.alike(row.title)],
        }

    return _once(person, f"propose:{retry_key}", given.model_dump_json(), make)


def _once(
    person: PersonRef, key: str, asked: str, make: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """A repeat with the same key gets the first answer, whatever has become of it since."""
    answer: dict[str, Any] = idempotency.answer_once(
        f"person:{person.known_id}", key, asked.encode(), make
    )
    return answer


def _of(given: ProposalIn, part: type[Matter] | type[Means]) -> dict[str, Any]:
    return {name: getattr(given, name) for name in part.__dataclass_fields__}


@router.post(
    "/initiatives/drafts/{uuid:draft_id}/send",
    response=FiledOut,
    url_name="send-initiative",
    **identity.by_key(identity.WRITE, example(FILED)),
)
@access(policies.may_propose)
def send_proposal(request: HttpRequest, draft_id: UUID, retry_key: RetryKey) -> dict[str, Any]:
    """Send a draft that lacks nothing to a moderator; sent again, it is the same proposal."""
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        slug = filing.file_proposal(person, draft_id=draft_id)
        url = reverse("initiatives:read-proposal", args=[slug])
        return {"slug": slug, "state": reading.row_of(slug).state, "url": url}

    return _once(person, f"send:{retry_key}", str(draft_id), make)


@router.post(
    "/initiatives/{slug}/help",
    response=HelpOut,
    url_name="seek-initiative-help",
    **identity.by_key(identity.HELP, example(CALLED, sent=HELP)),
)
@access(policies.may_seek_help)
def seek_help(
    request: HttpRequest, slug: Slug, given: HelpIn, retry_key: RetryKey
) -> dict[str, Any]:
    """Call helpers to one's own proposal; whose the place is the town says."""
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        row, house = reading.whole_for(person, slug).row, matching.house_named(given.address)
        need = matching.NewNeed(
            title=row.title,
            latitude=house.latitude,
            longitude=house.longitude,
            place_id=house.place_id,
            **{**given.model_dump(), "address": house.text},
        )
        helping.seek_help(person, slug=slug, given=need)
        found = matching.need_of(KIND, str(row.id))
        assert found is not None
        return {"need": found.slug, "state": found.state, "url": absolute(request, found.url)}

    return _once(person, f"seek:{retry_key}", f"{slug}\n{given.model_dump_json()}", make)
