"""Calls that come without a page: one press in a mail program, a word typed to a bot."""

from __future__ import annotations

import hmac
import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from ninja import Router

from veche.commons.notifications import policies
from veche.commons.notifications.actions import choosing
from veche.commons.notifications.sending.by_messenger import MESSENGERS
from veche.kernel import limits
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.ids import new_id

BODY_MAX = 64 * 1024
router = Router()


@router.post(
    "/notifications/off/{mark}", url_name="unsubscribe", include_in_schema=False, auth=None
)
@access(policies.may_unsubscribe)
def unsubscribe(request: HttpRequest, mark: str) -> HttpResponse:
    """List-Unsubscribe=One-Click (RFC 8058): no cookie, no form token, no question."""
    choosing.unsubscribe(mark)
    return HttpResponse(status=204)


@router.get("/notifications/off/{mark}", url_name="unsubscribe", include_in_schema=False, auth=None)
@access(policies.may_unsubscribe)
def ask_unsubscribe(request: HttpRequest, mark: str) -> HttpResponse:
    """The same address opened by hand: a page asks first, as letters are opened by machines."""
    return redirect("notifications:unsubscribe", mark=mark)


@router.post(
    "/notifications/bots/{messenger}/{secret}",
    url_name="hear-bot",
    include_in_schema=False,
    auth=None,
)
@access("public")
def hear_bot(request: HttpRequest, messenger: str, secret: str) -> HttpResponse:
    """What somebody has typed to the town's bot; only the messenger knows this address."""
    known = MESSENGERS.get(messenger)
    expected = known.setup["secret"] if known is not None and known.is_open() else ""
    if known is None or not expected or not hmac.compare_digest(expected, secret):
        limits.hit(f"bot calls from {limits.client_of(request)}", limit=30, seconds=600)
        raise NotFound()
    told = _read(request)
    if told.get("type") == "confirmation":
        return HttpResponse(settings.MESSENGERS[messenger]["confirmation"])
    heard = known.heard(told)
    if heard is not None:
        limits.hit(f"bot {messenger} {heard.account}", limit=10, seconds=600)
        is_linked = choosing.link_account(messenger, account=heard.account, text=heard.text)
        said = (
            _("Готово: новости города будут приходить сюда.")
            if is_linked
            else _("Такого кода нет. Возьмите новый на странице «Что присылать».")
        )
        known.write(heard.account, said, new_id())
    return HttpResponse("ok")


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body[:BODY_MAX])
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
