"""A text comes in: what is somebody's own is hidden, and it is public now or waits.

No policy, audit entry or event of its own: submitting is part of the owner's verb, in its
transaction. So is noting the word that the owner's own officials have said of a text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from veche.commons.moderation import finding, queries, registry, rules, wording
from veche.commons.moderation.models import Item
from veche.commons.norms import public as norms
from veche.kernel import clock, crypto, limits
from veche.kernel.manifest import Judged

# Shorter than that, many say the same and mean nothing by it: «Согласен», «Спасибо».
SAME_FROM_LETTERS = 24


@dataclass(frozen=True)
class Standing:
    """What became of a text: `text` is what may be kept and shown, `note` says what was hidden."""

    is_public: bool
    state: str
    text: str = ""
    found: tuple[str, ...] = ()
    note: str = ""


def examine(text: str, kind: str = "", allows: Collection[str] = ()) -> rules.Examined:
    """What would be found and hidden in a text; nothing is written down.

    `allows` are finds to be let be besides those of the kind.
    """
    declared = registry.known(kind)
    allowed = {*allows, *(declared.allows if declared is not None else ())}
    return finding.examine(text, wording.HIDDEN, allowed)


def submit(
    *,
    kind: str,
    subject_id: UUID,
    author_id: UUID | None,
    text: str,
    photos: Sequence[UUID] = (),
) -> Standing:
    """Hand a text over, or hand it over anew after it was changed. Joins the owner's transaction.

    The owner keeps and shows `Standing.text` and nothing else of it. TooMany for who writes too
    fast.
    """
    registry.moderated(kind)
    known = queries.terms()
    if author_id is not None:
        limits.hit(f"moderation:{author_id}", limit=known.rate_per_hour, seconds=3600)
    examined = examine(text, kind)
    same = _sameness(text)
    repeats = same is not None and queries.was_said(same, subject_id)
    found = (*examined.kinds, rules.REPEAT) if repeats else examined.kinds
    held = queries.holding(text, has_photos=bool(photos))
    if held:
        found = (*found, rules.BANNED)
    author, regime = queries.author(author_id, known), queries.regime()
    state = rules.first_state(author, regime, known.trust_passed, found)
    if photos:
        # Nobody but a person sees whether a picture shows what must not be shown.
        state = rules.WAITING
    _write(kind, subject_id, author_id, state, found, same, photos)
    return Standing(
        is_public=state == rules.PUBLISHED,
        state=state,
        text=examined.text,
        found=found,
        note=" ".join(
            one for one in (wording.hidden_note(examined.hidden), wording.held_note(held)) if one
        ),
    )


def withdraw(kind: str, subject_id: UUID) -> None:
    """The thing is gone: its author or owner took it away. Nothing is left to read."""
    Item.objects.filter(kind=kind, subject_id=subject_id).exclude(state=rules.REMOVED).update(
        state=rules.WITHDRAWN, is_public=False, sameness=None, settles_at=None
    )


@dataclass(frozen=True)
class Noted:
    """A text of which its owner's own officials have said a word.

    `due_on`: by when it had to be read; None for a word that was owed to nobody.
    """

    kind: str
    subject_id: UUID
    author_id: UUID | None
    submitted_at: datetime
    is_public: bool
    due_on: date | None = None


def note(one: Noted, judged: Judged, text: str = "") -> None:
    """Write down a word that was said elsewhere: from now on it stands in the log, its author may
    argue, readers may complain and a moderator may remove what was let through. Of its `text` a
    keyed digest is kept: the same words again are known."""
    registry.moderated(one.kind)
    now = clock.database_now()
    fresh = {
        "author_id": one.author_id,
        "state": rules.PASSED if judged.is_passed else rules.REMOVED,
        "state_before": "",
        "is_public": judged.is_passed and one.is_public,
        "urgency": 0,
        "complaints": 0,
        "submitted_at": one.submitted_at,
        "due_on": one.due_on,
        "reason": judged.reason,
        "decided_by_id": judged.by,
        "decided_at": now,
        "settles_at": None,
        "sameness": _sameness(text),
    }
    _keep(one.kind, one.subject_id, fresh)


def _write(
    kind: str,
    subject_id: UUID,
    author_id: UUID | None,
    state: str,
    found: Sequence[str],
    same: bytes | None,
    photos: Sequence[UUID],
) -> None:
    now = clock.database_now()
    fresh = {
        "author_id": author_id,
        "photo_ids": list(photos),
        "state": state,
        "state_before": "",
        "is_public": state == rules.PUBLISHED,
        "urgency": rules.urgency(state, found, 0),
        "found": list(found),
        "sameness": same,
        "complaints": 0,
        "submitted_at": now,
        "due_on": norms.due_on("moderation.look_days", queries.today()),
        "reason": "",
        "decided_by_id": None,
        "decided_at": None,
        "settles_at": None,
    }
    _keep(kind, subject_id, fresh)


def _keep(kind: str, subject_id: UUID, fresh: dict[str, Any]) -> None:
    row = Item.objects.select_for_update().filter(kind=kind, subject_id=subject_id).first()
    if row is None:
        Item.objects.create(kind=kind, subject_id=subject_id, **fresh)
    else:
        # Other words: whoever complained of the first may complain of these.
        row.told.all().delete()
        Item.objects.filter(id=row.id).update(version=row.version + 1, **fresh)


def repeats(text: str, subject_id: UUID) -> bool:
    """Whether another thing that was read of late says the same; nothing is written down."""
    same = _sameness(text)
    return same is not None and queries.was_said(same, subject_id)


def _sameness(text: str) -> bytes | None:
    bare = finding.skeleton(text)
    if len(bare) < SAME_FROM_LETTERS:
        return None
    return crypto.mac("moderation sameness", bare.encode())
