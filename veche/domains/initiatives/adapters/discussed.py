"""A proposal as something that residents argue about, below its words."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from veche.commons.discussion import public as discussion
from veche.domains.initiatives import rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import reading, terms, wording
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel.manifest import Subject


def subject_of(row: Proposal) -> Subject:
    """Its title, its page, whether the town has not answered yet, and the term of remarks."""
    url = reverse("initiatives:read-proposal", args=[row.slug])
    is_open, min_age = row.state in rules.DISCUSSED, terms.value("min_age")
    return Subject(row.title, url, is_open, _term(row, min_age), min_age)


def _term(row: Proposal, min_age: int) -> str:
    """Until when the law's remarks are taken; arguments are taken after that too."""
    if row.remarks_until is None or row.remarks_until < terms.today():
        return ""
    return ngettext(
        "Замечания к проекту принимают до %(day)s, раньше город не ответит. "
        "Участвуют с %(age)s года.",
        "Замечания к проекту принимают до %(day)s, раньше город не ответит. "
        "Участвуют с %(age)s лет.",
        min_age,
    ) % {"day": wording.day(row.remarks_until), "age": min_age}


def people_of(proposal_id: UUID) -> Sequence[UUID]:
    """The group that stands behind it: they hear of each argument."""
    row = reading.public_by_id(proposal_id)
    return reading.group_of(row) if row is not None else ()


def find_subject(proposal_id: UUID) -> Subject | None:
    """A public proposal; None for any other."""
    row = reading.public_by_id(proposal_id)
    return subject_of(row) if row is not None else None


def part_of(request: HttpRequest, row: Proposal) -> str:
    """The best arguments of both sides."""
    return discussion.part(request, KIND, row.id, subject_of(row)) if row.is_public else ""
