"""Naming an address, telling it of events, trying again, giving up.

A delivery is taken by a lease before it is sent and settled after. Whoever is killed between the
two lets the lease run out, and the same bytes go under the same id once more: at least once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.webhooks import policies, queries, rules
from veche.commons.webhooks.announcing import announcement
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.rules import BROKEN, FAILED, OFF, ON, TAKEN, TEST, WAITING
from veche.kernel import clock, crypto, idempotency, ids, jobs, locks
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.web import outgoing
from veche.kernel.web.outgoing import Answer, Unsendable

ENDPOINTS_MAX = 20
# Longer than a sending may last, so that nobody else takes a delivery that is on its way.
LEASE = timedelta(seconds=60)
KEPT_FOR = timedelta(days=30)
_SECRET = "webhook secret"  # noqa: S105  what its key is for
_BAD_ADDRESS = {
    "scheme": _("Адрес начинается с https://"),
    "length": _("Адрес длиннее 500 знаков."),
    "unknown-name": _("Такого имени в интернете нет. Проверьте адрес."),
    "inside": _("Этот адрес внутри сети, туда портал не ходит."),
}


@dataclass(frozen=True)
class Added:
    """An address that has just been named; `secret` is "" when the same form came again."""

    id: UUID
    secret: str


def add_webhook(person: PersonRef, *, url: str, kinds: list[str], key: str) -> Added:
    """Name an address. Its secret leaves here once; Refused, Invalid, Conflict."""
    policies.may_manage_webhooks(person).or_refuse()
    _require_sound(url, kinds)
    secret, shown = rules.new_secret(), list[str]()

    def make() -> str:
        locks.take(exclusive=["webhooks"])
        if Endpoint.objects.count() >= ENDPOINTS_MAX:
            raise Conflict(
                _("Адресов уже двадцать"), advice=_("Удалите тот, который больше не нужен.")
            )
        row = Endpoint.objects.create(
            url=url,
            kinds=kinds,
            sealed_secret=crypto.wrap(secret, _SECRET),
            added_by_id=person.known_id,
            added_at=clock.database_now(),
        )
        audit.record("webhooks.webhook_added", person.id, row.id)
        shown.append(rules.shown_secret(secret))
        return str(row.id)

    told = json.dumps([url, kinds])
    made = idempotency.answer_once(f"person:{person.known_id}", key, told.encode(), make)
    return Added(UUID(made), "".join(shown))


@transaction.atomic
def remove_webhook(person: PersonRef, endpoint_id: UUID) -> None:
    """Forget an address and what was sent there."""
    found = queries.endpoint(person, endpoint_id)
    audit.record("webhooks.webhook_removed", person.id, found.id)
    found.delete()


@transaction.atomic
def stop_webhook(person: PersonRef, endpoint_id: UUID) -> None:
    """Send nothing there for a while; what waits goes on waiting."""
    found = queries.endpoint(person, endpoint_id)
    Endpoint.objects.filter(id=found.id).update(state=OFF)
    audit.record("webhooks.webhook_stopped", person.id, found.id)


@transaction.atomic
def start_webhook(person: PersonRef, endpoint_id: UUID) -> None:
    """Send there again, beginning with what waits."""
    found = queries.endpoint(person, endpoint_id)
    Endpoint.objects.filter(id=found.id).update(state=ON, given_up=0)
    audit.record("webhooks.webhook_started", person.id, found.id)
    jobs.defer("webhooks.send_due", once="webhooks.send_due")


@transaction.atomic
def test_webhook(person: PersonRef, endpoint_id: UUID) -> UUID:
    """Send an event of no meaning, to see that it arrives; Conflict while nothing is sent there."""
    found = queries.endpoint(person, endpoint_id)
    _require_on(found)
    row = _queued(found, ids.new_id(), TEST, {"words": "ping"})
    audit.record("webhooks.webhook_tested", person.id, found.id)
    return row


@transaction.atomic
def resend_delivery(person: PersonRef, delivery_id: UUID) -> UUID:
    """Send the same once more from the beginning, under the same id; returns whose it is."""
    policies.may_manage_webhooks(person).or_refuse()
    row = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if row is None:
        raise NotFound()
    _require_on(row.endpoint)
    row.state, row.attempts, row.done_at = WAITING, 0, None
    row.next_at = clock.database_now()
    row.save(update_fields=["state", "attempts", "done_at", "next_at"])
    audit.record("webhooks.delivery_resent", person.id, row.id)
    _send_soon(row.id)
    return row.endpoint_id


@transaction.atomic
def announce(kind: str, payload: Mapping[str, Any], event_id: UUID) -> None:
    """Queue an event for every address that hears of it; heard twice, it is queued once."""
    told = announcement(kind)
    hearing = [one for one in Endpoint.objects.exclude(state=OFF) if kind in one.kinds]
    if told is None or not hearing:
        return
    facts = told.tell(payload)
    if facts is None:
        return
    for one in hearing:
        _queued(one, event_id, kind, facts)


def send_delivery(delivery_id: UUID) -> None:
    """Send one delivery, if it is due and nobody else is at it."""
    row = _leased(delivery_id)
    if row is not None:
        _settle(row, outgoing.post(row.endpoint.url, row.body.encode(), _headers(row)))


def send_due() -> None:
    """Queue whatever is due: after a wait, a stop, or a worker that was killed."""
    for one in queries.due(clock.database_now()).values_list("id", flat=True)[:500]:
        _send_soon(one)


def forget_deliveries() -> int:
    """Drop what was told long ago; returns how many."""
    return Delivery.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()[0]


def _queued(endpoint: Endpoint, event_id: UUID, kind: str, facts: Mapping[str, Any]) -> UUID:
    now = clock.database_now()
    body = {"type": kind, "timestamp": now.isoformat(), "data": facts}
    row = Delivery(
        endpoint=endpoint,
        event_id=event_id,
        kind=kind,
        body=json.dumps(body, ensure_ascii=False),
        made_at=now,
        next_at=now,
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    kept = Delivery.objects.values_list("id", flat=True).get(endpoint=endpoint, event_id=event_id)
    _send_soon(kept)
    return kept


def _send_soon(delivery_id: UUID) -> None:
    """One sending at a time of all towns, so that slow receivers never hold all of the worker."""
    jobs.defer(
        "webhooks.send_delivery",
        delivery_id=str(delivery_id),
        once=f"webhook:{delivery_id}",
        lock="all-towns:webhooks",
    )


@transaction.atomic
def _leased(delivery_id: UUID) -> Delivery | None:
    now = clock.database_now()
    row = (
        queries.due(now)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("endpoint")
        .filter(id=delivery_id)
        .first()
    )
    if row is not None:
        row.attempts, row.next_at = row.attempts + 1, now + LEASE
        row.save(update_fields=["attempts", "next_at"])
    return row


def _headers(row: Delivery) -> dict[str, str]:
    secret = crypto.unwrap(bytes(row.endpoint.sealed_secret), _SECRET)
    second = int(clock.now().timestamp())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Veche/{settings.VERSION}",
        "webhook-id": str(row.id),
        "webhook-timestamp": str(second),
        "webhook-signature": rules.signature(secret, str(row.id), second, row.body.encode()),
    }


@transaction.atomic
def _settle(row: Delivery, answer: Answer) -> None:
    """Write down what came of a try; who took the lease since has the say instead."""
    now = clock.database_now()
    wait = rules.wait_seconds(row.attempts, settings.WEBHOOK_WAITS)
    is_over = answer.is_taken or wait is None or answer.status == rules.GONE
    state = TAKEN if answer.is_taken else FAILED if is_over else WAITING
    changed = Delivery.objects.filter(id=row.id, state=WAITING, attempts=row.attempts).update(
        state=state,
        status=answer.status,
        trouble=answer.trouble,
        next_at=None if is_over else now + timedelta(seconds=wait or 0),
        done_at=now if is_over else None,
    )
    if not changed:
        return
    endpoint = Endpoint.objects.filter(id=row.endpoint_id)
    if answer.is_taken:
        endpoint.exclude(given_up=0).update(given_up=0)
    elif is_over:
        endpoint.update(given_up=F("given_up") + 1)
        spent = endpoint.filter(state=ON)
        if answer.status != rules.GONE:
            spent = spent.filter(given_up__gte=settings.WEBHOOK_STOP_AFTER)
        if spent.update(state=BROKEN):
            audit.record("webhooks.webhook_broken", None, row.endpoint_id)


def _require_on(endpoint: Endpoint) -> None:
    if endpoint.state != ON:
        raise Conflict(
            _("На этот адрес сейчас ничего не отправляется"),
            advice=_("Включите его и повторите."),
            code="webhook-off",
        )


def _require_sound(url: str, kinds: list[str]) -> None:
    if not kinds or any(announcement(kind) is None for kind in kinds):
        raise _invalid("kinds", _("Выберите, о чём сообщать."))
    try:
        outgoing.resolved(outgoing.parsed(url))
    except Unsendable as refusal:
        said = _BAD_ADDRESS.get(refusal.code, _("Адрес не получается разобрать."))
        raise _invalid("url", said) from None


def _invalid(field: str, said: Any) -> Invalid:
    return Invalid(
        _("Адрес не добавлен: поправьте форму"), code="webhook-form", fields={field: said}
    )
