"""What a browser has been asked to prove: remembered once, taken once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from veche.commons.identity.models import Ceremony
from veche.kernel import clock, crypto, ids

LIVES = timedelta(minutes=10)
_SEALED_FOR = "ceremony"
_TAKE = """
    DELETE FROM identity_ceremony
     WHERE id = %s AND kind = %s AND expires_at > clock_timestamp() RETURNING sealed
"""


def begin(kind: str, data: dict[str, Any]) -> UUID:
    """Remember what was asked; the id goes into the visitor's session and nowhere else."""
    ceremony_id = ids.new_id()
    Ceremony.objects.create(
        id=ceremony_id,
        kind=kind,
        sealed=crypto.wrap(json.dumps(data).encode(), _SEALED_FOR),
        expires_at=clock.database_now() + LIVES,
    )
    return ceremony_id


def take(kind: str, ceremony_id: UUID) -> dict[str, Any] | None:
    """What was asked, for the first who comes; None when it is used, late or of another kind."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, (ceremony_id, kind))
        row = cursor.fetchone()
    if row is None:
        return None
    data: dict[str, Any] = json.loads(crypto.unwrap(bytes(row[0]), _SEALED_FOR))
    return data


def peek(kind: str, ceremony_id: UUID) -> dict[str, Any] | None:
    """The same without using it up, for a page that explains what will happen."""
    row = Ceremony.objects.filter(id=ceremony_id, kind=kind, expires_at__gt=clock.now()).first()
    if row is None:
        return None
    data: dict[str, Any] = json.loads(crypto.unwrap(bytes(row.sealed), _SEALED_FOR))
    return data
