"""Tidying: files nobody attached, and bytes nobody knows."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from veche.commons.files import actions, queries, rules, storage
from veche.commons.files.models import StoredFile
from veche.commons.files.storage.folder import Folder
from veche.kernel import clock, jobs

KEPT_UNATTACHED = timedelta(hours=24)
BATCH = 200


@jobs.periodic("files.remove_orphans", every_minutes=60)
def remove_orphans() -> None:
    """Remove files that were uploaded a day ago and never attached to anything."""
    before = clock.now() - KEPT_UNATTACHED
    while True:
        with transaction.atomic():
            rows = queries.orphans(before, BATCH)
            actions.remove([row.id for row in rows])
        if len(rows) < BATCH:
            return


@jobs.periodic("files.remove_strays", every_minutes=1440)
def remove_strays() -> None:
    """Remove bytes without a row: what a crash or a rolled-back act left behind."""
    before = clock.now() - KEPT_UNATTACHED
    store = storage.of_town()
    old = (key for key, written_at in store.listing() if written_at < before)
    batch: list[str] = []
    for key in old:
        batch.append(key)
        if len(batch) == BATCH:
            _drop_unknown(store, batch)
            batch = []
    _drop_unknown(store, batch)


def _drop_unknown(store: storage.Storage, keys: list[str]) -> None:
    ids = {key: rules.id_in(key) for key in keys}
    wanted = [file_id for file_id in ids.values() if file_id is not None]
    known = set(StoredFile.objects.filter(id__in=wanted).values_list("id", flat=True))
    for key, file_id in ids.items():
        if file_id is None:
            if isinstance(store, Folder):
                store.delete_draft(key)
        elif file_id not in known:
            store.delete(key)
