"""Files for other services: keep, attach, publish, show, remove.

Save outside of long transactions, then `attach` inside the action that needs the file: what is
never attached is removed after a day. What a draft holds hangs on the draft (`rehang`) and is let
go when it is sent or forgotten (`detach`).
"""

from __future__ import annotations

from uuid import UUID

from veche.commons.files import queries, rules
from veche.commons.files.actions import (
    attach,
    detach,
    disown,
    hang_photo,
    hide,
    publish,
    rehang,
    remove,
    save_document,
    save_photo,
    save_table,
)
from veche.commons.files.blurring import Blurred, blurred
from veche.commons.files.inventory import Inventory
from veche.commons.files.inventory import take as take_inventory
from veche.commons.files.protection import protect
from veche.commons.files.queries import (
    document_text,
    of,
    photo_bytes,
    public_photo,
    refs,
    sha256_of,
    table_bytes,
    usable,
)
from veche.commons.files.rules import BYTES_MAX, WIDTHS, FileRef

__all__ = [
    "BYTES_MAX",
    "Blurred",
    "WIDTHS",
    "FileRef",
    "Inventory",
    "attach",
    "blurred",
    "detach",
    "document_text",
    "disown",
    "hang_photo",
    "hide",
    "of",
    "photo_bytes",
    "protect",
    "public_photo",
    "publish",
    "ref",
    "refs",
    "rehang",
    "remove",
    "save_document",
    "save_photo",
    "save_table",
    "sha256_of",
    "table_bytes",
    "take_inventory",
    "url",
    "usable",
]


def ref(file_id: UUID) -> FileRef | None:
    """One file by its id, or None."""
    return queries.refs([file_id]).get(file_id)


def url(file_id: UUID, size: int = 800) -> str:
    """Address of a photo of that width."""
    return rules.address(file_id, size)
