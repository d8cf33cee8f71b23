"""Browsers and accounts of messengers to which a person has asked for notices."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from veche.commons.identity import vault
from veche.commons.identity.actions.declaring import data_key, person_lock
from veche.commons.identity.actions.sign_ins import today
from veche.commons.identity.models import NoticeAddress, Person
from veche.kernel import crypto, locks
from veche.kernel.errors import Conflict, NotFound

ADDRESSES_MAX = 10


@transaction.atomic
def keep_notice_address(person_id: UUID, kind: str, value: str, name: str) -> None:
    """Seal an address of a person; `name` is the part of it that is its own.

    Whoever owned it before owns it no more: a browser or an account speaks for whom it serves now.
    """
    locks.take(exclusive=[person_lock(person_id)])
    if not Person.objects.filter(id=person_id, is_active=True).exists():
        raise NotFound()
    index = crypto.blind_index(f"notice {kind}", name)
    rows = NoticeAddress.objects.filter(person_id=person_id, kind=kind)
    if rows.exclude(blind_index=index).count() >= ADDRESSES_MAX:
        raise Conflict("", code="too-many-addresses")
    NoticeAddress.objects.update_or_create(
        kind=kind,
        blind_index=index,
        defaults={
            "person_id": person_id,
            "sealed": vault.seal(data_key(person_id), person_id, vault.NOTICE_ADDRESS, value),
            "added_on": today(),
        },
    )


def drop_notice_address(address_id: UUID) -> None:
    """Forget one: its owner wants it so, or it leads nowhere any more."""
    NoticeAddress.objects.filter(id=address_id).delete()


def drop_notice_addresses(person_id: UUID, kind: str) -> None:
    """Forget all of one kind."""
    NoticeAddress.objects.filter(person_id=person_id, kind=kind).delete()
