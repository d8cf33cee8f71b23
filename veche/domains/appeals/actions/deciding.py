"""What is decided by who signs for the town, and by the author: the end of an appeal, its term."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import PersonRef
from veche.domains.appeals import events, policies
from veche.domains.appeals.actions.moving import Words, add_letter, begin, finish
from veche.domains.appeals.queries import dates
from veche.domains.appeals.rules import states
from veche.kernel.errors import Invalid, Refused


@transaction.atomic(durable=True)
def extend_appeal(
    person: PersonRef, *, number: str, version: int, until: date, words: Words
) -> None:
    """Give the answer more days, no more than the norm lets, and tell the author why."""
    hand = begin(
        person, number=number, verb="extend", version=version, may=policies.may_extend_appeal
    )
    row, today = hand.row, dates.today()
    assert row.registered_on is not None
    last = dates.longest(row.registered_on, today)
    if not max(row.due_on, today) < until <= last:
        raise Invalid(
            _("Этот день не подходит"),
            advice=_("Выберите день позже нынешнего срока и не позже %(last)s.")
            % {"last": f"{last:%d.%m.%Y}"},
            fields={"until": _("Не позже %(last)s") % {"last": f"{last:%d.%m.%Y}"}},
        )
    row.due_on, row.extended_on = until, today
    add_letter(hand, kind=states.EXTENSION, words=words)
    finish(hand, event=events.AppealExtended(appeal_id=row.id), on=until)


@transaction.atomic(durable=True)
def sign_answer(person: PersonRef, *, number: str, version: int) -> None:
    """The answer is the town's from now on; nobody signs what they have written."""
    hand = begin(person, number=number, verb="sign", version=version, may=policies.may_sign_answer)
    letter = hand.row.letters.select_for_update().get(kind=states.ANSWER)
    if letter.written_by in (person.id, *person.earlier_ids):
        raise Refused(
            _("Этот ответ подготовили вы"),
            advice=_("Подписать его должен другой сотрудник."),
            code="own-answer",
        )
    letter.issued_on, letter.signed_by = dates.today(), person.id
    letter.save(update_fields=["issued_on", "signed_by"])
    finish(hand, event=events.AnswerSigned(appeal_id=hand.row.id))


@transaction.atomic(durable=True)
def send_back_answer(person: PersonRef, *, number: str, version: int, remark: str) -> None:
    """Another answer is wanted, and why."""
    hand = begin(
        person, number=number, verb="send_back", version=version, may=policies.may_send_back_answer
    )
    if not remark.strip():
        raise Invalid(_("Напишите почему"), fields={"remark": _("Напишите почему")})
    hand.row.letters.filter(kind=states.ANSWER).update(remark=remark)
    finish(hand, event=events.AnswerReturned(appeal_id=hand.row.id))


@transaction.atomic(durable=True)
def end_appeal(person: PersonRef, *, number: str, version: int, ground: str, words: Words) -> None:
    """No answer on the merits, on a ground of art. 11, which the letter to the author names."""
    hand = begin(person, number=number, verb="end", version=version, may=policies.may_end_appeal)
    if ground not in states.GROUNDS:
        raise Invalid(_("Выберите основание"), fields={"ground": _("Выберите основание")})
    if ground == "nameless" and hand.row.source == states.PORTAL:
        told = _("Автор назвал имя и адрес: без них обращение на портале не подать")
        raise Invalid(_("Это основание не подходит"), fields={"ground": told})
    hand.row.ground = ground
    hand.row.letters.filter(kind=states.ANSWER, issued_on=None).delete()
    add_letter(hand, kind=states.ENDING, words=words)
    finish(hand, event=events.AppealEnded(appeal_id=hand.row.id))


@transaction.atomic(durable=True)
def withdraw_appeal(person: PersonRef, *, number: str, version: int) -> None:
    """The author takes it back: the town answers no more."""
    hand = begin(
        person, number=number, verb="withdraw", version=version, may=policies.may_withdraw_appeal
    )
    hand.row.letters.filter(kind=states.ANSWER, issued_on=None).delete()
    finish(hand, event=events.AppealWithdrawn(appeal_id=hand.row.id))
