"""The ways out of the house, all behind one interface."""

from __future__ import annotations

from veche.commons.notifications import rules
from veche.commons.notifications.sending import by_email, by_messenger, by_push, by_sms
from veche.commons.notifications.sending.parcel import Way

WAYS: dict[str, Way] = {
    rules.EMAIL: Way(by_email.is_open, by_email.send),
    rules.PUSH: Way(by_push.is_open, by_push.send),
    rules.SMS: Way(by_sms.is_open, by_sms.send),
    **{
        name: Way(messenger.is_open, messenger.send)
        for name, messenger in by_messenger.MESSENGERS.items()
    },
}


def open_channels() -> tuple[str, ...]:
    """What the town has set up."""
    return tuple(channel for channel in rules.CHANNELS if WAYS[channel].is_open())
