"""Feeds of outages: an address the town has named, asked from time to time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.homes import events, policies
from veche.domains.homes.actions import importing
from veche.domains.homes.models import Feed, Upload
from veche.domains.homes.queries import fields
from veche.domains.homes.queries import outages as reading
from veche.domains.homes.queries.tables import read_table
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid, Text
from veche.kernel.web import outgoing
from veche.kernel.web.outgoing import Unsendable

FEEDS_MAX, BYTES_MAX = 10, 5 * 1024 * 1024
_BAD: dict[str, Text] = {
    "scheme": _("Адрес начинается с https://"),
    "inside": _("Этот адрес ведёт внутрь сети города, туда портал не ходит"),
    "unknown-name": _("Такого адреса в интернете нет"),
    "late": _("Адрес не отвечает"),
}


@dataclass(frozen=True)
class FeedText:
    """How a feed is called, where it lies, whether it is asked."""

    name: str
    url: str
    is_on: bool = True


def save_feed(person: PersonRef, *, text: FeedText, feed_id: UUID | None = None) -> UUID:
    """Name an address, or change it; it must lie in the open internet."""
    policies.may_set_feeds(person).or_refuse()
    # Asking for a name may take long: nothing is locked meanwhile.
    _require_sound(text.url)
    return _save(person, text, feed_id)


@transaction.atomic
def _save(person: PersonRef, text: FeedText, feed_id: UUID | None) -> UUID:
    if feed_id is None and len(reading.feeds()) >= FEEDS_MAX:
        raise Conflict(
            _("Лент уже десять"), advice=_("Уберите ту, что больше не нужна."), code="feeds-full"
        )
    row = reading.feed(feed_id) if feed_id else Feed()
    row.name, row.url, row.is_on = text.name, text.url, text.is_on
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        words = _("Лента с таким названием уже есть")
        raise Invalid(words, fields={"name": words}) from None
    audit.record("homes.feed_saved", person.id, row.id)
    outbox.put(events.FeedSaved(feed_id=row.id))
    return row.id


@transaction.atomic
def remove_feed(person: PersonRef, *, feed_id: UUID) -> None:
    """Ask that address no more; what it has told stays."""
    policies.may_set_feeds(person).or_refuse()
    reading.feed(feed_id).delete()
    audit.record("homes.feed_removed", person.id, feed_id)
    outbox.put(events.FeedRemoved(feed_id=feed_id))


def fetch_feed(feed_id: UUID) -> None:
    """Ask the address once and write what is new there; what goes wrong is kept as a word."""
    row = Feed.objects.filter(id=feed_id, is_on=True).first()
    if row is None:
        return
    got = outgoing.get(row.url, most=BYTES_MAX)
    if not got.is_taken:
        _note(row, trouble=got.trouble or "status")
        return
    try:
        table = read_table(got.body)
    except Invalid:
        _note(row, trouble="table")
        return
    mapping = fields.guessed(Upload.OUTAGES, table.header)
    if fields.missing(Upload.OUTAGES, mapping):
        _note(row, trouble="columns")
        return
    with transaction.atomic():
        done = importing.take_from_feed(table=table, mapping=mapping, feed_id=row.id, name=row.name)
        _note(row, made=done.made, changed=done.changed, skipped=len(done.errors))


def _note(
    row: Feed, *, trouble: str = "", made: int = 0, changed: int = 0, skipped: int = 0
) -> None:
    Feed.objects.filter(id=row.id).update(
        fetched_at=clock.now(), trouble=trouble, made=made, changed=changed, skipped=skipped
    )


def _require_sound(url: str) -> None:
    try:
        outgoing.require_outside(url)
    except Unsendable as refusal:
        words = _BAD.get(refusal.code, _("Адрес не получается разобрать"))
        raise Invalid(words, fields={"url": words}) from None
