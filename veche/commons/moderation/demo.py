"""What moderators of the demo town have read already; owners hand it over with their demo. And
what a law of its region forbids to publish."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from veche.commons.identity import public as identity
from veche.commons.moderation import queries, rules
from veche.commons.moderation.actions import banning
from veche.commons.moderation.models import Ban, Item

NAMESPACE = UUID("c7a6f3a4-7f0c-4ab4-9d2e-0f4b6d1f2b55")
REMOVED = (
    (rules.ADVERTISING, 2),
    (rules.ABUSE, 5),
    (rules.THIRD_PERSON, 9),
    (rules.ABUSE, 12),
    (rules.NO_MATTER, 17),
)


def load(known: Any, log: Callable[[str], None]) -> None:
    """The ban of the region, as the administrator has entered it."""
    admin = identity.person_by_id(known.admin_id)
    if admin is None or Ban.objects.exists():
        return
    began = queries.today() - timedelta(days=140)
    text = banning.BanText(
        title="Последствия атак: фото, видео, адреса",
        why="По снимку видно, куда попало: этим пользуются те, кто стрелял. Публиковать такое в "
        "области запрещено до официального сообщения.",
        call="112, круглосуточно",
        words=("обломки беспилотника", "упал беспилотник", "взрыв дрон", "последствия атаки"),
        topics=(),
        photos_only=True,
        act_title="Постановление губернатора области (вымышленной)",
        act_number="311",
        act_on=began - timedelta(days=3),
        starts_on=began,
    )
    banning.set_ban(admin, text=text)
    log("запрет на публикацию: 1")


def load_passed(kind: str, things: Iterable[tuple[UUID, UUID | None, datetime]]) -> None:
    """Things by id, author and moment, each passed within the hour; and some that were removed."""
    rows = [
        Item(
            kind=kind,
            subject_id=subject_id,
            author_id=author_id,
            state=rules.PASSED,
            is_public=True,
            submitted_at=at,
            due_on=(at + timedelta(days=1)).date(),
            decided_at=at + timedelta(hours=1),
        )
        for subject_id, author_id, at in things
    ]
    Item.objects.bulk_create(rows, ignore_conflicts=True)
    latest = max(row.submitted_at for row in rows)
    Item.objects.bulk_create(
        [
            Item(
                kind=kind,
                subject_id=uuid5(NAMESPACE, f"{kind} {reason} {days}"),
                state=rules.REMOVED,
                reason=reason,
                submitted_at=latest - timedelta(days=days),
                due_on=(latest - timedelta(days=days - 1)).date(),
                decided_at=latest - timedelta(days=days) + timedelta(hours=2),
            )
            for reason, days in REMOVED
        ],
        ignore_conflicts=True,
    )
