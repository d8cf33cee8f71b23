"""Answering, marking answers useful or not, and a moderator's word on them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.commons.organisations import public as organisations
from veche.domains.advice import events, policies, rules
from veche.domains.advice.models import Answer, Guide, GuideVersion, Question, Rating
from veche.domains.advice.queries import questions
from veche.kernel import clock, limits, locks, outbox
from veche.kernel.errors import Invalid, Refused
from veche.kernel.manifest import Judged

KIND = "advice.answer"
MARKS_PER_HOUR = 300


@dataclass(frozen=True)
class Voice:
    """In whose name somebody answers: a body of the town, an organisation, or their own."""

    body: str = ""
    organisation_id: UUID | None = None


OWN = Voice()


@dataclass(frozen=True)
class Written:
    """What became of an answer: whether everyone sees it, and what was hidden in it."""

    id: UUID
    is_public: bool
    note: str = ""


@transaction.atomic
def write_answer(person: PersonRef, *, number: str, text: str, voice: Voice = OWN) -> Written:
    """Answer a question; new people's words wait for a moderator."""
    question = questions.question_for(person, number)
    policies.may_answer_question(person, question).or_refuse()
    kind, speaks_for = _voice_of(person, voice)
    if not rules.ANSWER_MIN <= len(text.strip()) <= rules.ANSWER_MAX:
        raise Invalid(
            _("Ответ слишком короткий или слишком длинный"),
            fields={
                "text": _("От %(least)s до %(most)s знаков.")
                % {"least": rules.ANSWER_MIN, "most": rules.ANSWER_MAX}
            },
        )
    row = Answer(
        question=question,
        voice=kind,
        speaks_for=speaks_for,
        organisation_id=voice.organisation_id,
        author_id=person.id,
        written_at=clock.database_now(),
    )
    standing = moderation.submit(kind=KIND, subject_id=row.id, author_id=person.id, text=text)
    row.text = standing.text
    row.save()
    audit.record("advice.answer_written", _speaker(person, row), row.id)
    outbox.put(events.AnswerWritten(row.id))
    if standing.is_public:
        _publish(row)
    return Written(row.id, standing.is_public, standing.note)


@transaction.atomic(durable=True)
def withdraw_answer(person: PersonRef, *, answer_id: UUID) -> None:
    """Take one's own answer away."""
    known = questions.own_answer(person, answer_id)
    row = _locked(known.id)
    policies.may_withdraw_answer(person, row).or_refuse()
    take_away(row)
    audit.record("advice.answer_withdrawn", _speaker(person, row), row.id)
    outbox.put(events.AnswerWithdrawn(row.id))


@transaction.atomic(durable=True)
def rate_answer(person: PersonRef, *, answer_id: UUID, is_useful: bool | None) -> None:
    """Useful, not useful, or neither any more; the same again changes nothing."""
    known = questions.answer(answer_id)
    policies.may_rate_answer(person, known).or_refuse()
    limits.hit(f"advice:{person.known_id}", limit=MARKS_PER_HOUR, seconds=3600)
    locks.take(exclusive=[f"advice:{known.id}:{person.known_id}"])
    ids = [person.known_id, *person.earlier_ids]
    own = Rating.objects.filter(answer=known, person_id__in=ids).first()
    if (own.is_useful if own else None) == is_useful:
        return
    if own is not None:
        unrate(own)
    if is_useful is not None:
        Rating.objects.create(answer=known, person_id=person.known_id, is_useful=is_useful)
        _count(known.id, is_useful, 1)
    audit.record("advice.answer_rated", None, known.id)
    outbox.put(events.AnswerRated(known.id))


@transaction.atomic
def judge_answer(*, answer_id: UUID, judged: Judged) -> None:
    """A moderator's word, in the transaction of the moderation."""
    row = Answer.objects.select_for_update().filter(id=answer_id, is_withdrawn=False).first()
    if row is None:
        return
    if judged.is_passed and not row.is_public:
        _publish(row)
    elif not judged.is_passed and row.is_public:
        _hide(row)


@transaction.atomic
def rewrite_answer(*, answer_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said; also wherever a guide is made of them."""
    Answer.objects.filter(id=answer_id).update(text=text)
    Guide.objects.filter(answer=answer_id).update(text=text)
    GuideVersion.objects.filter(answer=answer_id).update(text=text)


def take_away(row: Answer) -> None:
    """Out of sight for good, and out of every count."""
    if row.is_public:
        _hide(row)
    row.is_withdrawn = True
    row.save(update_fields=["is_withdrawn"])
    moderation.withdraw(KIND, row.id)


def unrate(one: Rating) -> None:
    """Take a mark back out of the counts."""
    one.delete()
    _count(one.answer_id, one.is_useful, -1)


def _speaker(person: PersonRef, row: Answer) -> UUID | None:
    """For the journal: who speaks for a body; a neighbour who answers is told to nobody."""
    return None if row.voice == rules.NEIGHBOUR else person.id


def _voice_of(person: PersonRef, voice: Voice) -> tuple[str, str]:
    """The kind of voice and the name beside it, once the person may speak so."""
    if voice.organisation_id is not None:
        if not organisations.may_act_for(person, voice.organisation_id):
            raise Refused(
                _("От имени этой организации вы говорить не можете"),
                advice=_("Право подтверждают на странице «Я», раздел «Организации»."),
                code="not-acting",
            )
        found = organisations.by_ids([voice.organisation_id])
        return rules.EXPERT, found[voice.organisation_id].name
    if voice.body:
        policies.may_speak_for_town(person).or_refuse()
        return rules.OFFICIAL, voice.body
    return rules.NEIGHBOUR, ""


def _publish(row: Answer) -> None:
    is_first = row.published_at is None
    row.is_public = True
    row.published_at = row.published_at or clock.database_now()
    row.save(update_fields=["is_public", "published_at"])
    _recount(row.question_id)
    if is_first:
        outbox.put(events.AnswerPublished(row.id))


def _hide(row: Answer) -> None:
    """Nobody sees it; a guide that is still its words alone goes with it."""
    row.is_public = False
    row.save(update_fields=["is_public"])
    Question.objects.filter(id=row.question_id, best=row).update(best=None)
    Guide.objects.filter(answer=row, is_town_text=False).update(is_public=False)
    _recount(row.question_id)


def _recount(question_id: UUID) -> None:
    question = Question.objects.select_for_update().get(id=question_id)
    public = Answer.objects.filter(question=question, is_public=True)
    first = public.order_by("published_at").first()
    question.answers = public.count()
    question.has_official = public.filter(voice=rules.OFFICIAL).exists()
    question.answered_at = first.published_at if first is not None else question.answered_at
    question.save(update_fields=["answers", "has_official", "answered_at"])


def _count(answer_id: UUID, is_useful: bool, by: int) -> None:
    column = "useful" if is_useful else "useless"
    Answer.objects.filter(id=answer_id).update(**{column: F(column) + by})
    row = Answer.objects.get(id=answer_id)
    Answer.objects.filter(id=answer_id).update(score=rules.score(row.useful, row.useless))


def _locked(answer_id: UUID) -> Answer:
    row = Answer.objects.select_for_update().get(id=answer_id)
    row.question = Question.objects.select_for_update().get(id=row.question_id)
    return row
