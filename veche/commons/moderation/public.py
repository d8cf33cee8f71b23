"""Moderation for the parts whose texts it reads: hand over, look, withdraw, complain.

standing = moderation.submit(kind=…, subject_id=…, author_id=…, text=…)   in the owner's transaction
The owner keeps `standing.text`, shows it when `standing.is_public`, and hears the rest by `judge`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.commons.moderation import finding, queries, wording
from veche.commons.moderation.actions import (
    Noted,
    Standing,
    complain,
    examine,
    forget_person,
    join_things,
    note,
    repeats,
    submit,
    withdraw,
)
from veche.commons.moderation.finding import personal
from veche.commons.moderation.models import Ban
from veche.commons.moderation.policies import may_complain, may_moderate
from veche.commons.moderation.registry import use_moderated, use_themes
from veche.commons.moderation.rules import (
    EMAIL,
    INSULT,
    OBSCENE,
    PHONE,
    PLATE,
    REPEAT,
    THREAT,
    Examined,
    Finding,
)
from veche.commons.moderation.wording import reasons_of
from veche.kernel.errors import Text
from veche.kernel.manifest import Matter, SitePage

__all__ = [
    "EMAIL",
    "INSULT",
    "OBSCENE",
    "PHONE",
    "PLATE",
    "THREAT",
    "BanNote",
    "Examined",
    "Finding",
    "Noted",
    "Standing",
    "ban_note",
    "complain",
    "complain_url",
    "examine",
    "forget_person",
    "held_by_law",
    "hide_marked",
    "join_things",
    "judge_url",
    "marks_of",
    "may_complain",
    "may_moderate",
    "note",
    "own_export",
    "own_numbers",
    "own_part",
    "own_url",
    "publishing_delay",
    "reasons_of",
    "repeat_mark",
    "site_pages",
    "special_note",
    "state_of",
    "submit",
    "use_moderated",
    "use_themes",
    "waiting",
    "waiting_twins",
    "withdraw",
]


@dataclass(frozen=True)
class State:
    """How a thing stands: `reason` in words, once it is removed."""

    item_id: UUID
    state: str
    is_public: bool
    reason: str = ""


def state_of(kind: str, subject_ids: Iterable[UUID]) -> dict[UUID, State]:
    """How things of one kind stand, in one query; what was never handed over is left out."""
    return {
        subject_id: State(
            row.id,
            row.state,
            row.is_public,
            str(wording.reason_text(kind, row.reason)) if row.reason else "",
        )
        for subject_id, row in queries.items_of(kind, subject_ids).items()
    }


def own_url(kind: str, subject_id: UUID) -> str:
    """Where an author sees what became of a thing and may argue; "" for what is not known."""
    row = queries.item_of(kind, subject_id)
    return reverse("moderation:read-own-thing", args=[row.id]) if row is not None else ""


def judge_url(kind: str, subject_id: UUID) -> str:
    """Where a moderator reads a thing and may remove it; "" for what is not known."""
    row = queries.item_of(kind, subject_id)
    return reverse("moderation:read-thing", args=[row.id]) if row is not None else ""


def complain_url(kind: str, subject_id: UUID, back: str) -> str:
    """Where anybody asks a moderator to look at a public thing, and comes back from."""
    return f"{reverse('moderation:complain', args=[kind, subject_id])}?next={back}"


def hide_marked(text: str, allows: Collection[str] = ()) -> str:
    """A text with what the finders only mark hidden too: a moderator has said so."""
    return finding.hide_all(text, wording.HIDDEN, allows)


def marks_of(text: str, allows: Collection[str] = ()) -> list[tuple[Text, str]]:
    """What a moderator should look at in a text, as words and how loudly; nothing is written."""
    return [wording.FOUND[kind] for kind in examine(text, allows=allows).kinds]


def own_numbers(text: str) -> dict[str, Text]:
    """Kinds of somebody's own numbers and addresses in a text, with their words: by patterns and
    check digits alone, so that long tables may be read; names and abuse are not looked for."""
    return {one.kind: wording.FOUND[one.kind][0] for one in personal.find(text)}


def repeat_mark(text: str, subject_id: UUID) -> list[tuple[Text, str]]:
    """The same of a text whose words stand in another thing that was read of late."""
    return [wording.FOUND[REPEAT]] if repeats(text, subject_id) else []


@dataclass(frozen=True)
class BanNote:
    """What the law forbids to publish, as an author is told: why, whom to call, by what act."""

    id: UUID
    title: str
    why: str
    call: str
    act: str


def held_by_law(text: str, *, topic: str = "", has_photos: bool = False) -> BanNote | None:
    """The ban that a text likely falls under, or its photos by its theme."""
    found = queries.holding(text, topic=topic, has_photos=has_photos)
    return _ban_note(found[0]) if found else None


def ban_note(ban_id: UUID) -> BanNote | None:
    """The ban by which something is held."""
    found = queries.ban(ban_id)
    return _ban_note(found) if found is not None else None


def _ban_note(row: Ban) -> BanNote:
    act = f"{row.act_title} № {row.act_number}, {row.act_on:%d.%m.%Y}"
    return BanNote(row.id, row.title, row.why, row.call, act)


def publishing_delay() -> timedelta:
    """How long what a moderator lets through is held back now: nothing but in a special regime."""
    return queries.regime().delay


def special_note() -> str:
    """What the town says of its special regime while it is on; "" otherwise."""
    found = queries.regime()
    return found.note if found.is_special else ""


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """What a moderator has to do: authors who argue first, then texts."""
    found = [
        Matter(
            title=str(wording.kind_title(one.item.kind)),
            url=reverse("moderation:read-appeal", args=[one.id]),
            note=_("Автор не согласен"),
            due_on=one.due_on,
        )
        for one in queries.open_appeals(person, limit)
    ]
    left = limit - len(found)
    if left <= 0:
        return found
    return found + [
        Matter(
            title=str(wording.kind_title(row.kind)),
            url=reverse("moderation:read-thing", args=[row.id]),
            note=_("Пожаловались жители") if row.complaints else _("Прочитать текст"),
            due_on=row.due_on,
        )
        for row in queries.queue(person, "", size=left).items
    ]


def waiting_twins(person: PersonRef, limit: int) -> list[Matter]:
    """Pairs of accounts that may be one person."""
    return [
        Matter(
            title=_("Два аккаунта, похоже, одного человека"),
            url=reverse("moderation:read-twins", args=[row.id]),
            note=_("Решить, один ли это человек"),
        )
        for row in queries.twins(person).items[:limit]
    ]


def own_part(person: PersonRef) -> dict[str, Any] | None:
    """What stands on «Я»: the latest texts and what became of them; None for who wrote none."""
    rows = queries.own_items(person, size=3).items
    return {"rows": [own_row(row) for row in rows]} if rows else None


def own_row(row: Any) -> dict[str, Any]:
    """A text of one's own for a list."""
    word, tone = wording.state_of(row)
    return {
        "title": wording.kind_title(row.kind),
        "url": reverse("moderation:read-own-thing", args=[row.id]),
        "word": word,
        "tone": tone,
        "at": row.submitted_at,
        "reason": wording.reason_text(row.kind, row.reason) if row.reason else "",
    }


def own_export(person_id: UUID) -> list[dict[str, Any]]:
    """What became of a person's texts and what they complained of, for a copy of their data."""
    texts = [
        {
            "kind": row.kind,
            "id": str(row.subject_id),
            "state": row.state,
            "reason": row.reason,
            "submitted_at": row.submitted_at.isoformat(),
        }
        for row in queries.items_by(person_id)
    ]
    complaints = [
        {
            "complained_of": f"{one.item.kind}:{one.item.subject_id}",
            "reason": one.reason,
            "made_at": one.made_at.isoformat(),
        }
        for one in queries.complaints_by(person_id)
    ]
    return [*texts, *complaints]


def site_pages() -> list[SitePage]:
    """The public log."""
    return [SitePage(reverse("moderation:read-log"))]
