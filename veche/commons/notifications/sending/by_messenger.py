"""VK, OK and MAX behind one interface; others there are none, and settings cannot name any.

41-ФЗ forbids towns to write to residents by foreign messengers, so no adapter for one is here. A
person joins an account by typing a code to the town's bot, and only where the town has a bot.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.notifications import rules
from veche.commons.notifications.sending.parcel import DROPPED, FAILED, SENT, Outcome, Parcel
from veche.kernel.text import in_fours

WAIT = httpx.Timeout(8.0, connect=4.0)
SHOWN_MAX = 10
VK_VERSION = "5.199"
# VK, https://dev.vk.com/reference/errors: the person does not let the town write any more.
_VK_CLOSED = frozenset({7, 15, 18, 900, 901, 902})


@dataclass(frozen=True)
class Heard:
    """What somebody has typed to the bot, and by what they can be written to."""

    account: str
    text: str


@dataclass(frozen=True)
class Call:
    """One request to a messenger's programming interface."""

    url: str
    headers: Mapping[str, str]
    body: str
    is_form: bool = False


@dataclass(frozen=True)
class Messenger:
    """How one of them is written to and how its words are understood."""

    name: str
    call: Callable[[str, str, UUID], Call]
    outcome: Callable[[int, Mapping[str, Any]], Outcome]
    heard: Callable[[Mapping[str, Any]], Heard | None]

    @property
    def setup(self) -> Mapping[str, str]:
        """`url`, `token`, `secret`, `bot` of the settings."""
        return settings.MESSENGERS[self.name]

    def is_open(self) -> bool:
        """Whether the town has a bot there."""
        return bool(self.setup["token"])

    def send(self, parcel: Parcel, reached: Callable[[UUID], None]) -> Outcome:
        """To the joined account; one that refuses the town is forgotten."""
        known = identity.notice_addresses(parcel.person_id, self.name)
        if not known:
            return DROPPED
        with translation.override(parcel.language):
            said = words(parcel)
        found = self.write(known[0].value, said, parcel.id)
        if found == DROPPED:
            identity.drop_notice_address(known[0].id)
        return found

    def write(self, account: str, said: str, once: UUID) -> Outcome:
        """Say something to an account; `once` tells a repeat where the messenger can tell it."""
        call = self.call(account, said, once)
        if settings.PRODUCTION and not call.url.startswith("https://"):
            return FAILED
        kind = "application/x-www-form-urlencoded" if call.is_form else "application/json"
        headers = {**call.headers, "Content-Type": f"{kind}; charset=utf-8"}
        try:
            with httpx.Client(timeout=WAIT, follow_redirects=False, trust_env=False) as client:
                answer = client.post(call.url, content=call.body.encode(), headers=headers)
            told = answer.json() if answer.content else {}
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            return FAILED
        return self.outcome(answer.status_code, told if isinstance(told, dict) else {})


def words(parcel: Parcel) -> str:
    """Titles with their addresses; which message it is, for whoever doubts it."""
    lines = [f"{one.title}\n{one.url}" for one in parcel.items[:SHOWN_MAX]]
    rest = len(parcel.items) - SHOWN_MAX
    if rest > 0:
        lines.append(_("И ещё %(count)s на сайте.") % {"count": rest})
    number = in_fours(parcel.number)
    lines.append(_("Сообщение № %(number)s, «%(town)s».") % {"number": number, "town": parcel.town})
    return "\n\n".join(lines)


def _vk_call(account: str, said: str, once: UUID) -> Call:
    # VK gives one message for one random_id of a sender, so a repeat is not a second one.
    form = {
        "peer_id": account,
        "message": said,
        "random_id": str(once.int % (2**31 - 1)),
        "access_token": settings.MESSENGERS[rules.VK]["token"],
        "v": VK_VERSION,
    }
    body = "&".join(f"{name}={quote(value, safe='')}" for name, value in form.items())
    return Call(f"{settings.MESSENGERS[rules.VK]['url']}/method/messages.send", {}, body, True)


def _vk_outcome(status: int, told: Mapping[str, Any]) -> Outcome:
    error = told.get("error")
    if isinstance(error, dict):
        return DROPPED if error.get("error_code") in _VK_CLOSED else FAILED
    return SENT if status == 200 and "response" in told else FAILED


def _vk_heard(told: Mapping[str, Any]) -> Heard | None:
    message = _part(told, "object", "message")
    if told.get("type") != "message_new" or "from_id" not in message:
        return None
    return Heard(str(message["from_id"]), str(message.get("text", "")))


def _ok_call(account: str, said: str, once: UUID) -> Call:
    setup = settings.MESSENGERS[rules.OK]
    address = f"{setup['url']}/graph/{quote(account, safe=':')}/messages"
    body = {"recipient": {"chat_id": account}, "message": {"text": said}}
    token = quote(setup["token"], safe="")
    return Call(f"{address}?access_token={token}", {}, json.dumps(body, ensure_ascii=False))


def _ok_outcome(status: int, told: Mapping[str, Any]) -> Outcome:
    if "error_code" in told:
        # PERMISSION_DENIED and NOT_FOUND of https://apiok.ru/en/dev/errors.
        return DROPPED if told["error_code"] in (10, 300) else FAILED
    return SENT if status == 200 and "message_id" in told else FAILED


def _ok_heard(told: Mapping[str, Any]) -> Heard | None:
    chat = _part(told, "recipient").get("chat_id")
    if told.get("webhookType") != "MESSAGE_CREATED" or not chat:
        return None
    return Heard(str(chat), str(_part(told, "message").get("text", "")))


def _max_call(account: str, said: str, once: UUID) -> Call:
    setup = settings.MESSENGERS[rules.MAX]
    address = f"{setup['url']}/messages?user_id={quote(account, safe='')}"
    body = json.dumps({"text": said}, ensure_ascii=False)
    return Call(address, {"Authorization": setup["token"]}, body)


def _max_outcome(status: int, told: Mapping[str, Any]) -> Outcome:
    if status in (403, 404):
        return DROPPED
    return SENT if status == 200 and "message" in told else FAILED


def _max_heard(told: Mapping[str, Any]) -> Heard | None:
    message = told.get("message")
    if told.get("update_type") != "message_created" or not isinstance(message, dict):
        return None
    account = _part(message, "sender").get("user_id")
    return Heard(str(account), str(_part(message, "body").get("text", ""))) if account else None


def _part(told: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """A part of what a stranger has sent; {} when it is not of that form."""
    for name in names:
        found = told.get(name)
        told = found if isinstance(found, dict) else {}
    return told


MESSENGERS: dict[str, Messenger] = {
    one.name: one
    for one in (
        Messenger(rules.VK, _vk_call, _vk_outcome, _vk_heard),
        Messenger(rules.OK, _ok_call, _ok_outcome, _ok_heard),
        Messenger(rules.MAX, _max_call, _max_outcome, _max_heard),
    )
}
