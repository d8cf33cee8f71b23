"""What happens to words when an account is erased, joined to another, or long past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from veche.commons.moderation import public as moderation
from veche.commons.norms import public as norms
from veche.domains.advice import rules
from veche.domains.advice.actions import answering, asking, guiding
from veche.domains.advice.models import Answer, Doubt, Guide, GuideVersion, Question, Rating
from veche.domains.advice.queries import questions
from veche.kernel import clock


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """A person's own words and marks go with the account.

    What was said for the town or an organisation stays, and so does a question that others have
    answered: its title alone, which their answers belong to. A guide that the town has checked is
    the town's; one that is still a neighbour's words goes with them, and so do its versions that
    were.
    """
    for row in Answer.objects.select_for_update().filter(author_id__in=person_ids):
        if row.voice != rules.NEIGHBOUR:
            Answer.objects.filter(id=row.id).update(author_id=None)
            continue
        Guide.objects.filter(answer=row, is_town_text=False).delete()
        GuideVersion.objects.filter(answer=row, guide__answer=row).update(answer=None)
        answering.take_away(row)
        row.delete()
    for asked in Question.objects.select_for_update().filter(author_id__in=person_ids):
        if asked.answers:
            asked.author_id, asked.text = None, ""
            asked.save(update_fields=["author_id", "text"])
        else:
            moderation.withdraw(asking.KIND, asked.id)
            asked.delete()
    for one in _ratings(person_ids):
        answering.unrate(one)
    GuideVersion.objects.filter(made_by_id__in=person_ids).update(made_by_id=None)
    _drop_doubts(person_ids)


@transaction.atomic
def join_people(surviving: Sequence[UUID], *, joined: Sequence[UUID]) -> None:
    """Two accounts are one person, who marks each answer and doubts each guide once."""
    ids, first = [*surviving, *joined], surviving[0]
    Question.objects.filter(author_id__in=ids).update(author_id=first)
    Answer.objects.filter(author_id__in=ids).update(author_id=first)
    GuideVersion.objects.filter(made_by_id__in=ids).update(made_by_id=first)
    kept: set[UUID] = set()
    for one in sorted(_ratings(ids), key=lambda row: ids.index(row.person_id)):
        if one.answer_id in kept:
            answering.unrate(one)
        elif one.person_id != first:
            one.person_id = first
            one.save(update_fields=["person_id"])
        kept.add(one.answer_id)
    doubted: set[UUID] = set()
    for doubt in sorted(
        Doubt.objects.select_for_update().filter(person_id__in=ids).order_by("id"),
        key=lambda row: ids.index(row.person_id),
    ):
        if doubt.guide_id in doubted:
            doubt.delete()
            guiding.recount_doubts(Guide.objects.select_for_update().get(id=doubt.guide_id))
        elif doubt.person_id != first:
            doubt.person_id = first
            doubt.save(update_fields=["person_id"])
        doubted.add(doubt.guide_id)


@transaction.atomic
def forget_authors() -> int:
    """Who asked and who answered is not kept for ever; the words are everyone's by then.

    How many texts have lost their author.
    """
    days = norms.value("advice.author_days", questions.today()).value
    before = clock.now() - timedelta(days=days)
    asked = Question.objects.filter(author_id__isnull=False, asked_at__lt=before)
    answered = Answer.objects.filter(author_id__isnull=False, written_at__lt=before)
    return asked.update(author_id=None) + answered.update(author_id=None)


def _ratings(person_ids: Sequence[UUID]) -> list[Rating]:
    """Held until they are changed; always in the same order."""
    return list(Rating.objects.select_for_update().filter(person_id__in=person_ids).order_by("id"))


def _drop_doubts(person_ids: Sequence[UUID]) -> None:
    rows = Doubt.objects.filter(person_id__in=person_ids)
    guide_ids = list(rows.values_list("guide_id", flat=True))
    rows.delete()
    for row in Guide.objects.select_for_update().filter(id__in=guide_ids).order_by("id"):
        guiding.recount_doubts(row)
