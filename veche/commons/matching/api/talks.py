"""Asking and offering help by key, and the steps of a talk: the same that the pages take."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Path, Router, Schema

from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.matching import actions, policies
from veche.commons.matching.models import Match
from veche.commons.matching.queries import matches, solvers
from veche.commons.matching.queries.standing import own_of, read_by, standing_of
from veche.commons.matching.rules import states
from veche.kernel import idempotency
from veche.kernel.access import access
from veche.kernel.errors import Invalid
from veche.kernel.web.described import PROSE, RetryKey, Whole, example
from veche.kernel.web.origin import absolute

router = Router()
Slug = Annotated[str, Path(pattern="^[a-z0-9]{4,16}$")]
SlugIn = Annotated[str, Field(pattern="^[a-z0-9]{4,16}$")]
Words = Annotated[str, Field(max_length=states.WORDS_MAX), PROSE]
_LIMIT = (
    "A photo in base64. A whole request is at most two megabytes: all its photos together hold "
    "about 1.5 MB, so photos of a telephone are made smaller first; what is larger is refused as "
    "`too-large`"
)
Photo = Annotated[str, Field(max_length=2_000_000, description=_LIMIT)]
# The word of whose the place is a person gives on the page, with the plan before them.
Verb = Literal[
    "accept", "decline", "withdraw", "plan", "agree", "hand_over", "prove", "confirm", "return"
]

VERBS: tuple[str, ...] = get_args(Verb)


class HelperOut(Schema):
    """Oneself as somebody able to help, or an organisation one acts for."""

    id: str
    name: str
    is_open: bool


class TalkOut(Schema):
    """A talk: `turn` are the parts whose step is waited for, `may` the steps one may take now;
    `words` and `reason` are for both sides alone, the plan for the owner of the place too."""

    id: str
    need: str
    title: str
    solver: str
    state: str
    parts: list[str]
    turn: list[str]
    may: list[str]
    answer_by: date
    words: str
    plan: str
    plan_on: date | None
    plan_hands: int | None
    reason: str
    proof: str
    url: str


class HelpingOut(Schema):
    """In whose name one may help, and what one has a part in, what is under way first."""

    helpers: list[HelperOut]
    talks: list[TalkOut]


class WordsIn(Schema):
    """Who of the helpers, and the first word to the other side."""

    solver: SlugIn
    words: Words = ""


class StepIn(Schema):
    """A step. `plan` needs `on`, `hands` and `text`; `prove` `text` and `photos`; `return` `text`;
    `decline` and `withdraw` may have `text`, `confirm` `photos` and `thanks`."""

    verb: Verb
    text: Words = ""
    on: date | None = None
    hands: Annotated[Whole, Field(ge=1, le=states.HANDS_MAX)] = 1
    thanks: list[Literal["kind", "quick", "tidy", "more"]] = []
    photos: Annotated[list[Photo], Field(max_length=states.PHOTOS_MAX)] = []


# not shown: an example for programmers
TALK: dict[str, Any] = {
    "id": "p2x9k7m4ab",
    "need": "k7m2p9x4ab",
    "title": "Починить скамейку",
    "solver": "p9x4abk7m2",
    "state": "offered",
    "parts": ["solver"],
    "turn": ["asker"],
    "may": ["withdraw"],
    "answer_by": "2026-12-06",
    "words": "Могу в субботу",
    "plan": "",
    "plan_on": None,
    "plan_hands": 1,
    "reason": "",
    "proof": "",
    "url": "https://veche.example/together/talks/p2x9k7m4ab/",
}
# not shown: an example for programmers
HELPING = {
    "helpers": [{"id": "p9x4abk7m2", "name": "Сосед с дрелью", "is_open": True}],
    "talks": [TALK],
}
SENT = {"solver": TALK["solver"], "words": TALK["words"]}
# not shown: an example for programmers
PLANNED = {
    **TALK,
    "state": "drafted",
    "may": ["withdraw", "plan"],
    "plan": "В десять у подъезда",
    "plan_on": "2026-12-05",
    "plan_hands": 2,
}
# not shown: an example for programmers
PLAN = {"verb": "plan", "on": "2026-12-05", "hands": 2, "text": "В десять у подъезда"}


@router.get(
    "/together/mine",
    response=HelpingOut,
    url_name="helping",
    **identity.by_key(identity.HELP, example(HELPING)),
)
@access(policies.may_open_helping)
def read_helping(request: HttpRequest) -> dict[str, Any]:
    """Oneself as a helper, and one's talks."""
    person = identity.person_of(request)
    own = own_of(person)
    return {
        "helpers": [
            {"id": row.slug, "name": row.name, "is_open": row.is_open}
            for row in solvers.own_solvers(own)
        ],
        "talks": [
            _talk(request, person, row, own.parties(row.need, row.solver))
            for row in matches.own_matches(own)
        ],
    }


@router.get(
    "/together/talks/{slug}",
    response=TalkOut,
    url_name="talk",
    **identity.by_key(identity.HELP, example(TALK)),
)
@access(policies.may_read_match)
def read_talk(request: HttpRequest, slug: Slug) -> dict[str, Any]:
    """One talk, for its two sides and the owner of the place."""
    return _fresh(request, slug)


@router.post(
    "/together/needs/{slug}/offers",
    response=TalkOut,
    url_name="offer-help",
    **identity.by_key(identity.HELP, example(TALK, sent=SENT)),
)
@access(policies.may_offer_help)
def offer_help(
    request: HttpRequest, slug: Slug, given: WordsIn, retry_key: RetryKey
) -> dict[str, Any]:
    """Offer to help with a need, as one of one's own helpers."""
    return _begin(request, slug, given, retry_key, actions.offer_help)


