"""What an author is told: a text was removed, an argument was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.moderation import events, queries, rules, wording
from veche.kernel.manifest import Notice, NoticeKind


def removed(payload: Mapping[str, Any]) -> Notice | None:
    """To the author: why, and what to do; None once it stands again."""
    row = queries.plain_item(UUID(payload["item_id"]))
    if row is None or row.state != rules.REMOVED or row.author_id is None:
        return None
    reason = wording.reason_text(row.kind, row.reason)
    return Notice(
        title=_("Ваш текст сняли: %(reason)s") % {"reason": reason},
        text=str(wording.ADVICE.get(row.reason, "")),
        url=reverse("moderation:read-own-thing", args=[row.id]),
        people=(row.author_id,),
    )


def answered(payload: Mapping[str, Any]) -> Notice | None:
    """To the author: what the second moderator said."""
    found = queries.plain_appeal(UUID(payload["appeal_id"]))
    if found is None or found.item.author_id is None:
        return None
    title = _("Ваш текст вернули") if found.is_upheld else _("Ваш текст остался снятым")
    return Notice(
        title=title,
        text=found.answer,
        url=reverse("moderation:read-own-thing", args=[found.item_id]),
        people=(found.item.author_id,),
    )


NOTICES = (
    NoticeKind(events.ThingRemoved.kind, gettext_lazy("Мой текст сняли"), removed),
    NoticeKind(events.AppealDecided.kind, gettext_lazy("Ответ на мою жалобу"), answered),
)
