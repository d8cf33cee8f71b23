"""What every change of a draft begins and ends with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.polls import policies, queries
from veche.domains.polls.models import Material, Option, Poll
from veche.kernel import locks
from veche.kernel.errors import Conflict


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
    """Save the poll's own columns and who wrote, tell the journal; it moves up on the desk."""
    written = {**(values or {}), "writer_ids": _writers(person, poll)}
    for name, value in written.items():
        setattr(poll, name, value)
    poll.save(update_fields=[*written, "changed_at"])
    audit.record(verb, person.id, poll.id)
    return poll


def _writers(person: PersonRef, poll: Poll) -> list[UUID]:
    """All who have written so far: a later hand takes nobody's words off them."""
    return [*poll.writer_ids, *({person.known_id} - set(poll.writer_ids))]


def attach_file(person: PersonRef, *, poll: Poll, file_id: UUID) -> None:
    """Hang a file the person has just uploaded on the poll; NotFound for another's file.

    Conflict for one that stands somewhere already: taken away there, it would be gone here too.
    """
    files.attach(
        person.id, file_ids=[file_id], subject_kind=queries.FILES_OF, subject_id=str(poll.id)
    )
    is_used = (
        Poll.objects.filter(cover_id=file_id).exists()
        or Option.objects.filter(photo_id=file_id).exists()
        or Material.objects.filter(file_id=file_id).exists()
    )
    if is_used:
        raise Conflict(
            _("Этот файл уже стоит в другом месте опроса"),
            advice=_("Приложите его сюда ещё раз, отдельно."),
            code="file-used",
        )
