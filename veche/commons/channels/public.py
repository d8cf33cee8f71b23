"""Getting a code to a person: by telephone or by e-mail, however the town is set up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from veche.commons.channels import actions
from veche.commons.channels.providers import console, inbox, sms_http, smtp
from veche.commons.channels.rules import NOTICE, SIGN_IN_CODE, Message, NotSent, masked
from veche.commons.towns import public as towns
from veche.kernel.errors import Problem
from veche.kernel.text import in_fours

__all__ = [
    "PROVIDERS",
    "NotSent",
    "is_open",
    "masked",
    "number_notice",
    "send_code",
    "send_notice",
]

log = logging.getLogger("veche.channels")

Provider = Callable[[Message], None]
PROVIDERS: dict[str, Provider] = {
    "console": console.send,
    "inbox": inbox.send,
    "smtp": smtp.send,
    "sms_http": sms_http.send,
}


def is_open(channel: str) -> bool:
    """Whether codes can be sent to `phone` or `email` here."""
    return settings.CODE_CHANNELS.get(channel, "") in PROVIDERS


def send_code(channel: str, address: str, code: str) -> None:
    """Send a sign-in code; Problem says what to do when it could not be handed over.

    The message carries no links, so people get no habit of following them.
    """
    name = settings.CODE_CHANNELS.get(channel, "")
    provider = PROVIDERS.get(name)
    if provider is None:
        raise _closed(channel)
    town = towns.current().name
    number = actions.take_number(SIGN_IN_CODE, channel)
    message = Message(
        channel=channel,
        address=address,
        subject=_("Код для входа: %(code)s") % {"code": code},
        text=_(
            "%(code)s — код для входа на портал «%(town)s». "
            "Действует 10 минут. Никому его не сообщайте. Сообщение № %(number)s."
        )
        % {"code": code, "town": town, "number": in_fours(number)},
        code=code,
        number=number,
    )
    try:
        provider(message)
    except NotSent as error:
        log.warning("a code was not sent by %s: %s", name, error)
        actions.give_number_back(number)
        raise _failed(channel) from None


def number_notice(channel: str) -> str:
    """A number for a notice that will go out: the same when it has to be sent once more."""
    return actions.take_number(NOTICE, channel)


def send_notice(
    channel: str,
    address: str,
    *,
    subject: str,
    text: str,
    number: str,
    markup: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Hand over words that somebody asked to be sent; NotSent says why not, naming nobody."""
    provider = PROVIDERS.get(settings.CODE_CHANNELS.get(channel, ""))
    if provider is None:
        raise NotSent("closed")
    provider(Message(channel, address, subject, text, "", number, markup, dict(headers or {})))


def _closed(channel: str) -> Problem:
    if channel == "phone":
        return Problem(
            _("Коды на телефон здесь не отправляют"),
            advice=_("Укажите адрес электронной почты."),
            code="channel-closed",
        )
    return Problem(
        _("Коды на почту здесь не отправляют"),
        advice=_("Укажите номер мобильного телефона."),
        code="channel-closed",
    )


def _failed(channel: str) -> Problem:
    other = _("почту") if channel == "phone" else _("телефон")
    return Problem(
        _("Код отправить не удалось"),
        advice=_("Попробуйте ещё раз через минуту или укажите %(other)s.") % {"other": other},
        code="code-not-sent",
        status=503,
    )
