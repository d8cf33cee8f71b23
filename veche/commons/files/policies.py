"""Who may read a file."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.files import protection
from veche.commons.files.models import StoredFile
from veche.commons.files.rules import Reader
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_read_file(person: Reader, file: StoredFile) -> Decision:
    """A public file anyone; a private one its owner, and whom the subject's own rule lets."""
    if file.visibility == "public":
        return ALLOWED
    if person.id is not None and file.owner_id in (person.id, *person.earlier_ids):
        return ALLOWED
    if file.subject_kind and protection.allows(person, file.subject_kind, file.subject_id):
        return ALLOWED
    return refuse(
        _("Этот файл открыт не всем"),
        _("Если файл ваш, войдите под той учётной записью, с которой его приложили."),
    )
