"""What every change of a draft begins and ends with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.polls import policies, queries
from veche.domains.polls.models import Poll
from veche.kernel import locks


def draft_to_change(person: PersonRef, *, slug: str) -> Poll:
    """The draft under its lock, read after the lock was taken; refuses what may not be changed."""
    found = queries.poll_to_manage(person, slug)
    policies.may_change_poll(person, found).or_refuse()
    locks.take(exclusive=[f"poll:{found.id}"])
    poll = queries.poll_to_manage(person, slug)
    policies.may_change_poll(person, poll).or_refuse()
    return poll


def write_down(
    person: PersonRef, *, poll: Poll, verb: str, values: Mapping[str, Any] | None = None
) -> Poll:
    """Save the poll's own columns and tell the journal; it moves up on the desk."""
    for name, value in (values or {}).items():
        setattr(poll, name, value)
    poll.save(update_fields=[*(values or {}), "changed_at"])
    audit.record(verb, person.id, poll.id)
    return poll


def attach_file(person: PersonRef, *, poll: Poll, file_id: UUID) -> None:
    """Hang a file the person has just uploaded on the poll; NotFound for another's file."""
    files.attach(
        person.id, file_ids=[file_id], subject_kind=queries.FILES_OF, subject_id=str(poll.id)
    )
