"""What people are told of points: a gift to their organisation, an order that returned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.organisations import public as organisations
from veche.commons.points import events, queries, rules
from veche.kernel.manifest import Notice, NoticeKind


def _given(payload: Mapping[str, Any]) -> Notice | None:
    """To the people of the organisation; who gave is told to nobody, and a place has no people."""
    row = queries.account(UUID(payload["account_id"]))
    if row is None or row.kind != rules.ORGANISATION or row.holder_id is None:
        return None
    found = organisations.by_ids([row.holder_id]).get(row.holder_id)
    if found is None:
        return None
    return Notice(
        title=gettext("Вам подарили баллы: %(name)s") % {"name": found.name},
        text=gettext("Так вам сказали спасибо. Сколько всего, видно на странице баллов."),
        url=reverse("points:read-rules"),
        people=tuple(organisations.acting_ids(row.holder_id)),
    )


def _returned(payload: Mapping[str, Any]) -> Notice | None:
    """To whoever has not fetched their order in its term."""
    row = queries.order_by_id(UUID(payload["order_id"]))
    if row is None or row.state != rules.EXPIRED or row.account.holder_id is None:
        return None
    return Notice(
        title=gettext("Заказ не забрали, баллы вернулись"),
        text=row.thing.title,
        url=reverse("points:read-own"),
        people=(row.account.holder_id,),
    )


NOTICES = (
    NoticeKind(events.PointsGiven.kind, _("Вашей организации подарили баллы"), _given),
    NoticeKind(events.OrderReturned.kind, _("Баллы за заказ вернулись"), _returned),
)
