"""Naming an address, telling it of events, trying again, giving up.

Addresses are the town's, which its administrators keep, or a resident's own (`is_own`).

A delivery is taken by a lease before it is sent and settled after. Whoever is killed between the
two lets the lease run out, and the same bytes go under the same id once more: at least once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.webhooks import policies, queries, rules
from veche.commons.webhooks.announcing import announcement
from veche.commons.webhooks.models import Delivery, Endpoint
from veche.commons.webhooks.rules import BROKEN, FAILED, OFF, ON, TAKEN, TEST, WAITING
from veche.kernel import clock, crypto, idempotency, ids, jobs, limits, locks
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.web import outgoing
from veche.kernel.web.outgoing import Answer, Unsendable

ENDPOINTS_MAX, OWN_MAX, ALL_OWN_MAX = 20, 5, 500
# Each looks a name up or sends something: no way to have us knock at a stranger's door all day.
TRIES_BY_HAND = (30, 3600)
# Longer than a sending may last, so that nobody else takes a delivery that is on its way.
LEASE = timedelta(seconds=60)
KEPT_FOR = timedelta(days=30)
# All secrets sign for so long after a change: a receiver is never without one that fits.
EARLIER_FOR = timedelta(days=1)
CHANGES_MAX, CHANGES_SECONDS = 5, 24 * 3600
_SECRET = "webhook secret"  # noqa: S105  what its key is for
_BAD_ADDRESS = {
    "scheme": _("Адрес начинается с https://"),
    "length": _("Адрес длиннее 500 знаков."),
    "unknown-name": _("Такого имени в интернете нет. Проверьте адрес."),
    "inside": _("Этот адрес внутри сети, туда портал не ходит."),
    "late": _("Имя адреса не нашлось за пять секунд. Попробуйте ещё раз."),
}


@dataclass(frozen=True)
class Shown:
    """An address with a new secret; `secret` is "" when the same form came again."""

    id: UUID
    secret: str


def add_webhook(
    person: PersonRef, *, url: str, kinds: list[str], key: str, is_own: bool = False
) -> Shown:
    """Name an address. Its secret leaves here once; Refused, Invalid, Conflict, TooMany."""
    policy = policies.may_own_webhooks if is_own else policies.may_manage_webhooks
    policy(person).or_refuse()
    _count_by_hand(person)
    _require_sound(url, kinds)
    secret, shown = rules.new_secret(), list[str]()

    def make() -> str:
        locks.take(exclusive=["webhooks"])
        _require_room(person.known_id if is_own else None)
        row = Endpoint.objects.create(
            url=url,
            kinds=kinds,
            sealed_secret=crypto.wrap(secret, _SECRET),
            added_by_id=person.known_id,
            added_at=clock.database_now(),
            owner_id=person.known_id if is_own else None,
        )
        audit.record("webhooks.webhook_added", person.id, row.id)
        shown.append(rules.shown_secret(secret))
        return str(row.id)

    told = json.dumps([url, kinds, *(["own"] if is_own else [])])
    made = idempotency.answer_once(f"person:{person.known_id}", key, told.encode(), make)
    return Shown(UUID(made), "".join(shown))


def renew_secret(person: PersonRef, endpoint_id: UUID, *, key: str, is_own: bool = False) -> Shown:
    """Another secret; for a day those before sign as well. Refused, NotFound, TooMany.

    Changed again within that day, all go on: nobody here knows which of them the receiver has.
    """
    found = queries.endpoint(person, endpoint_id, is_own=is_own)
    secret, shown = rules.new_secret(), list[str]()

    def make() -> str:
        row = Endpoint.objects.select_for_update(no_key=True).get(id=found.id)
        # Each of them makes the header of every delivery longer.
        limits.hit(f"webhook secret {row.id}", limit=CHANGES_MAX, seconds=CHANGES_SECONDS)
        row.sealed_earlier_secret = crypto.wrap(b"".join(_secrets(row)), _SECRET)
        row.earlier_until = clock.database_now() + EARLIER_FOR
        row.sealed_secret = crypto.wrap(secret, _SECRET)
        row.save(update_fields=["sealed_secret", "sealed_earlier_secret", "earlier_until"])
        audit.record("webhooks.secret_renewed", person.id, row.id)
        shown.append(rules.shown_secret(secret))
        return str(row.id)

    told = json.dumps(["secret", str(found.id)])
    made = idempotency.answer_once(f"person:{person.known_id}", key, told.encode(), make)
    return Shown(UUID(made), "".join(shown))


@transaction.atomic
def remove_webhook(person: PersonRef, endpoint_id: UUID, *, is_own: bool = False) -> None:
    """Forget an address and what was sent there."""
    found = queries.endpoint(person, endpoint_id, is_own=is_own)
    audit.record("webhooks.webhook_removed", person.id, found.id)
    found.delete()


@transaction.atomic
def stop_webhook(person: PersonRef, endpoint_id: UUID, *, is_own: bool = False) -> None:
    """Send nothing there for a while; what waits goes on waiting."""
    found = queries.endpoint(person, endpoint_id, is_own=is_own)
    Endpoint.objects.filter(id=found.id).update(state=OFF)
    audit.record("webhooks.webhook_stopped", person.id, found.id)


@transaction.atomic
def start_webhook(person: PersonRef, endpoint_id: UUID, *, is_own: bool = False) -> None:
    """Send there again, beginning with what waits."""
    found = queries.endpoint(person, endpoint_id, is_own=is_own)
    # It also forgets the silence, which would stop a receiver that never answers.
    _count_by_hand(person)
    Endpoint.objects.filter(id=found.id).update(
        state=ON, given_up=0, silent_tries=0, silent_since=None, quiet_until=None
    )
    audit.record("webhooks.webhook_started", person.id, found.id)
    jobs.defer("webhooks.send_due", once="webhooks.send_due")


@transaction.atomic
def test_webhook(person: PersonRef, endpoint_id: UUID, *, is_own: bool) -> UUID:
    """Send an event of no meaning, to see that it arrives; Conflict while nothing is sent there."""
    found = queries.endpoint(person, endpoint_id, is_own=is_own)
    _require_on(found)
    _count_by_hand(person)
    _wake(found)
    (row,) = _queued([found], ids.new_id(), TEST, {"words": "ping"})
    audit.record("webhooks.webhook_tested", person.id, found.id)
    return row


@transaction.atomic
def resend_delivery(person: PersonRef, delivery_id: UUID, *, is_own: bool = False) -> UUID:
    """Send the same once more from the beginning, under the same id; returns whose it is."""
    policy = policies.may_own_webhooks if is_own else policies.may_manage_webhooks
    policy(person).or_refuse()
    row = Delivery.objects.select_for_update().filter(id=delivery_id).first()
    if row is None:
        raise NotFound()
    found = queries.endpoint(person, row.endpoint_id, is_own=is_own)
    _require_on(found)
    _count_by_hand(person)
    _wake(found)
    row.state, row.attempts, row.done_at = WAITING, 0, None
    row.next_at = clock.database_now()
    row.save(update_fields=["state", "attempts", "done_at", "next_at"])
    audit.record("webhooks.delivery_resent", person.id, row.id)
    _send_soon(row.id, found.id)
    return found.id


@transaction.atomic
def announce(kind: str, payload: Mapping[str, Any], event_id: UUID) -> None:
    """Queue an event for every address that hears of it; heard twice, it is queued once."""
    told = announcement(kind)
    hearing = queries.hearing(kind)
    if told is None or not hearing:
        return
    facts = told.tell(payload)
    if facts is not None:
        _queued(hearing, event_id, kind, facts)


def send_delivery(delivery_id: UUID) -> None:
    """Send one delivery, if it is due and nobody else is at it; then the next one there."""
    row = _leased(delivery_id)
    if row is None:
        return
    _settle(row, outgoing.post(row.endpoint.url, row.body.encode(), _headers(row)))
    there = queries.due(clock.database_now()).filter(endpoint_id=row.endpoint_id)
    following = there.order_by("next_at").values_list("id", flat=True).first()
    if following is not None:
        _send_soon(following, row.endpoint_id)


def send_due() -> None:
    """Queue what is due, one for each address: after a wait, a stop, a worker that was killed."""
    for delivery_id, endpoint_id in queries.first_due(clock.database_now()):
        _send_soon(delivery_id, endpoint_id)


def forget_deliveries() -> int:
    """Drop what was told long ago, and secrets that sign no more; returns how many were told."""
    Endpoint.objects.filter(earlier_until__lt=clock.now()).update(
        sealed_earlier_secret=None, earlier_until=None
    )
    return Delivery.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()[0]


def forget_owner(owner_ids: Sequence[UUID]) -> None:
    """Drop the addresses of a person who is erased, in the caller's transaction."""
    Endpoint.objects.filter(owner_id__in=owner_ids).delete()


