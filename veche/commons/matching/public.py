"""Matching for the rest of the house: plain values, opaque ids.

open_need(source_kind=…, source_id=…, given=NewNeed(…)) -> UUID   in the owner's transaction
need_of(source_kind, source_id, person)  -> NeedStanding | None, for the owner's page
offers_for(need_id, limit=5)                             -> [Offer], best first, with the reasons
close_need(source_kind=…, source_id=…, refusal="")        the owner's case is closed
close_untaken(source_kind=…, source_ids=…)                nobody new is looked for
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import ANONYMOUS, PersonRef
from veche.commons.matching import gatherings, wording
from veche.commons.matching.actions import (
    NewNeed,
    close_need_of,
    close_untaken,
    forget_person,
    join_persons,
    open_need,
    retell_need,
)
from veche.commons.matching.fields import House, Owner, house_named, owner_named
from veche.commons.matching.forms.needs import SeekForm
from veche.commons.matching.gatherings import source, use_gatherings, use_sources
from veche.commons.matching.models import Match, Need, Solver
from veche.commons.matching.queries import matches, needs, solvers
from veche.commons.matching.queries.matches import may_read_proof, may_read_sent
from veche.commons.matching.queries.standing import Own, own_of, standing_of
from veche.commons.matching.rules import states
from veche.kernel.manifest import Matter, SitePage

__all__ = [
    "CLOSED",
    "FULFILLED",
    "House",
    "NeedStanding",
    "NewNeed",
    "Offer",
    "Owner",
    "SeekForm",
    "Talk",
    "WorkKind",
    "close_need",
    "close_untaken",
    "forget_person",
    "help_part",
    "helper_ids",
    "house_named",
    "join_persons",
    "may_read_proof",
    "may_read_sent",
    "me_part",
    "need_of",
    "neighbours_part",
    "offers_for",
    "open_need",
    "open_sources",
    "own_part",
    "owner_named",
    "retell_need",
    "site_pages",
    "sought_sources",
    "source",
    "use_gatherings",
    "use_sources",
    "waiting",
    "waiting_licences",
    "work_kinds",
]


CLOSED, FULFILLED = states.CLOSED, states.FULFILLED
OFFERS_SHOWN = 3


@dataclass(frozen=True)
class WorkKind:
    """A kind of work for the owner's categories; `licence` is the paper to show for it."""

    code: str
    title: str
    is_dangerous: bool
    licence: str = ""


@dataclass(frozen=True)
class Talk:
    """What is agreed on with somebody, for who has a part in it."""

    helper: str
    text: str
    tone: str
    url: str
    is_turn: bool


@dataclass(frozen=True)
class NeedStanding:
    """How a need stands, for the page of what it came from.

    `step` is where the talk with the helper stands, `ahead` what is waited for. Words and photos
    of a deed are there once a moderator has let them through; `is_by_silence` when whoever raised
    it said nothing in the term. `talks`, `is_asker` and `offer_url`
    are of the person who looks.
    """

    id: UUID
    slug: str
    state: str
    text: str
    tone: str
    url: str
    offered: int
    owner: str
    # Nobody has closed it: one call more changes nothing.
    is_sought: bool = False
    # Closed, while those at work go on: helpers may be called behind them.
    may_seek_behind: bool = False
    is_allowed: bool = False
    # Agreed on, and no hand is at work yet: a refusal of the case above would stop it.
    would_stop: bool = False
    step: str = ""
    ahead: str = ""
    plan_on: date | None = None
    helper: str = ""
    helper_url: str = ""
    done_at: datetime | None = None
    proof: str = ""
    photos: tuple[UUID, ...] = ()
    thanks: tuple[str, ...] = ()
    is_by_silence: bool = False
    talks: tuple[Talk, ...] = ()
    is_asker: bool = False
    offer_url: str = ""


@dataclass(frozen=True)
class Offer:
    """Somebody able to help and why, line by line; `ask_url` is where they are asked."""

    name: str
    kind: str
    url: str
    reasons: tuple[str, ...]
    ask_url: str


def work_kinds() -> list[WorkKind]:
    """What helpers can do, in the town's order; one query."""
    return [
        WorkKind(one.code, one.title, one.is_dangerous, one.licence) for one in solvers.work_kinds()
    ]


