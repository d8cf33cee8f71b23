"""What the pages of a secret vote show, and how its paper stands in the manifest."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.http import HttpResponse

from veche.commons.ballots import public as ballots
from veche.commons.identity.public import PersonRef
from veche.domains.polls import queries
from veche.domains.polls.models import Poll, QuestionKind

KOPECKS = 100


@dataclass(frozen=True)
class SecretPart:
    """Somebody's place in a secret poll.

    `preparing`: the list is being written; `unlisted`: they joined after that; `listed`: they may
    take a blank, or have taken it (`standing.is_issued`).
    """

    state: Literal["preparing", "unlisted", "listed"]
    standing: ballots.SecretStanding | None = None
    figures: ballots.SecretFigures | None = None


def part_of(person: PersonRef, poll: Poll) -> SecretPart:
    """The person's place in the poll, two queries once it is frozen."""
    if not ballots.is_secret(poll.id):
        return SecretPart("preparing")
    figures = ballots.secret_figures(poll.id)
    if not figures.is_registered:
        return SecretPart("preparing", figures=figures)
    ids = [] if person.id is None else [person.id, *person.earlier_ids]
    standing = ballots.secret_standing(poll.id, ids) if ids else None
    return SecretPart("unlisted" if standing is None else "listed", standing, figures)


def lines_of(figures: ballots.SecretFigures) -> list[ballots.SecretStratum]:
    """The groups, and after them those whose ballots the server made."""
    return sorted(figures.strata, key=lambda one: (one.is_assisted, one.number))


def blanks_of(poll: Poll, counted: int) -> dict[str, int | None]:
    """Until the log is counted: blanks given out so far, of how many in the list."""
    if not poll.is_secret or counted or not ballots.is_secret(poll.id):
        return {"blanks": None}
    figures = ballots.secret_figures(poll.id)
    if figures.is_counted:
        return {"blanks": None}
    return {"blanks": figures.issued, "listed": figures.eligible}


def box_address(poll: Poll) -> str:
    """Where the poll lies in the box, as browsers reach it."""
    return f"{settings.BOX_URL}/p/{poll.id}"


def fields_of(poll: Poll) -> list[dict[str, Any]]:
    """The questions of the page in the order of the manifest: names and values of their fields."""
    return [
        _field(*pair) for pair in zip(poll.questions.all(), queries.paper_of(poll), strict=True)
    ]


def _field(question: Any, asked: ballots.Question) -> dict[str, Any]:
    found = {"name": question.code, "values": [str(value) for value in _values(asked)]}
    is_money = question.kind == QuestionKind.BUDGET and question.total_unit == "roubles"
    return {**found, "step": KOPECKS} if is_money else found


def _values(asked: ballots.Question) -> Any:
    return range(asked.low, asked.high + 1) if asked.kind == "scale" else asked.options


def with_box(response: HttpResponse) -> HttpResponse:
    """Let the page talk to the box, which is of another origin."""
    response._csp_update = {"connect-src": [settings.BOX_URL]}  # type: ignore[attr-defined]
    return response


def tidy_of(person: PersonRef, poll: Poll, phase: str) -> dict[str, str] | None:
    """After the close: where a device that voted finds what it may forget by now."""
    if not poll.is_secret or phase != "closed" or person.id is None:
        return None
    return {"box": box_address(poll), "voter": name_on_device(person, poll)}


def name_on_device(person: PersonRef, poll: Poll) -> str:
    """Tells apart two people who share a device; of no use anywhere else."""
    key = settings.SECRET_KEY.encode()
    told = b"veche-voter/v1" + poll.id.bytes + person.known_id.bytes
    return hmac.digest(key, told, "sha256").hex()[:16]