def join_owners(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person: the addresses of both are that person's."""
    Endpoint.objects.filter(owner_id__in=joined).update(owner_id=surviving[0])


def _queued(
    endpoints: Sequence[Endpoint], event_id: UUID, kind: str, facts: Mapping[str, Any]
) -> list[UUID]:
    now = clock.database_now()
    body = json.dumps(
        {"type": kind, "timestamp": now.isoformat(), "data": facts}, ensure_ascii=False
    )
    Delivery.objects.bulk_create(
        [
            Delivery(
                endpoint=one, event_id=event_id, kind=kind, body=body, made_at=now, next_at=now
            )
            for one in endpoints
        ],
        ignore_conflicts=True,
    )
    kept = Delivery.objects.filter(event_id=event_id, endpoint__in=endpoints)
    rows = list(kept.values_list("id", "endpoint_id"))
    for delivery_id, endpoint_id in rows:
        _send_soon(delivery_id, endpoint_id)
    return [delivery_id for delivery_id, _endpoint_id in rows]


def _send_soon(delivery_id: UUID, endpoint_id: UUID) -> None:
    """One sending at a time to each address: a slow receiver holds one slot, never two."""
    jobs.defer(
        "webhooks.send_delivery",
        delivery_id=str(delivery_id),
        once=f"webhook:{delivery_id}",
        lock=f"webhook:{endpoint_id}",
    )


def _wake(endpoint: Endpoint) -> None:
    """Somebody asks by hand: the receiver is tried now, however long it was silent."""
    Endpoint.objects.filter(id=endpoint.id).update(quiet_until=None)


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
    second = int(clock.now().timestamp())
    body = row.body.encode()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"Veche/{settings.VERSION}",
        "webhook-id": str(row.id),
        "webhook-timestamp": str(second),
        "webhook-signature": rules.signatures(_secrets(row.endpoint), str(row.id), second, body),
    }


