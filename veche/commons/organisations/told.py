"""What those who follow a territory are told, and those whose own request came to its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.commons.organisations import events, public, queries
from veche.commons.places import public as places
from veche.kernel.manifest import Notice, NoticeKind, Topic

TERRITORY = "organisations.territory"


def _written(payload: Mapping[str, Any]) -> Notice | None:
    row = queries.announcement_by_id(UUID(payload["announcement_id"]))
    if row is None or row.taken_down_at is not None:
        return None
    shown = public.announcement(row)
    return Notice(
        title=f"{shown.signed}: {shown.title}",
        text=shown.text,
        url=shown.url,
        topics=tuple(public.territory_topic(one) for one in places.lineage(row.place_id)),
        besides=(row.author_id,),
    )


def _admitted(payload: Mapping[str, Any]) -> Notice | None:
    row = queries.membership_by_id(UUID(payload["request_id"]))
    if row is None:
        return None
    return Notice(
        title=_("Вас приняли: %(name)s") % {"name": row.organisation.name},
        text=_("Документ проверен, заявка исполнена."),
        url=reverse("organisations:own-organisations"),
        people=(row.person_id,),
    )


def _refused(payload: Mapping[str, Any]) -> Notice | None:
    row = queries.membership_by_id(UUID(payload["request_id"]))
    if row is None:
        return None
    return Notice(
        title=_("В заявке отказано: %(name)s") % {"name": row.organisation.name},
        text=row.reason,
        url=reverse("organisations:own-organisations"),
        people=(row.person_id,),
    )


NOTICES = (
    NoticeKind(
        events.AnnouncementWritten.kind,
        gettext_lazy("Объявление старосты, ТОС или организации"),
        _written,
    ),
    NoticeKind(events.MemberAdmitted.kind, gettext_lazy("Вас приняли в организацию"), _admitted),
    NoticeKind(events.RequestRefused.kind, gettext_lazy("В вашей заявке отказано"), _refused),
)


def _find(key: str) -> tuple[str, str] | None:
    try:
        place = places.place(UUID(key))
    except ValueError:
        return None
    return (place.name, public.territory_url(place.id)) if place is not None else None


TOPICS = (Topic(TERRITORY, gettext_lazy("Территория"), _find),)
