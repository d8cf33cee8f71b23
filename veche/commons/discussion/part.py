"""Arguments for and against as part of another service's page: rendered here, put in there.

A template includes only its own and the portal's, so the owner gets markup, made by our template.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from veche.commons.discussion import policies, queries, rules, told, wording
from veche.commons.discussion.queries import Column, Discussion
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.kernel.manifest import Subject

SHOWN_BESIDE = 3
_KIND = "discussion.argument"


def render_part(request: HttpRequest, kind: str, subject_id: UUID, subject: Subject) -> SafeString:
    """The best of both sides, how many there are, the way to all of them and to one's own word."""
    person = identity.person_of(request)
    found = queries.discussion(person, kind, subject_id, subject=subject, size=SHOWN_BESIDE)
    return render_to_string("discussion/_part.html", context_of(person, found), request)


def context_of(person: PersonRef, found: Discussion) -> dict[str, Any]:
    """What both the part and the page show."""
    here = reverse("discussion:read-discussion", args=[found.kind, found.subject_id])
    return {
        "found": found,
        "here": here,
        "topic": told.topic_of(found.kind, found.subject_id),
        "columns": [_column(person, found, column, here) for column in found.columns],
        "may_argue": policies.may_argue(person, is_open=found.subject.is_open),
        "argue_url": reverse("discussion:write-argument", args=[found.kind, found.subject_id]),
        "sign_in_url": identity.sign_in_url(here),
        "is_known": person.is_known,
    }


def _column(person: PersonRef, found: Discussion, column: Column, here: str) -> dict[str, Any]:
    may_sway = found.subject.is_open and bool(found.argued - {column.side})
    empty = wording.EMPTY if found.subject.is_open else wording.EMPTY_CLOSED
    return {
        "side": column.side,
        "title": wording.SIDES[column.side],
        "tone": wording.TONES[column.side],
        "icon": wording.ICONS[column.side],
        "argue": wording.ARGUE[column.side],
        "empty": empty[column.side],
        "number": column.number,
        "rows": [_row(one, here, may_sway) for one in column.items],
        "next_token": column.next_token,
    }


def _row(one: rules.Argument, here: str, may_sway: bool) -> dict[str, Any]:
    return {
        "one": one,
        "may_sway": may_sway and not one.is_own and not one.is_swayed,
        "complain_url": moderation.complain_url(_KIND, one.id, here),
    }