def need_of(source_kind: str, source_id: str, person: PersonRef = ANONYMOUS) -> NeedStanding | None:
    """How the need of a source stands; two queries, one where there is none.

    For somebody known one more says what part they have in it.
    """
    row = needs.need_of(source_kind, source_id)
    if row is None:
        return None
    found = [
        one
        for one in matches.of_need(row.id, (*states.LIVE, states.DONE, states.WITHDRAWN))
        if one.state != states.WITHDRAWN
        or (row.state == states.CLOSED and matches.fell_with(row, one))
    ]
    held = next((one for one in found if one.state in (*states.HOLDING, states.DONE)), None)
    own = own_of(person)
    text, tone = wording.NEEDS[row.state]
    is_own = row.raised_by is not None and row.raised_by in own.person_ids
    return NeedStanding(
        id=row.id,
        slug=row.slug,
        state=row.state,
        text=str(text),
        tone=tone,
        url=reverse("matching:read-need", args=[row.slug]),
        offered=sum(one.state == states.OFFERED for one in found),
        owner=row.owner_name or _("Администрация города"),
        is_sought=row.closed_at is None,
        may_seek_behind=row.state == states.TAKEN and row.closed_at is not None,
        talks=tuple(_talks(own, found)),
        is_asker=states.ASKER in own.parties(row),
        offer_url=""
        if is_own or row.state != states.OPEN
        else reverse("matching:offer-help", args=[row.slug]),
        **(_of_match(held) if held else {}),
    )


def _of_match(row: Match) -> dict[str, Any]:
    """What everyone may know of the one who helps and of what came out."""
    is_shown = row.is_proof_shown
    return {
        "is_allowed": row.allowed_at is not None,
        "would_stop": row.state in states.HOLDING and row.state not in states.AT_WORK,
        "step": str(wording.MATCHES[row.state][0]),
        "ahead": wording.turn(row, states.waits_for(standing_of(row, is_verified=False)), ()),
        "plan_on": row.plan_on,
        "helper": row.solver.name if row.solver.is_shown else "",
        "helper_url": solver_url(row.solver),
        "done_at": row.done_at,
        "proof": row.proof if is_shown else "",
        "photos": tuple(row.photo_ids) if is_shown else (),
        "thanks": tuple(str(wording.THANKS[one]) for one in row.thanks),
        "is_by_silence": row.ended_by == states.SILENCE,
    }


def _talks(own: Own, found: Sequence[Match]) -> Iterator[Talk]:
    """Talks in which somebody has a part, whose turn it is first said."""
    for row in found:
        parties = own.parties(row.need, row.solver)
        if parties and (row.state in states.LIVE or wording.is_refused(row)):
            text, tone = wording.state_of(row)
            yield Talk(
                helper=wording.name_of(row.solver),
                text=str(text),
                tone=tone,
                url=reverse("matching:read-match", args=[row.slug]),
                is_turn=is_turn_of(row, parties),
            )


def helper_ids(source_kind: str, source_id: str) -> frozenset[UUID]:
    """People of the one who has met the need of a source: they have been thanked already."""
    row = needs.need_of(source_kind, source_id)
    done = matches.of_need(row.id, (states.DONE,)) if row else []
    return frozenset(person for one in done for person in matches.people_of(one.solver))


def open_sources(source_kind: str) -> list[str]:
    """Sources for which somebody is looked for and nobody has been found; one query."""
    return needs.open_sources(source_kind)


def sought_sources(source_kind: str) -> list[str]:
    """Sources whose needs stand: somebody is looked for, or was found; one query."""
    return needs.sought_sources(source_kind)


def offers_for(need_id: UUID, limit: int = 5) -> list[Offer]:
    """Those able to help, best first; none for a need that looks for nobody."""
    row = needs.need_by_id(need_id)
    if row is None or row.state != states.OPEN:
        return []
    return [offer(row, one) for one in needs.who_can(row, limit)]


def offer(need: Need, one: needs.Found) -> Offer:
    """One of them in words."""
    return Offer(
        name=one.solver.name,
        kind=str(wording.SOLVER_KINDS[one.solver.kind]),
        url=solver_url(one.solver),
        reasons=tuple(wording.reason_text(reason) for reason in one.reasons),
        ask_url=reverse("matching:ask-for-help", args=[need.slug, one.solver.slug]),
    )


def solver_url(row: Solver) -> str:
    """The page of somebody able to help; "" once they are not shown."""
    if not (row.is_open and row.is_shown):
        return ""
    return reverse("matching:read-solver", args=[row.slug])