def _secrets(endpoint: Endpoint) -> list[bytes]:
    """Those that sign now, the newest first."""
    newest, earlier = crypto.unwrap(bytes(endpoint.sealed_secret), _SECRET), b""
    is_changing = endpoint.earlier_until and endpoint.earlier_until > clock.database_now()
    if is_changing and endpoint.sealed_earlier_secret is not None:
        earlier = crypto.unwrap(bytes(endpoint.sealed_earlier_secret), _SECRET)
    size = len(newest)
    return [newest, *(earlier[at : at + size] for at in range(0, len(earlier), size))]


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
    if changed:
        _note_health(row.endpoint_id, answer, now, is_given_up=state == FAILED)


def _note_health(endpoint_id: UUID, answer: Answer, now: datetime, *, is_given_up: bool) -> None:
    """How the receiver does: left alone while it is silent, stopped when that lasts too long."""
    one = Endpoint.objects.select_for_update(no_key=True).filter(id=endpoint_id).first()
    if one is None:
        return
    one.given_up = 0 if answer.is_taken else one.given_up + is_given_up
    if rules.is_unwell(answer.status):
        one.silent_tries, one.silent_since = one.silent_tries + 1, one.silent_since or now
        rest = rules.rest_seconds(one.silent_tries, settings.WEBHOOK_WAITS)
        one.quiet_until = now + timedelta(seconds=rest)
    else:
        one.silent_tries, one.silent_since, one.quiet_until = 0, None, None
    if one.state == ON and _is_hopeless(one, answer, now):
        one.state = BROKEN
        audit.record("webhooks.webhook_broken", None, one.id)
    one.save(update_fields=["given_up", "silent_tries", "silent_since", "quiet_until", "state"])


def _is_hopeless(one: Endpoint, answer: Answer, now: datetime) -> bool:
    longest = timedelta(days=settings.WEBHOOK_STOP_DAYS)
    return (
        answer.status == rules.GONE
        or one.given_up >= settings.WEBHOOK_STOP_AFTER
        or (one.silent_since is not None and now - one.silent_since >= longest)
    )


def _count_by_hand(person: PersonRef) -> None:
    tries, seconds = TRIES_BY_HAND
    limits.hit(f"webhooks of {person.known_id}", limit=tries, seconds=seconds)


def _require_room(owner_id: UUID | None) -> None:
    most = ENDPOINTS_MAX if owner_id is None else OWN_MAX
    if Endpoint.objects.filter(owner_id=owner_id).count() >= most:
        raise Conflict(
            _("Адресов уже %(most)s, больше нельзя") % {"most": most},
            advice=_("Удалите тот, который больше не нужен."),
            code="webhooks-many",
        )
    if owner_id and Endpoint.objects.exclude(owner_id=None).count() >= ALL_OWN_MAX:
        raise Conflict(
            _("Адресов у жителей уже %(most)s, портал больше не принимает") % {"most": ALL_OWN_MAX},
            advice=_("Напишите в поддержку портала."),
            code="webhooks-full",
        )


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
        outgoing.require_outside(url)
    except Unsendable as refusal:
        said = _BAD_ADDRESS.get(refusal.code, _("Адрес не получается разобрать."))
        raise _invalid("url", said) from None


def _invalid(field: str, said: Any) -> Invalid:
    return Invalid(
        _("Адрес не добавлен: поправьте форму"), code="webhook-form", fields={field: said}
    )
