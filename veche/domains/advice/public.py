"""What the shell asks of advice: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.advice import policies
from veche.domains.advice.queries import finding, guides, questions, wording
from veche.kernel.manifest import Matter, SearchHit, ShareCard, SitePage

SHOWN_ON_HOME = 2


def waiting(person: PersonRef, limit: int) -> list[Matter]:
    """Questions that the town has not answered, the oldest first."""
    if not policies.may_speak_for_town(person):
        return []
    return [
        Matter(
            title=row.title,
            is_written=True,
            url=reverse("advice:read-question", args=[row.number]),
            note=_("Ответить на вопрос"),
            due_on=row.due_on,
        )
        for row in questions.owed(size=limit)
    ]


def waiting_guides(person: PersonRef, limit: int) -> list[Matter]:
    """Guides to look at: doubted, never checked, due."""
    if not policies.may_keep_guides(person):
        return []
    return [
        Matter(
            title=row.title,
            is_written=True,
            url=reverse("advice:edit-guide", args=[row.number]),
            note=_("Верна ли ещё справка?"),
            due_on=row.check_by,
        )
        for row in guides.to_check(person, size=limit)
    ]


def home_part(person: PersonRef) -> dict[str, Any] | None:
    """The latest guides; nothing while there is none."""
    rows = guides.newest(SHOWN_ON_HOME)
    if not rows:
        return None
    return {"rows": [{"row": row, "icon": wording.THEMES[row.theme][1]} for row in rows]}


def me_part(person: PersonRef) -> dict[str, int] | None:
    """How much the person has asked and answered, for «Я»; None for who has done neither."""
    asked, answered = questions.own_numbers(person)
    return {"asked": asked, "answered": answered} if asked or answered else None


def search(person: PersonRef, words: str) -> Sequence[SearchHit]:
    """Guides first, then questions that have no guide."""
    found = finding.about(words, limit=10)
    return [
        SearchHit(
            row.title,
            reverse("advice:read-guide", args=[row.number]),
            _("Справка"),
            row.text[:160],
            rank=0.5 + share / 2,
        )
        for row, share in found.guides
    ] + [
        SearchHit(
            row.title,
            reverse("advice:read-question", args=[row.number]),
            _("Вопрос городу"),
            row.text[:160],
            rank=share / 2,
        )
        for row, share in found.questions
    ]


def site_pages() -> list[SitePage]:
    """The lists, each guide, each answered question."""
    lists = ("advice:list-guides", "advice:list-questions")
    return [
        *(SitePage(reverse(one)) for one in lists),
        *(
            SitePage(reverse("advice:read-guide", args=[number]), at)
            for number, at in guides.addresses()
        ),
        *(
            SitePage(reverse("advice:read-question", args=[number]), at)
            for number, at in questions.addresses()
        ),
    ]


def share_card(key: str) -> ShareCard | None:
    """The picture beside a link to a guide."""
    row = guides.by_number(key)
    return ShareCard(row.title, (_("Справка города"),)) if row is not None else None


def own_part(person_id: UUID) -> dict[str, Any]:
    """What a person asked, answered and marked, for a copy of their data."""
    return questions.own_words([person_id, *identity.earlier_ids(person_id)])
