"""Who hears of open data: whoever follows a set, and programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.domains.opendata import events
from veche.domains.opendata.queries import catalogue
from veche.kernel.errors import NotFound
from veche.kernel.manifest import Announcement, Notice, NoticeKind, Topic


def _find(code: str) -> tuple[str, str] | None:
    try:
        one = catalogue.one_set(code)
    except NotFound:
        return None
    return one.title, reverse("opendata:read-set", args=[one.code])


def _tell(payload: Mapping[str, Any]) -> Notice | None:
    row = catalogue.published_by_id(UUID(payload["version_id"]))
    if row is None or row.own is None:
        return None
    return Notice(
        title=gettext("Обновлены открытые данные"),
        text=" ".join(filter(None, (f"{row.own.title}.", row.note))),
        url=reverse("opendata:read-set", args=[row.code]),
        topics=(catalogue.topic(row.code),),
        besides=(row.publisher_id,) if row.publisher_id is not None else (),
    )


def _announce(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    row = catalogue.published_by_id(UUID(payload["version_id"]))
    if row is None or row.own is None:
        return None
    return {
        "code": row.code,
        "title": row.own.title,
        "number": row.number,
        "rows": row.rows_number,
        "sha256": row.sha256,
    }


def _announce_withdrawn(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    row = catalogue.withdrawn_by_id(UUID(payload["version_id"]))
    if row is None:
        return None
    return {
        "code": row.code,
        "title": catalogue.title_of(row),
        "number": row.number,
        "reason": row.withdrawn_reason,
    }


TOPICS = (Topic(catalogue.TOPIC, _("Набор открытых данных"), _find),)
NOTICES = (NoticeKind(events.VersionPublished.kind, _("Новая версия набора данных"), _tell),)
ANNOUNCES = (
    Announcement(
        events.VersionPublished.kind,
        _("Опубликована версия набора данных"),
        _announce,
        {
            "code": "schools",
            "title": "Schools of the town",
            "number": 2,
            "rows": 12,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
    ),
    Announcement(
        events.VersionWithdrawn.kind,
        _("Отозвана версия набора данных"),
        _announce_withdrawn,
        {
            "code": "schools",
            "title": "Schools of the town",
            "number": 1,
            "reason": "Two columns were mixed up",
        },
    ),
)
