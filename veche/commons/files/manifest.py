"""What files bring to the house."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.files import jobs, policies, public
from veche.kernel.manifest import Manifest

# Told by identity, which stands above and cannot be imported here.
PERSON_ERASED = "identity.person_erased"


def _disown(payload: dict[str, Any], event_id: UUID) -> None:
    """Files of an erased person lose their owner, unattached ones go; telling twice is harmless."""
    with transaction.atomic():
        public.disown(UUID(payload["person_id"]))


MANIFEST = Manifest(
    slug="files",
    title=_("Файлы"),
    icon="file",
    listens={PERSON_ERASED: ("files.disown", _disown)},
    jobs=("files.remove_orphans", "files.remove_strays"),
    policies=(policies.may_read_file,),
)
__all__ = ["MANIFEST", "jobs"]
