"""Do the rows and the bytes of a town agree? For the operator; nothing is changed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from veche.commons.files import actions, rules, storage
from veche.commons.files.models import StoredFile
from veche.kernel import clock

# As long as the sweeper waits: bytes are written before their row.
YOUNG = timedelta(hours=24)


@dataclass(frozen=True)
class Inventory:
    """How many files there are, how many rows lack bytes, how many old bytes lack a row."""

    files: int
    rows_without_bytes: int
    bytes_without_rows: int


def take() -> Inventory:
    """Compare the whole storage of the town with its rows."""
    before = clock.now() - YOUNG
    listed = dict(storage.of_town().listing())
    known, lacking = set(), 0
    for row in StoredFile.objects.all().iterator():
        known.add(row.id)
        lacking += any(key not in listed for key in actions.keys_of(row))
    strays = [key for key, at in listed.items() if at < before and rules.id_in(key) not in known]
    return Inventory(len(known), lacking, len(strays))
