"""The best answer becomes a guide; officials keep it true, readers say when it is not."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.domains.advice import events, policies, rules
from veche.domains.advice.models import Answer, Doubt, Guide, GuideVersion, Question
from veche.domains.advice.queries import guides, questions
from veche.kernel import clock, outbox
from veche.kernel.errors import Conflict, Invalid


@transaction.atomic(durable=True)
def choose_best(person: PersonRef, *, answer_id: UUID) -> str:
    """Mark the best answer and make a guide of it; the guide's number. Again, it is the same.

    A guide that the town stands for keeps its words: they are an official's to change.
    """
    known = questions.answer(answer_id)
    answer = Answer.objects.select_for_update().get(id=known.id)
    question = Question.objects.select_for_update().get(id=known.question_id)
    answer.question = question
    policies.may_choose_best(person, answer).or_refuse()
    if question.best_id == answer.id:
        return question.number
    question.best = answer
    question.save(update_fields=["best"])
    row = Guide.objects.select_for_update().filter(question=question).first()
    if row is None or not row.is_town_text:
        _make_guide(row, question, answer)
    # Who asked is told to nobody, so an asker chooses without a name.
    is_asker = rules.is_own(person, question.author_id)
    audit.record("advice.best_chosen", None if is_asker else person.id, question.id)
    outbox.put(events.BestChosen(answer.id))
    return question.number


@transaction.atomic(durable=True)
def save_guide(
    person: PersonRef,
    *,
    number: str,
    turn: int,
    title: str,
    text: str,
    note: str,
    speaks_for: str,
) -> None:
    """Write a guide anew for a body of the town: a new version, checked today."""
    row = _open(person, number, turn)
    if not speaks_for:
        raise Invalid(_("Скажите, кто проверил"), fields={"speaks_for": _("Назовите управление.")})
    row.title, row.text, row.answer, row.version = title, text, None, row.version + 1
    _check(row, speaks_for, questions.today())
    row.changed_at = clock.database_now()
    row.save()
    _keep_version(row, note, person.id)
    audit.record("advice.guide_saved", person.id, row.id, version=row.version)
    outbox.put(events.GuideSaved(row.id))


@transaction.atomic(durable=True)
def confirm_guide(person: PersonRef, *, number: str, turn: int, speaks_for: str) -> None:
    """Say that a guide holds as it stands."""
    row = _open(person, number, turn)
    if not speaks_for:
        raise Invalid(_("Скажите, кто проверил"), fields={"speaks_for": _("Назовите управление.")})
    _check(row, speaks_for, questions.today())
    row.save()
    audit.record("advice.guide_confirmed", person.id, row.id, version=row.version)
    outbox.put(events.GuideConfirmed(row.id))


@transaction.atomic(durable=True)
def mark_outdated(person: PersonRef, *, number: str, turn: int) -> None:
    """Say that a guide does not hold any more; it can be read with that word above it."""
    row = _open(person, number, turn)
    row.is_outdated = True
    row.save(update_fields=["is_outdated", "turn"])
    audit.record("advice.guide_outdated", person.id, row.id, version=row.version)
    outbox.put(events.GuideOutdated(row.id))


@transaction.atomic(durable=True)
def doubt_guide(person: PersonRef, *, number: str, reason: str) -> None:
    """Say that a guide is not true any more: once, until an official has looked."""
    known = guides.guide(number)
    policies.may_doubt_guide(person, known).or_refuse()
    if reason not in rules.DOUBTS:
        raise Invalid(_("Выберите, что неверно"), fields={"reason": _("Выберите из списка.")})
    row = Guide.objects.select_for_update().get(id=known.id)
    if guides.has_doubted(person, row):
        return
    Doubt.objects.create(guide=row, person_id=person.known_id, reason=reason)
    recount_doubts(row)
    audit.record("advice.guide_doubted", None, row.id)
    outbox.put(events.GuideDoubted(row.id))


def recount_doubts(row: Guide) -> None:
    """The count follows the rows."""
    row.doubts = row.doubted.count()
    row.save(update_fields=["doubts"])


def _open(person: PersonRef, number: str, turn: int) -> Guide:
    """A guide to be changed, as it was seen; Conflict once another has changed it."""
    policies.may_keep_guides(person).or_refuse()
    row = Guide.objects.select_for_update().get(id=guides.guide(number).id)
    if row.turn != turn:
        raise Conflict(
            _("Справку только что изменил другой сотрудник"),
            advice=_("Обновите страницу и посмотрите, что нового."),
        )
    row.turn += 1
    return row


def _check(row: Guide, speaks_for: str, day: date) -> None:
    """The town stands for the words from this day."""
    row.speaks_for, row.checked_on, row.check_by = speaks_for, day, guides.check_by(day)
    row.is_town_text, row.is_outdated, row.doubts = True, False, 0
    row.doubted.all().delete()


def _make_guide(row: Guide | None, question: Question, answer: Answer) -> None:
    """A new guide, or another answer in place of the first: a new version."""
    if row is None:
        row = Guide(question=question, number=question.number, version=0, turn=0)
    row.title, row.text, row.theme = question.title, answer.text, question.theme
    row.answer, row.version, row.is_public = answer, row.version + 1, True
    row.turn += 1
    if answer.voice == rules.OFFICIAL:
        _check(row, answer.speaks_for, questions.today())
    else:
        row.doubted.all().delete()
        row.is_town_text, row.is_outdated, row.doubts = False, False, 0
        row.speaks_for, row.checked_on, row.check_by = answer.speaks_for, None, None
    row.changed_at = clock.database_now()
    row.save()
    _keep_version(row, "", None)


def _keep_version(row: Guide, note: str, made_by: UUID | None) -> None:
    GuideVersion.objects.create(
        guide=row,
        answer=row.answer,
        number=row.version,
        title=row.title,
        text=row.text,
        note=note,
        speaks_for=row.speaks_for,
        made_by_id=made_by,
        made_at=row.changed_at,
    )
