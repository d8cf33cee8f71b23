"""What each column of a table holds, said by its app in `columns.py`.

A house test asks it of every column of every model, so that nothing about a person
lies in the database without a purpose, a term, a way to hand it out and a way to erase it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Column:
    """`public` may be shown to anyone, `restricted` to some, `personal` is about a person."""

    kind: Literal["public", "restricted", "personal"]
    why: str
    keep: str = ""
    export: Callable[..., Any] | None = None
    erase: Callable[..., Any] | None = None


def public(why: str) -> Column:
    """Anyone may read it: it is shown, exported, or tells nothing."""
    return Column("public", why)


def restricted(why: str) -> Column:
    """Not about a person by itself, yet not for everyone: drafts, opaque ids, secrets."""
    return Column("restricted", why)


def personal(
    purpose: str, *, keep: str, export: Callable[..., Any], erase: Callable[..., Any]
) -> Column:
    """About a person: what for, how long, what hands it out and what erases it."""
    return Column("personal", purpose, keep, export, erase)


COLUMNS = {
    "OutboxEvent.id": public("random id"),
    "OutboxEvent.kind": public("what happened, in the words of the code"),
    "OutboxEvent.payload": restricted("ids of what happened, for the consumers"),
    "OutboxEvent.put_at": restricted("instant, for the order of deliveries"),
    "OutboxDelivery.id": restricted("row number"),
    "OutboxDelivery.event": restricted("which event was delivered"),
    "OutboxDelivery.consumer": public("name of a consumer in the code"),
    "KeptAnswer.id": restricted("row number"),
    "KeptAnswer.actor": restricted("opaque id of who asked, or the word `page`"),
    "KeptAnswer.key": restricted(
        "the asker's own idempotency key; of pages a keyed digest of the browser's cookie"
    ),
    "KeptAnswer.request_digest": restricted("digest that tells a repeated request from another"),
    "KeptAnswer.answer": restricted(
        "the answer to be given again; of pages the address that was shown"
    ),
    "KeptAnswer.kept_at": restricted("instant after which it is swept away"),
    "RetentionRun.id": restricted("row number"),
    "RetentionRun.job": public("name of a job in the code"),
    "RetentionRun.ran_at": restricted("instant of the run, for the proof of destruction"),
    "RetentionRun.destroyed": restricted("how many records, nobody's in particular"),
    "RetentionRun.failure": restricted("kind of the error in the code, without its text"),
    "Stamp.name": public("name of what is kept in memory, in the code"),
    "Stamp.stamp": public("random, new with every change of it"),
    "LimitWindow.key": restricted("keyed digest of what is counted"),
    "LimitWindow.hits": restricted("how often it was tried"),
    "LimitWindow.ends_at": restricted("instant after which it is swept away"),
}
