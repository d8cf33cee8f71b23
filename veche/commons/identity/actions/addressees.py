"""Names and addresses of letters: sealed, each under a key of its own, until their case goes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from uuid import UUID

from django.db import transaction

from veche.commons.identity import vault
from veche.commons.identity.actions.sign_ins import today
from veche.commons.identity.models import Addressee as Row
from veche.commons.identity.models import AddresseeKey
from veche.commons.identity.rules.addressees import Addressee
from veche.kernel import crypto
from veche.kernel.errors import NotFound


@transaction.atomic
def keep_addressee(
    person_id: UUID | None,
    addressee: Addressee,
    *,
    purpose: str,
    addressee_id: UUID | None = None,
) -> UUID:
    """Seal a name and an address and give their id; with an id, put them in place of the first.

    The caller has asked whether the person may: for letters without an account it is nobody's.
    """
    row = Row(person_id=person_id, purpose=purpose, added_on=today())
    if addressee_id is not None:
        found = Row.objects.select_for_update().filter(id=addressee_id).first()
        if found is None or found.person_id != person_id:
            raise NotFound()
        row = found
    key, wrapped = crypto.new_data_key()
    said = json.dumps(asdict(addressee), ensure_ascii=False)
    row.sealed = vault.seal_addressee(key, row.id, said)
    row.save()
    AddresseeKey.objects.update_or_create(addressee=row, defaults={"wrapped_key": wrapped})
    return row.id


def forget_addressees(addressee_ids: Iterable[UUID]) -> int:
    """Destroy these names and their keys; how many there were."""
    ids = list(addressee_ids)
    AddresseeKey.objects.filter(addressee__in=ids).delete()
    return Row.objects.filter(id__in=ids).delete()[0]
