"""Guides, their versions, and what of them an official should look at."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from veche.commons.identity.public import PersonRef
from veche.commons.norms import public as norms
from veche.domains.advice import policies, rules
from veche.domains.advice.models import Doubt, Guide, GuideVersion
from veche.domains.advice.queries import questions
from veche.kernel.errors import NotFound
from veche.kernel.pagination import Page, keyset

NEWEST = ("-changed_at", "id")


def page(theme: str = "", *, after: str = "", size: int = 20) -> Page[Guide]:
    """Public guides, the newest change first."""
    rows = Guide.objects.filter(is_public=True)
    if theme:
        rows = rows.filter(theme=theme)
    return keyset(rows, order=NEWEST, after=after, size=size)


def newest(size: int) -> list[Guide]:
    """The latest guides that hold, for the home page and a feed."""
    rows = Guide.objects.filter(is_public=True, is_outdated=False)
    return list(rows.order_by(*NEWEST)[:size])


def number_of_public() -> int:
    """How many guides there are."""
    return Guide.objects.filter(is_public=True).count()


def by_number(number: str) -> Guide | None:
    """A public guide, or None."""
    rows = Guide.objects.select_related("question", "answer")
    return rows.filter(number=number, is_public=True).first()


def guide(number: str) -> Guide:
    """A public guide; NotFound."""
    found = by_number(number)
    if found is None:
        raise NotFound()
    return found


def plain(guide_id: UUID) -> Guide | None:
    """A guide by its id, for who tells of it."""
    return Guide.objects.filter(id=guide_id, is_public=True).first()


def versions(row: Guide) -> list[GuideVersion]:
    """How it read, the newest first."""
    return list(_versions(row).order_by("-number"))


def version(row: Guide, number: int) -> GuideVersion:
    """How it read in one version; NotFound."""
    found = _versions(row).filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


def _versions(row: Guide) -> QuerySet[GuideVersion]:
    """Without the words of answers that nobody sees any more, but for those the guide still has."""
    is_seen = Q(answer=None) | Q(answer__is_public=True) | Q(answer=row.answer_id)
    return GuideVersion.objects.filter(is_seen, guide=row)


def standing(row: Guide) -> str:
    """How far it may be trusted today."""
    return rules.standing(
        checked_on=row.checked_on,
        check_by=row.check_by,
        doubts=row.doubts,
        is_outdated=row.is_outdated,
        today=questions.today(),
    )


def check_by(start: date) -> date:
    """By when a guide checked on that day is to be looked at again."""
    return norms.due_on("advice.check_days", start)


def to_check(person: PersonRef, *, size: int = 50) -> list[Guide]:
    """What an official should look at: doubted first, then never checked, then what is due."""
    policies.may_keep_guides(person).or_refuse()
    rows = _to_check().order_by("-doubts", F("check_by").asc(nulls_first=True), "id")
    return list(rows[:size])


def number_to_check() -> int:
    """How many of them there are."""
    return _to_check().count()


def _to_check() -> QuerySet[Guide]:
    waits = Q(doubts__gt=0) | Q(check_by=None) | Q(check_by__lt=questions.today())
    return Guide.objects.filter(waits, is_public=True, is_outdated=False)


def doubts_of(row: Guide) -> Counter[str]:
    """What readers say is not true any more."""
    return Counter(row.doubted.values_list("reason", flat=True))


def has_doubted(person: PersonRef, row: Guide) -> bool:
    """Whether the person has said so."""
    if not person.is_known:
        return False
    ids = [person.known_id, *person.earlier_ids]
    return Doubt.objects.filter(guide=row, person_id__in=ids).exists()


def addresses(limit: int = 20_000) -> list[tuple[str, datetime]]:
    """Numbers of public guides and when they changed."""
    rows = Guide.objects.filter(is_public=True).order_by(*NEWEST)[:limit]
    return list(rows.values_list("number", "changed_at"))
