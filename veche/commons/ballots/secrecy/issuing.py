"""Giving out blank ballots: one to each person on the roll, signed unseen.

Nothing is logged and nothing is kept but that the person took one. The same request again gets
the same signature (RSA is deterministic), so a lost answer loses no vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple, cast
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from veche.ballotbox.entries import TOKEN_SIZE
from veche.ballotbox.faults import Fault
from veche.commons.ballots import casting
from veche.commons.ballots.models import Mode
from veche.commons.ballots.secrecy.freezing import SignerSilent
from veche.kernel import locks
from veche.kernel.database.base import DatabaseWrapper
from veche.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused
from veche.signer import client as signer

_ADMIT = """
    SELECT box.mode, box.opens_at, box.closes_at, box.closed_at, clock_timestamp(),
           roll.person_id, roll.stratum, roll.is_retired, issued.blinded_sha256, issued.is_assisted
      FROM ballots_box AS box
      LEFT JOIN ballots_roll AS roll ON roll.box_id = box.id AND roll.person_id = ANY(%s)
      LEFT JOIN ballots_issuance AS issued
             ON issued.box_id = roll.box_id AND issued.person_id = roll.person_id
     WHERE box.id = %s
"""
_TAKE = (
    "INSERT INTO ballots_issuance (box_id, person_id, blinded_sha256, is_assisted)"
    " VALUES (%s, %s, %s, %s)"
)
_KEY = "SELECT wrapped FROM ballots_stratumkey WHERE box_id = %s AND stratum = %s"


class Admitted(NamedTuple):
    """A person on the roll, under the id they are there by, and what they took before."""

    person_id: UUID
    stratum: int
    blinded_sha256: bytes | None
    is_assisted: bool


class _Row(NamedTuple):
    mode: str | None
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    moment: datetime
    person_id: UUID | None
    stratum: int
    is_retired: bool
    blinded_sha256: bytes | None
    is_assisted: bool | None


def issue(
    box_id: UUID, person_ids: Sequence[UUID], blinded: bytes, stratum: int | None = None
) -> bytes:
    """Sign a blank ballot for a person given by all ids their account has had, its own first.

    `stratum` is where the caller's page says they vote. Durable when it returns. Raises NotFound,
    Refused (hours, not on the roll), Conflict (a blank is out, another stratum), Invalid, and
    SignerSilent, after which nothing is kept.
    """
    digest = sha256(blinded).digest()
    if len(blinded) != TOKEN_SIZE:
        raise misshapen()
    with transaction.atomic(durable=True):
        admitted = admit(box_id, person_ids)
        if stratum is not None and stratum != admitted.stratum:
            raise Conflict(
                _("Ваша группа в этом голосовании другая"),
                advice=_("Обновите страницу и получите бланк снова."),
                code="wrong-stratum",
            )
        if admitted.blinded_sha256 is None:
            take(box_id, admitted.person_id, digest, is_assisted=False)
        elif admitted.blinded_sha256 != digest or admitted.is_assisted:
            raise already_issued()
        # Before the commit: without a signature nobody has taken anything.
        return sign(box_id, admitted.stratum, blinded)


def admit(box_id: UUID, person_ids: Sequence[UUID]) -> Admitted:
    """The person's one place on the roll, within the hours; under locks of the transaction."""
    names = [f"voter:{box_id}:{person_id}" for person_id in person_ids]
    wait = locks.statement(shared=[f"box:{box_id}"], exclusive=names)
    rows = [_Row(*row) for row in run(wait, (_ADMIT, (list(person_ids), box_id)))]
    if not rows:
        raise NotFound()
    box = rows[0]
    if box.mode != Mode.SECRET:
        raise NotFound()
    casting.require_hours(box.opens_at, box.closes_at, box.closed_at, box.moment)
    found = [row for row in rows if row.person_id is not None]
    if not found:
        raise Refused(
            _("Вас нет в списке имеющих право голоса"),
            advice=_("Список составили, когда голосование открылось: добавить никого нельзя."),
            code="not-on-roll",
        )
    live = [row for row in found if not row.is_retired]
    if not live:
        raise casting.accounts_merged()
    row = min(live, key=lambda row: (row.blinded_sha256 is None, person_ids.index(_id(row))))
    taken = None if row.blinded_sha256 is None else bytes(row.blinded_sha256)
    return Admitted(_id(row), row.stratum, taken, bool(row.is_assisted))


def take(box_id: UUID, person_id: UUID, digest: bytes, *, is_assisted: bool) -> None:
    """Mark a person as having taken a blank."""
    run((_TAKE, (box_id, person_id, digest, is_assisted)))


def _id(row: _Row) -> UUID:
    assert row.person_id is not None
    return row.person_id


def sign(box_id: UUID, stratum: int, blinded: bytes) -> bytes:
    """The blind signature of a stratum's key."""
    rows = run((_KEY, (box_id, stratum)))
    wrapped = rows[0][0] if rows else None
    if wrapped is None:
        raise _keys_gone()
    try:
        return signer.sign(settings.SIGNER_SOCKET, box_id, stratum, bytes(wrapped), blinded)
    except signer.Unreachable:
        raise SignerSilent() from None
    except Fault as fault:
        if fault.code.startswith("blinded-"):
            raise misshapen() from None
        raise _keys_gone() from None


def misshapen() -> Invalid:
    """What is said of a request that holds no blinded ballot."""
    return Invalid(
        _("Браузер прислал не бланк"),
        advice=_("Обновите страницу и попробуйте снова."),
        code="blinded",
    )


def _keys_gone() -> Problem:
    return Problem(
        _("Ключи этого голосования недоступны, бланки не выдаются"),
        advice=_("Уже опущенные голоса целы. Спросите организатора, как голосовать дальше."),
        code="keys-gone",
        status=503,
    )


def already_issued() -> Conflict:
    """What is said to a second blank: nobody can tell which of the ballots is the first one's."""
    return Conflict(
        _("Бланк уже выдан"),
        advice=_(
            "Второго не бывает. Если бланк остался на другом устройстве или в другом браузере, "
            "проголосуйте там."
        ),
        code="already-issued",
    )


def run(*statements: tuple[str, Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Prepared statements: their values stand in no text that the server keeps or logs."""
    return cast(DatabaseWrapper, connection).run_prepared(*statements)
