"""A proposal as something that residents argue about, below its words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from veche.commons.discussion import public as discussion
from veche.domains.initiatives import rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import reading
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel.manifest import Subject


def subject_of(row: Proposal) -> Subject:
    """Its title, its page, and whether the town has not answered yet."""
    url = reverse("initiatives:read-proposal", args=[row.slug])
    return Subject(row.title, url, row.state in rules.DISCUSSED)


def find_subject(proposal_id: UUID) -> Subject | None:
    """A public proposal; None for any other."""
    row = reading.public_by_id(proposal_id)
    return subject_of(row) if row is not None else None


def part_of(request: HttpRequest, row: Proposal) -> str:
    """The best arguments of both sides."""
    return discussion.part(request, KIND, row.id, subject_of(row)) if row.is_public else ""
