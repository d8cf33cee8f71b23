"""Giving an order, and a moderator's word on it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.commitments import public as commitments
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.notifications import public as notifications
from veche.domains.orders import events, policies, rules
from veche.domains.orders.actions.supporting import locked, require_version
from veche.domains.orders.models import SPOT_MAX, TITLE_MAX, WHY_MAX, Order, Support
from veche.domains.orders.queries import deputies, reading, terms
from veche.domains.orders.queries.reading import KIND
from veche.kernel import clock, idempotency, limits, outbox
from veche.kernel.errors import Invalid, Refused
from veche.kernel.manifest import Judged

GIVEN_MAX, GIVEN_SECONDS = 10, 24 * 3600


@dataclass(frozen=True)
class Words:
    """What the deputy is asked to bring about, where, and why."""

    title: str
    why: str
    spot: str = ""


@transaction.atomic(durable=True)
def give_order(person: PersonRef, *, deputy: str, words: Words, key: str) -> str:
    """Give an order to one's own deputy and return its address; the same key again is the same."""
    policies.may_give_order(person).or_refuse()
    mandate = deputies.by_slug(deputy)
    policies.may_give_order(person, mandate.place_id).or_refuse()
    _require_whole(words)

    def make() -> str:
        limits.hit(f"orders:{person.id}", limit=GIVEN_MAX, seconds=GIVEN_SECONDS)
        row = Order(
            mandate_id=mandate.id,
            place_id=mandate.place_id,
            author_id=person.known_id,
        )
        is_passed = _submit(row, person, words)
        audit.record("orders.order_given", person.id, row.id)
        outbox.put(events.OrderGiven(order_id=row.id))
        if is_passed:
            _publish(row)
        return row.slug

    told = f"{deputy}\n{words}".encode()
    return str(idempotency.answer_once(f"person:{person.id}", f"order:{key}", told, make))


@transaction.atomic(durable=True)
def mend_order(person: PersonRef, *, slug: str, version: int, words: Words) -> None:
    """Write anew what a moderator has turned down, and send it again; sent twice, Conflict."""
    policies.may_mend_order(person, reading.row_of(slug)).or_refuse()
    row = locked(slug)
    require_version(row, version=version)
    policies.may_mend_order(person, row).or_refuse()
    if row.mandate_id not in {one.id for one in deputies.everyone()}:
        raise Refused(
            _("Полномочия этого депутата закончились"),
            advice=_("Дайте наказ тому, кто представляет округ сейчас."),
            code="deputy-gone",
        )
    _require_whole(words)
    row.state, row.version = rules.MODERATION, row.version + 1
    is_passed = _submit(row, person, words)
    audit.record("orders.order_mended", person.id, row.id)
    outbox.put(events.OrderMended(order_id=row.id))
    if is_passed:
        _publish(row)


def _submit(row: Order, person: PersonRef, words: Words) -> bool:
    """Hand the words over and keep them as they may be kept; whether everyone may read them."""
    text = rules.as_one(words.title, words.spot, words.why)
    standing = moderation.submit(kind=KIND, subject_id=row.id, author_id=person.id, text=text)
    _put(row, standing.text)
    row.changed_at = clock.now()
    row.save()
    return standing.is_public


def _require_whole(words: Words) -> None:
    missing = {}
    if not words.title.strip():
        missing["title"] = _("Скажите одной строкой, что сделать")
    if not words.why.strip():
        missing["why"] = _("Объясните, зачем это соседям")
    if missing:
        raise Invalid(_("Осталось дополнить"), fields=missing, code="incomplete")


def _put(row: Order, text: str) -> None:
    """The parts as they may be kept: what is somebody's own is hidden in them."""
    title, spot, why = rules.as_parts(text)
    row.title, row.spot, row.why = title[:TITLE_MAX], spot[:SPOT_MAX], why[:WHY_MAX]


def _publish(row: Order) -> None:
    """Everyone may read it from now on; its author is the first who stands behind it."""
    row.state, row.is_public = rules.OPEN, True
    row.published_at = row.changed_at = clock.database_now()
    row.due_on = terms.due_on(terms.today())
    row.version += 1
    if row.author_id is not None:
        row.support = 1
    row.save()
    if row.author_id is not None:
        Support.objects.create(order=row, person_id=row.author_id)
        notifications.keep_told(row.author_id, topic=f"{KIND}:{row.id}")
    audit.record("orders.order_published", None, row.id)
    outbox.put(events.OrderPublished(order_id=row.id))


@transaction.atomic
def judge_order(*, order_id: UUID, judged: Judged) -> None:
    """A moderator's word, in the transaction of the moderation."""
    row = Order.objects.select_for_update().filter(id=order_id).first()
    if row is None:
        return
    if row.state in rules.SHOWN:
        row.is_public = judged.is_passed
        row.save(update_fields=["is_public"])
        _name_course(row)
    elif judged.is_passed:
        _publish(row)
    elif row.state == rules.MODERATION:
        row.state, row.changed_at = rules.REJECTED, clock.now()
        row.save(update_fields=["state", "changed_at"])
        audit.record("orders.order_rejected", None, row.id)
        outbox.put(events.OrderRejected(order_id=row.id))


@transaction.atomic
def rewrite_order(*, order_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said."""
    row = Order.objects.select_for_update().filter(id=order_id).first()
    if row is not None:
        _put(row, text)
        row.save(update_fields=["title", "spot", "why"])
        _name_course(row)


def _name_course(row: Order) -> None:
    """The work that came of it says no more of it than its own page."""
    title = row.title if row.is_public else gettext("Наказ, скрытый модератором")
    commitments.rename(source_kind=KIND, source_id=row.id, title=title)
