"""Asking, taking a question back, and a moderator's word on it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.advice import events, policies, rules
from veche.domains.advice.models import Guide, GuideVersion, Question, question_number
from veche.domains.advice.queries import questions
from veche.kernel import clock, locks, outbox
from veche.kernel.errors import Invalid
from veche.kernel.manifest import Judged

KIND = "advice.question"


@dataclass(frozen=True)
class Asked:
    """What became of a question: whether everyone sees it, and what was hidden in it."""

    number: str
    is_public: bool
    note: str = ""


@transaction.atomic
def ask_question(person: PersonRef, *, title: str, text: str, theme: str) -> Asked:
    """Ask the town; new people's questions wait for a moderator."""
    policies.may_ask_question(person).or_refuse()
    locks.take(exclusive=[f"ask:{person.known_id}"])
    policies.may_ask_question(
        person, asked=questions.asked_lately(person), limit=questions.limit()
    ).or_refuse()
    _require_sound(title, theme)
    row = Question(
        number=_free_number(), theme=theme, author_id=person.id, asked_at=clock.database_now()
    )
    standing = moderation.submit(
        kind=KIND, subject_id=row.id, author_id=person.id, text=rules.whole(title, text)
    )
    row.title, row.text = rules.parts(standing.text)
    row.save()
    audit.record("advice.question_asked", None, row.id)
    outbox.put(events.QuestionAsked(row.id))
    if standing.is_public:
        _publish(row)
    return Asked(row.number, standing.is_public, standing.note)


@transaction.atomic(durable=True)
def withdraw_question(person: PersonRef, *, number: str) -> None:
    """Take one's own question back."""
    known = questions.question_for(person, number)
    row = Question.objects.select_for_update().get(id=known.id)
    policies.may_withdraw_question(person, row).or_refuse()
    row.is_public, row.is_withdrawn = False, True
    row.save(update_fields=["is_public", "is_withdrawn"])
    moderation.withdraw(KIND, row.id)
    audit.record("advice.question_withdrawn", None, row.id)
    outbox.put(events.QuestionWithdrawn(row.id))


@transaction.atomic
def judge_question(*, question_id: UUID, judged: Judged) -> None:
    """A moderator's word, in the transaction of the moderation."""
    row = Question.objects.select_for_update().filter(id=question_id, is_withdrawn=False).first()
    if row is None:
        return
    if judged.is_passed and not row.is_public:
        _publish(row)
        stands = Q(is_town_text=True) | Q(answer=row.best_id)
        Guide.objects.filter(stands, question=row, title=row.title).update(is_public=True)
    elif not judged.is_passed and row.is_public:
        row.is_public = False
        row.save(update_fields=["is_public"])
        Guide.objects.filter(question=row, title=row.title).update(is_public=False)


@transaction.atomic
def rewrite_question(*, question_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said; also above a guide that bears them."""
    row = Question.objects.select_for_update().get(id=question_id)
    known, (row.title, row.text) = row.title, rules.parts(text)
    row.save(update_fields=["title", "text"])
    Guide.objects.filter(question=row, title=known).update(title=row.title)
    GuideVersion.objects.filter(guide__question=row, title=known).update(title=row.title)


def _publish(row: Question) -> None:
    """Everyone sees it; the town's term runs from the first time."""
    is_first = row.published_at is None
    row.is_public = True
    if is_first:
        row.published_at = clock.database_now()
        row.due_on = questions.due_on(questions.today())
    row.save(update_fields=["is_public", "published_at", "due_on"])
    if is_first:
        outbox.put(events.QuestionPublished(row.id))


def _free_number() -> str:
    number = question_number()
    while Question.objects.filter(number=number).exists():
        number = question_number()
    return number


def _require_sound(title: str, theme: str) -> None:
    if theme not in rules.THEMES:
        raise Invalid(_("Выберите тему"), fields={"theme": _("Выберите тему")})
    if not rules.TITLE_MIN <= len(title.strip()) <= rules.TITLE_MAX:
        raise Invalid(
            _("Вопрос слишком короткий или слишком длинный"),
            fields={
                "title": _("От %(least)s до %(most)s знаков.")
                % {"least": rules.TITLE_MIN, "most": rules.TITLE_MAX}
            },
        )
