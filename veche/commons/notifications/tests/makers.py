"""Followers, notices and their telling, for tests."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from veche.commons.notifications import kinds
from veche.commons.notifications.actions import telling
from veche.commons.notifications.models import Dispatch, Following, InboxItem, Notice
from veche.kernel.manifest import Notice as Told
from veche.kernel.manifest import NoticeKind, Topic

KIND, OTHER = "things.thing_done", "things.thing_moved"
TOPIC = "things.thing:a"


def told(payload: Mapping[str, Any]) -> Told | None:
    """What the made service says: whatever the payload gives."""
    if payload.get("is_hidden"):
        return None
    return Told(
        title=payload.get("title", "Скамейку починили"),
        text=payload.get("text", "Мастер был утром."),
        url="/things/a/",
        topics=payload.get("topics", ()),
        people=payload.get("people", ()),
        point=payload.get("point"),
        besides=payload.get("besides", ()),
        crowd=payload.get("crowd", ""),
    )


CROWDS: dict[str, list[UUID]] = {}


def crowd(key: str, last: UUID, size: int) -> list[UUID]:
    """People whom the made service reads from a table of its own."""
    return sorted(one for one in CROWDS[key] if one > last)[:size]


@contextmanager
def made_kinds() -> Iterator[None]:
    """Two kinds and a topic of a made service, instead of those of the house."""
    kept_groups, kept_topics = list(kinds._groups), dict(kinds._topics)
    kinds.use_notices(
        [
            (
                "Вещи",
                [
                    NoticeKind(KIND, "Сделано", told, crowd),
                    NoticeKind(OTHER, "Перенесено", told, is_urgent=True),
                ],
            )
        ]
    )
    kinds.use_topics(
        [
            Topic(
                "things.thing",
                "Вещь",
                lambda key: ("Скамейка", "/things/a/") if key == "a" else None,
            )
        ]
    )
    try:
        yield
    finally:
        kinds._groups[:] = kept_groups
        kinds._topics.clear()
        kinds._topics.update(kept_topics)


def follow(person_id: UUID, topic: str = TOPIC) -> None:
    """A follower, without going through the page."""
    Following.objects.create(person_id=person_id, topic=topic, title="Скамейка", url="/things/a/")


def happen(kind: str = KIND, *, event_id: UUID | None = None, **payload: Any) -> Notice:
    """An event that everybody is told of; nothing is sent yet, whatever the hour."""
    event_id = event_id or uuid4()
    telling.tell(kind, payload, event_id)
    notice = Notice.objects.get(event_id=event_id, kind=kind)
    telling.fan_out(notice.id)
    return notice


def told_to(notice: Notice) -> list[UUID]:
    """Who has it in the inbox; somebody told twice stands there twice."""
    rows = InboxItem.objects.filter(notice=notice).order_by("person_id")
    return list(rows.values_list("person_id", flat=True))


def kinds_told(person_id: UUID, prefix: str) -> list[str]:
    """Kinds of events of one service that have reached a person, by name."""
    rows = InboxItem.objects.filter(person_id=person_id, notice__kind__startswith=f"{prefix}.")
    return sorted(rows.values_list("notice__kind", flat=True))


def make_due() -> None:
    """As if the morning had come for everything that waits."""
    Dispatch.objects.update(due_at=datetime(2026, 1, 1, tzinfo=UTC))


@dataclass(frozen=True)
class StandIn:
    """A running stand-in of somebody's service."""

    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{(self.folder / 'port').read_text()}"

    def answers(self, status: int, *, only: str = "", **said: Any) -> None:
        """From now on; at one path alone, when it is named."""
        (self.folder / "answer").write_text(json.dumps([status, said, only]))

    def got(self) -> list[dict[str, Any]]:
        """What came, in order; `body` as bytes."""
        file = self.folder / "got"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        found = [json.loads(line) for line in lines]
        return [{**one, "body": base64.b64decode(one["body"])} for one in found]


@contextmanager
def stand_in(folder: Path) -> Iterator[StandIn]:
    """A process of its own that takes everything."""
    folder.mkdir(parents=True, exist_ok=True)
    script = Path(__file__).resolve().parent / "stand_in.py"
    process = subprocess.Popen([sys.executable, "-I", script, folder])
    try:
        end = time.monotonic() + 20
        while not (folder / "port").exists():
            assert process.poll() is None, "the stand-in did not start"
            assert time.monotonic() < end
            time.sleep(0.02)
        yield StandIn(folder)
    finally:
        process.kill()
        process.wait()