def close_need(*, source_kind: str, source_id: str, refusal: str = "") -> None:
    """Nobody is looked for any more; a second call changes nothing.

    `refusal`: the town's own words, where the case was refused.
    """
    close_need_of(source_kind=source_kind, source_id=source_id, refusal=refusal)


def neighbours_part(request: HttpRequest, written: str) -> str:
    """For the page of `<kind>:<id>`: days to which neighbours were called because of it, and
    where they may be called. "" where no service calls people together."""
    person = identity.person_of(request)
    context = {
        "gatherings": gatherings.grown(written),
        "begin_urls": gatherings.begin_urls(person, written),
    }
    if not any(context.values()):
        return ""
    return render_to_string("matching/neighbours.html", context, request)


def help_part(request: HttpRequest, source_kind: str, source_id: str, *, seek_url: str = "") -> str:
    """For the page of a source: who helps or may be asked, "" where nobody is looked for.

    `seek_url` is where this person may call helpers behind those who are at work.
    """
    need = need_of(source_kind, source_id, identity.person_of(request))
    if need is None or need.state == CLOSED:
        return ""
    refs = files.refs(need.photos) if need.photos else {}
    context = {
        "need": need,
        "photos": [refs[one] for one in need.photos if one in refs],
        "offers": offers_for(need.id, OFFERS_SHOWN) if need.is_asker else [],
        "seek_url": seek_url if need.may_seek_behind else "",
    }
    return render_to_string("matching/help.html", context, request)


def me_part(person: PersonRef) -> dict[str, Any]:
    """«Могу помочь» on «Я»: whether one has said so, and what waits for one's word."""
    own = own_of(person)
    rows = [row for row in matches.own_matches(own) if row.state in states.LIVE]
    waits = [row for row in rows if is_turn_of(row, own.parties(row.need, row.solver))]
    return {
        "solvers": solvers.own_solvers(own),
        "live": len(rows),
        "waits": [
            {"title": row.need.title, "url": reverse("matching:read-match", args=[row.slug])}
            for row in waits
        ],
    }


def is_turn_of(row: Match, parties: frozenset[str]) -> bool:
    """Whether a match waits for one of these."""
    return states.is_turn_of(standing_of(row, is_verified=False), parties)


def due_on(row: Match) -> date | None:
    """By when the next step is expected; nothing where nothing is set."""
    if row.state in states.UNANSWERED:
        return row.answer_by
    if row.state == states.PROVEN:
        return matches.confirmed_by(row)
    return row.plan_on if row.state in states.WITH_DAY else None


def next_words(row: Match) -> str:
    """What those whose turn it is have to do."""
    turn = states.waits_for(standing_of(row, is_verified=False))
    return wording.turn(row, turn, turn)


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """What waits for a word of the town: plans on its places, talks of what it asked for."""
    return [
        Matter(
            title=row.need.title,
            url=reverse("matching:read-match", args=[row.slug]),
            note=next_words(row),
            due_on=due_on(row),
        )
        for row in matches.waiting_for_town(person, limit)
    ]


def waiting_licences(person: PersonRef, limit: int) -> list[Matter]:
    """Licences for dangerous work that nobody has looked at."""
    return [
        Matter(
            title=one.solver.name,
            url=reverse("matching:check-licence", args=[one.id]),
            note=one.work_kind.title,
        )
        for one in solvers.licences_to_check(person, limit)
    ]


def own_part(person_id: UUID) -> list[dict[str, Any]]:
    """How a person helps and what they asked for, for a copy of their data."""
    ids = frozenset([person_id, *identity.earlier_ids(person_id)])
    described = [
        {
            "name": row.name,
            "about": row.about,
            "kinds": [one.work_kind_id for one in row.skills.all()],
            "hands": row.hands,
            "gifts": row.gifts,
            "places": [str(one) for one in row.place_ids],
            "point": [row.latitude, row.longitude],
            "radius_m": row.radius_m,
            "weekdays": row.weekdays,
            "dates": [day.isoformat() for day in row.dates],
        }
        for row in solvers.of_persons(ids)
    ]
    talked = [
        {
            "need": row.need.title,
            "state": row.state,
            "words": row.words,
            "plan": row.plan,
            "proof": row.proof,
        }
        for row in matches.of_persons(ids)
    ]
    return [*described, *talked]


def site_pages() -> Sequence[SitePage]:
    """The lists that everyone reads."""
    names = ("matching:list-needs", "matching:list-solvers", "matching:list-deeds")
    return [SitePage(reverse(one)) for one in names]