@router.post(
    "/together/needs/{slug}/requests",
    response=TalkOut,
    url_name="ask-for-help",
    **identity.by_key(identity.HELP, example({**TALK, "state": "asked"}, sent=SENT)),
)
@access(policies.may_ask_for_help)
def ask_for_help(
    request: HttpRequest, slug: Slug, given: WordsIn, retry_key: RetryKey
) -> dict[str, Any]:
    """Ask one of the helpers to help with a need of one's own."""
    return _begin(request, slug, given, retry_key, actions.ask_for_help)


def _begin(
    request: HttpRequest, slug: str, given: WordsIn, retry_key: str, act: Callable[..., str]
) -> dict[str, Any]:
    person = identity.person_of(request)

    def make() -> dict[str, Any]:
        talk = act(person, slug=slug, solver_slug=given.solver, words=given.words)
        return _fresh(request, talk)

    answer: dict[str, Any] = idempotency.answer_once(
        f"person:{person.known_id}",
        f"help:{retry_key}",
        f"{request.path}\n{given.model_dump_json()}".encode(),
        make,
    )
    return answer


@router.post(
    "/together/talks/{slug}/steps",
    response=TalkOut,
    url_name="step-talk",
    **identity.by_key(identity.HELP, example(PLANNED, sent=PLAN)),
)
@access(policies.may_read_match)
def step_talk(
    request: HttpRequest, slug: Slug, given: StepIn, retry_key: RetryKey
) -> dict[str, Any]:
    """Agree, plan, show what came out, confirm; `turn` of the talk says whose step is next."""
    person = identity.person_of(request)

    def prepare() -> list[UUID]:
        matches.match_for(person, slug)
        return [_kept(person, given.verb, one) for one in given.photos]

    def make(photo_ids: Sequence[UUID]) -> dict[str, Any]:
        _take(person, slug, given, photo_ids)
        return _fresh(request, slug)

    answer: dict[str, Any] = idempotency.answer_once_prepared(
        f"person:{person.known_id}",
        f"help:{retry_key}",
        f"{request.path}\n{given.model_dump_json()}".encode(),
        prepare=prepare,
        make=make,
    )
    return answer


def _take(person: PersonRef, slug: str, given: StepIn, photo_ids: Sequence[UUID]) -> None:
    """The action of a verb, with what it takes."""
    if given.verb == states.PLAN:
        actions.write_plan(person, slug=slug, plan=_plan(given))
    elif given.verb == states.PROVE:
        _require_text(given)
        actions.prove_work(person, slug=slug, words=given.text, photo_ids=photo_ids)
    elif given.verb == states.CONFIRM:
        actions.confirm_work(person, slug=slug, thanks=given.thanks, photo_ids=photo_ids)
    elif given.verb in _EXPLAINED:
        _EXPLAINED[given.verb](person, slug=slug, reason=given.text)
    else:
        _PLAIN[given.verb](person, slug=slug)


_EXPLAINED: dict[str, Callable[..., None]] = {
    states.DECLINE: actions.decline_match,
    states.WITHDRAW: actions.withdraw_match,
    states.RETURN: actions.return_work,
}
_PLAIN: dict[str, Callable[..., None]] = {
    states.ACCEPT: actions.accept_match,
    states.AGREE: actions.agree_plan,
    states.HAND_OVER: actions.hand_over_work,
}


def _plan(given: StepIn) -> actions.Plan:
    _require_text(given)
    if given.on is None:
        raise Invalid(_("Выберите день."), fields={"on": _("Выберите день.")})
    return actions.Plan(given.on, given.hands, given.text)


def _require_text(given: StepIn) -> None:
    if not given.text:
        raise Invalid(_("Напишите одним предложением."), fields={"text": _("Нужны слова.")})


def _kept(person: PersonRef, verb: str, photo: str) -> UUID:
    """A photo, drawn anew and kept privately."""
    try:
        data = base64.b64decode(photo, validate=True)
    except (binascii.Error, ValueError):
        words = _("Это не фото в base64.")
        raise Invalid(words, fields={"photos": words}) from None
    purpose = actions.AFTER_PHOTOS if verb == states.CONFIRM else actions.PROOF_TEXT
    return files.save_photo(data, owner=person.id, purpose=purpose).id


def _fresh(request: HttpRequest, slug: str) -> dict[str, Any]:
    person = identity.person_of(request)
    row, parties = matches.match_for(person, slug)
    return _talk(request, person, row, parties)


def _talk(
    request: HttpRequest, person: PersonRef, row: Match, parties: frozenset[str]
) -> dict[str, Any]:
    standing = standing_of(row, is_verified=matches.is_verified(row))
    words, reason = read_by(row, parties)
    return {
        "id": row.slug,
        "need": row.need.slug,
        "title": row.need.title,
        "solver": row.solver.slug,
        "state": row.state,
        "parts": sorted(parties),
        "turn": list(states.waits_for(standing)),
        "may": [verb for verb in VERBS if policies.STEPS[verb](person, standing, parties)],
        "answer_by": row.answer_by.isoformat(),
        "words": words,
        "plan": row.plan,
        "plan_on": row.plan_on.isoformat() if row.plan_on else None,
        "plan_hands": row.plan_hands,
        "reason": reason,
        "proof": row.proof,
        "url": absolute(request, reverse("matching:read-match", args=[row.slug])),
    }
