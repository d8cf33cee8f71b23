"""The draw of a box: committed to at its making, its marks published, its seed revealed once."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from veche.commons.ballots import casting, draw_rules
from veche.commons.ballots.models import Box, Draw
from veche.commons.ballots.standing import NOT_STRUCK
from veche.kernel import crypto, locks
from veche.kernel.errors import Conflict, NotFound

SEED = "ballot box draw"
# Whoever voted on paper has no mark: which sheet went to whom is written nowhere.
_VOTERS = (
    "SELECT pseudonym FROM ballots_ballot AS one"
    f" WHERE box_id = %s AND seq = 0 AND channel <> %s AND {NOT_STRUCK}"
)


@dataclass(frozen=True)
class DrawState:
    """What everyone may see of a draw; the seed is "" until it is revealed."""

    commitment: str
    seed: str
    marks: tuple[str, ...]


def commit(box: Box) -> None:
    """Make the seed of a new box and show its hash."""
    seed = secrets.token_hex(32)
    Draw.objects.create(
        box=box,
        commitment=draw_rules.commitment(seed),
        wrapped_seed=crypto.wrap(seed.encode(), SEED),
    )


def draw_of(box_id: UUID) -> DrawState | None:
    """The draw of a box; None for a box older than draws."""
    row = Draw.objects.filter(box_id=box_id).first()
    if row is None:
        return None
    packed = bytes(row.marks) if row.marks is not None else b""
    return DrawState(row.commitment, row.seed, tuple(draw_rules.unpack(packed)))


def write_marks(box: Box) -> None:
    """Publish the marks of all who voted; joins the transaction that publishes the rows."""
    draw = Draw.objects.filter(box=box, marks=None).first()
    if draw is not None and box.wrapped_secret is not None:
        secret = casting.open_secret(box.wrapped_secret)
        draw.marks = draw_rules.pack(_mark(secret, name) for name in _pseudonyms(box.id))
        draw.save(update_fields=["marks"])


def reveal_seed(box_id: UUID) -> str:
    """Show the seed of a draw whose marks are published; the same one again and again."""
    locks.take(exclusive=[f"box:{box_id}"])
    draw = Draw.objects.filter(box_id=box_id).first()
    if draw is None:
        raise NotFound()
    if draw.marks is None:
        raise Conflict(
            _("Список меток ещё не опубликован"),
            advice=_("Он появится через несколько минут после окончания голосования."),
            code="no-marks",
        )
    if not draw.seed:
        draw.seed = crypto.unwrap(bytes(draw.wrapped_seed), SEED).decode()
        draw.save(update_fields=["seed"])
    return draw.seed


def persons_of(
    box_id: UUID, marks: Collection[str], among: Iterable[tuple[UUID, UUID]]
) -> dict[str, UUID]:
    """Whose these marks are, while the box's secret exists: for calling them, never to publish.

    `among` are accounts, each with the person it belongs to now.
    """
    box = Box.objects.filter(id=box_id).first()
    if box is None:
        raise NotFound()
    secret, wanted = casting.open_secret(box.wrapped_secret), set(marks)
    found = ((_mark(secret, casting.pseudonym(secret, one)), owner) for one, owner in among)
    return {mark: person_id for mark, person_id in found if mark in wanted}


def voters_among(box_id: UUID, among: Iterable[tuple[UUID, UUID]]) -> list[UUID]:
    """Who of these has a ballot in a closed box, while its secret exists; nothing of the ballots.

    `among` are accounts, each with the person it belongs to now. In the order of ids, each once.
    """
    box = Box.objects.filter(id=box_id).first()
    if box is None or box.closed_at is None or box.wrapped_secret is None:
        return []
    secret, names = casting.open_secret(box.wrapped_secret), set(_pseudonyms(box_id))
    return sorted({owner for one, owner in among if casting.pseudonym(secret, one) in names})


def _mark(secret: bytes, name: bytes) -> str:
    return hmac.digest(secret, b"mark" + name, "sha256")[: draw_rules.MARK_BYTES].hex()


def _pseudonyms(box_id: UUID) -> Iterator[bytes]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_VOTERS, (box_id, casting.PAPER))
        while rows := cursor.fetchmany(2000):
            for (name,) in rows:
                yield bytes(name)
