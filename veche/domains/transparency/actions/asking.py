"""Questions of residents on a report: asked, let through, answered by the body, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from veche.commons.audit import public as audit
from veche.commons.identity.public import PersonRef
from veche.commons.moderation import public as moderation
from veche.domains.transparency import events, policies
from veche.domains.transparency.models import ANSWER_MAX, QUESTION_MAX, Question
from veche.domains.transparency.queries import published
from veche.domains.transparency.rules import publication as rules
from veche.kernel import clock, limits, outbox
from veche.kernel.errors import Invalid
from veche.kernel.manifest import Judged

KIND = "transparency.question"
QUESTION_MIN, ANSWER_MIN, A_DAY = 10, 10, 10


@transaction.atomic
def ask_question(person: PersonRef, *, slug: str, text: str) -> Question:
    """Ask the body of a report; a moderator may read it first, then its term runs."""
    policies.may_ask_question(person).or_refuse()
    report = published.report(slug)
    _check(text, QUESTION_MIN, QUESTION_MAX, "text")
    limits.hit(f"report-question:{person.known_id}", limit=A_DAY, seconds=86400)
    row = Question(report=report, author_id=person.id, asked_at=clock.database_now())
    standing = moderation.submit(
        kind=KIND, subject_id=row.id, author_id=person.id, text=text.strip()
    )
    row.text = standing.text
    row.save()
    audit.record("transparency.report_asked", None, row.id)
    outbox.put(events.ReportAsked(question_id=row.id))
    if standing.is_public:
        _show(row)
    return row


def _check(text: str, least: int, most: int, field: str) -> None:
    if not least <= len(text.strip()) <= most:
        words = _("От %(least)s до %(most)s знаков.") % {"least": least, "most": most}
        raise Invalid(words, fields={field: words})


def _show(row: Question) -> None:
    """Everyone sees it; the body's term runs from the first time."""
    is_first = row.shown_at is None
    row.state = rules.SHOWN
    if is_first:
        row.shown_at = clock.database_now()
        row.due_on = published.answer_due_on(published.today())
    row.save(update_fields=["state", "shown_at", "due_on"])
    if is_first:
        outbox.put(events.AskingShown(question_id=row.id))


@transaction.atomic
def judge_question(*, question_id: UUID, judged: Judged) -> None:
    """A moderator's word, in the transaction of the moderation."""
    rows = Question.objects.select_for_update().exclude(state=rules.WITHDRAWN)
    row = rows.filter(id=question_id).first()
    if row is None:
        return
    if judged.is_passed:
        if row.state != rules.SHOWN:
            _show(row)
    else:
        row.state = rules.REMOVED
        row.save(update_fields=["state"])


@transaction.atomic
def rewrite_question(*, question_id: UUID, text: str) -> None:
    """More of the words hidden, as a moderator has said."""
    Question.objects.filter(id=question_id).update(text=text)


@transaction.atomic
def withdraw_question(person: PersonRef, *, question_id: UUID) -> Question:
    """Take one's own question back, until it is answered."""
    row = _locked(question_id)
    policies.may_withdraw_question(person, row).or_refuse()
    if row.state == rules.WITHDRAWN:
        return row
    row.state = rules.WITHDRAWN
    row.save(update_fields=["state"])
    moderation.withdraw(KIND, row.id)
    audit.record("transparency.asking_withdrawn", None, row.id)
    outbox.put(events.AskingWithdrawn(question_id=row.id))
    return row


@transaction.atomic
def answer_question(person: PersonRef, *, question_id: UUID, text: str) -> Question:
    """The body answers, once, in public."""
    row = _locked(question_id)
    if row.answered_at is not None and row.answerer_id == person.id and row.answer == text.strip():
        return row
    acts_for = published.acts_for(person, row.report.body)
    policies.may_answer_question(person, row, acts_for=acts_for).or_refuse()
    _check(text, ANSWER_MIN, ANSWER_MAX, "text")
    row.answer, row.answerer_id, row.answered_at = text.strip(), person.id, clock.database_now()
    row.save(update_fields=["answer", "answerer_id", "answered_at"])
    audit.record("transparency.report_answered", person.id, row.id, report=row.report.kind)
    outbox.put(events.ReportAnswered(question_id=row.id))
    return row


def _locked(question_id: UUID) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).select_related("report__body")
    return rows.filter(id=question_id).first() or published.question(question_id)


@transaction.atomic
def forget_person(person_ids: Sequence[UUID]) -> None:
    """What nobody has answered goes with the account; with an answer the question stays, nameless.

    Which official answered is forgotten too: the answer is the body's.
    """
    own = Question.objects.select_for_update().filter(author_id__in=person_ids)
    for row in own:
        if row.answered_at is None:
            moderation.withdraw(KIND, row.id)
            row.delete()
        else:
            row.author_id = None
            row.save(update_fields=["author_id"])
    Question.objects.filter(answerer_id__in=person_ids).update(answerer_id=None)


@transaction.atomic
def join_people(surviving: Sequence[UUID], *, joined: Sequence[UUID]) -> None:
    """Two accounts are one person."""
    Question.objects.filter(author_id__in=joined).update(author_id=surviving[0])
