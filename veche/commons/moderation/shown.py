"""A thing as a moderator sees it: the words with what was found marked, pictures, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from veche.commons.files import public as files
from veche.commons.moderation import actions, registry, rules, wording
from veche.commons.moderation.models import Item
from veche.kernel.errors import Text
from veche.kernel.manifest import Exhibit


@dataclass(frozen=True)
class Piece:
    """Some words, and what the finders take them for."""

    text: str
    word: Text = ""
    tone: str = ""


@dataclass(frozen=True)
class Shown:
    """All that a page needs of one thing; `is_gone` when its owner does not know it any more."""

    item: Item
    title: Text
    kind: Text
    url: str
    pieces: tuple[Piece, ...]
    chips: tuple[tuple[Text, str], ...]
    photos: tuple[files.FileRef, ...] = ()
    may_hide: bool = False
    reasons: tuple[tuple[int, str, Text], ...] = field(default=())

    @property
    def is_gone(self) -> bool:
        return not self.pieces and not self.photos

    @property
    def text(self) -> str:
        """The words alone, for a list."""
        return "".join(piece.text for piece in self.pieces)


def many(rows: Sequence[Item]) -> list[Shown]:
    """Things of a page: one question to each of their owners, one for the pictures."""
    wanted: dict[str, list[UUID]] = {}
    for row in rows:
        wanted.setdefault(row.kind, []).append(row.subject_id)
    found: dict[tuple[str, UUID], Exhibit] = {}
    for kind, ids in wanted.items():
        declared = registry.known(kind)
        if declared is not None:
            found.update({(kind, one): seen for one, seen in declared.show(ids).items()})
    photos = files.refs({photo for seen in found.values() for photo in seen.photos})
    return [_one(row, found.get((row.kind, row.subject_id)), photos) for row in rows]


def _one(row: Item, exhibit: Exhibit | None, photos: dict[UUID, files.FileRef]) -> Shown:
    declared = registry.known(row.kind)
    examined = actions.examine(exhibit.text, row.kind) if exhibit is not None else None
    findings = examined.findings if examined is not None else ()
    marked = any(not one.sure and one.kind in rules.PERSONAL for one in findings)
    kinds = [*row.found, *(kind for kind in (examined.kinds if examined else ()))]
    return Shown(
        item=row,
        title=exhibit.title if exhibit is not None else wording.kind_title(row.kind),
        kind=wording.kind_title(row.kind),
        url=exhibit.url if exhibit is not None else "",
        pieces=tuple(_pieces(exhibit.text, findings)) if exhibit is not None else (),
        chips=tuple(wording.FOUND[kind] for kind in dict.fromkeys(kinds)),
        photos=tuple(photos[one] for one in exhibit.photos if one in photos) if exhibit else (),
        may_hide=marked and declared is not None and declared.rewrite is not None,
        reasons=tuple(
            (number, code, title)
            for number, (code, title) in enumerate(wording.reasons_of(row.kind).items(), start=1)
        ),
    )


def _pieces(text: str, findings: Iterable[rules.Finding]) -> Iterable[Piece]:
    """The text cut where something was found; of two on one place the first found is shown."""
    spans = rules.without_overlaps(one for one in findings if one.kind != rules.ADVERT)
    place = 0
    for one in sorted(spans, key=lambda found: found.start):
        if one.start > place:
            yield Piece(text[place : one.start])
        word, tone = wording.FOUND[one.kind]
        yield Piece(text[one.start : one.end], word, tone)
        place = one.end
    if place < len(text) or not text:
        yield Piece(text[place:])


def undo_of(person_id: UUID | None, row: Item | None, now: Any) -> Item | None:
    """The decision just made, while it can be taken back."""
    if row is None or row.settles_at is None or row.settles_at <= now:
        return None
    return row if row.decided_by_id == person_id else None
