"""The work on an appeal: the book, the department, letters, the answer; what a coordinator does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import public as identity
from veche.commons.identity.public import Addressee, PersonRef
from veche.domains.appeals import events, policies
from veche.domains.appeals.actions.filing import attach
from veche.domains.appeals.actions.moving import Words, add_letter, begin, finish, require_words
from veche.domains.appeals.models import Appeal, Letter, Step
from veche.domains.appeals.queries import dates, reading
from veche.domains.appeals.rules import states
from veche.kernel import locks, outbox
from veche.kernel.errors import Invalid, NotFound


@transaction.atomic(durable=True)
def register_appeal(
    person: PersonRef, *, number: str, version: int, department_id: UUID | None = None
) -> None:
    """Write it into the book of the year; from today the days of the answer are counted."""
    today = dates.today()
    locks.take(exclusive=[f"appeals:book:{today.year}"])
    hand = begin(
        person, number=number, verb="register", version=version, may=policies.may_register_appeal
    )
    row = hand.row
    book = Appeal.objects.filter(book_year=today.year)
    row.book_year = today.year
    row.book_number = (book.aggregate(last=Max("book_number"))["last"] or 0) + 1
    row.registered_on = today
    counted = dates.from_registration(today)
    row.due_on, row.forward_by = counted.due_on, counted.forward_by
    row.notice_by = counted.notice_by
    if department_id is not None:
        row.department = reading.department(department_id)
    finish(
        hand,
        event=events.AppealRegistered(appeal_id=row.id),
        body_name=row.department.name if row.department else "",
    )


@transaction.atomic(durable=True)
def assign_appeal(person: PersonRef, *, number: str, version: int, department_id: UUID) -> None:
    """Say which department prepares the answer."""
    hand = begin(
        person, number=number, verb="assign", version=version, may=policies.may_assign_appeal
    )
    hand.row.department = reading.department(department_id)
    finish(
        hand,
        event=events.AppealAssigned(appeal_id=hand.row.id),
        body_name=hand.row.department.name,
    )


@transaction.atomic(durable=True)
def write_letter(
    person: PersonRef, *, number: str, version: int, words: Words, file_ids: Sequence[UUID] = ()
) -> None:
    """Tell the author how it goes; the days run on."""
    hand = begin(
        person, number=number, verb="write", version=version, may=policies.may_write_letter
    )
    letter = add_letter(hand, kind=states.INTERIM, words=words)
    attach(person, kind=reading.LETTER_FILES, subject_id=letter.id, file_ids=file_ids)
    finish(hand, event=events.LetterWritten(appeal_id=hand.row.id))


@transaction.atomic(durable=True)
def forward_appeal(
    person: PersonRef, *, number: str, version: int, body_name: str, words: Words
) -> None:
    """Pass it to the body that is competent, and tell the author which (art. 8, part 3)."""
    hand = begin(
        person, number=number, verb="forward", version=version, may=policies.may_forward_appeal
    )
    if not body_name.strip():
        raise Invalid(
            _("Назовите, кому передаёте"), fields={"body_name": _("Назовите, кому передаёте")}
        )
    hand.row.forwarded_to = body_name
    add_letter(hand, kind=states.FORWARDING, words=words)
    finish(hand, event=events.AppealForwarded(appeal_id=hand.row.id), body_name=body_name)


@transaction.atomic(durable=True)
def prepare_answer(
    person: PersonRef, *, number: str, version: int, words: Words, file_ids: Sequence[UUID] = ()
) -> None:
    """Write the answer, or write it anew; whoever signs reads it next."""
    hand = begin(
        person, number=number, verb="prepare", version=version, may=policies.may_prepare_answer
    )
    letter = hand.row.letters.filter(kind=states.ANSWER).first()
    if letter is None:
        letter = add_letter(hand, kind=states.ANSWER, words=words, is_issued=False)
    else:
        require_words(words)
        letter.text, letter.post, letter.signatory = words.text, words.post, words.signatory
        letter.written_by, letter.remark = person.known_id, ""
        letter.save()
    attach(person, kind=reading.LETTER_FILES, subject_id=letter.id, file_ids=file_ids)
    finish(hand, event=events.AnswerPrepared(appeal_id=hand.row.id))


@transaction.atomic(durable=True)
def send_letter(person: PersonRef, *, number: str, position: int, sent_on: date) -> None:
    """Note that a letter has gone to its address by post or e-mail; a repeat changes nothing."""
    policies.may_enter_appeal(person).or_refuse()
    row, letter = reading.letter_for(person, number, position)
    letter = Letter.objects.select_for_update().get(id=letter.id)
    if letter.issued_on is None:
        raise NotFound()
    if letter.sent_on is not None:
        return
    if not letter.issued_on <= sent_on <= dates.today():
        raise Invalid(
            _("Этот день не подходит"),
            advice=_("Выберите день со дня письма до сегодняшнего."),
            fields={"sent_on": _("Выберите другой день")},
        )
    letter.sent_on = sent_on
    letter.save(update_fields=["sent_on"])
    Step.objects.create(
        appeal=row, verb="send", part=states.COORDINATOR, person_id=person.id, on=sent_on
    )
    audit.record("appeals.letter_sent", person.id, row.id)
    outbox.put(events.LetterSent(appeal_id=row.id))


@transaction.atomic(durable=True)
def show_author(person: PersonRef, *, number: str) -> Addressee | None:
    """The name and the address, for who works on it; the journal notes who has looked."""
    policies.may_work_on_appeals(person).or_refuse()
    whole = reading.appeal_for(person, number)
    if whole.row.addressee_id is None:
        return None
    return identity.open_addressee(person, addressee_id=whole.row.addressee_id)
