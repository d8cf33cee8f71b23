"""Who hears of the open budget: whoever follows it, of each version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.transparency import events
from veche.domains.transparency.queries import reading, wording
from veche.kernel.manifest import Announcement, Notice, NoticeKind, Topic

PREFIX = wording.TOPIC.partition(":")[0]


def _find(told: str) -> tuple[str, str] | None:
    return (
        (gettext("Бюджет города"), reverse("transparency:open-budget")) if told == "town" else None
    )


def _tell_published(payload: Mapping[str, Any]) -> Notice | None:
    row = reading.published_by_id(UUID(payload["source_id"]))
    if row is None:
        return None
    return Notice(
        title=gettext("Опубликован бюджет"),
        text=wording.title_of(row),
        url=reverse("transparency:read-year", args=[row.year]),
        topics=(wording.TOPIC,),
        besides=(row.publisher_id,) if row.publisher_id is not None else (),
    )


def _announce(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    row = reading.published_by_id(UUID(payload["source_id"]))
    if row is None:
        return None
    return {
        "slug": row.slug,
        "year": row.year,
        "side": row.side,
        "stage": row.stage,
        "as_of": row.as_of.isoformat(),
        "sha256": row.sha256,
    }


TOPICS = (Topic(PREFIX, _("Бюджет города"), _find),)
NOTICES = (NoticeKind(events.SourcePublished.kind, _("Новая версия бюджета"), _tell_published),)
ANNOUNCES = (
    Announcement(
        events.SourcePublished.kind,
        _("Опубликована версия бюджета"),
        _announce,
        {
            "slug": "b4kazk8d2q",
            "year": 2026,
            "side": "spending",
            "stage": "adopted",
            "as_of": "2026-01-01",
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
    ),
)
