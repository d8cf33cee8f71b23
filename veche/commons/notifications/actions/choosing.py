"""What is sent, by which way and when: each for themselves."""

from __future__ import annotations

from collections.abc import Set
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.notifications import policies, queries, rules
from veche.commons.notifications.kinds import kinds
from veche.commons.notifications.models import Choice, LinkCode, Preferences, Reach
from veche.commons.notifications.sending import by_push
from veche.commons.notifications.sending.by_email import person_of
from veche.commons.notifications.sending.by_messenger import MESSENGERS
from veche.kernel import clock, crypto, ids, locks
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.web.outgoing import Unsendable

CODE_DIGITS = 8
CODE_LIVES = timedelta(minutes=15)
_MAC = "messenger code"


@transaction.atomic
def choose_channels(
    person: PersonRef,
    *,
    wanted: Set[tuple[str, str]],
    rhythm: str,
    quiet_from: int,
    quiet_to: int,
) -> None:
    """Keep what the settings say: pairs of kind and channel, the rhythm of letters, quiet hours.

    A messenger that is linked later begins as the town begins: nobody was asked about it.
    """
    policies.may_choose_channels(person).or_refuse()
    person_id = person.known_id
    locks.take(exclusive=[f"notifications.choices:{person_id}"])
    channels = queries.channels_for(queries.reached_by(person))
    rows = [
        Choice(person_id=person_id, kind=kind, channel=channel, is_on=(kind, channel) in wanted)
        for kind in kinds()
        for channel in channels
    ]
    Choice.objects.filter(person_id=person_id, channel__in=channels).delete()
    # What the town begins with is not written down, so that it may begin otherwise one day.
    Choice.objects.bulk_create(
        row for row in rows if row.is_on != (row.channel in rules.ON_BY_DEFAULT)
    )
    Preferences.objects.update_or_create(
        person_id=person_id,
        defaults={
            "is_silent": False,
            "closed": [rules.EMAIL] if rhythm == rules.NEVER else [],
            "is_email_daily": rhythm != rules.NOW,
            "quiet_from": quiet_from,
            "quiet_to": quiet_to,
            "language": (get_language() or "ru")[:5],
        },
    )
    audit.record("notifications.channels_chosen", person_id, person_id)


@transaction.atomic
def fall_silent(person: PersonRef) -> None:
    """Send nothing any more, by no way; the inbox on the site goes on."""
    policies.may_choose_channels(person).or_refuse()
    Preferences.objects.update_or_create(person_id=person.known_id, defaults={"is_silent": True})
    audit.record("notifications.silenced", person.known_id, person.known_id)


@transaction.atomic
def unsubscribe(token: str) -> None:
    """Stop the letters of whom a link belongs to; NotFound for a link that is none of ours."""
    policies.may_unsubscribe().or_refuse()
    found = owner_of(token)
    row, _made = Preferences.objects.select_for_update().get_or_create(person_id=found.known_id)
    if rules.EMAIL not in row.closed:
        row.closed.append(rules.EMAIL)
        row.save(update_fields=["closed"])
        audit.record("notifications.unsubscribed", found.known_id, found.known_id)


def owner_of(token: str) -> PersonRef:
    """Whose letters a link stops, in this town; NotFound."""
    person_id = person_of(token)
    found = identity.survivor(person_id) if person_id is not None else None
    if found is None:
        raise NotFound()
    return found


@transaction.atomic
def subscribe_device(person: PersonRef, *, endpoint: str, key: str, secret: str) -> None:
    """Send notices to this browser too; Invalid for what is no subscription."""
    policies.may_choose_channels(person).or_refuse()
    try:
        device = by_push.told_device(endpoint, key, secret)
    except (ValueError, Unsendable):
        raise Invalid(
            _("Этот браузер не получается подключить"),
            advice=_("Обновите его или выберите почту."),
            code="bad-subscription",
        ) from None
    identity.keep_notice_address(person.known_id, rules.PUSH, device.as_text(), endpoint)
    _reach(person.known_id, rules.PUSH)
    audit.record("notifications.device_subscribed", person.known_id, person.known_id)


@transaction.atomic
def leave_channel(person: PersonRef, *, channel: str) -> None:
    """Forget the browsers, or the account of a messenger, of a person."""
    policies.may_choose_channels(person).or_refuse()
    if channel not in (rules.PUSH, *rules.MESSENGERS):
        raise NotFound()
    identity.drop_notice_addresses(person.known_id, channel)
    Reach.objects.filter(person_id=person.known_id, channel=channel).delete()
    audit.record("notifications.channel_left", person.known_id, person.known_id, channel=channel)


@transaction.atomic
def show_link_code(person: PersonRef) -> str:
    """A code to be typed to a bot of the town; the one before it opens nothing any more."""
    policies.may_choose_channels(person).or_refuse()
    for _try in range(5):
        code = ids.digits(CODE_DIGITS)
        mac = crypto.mac(_MAC, code.encode())
        if not LinkCode.objects.filter(code_mac=mac).exclude(person_id=person.known_id).exists():
            LinkCode.objects.update_or_create(
                person_id=person.known_id,
                defaults={"code_mac": mac, "expires_at": clock.now() + CODE_LIVES},
            )
            return code
    raise RuntimeError("No free code was found.")


@transaction.atomic
def link_account(messenger: str, *, account: str, text: str) -> bool:
    """Join the account that has typed a live code to whom the code was shown; whether it did."""
    digits = "".join(sign for sign in text[:60] if sign.isascii() and sign.isdigit())
    if messenger not in MESSENGERS or len(digits) != CODE_DIGITS or len(account) > 60:
        return False
    mac = crypto.mac(_MAC, digits.encode())
    row = LinkCode.objects.select_for_update().filter(code_mac=mac).first()
    if row is None or row.expires_at <= clock.now():
        return False
    person_id = row.person_id
    row.delete()
    identity.drop_notice_addresses(person_id, messenger)
    identity.keep_notice_address(person_id, messenger, account, account)
    _reach(person_id, messenger)
    audit.record("notifications.account_linked", person_id, person_id, channel=messenger)
    return True


def _reach(person_id: UUID, channel: str) -> None:
    Reach.objects.bulk_create([Reach(person_id=person_id, channel=channel)], ignore_conflicts=True)
