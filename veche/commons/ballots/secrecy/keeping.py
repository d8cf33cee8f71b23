"""Keys of polls after they were made: laid under new ones after a leak, destroyed in the end."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction

from veche.commons.audit import public as audit
from veche.commons.ballots.models import (
    AssistedSeed,
    Issuance,
    Roll,
    SecretPoll,
    StratumKey,
)
from veche.commons.ballots.secrecy.freezing import SignerSilent
from veche.kernel import locks
from veche.signer import client as signer


def destroy(box_id: UUID) -> None:
    """Destroy keys and rolls of a counted poll for good; harmless to repeat.

    Numbers and roots stay. Joins the caller's transaction, or is undone with it but for the
    signer's file, which is gone: the same again does the rest.
    """
    with transaction.atomic():
        locks.take(exclusive=[f"box:{box_id}"])
        counted = SecretPoll.objects.filter(box_id=box_id, box__published_at__isnull=False)
        if not counted.filter(is_destroyed=False).update(is_destroyed=True):
            return
        for model in (AssistedSeed, Issuance, Roll):
            model.objects.filter(box_id=box_id).delete()
        keys = StratumKey.objects.filter(box_id=box_id).update(wrapped=None)
        audit.record("ballots.keys_destroyed", None, box_id, keys=keys)
        try:
            signer.forget(settings.SIGNER_SOCKET, box_id)
        except signer.Unreachable:
            raise SignerSilent() from None


def rewrap(box_id: UUID) -> int:
    """Lay the keys of a poll under a new key of the signer's and destroy the older; how many.

    For when the signer's folder may have been read. Tokens are signed all the while.
    """
    with transaction.atomic():
        locks.take(exclusive=[f"box:{box_id}"])
        kept = StratumKey.objects.filter(box_id=box_id, wrapped__isnull=False)
        old = {row.stratum: bytes(row.wrapped or b"") for row in kept}
        if not old:
            return 0
        fresh = signer.rewrap(settings.SIGNER_SOCKET, box_id, old)
        for stratum, wrapped in fresh.items():
            kept.filter(stratum=stratum).update(wrapped=wrapped)
        audit.record("ballots.keys_rewrapped", None, box_id, keys=len(fresh))
    # Only now: until the commit the older ones were all there was.
    signer.retire(settings.SIGNER_SOCKET, box_id)
    return len(fresh)


def rewrap_all() -> int:
    """The same for all polls of this town whose keys exist."""
    polls = SecretPoll.objects.filter(is_destroyed=False).values_list("box_id", flat=True)
    return sum(rewrap(box_id) for box_id in list(polls))
