"""What residents read before they vote: arguments for and against, documents, links."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.polls.actions.changing import attach_file, draft_to_change, write_down
from veche.domains.polls.models import Material
from veche.kernel.errors import Conflict, NotFound

MATERIALS_MAX = 40


@dataclass(frozen=True)
class MaterialText:
    """One material as written in the form; a new one's id comes with the form."""

    id: UUID
    side: str
    title: str
    text: str = ""
    author: str = ""
    url: str = ""
    file_id: UUID | None = None


@transaction.atomic(durable=True)
def save_material(person: PersonRef, *, slug: str, material: MaterialText) -> Material:
    """Add a material, or change the one of that id."""
    poll = draft_to_change(person, slug=slug)
    rows = list(poll.materials.all())
    row = next((row for row in rows if row.id == material.id), None)
    if row is None:
        if Material.objects.filter(id=material.id).exists():
            raise NotFound()
        if len(rows) >= MATERIALS_MAX:
            raise Conflict(
                _("Материалов уже сорок"), advice=_("Уберите лишнее или соберите их в один файл.")
            )
        position = max((other.position for other in rows), default=0) + 1
        row = Material(id=material.id, poll=poll, position=position)
    if material.file_id != row.file_id:
        if material.file_id is not None:
            attach_file(person, poll=poll, file_id=material.file_id)
        if row.file_id is not None:
            files.remove([row.file_id])
        row.file_id = material.file_id
    for name in ("side", "title", "text", "author", "url"):
        setattr(row, name, getattr(material, name))
    row.save()
    write_down(person, poll=poll, verb="polls.material_saved")
    return row


@transaction.atomic(durable=True)
def remove_material(person: PersonRef, *, slug: str, material_id: UUID) -> None:
    """Take a material out; one that is not there is let be."""
    poll = draft_to_change(person, slug=slug)
    row = next((row for row in poll.materials.all() if row.id == material_id), None)
    if row is None:
        return
    if row.file_id is not None:
        files.remove([row.file_id])
    row.delete()
    write_down(person, poll=poll, verb="polls.material_removed")
