"""What all moves share: the row locked, its version compared, one step, one entry, one event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.documents import public as documents
from veche.commons.identity.public import PersonRef
from veche.domains.appeals import policies
from veche.domains.appeals.models import Appeal, Letter, Step
from veche.domains.appeals.queries import dates
from veche.domains.appeals.rules import states
from veche.kernel import outbox
from veche.kernel.errors import Conflict, Invalid, NotFound
from veche.kernel.policies import Decision

LETTER_PAPER = "appeal-letter"
# How the journal calls each verb.
_KINDS = {
    "register": "appeals.appeal_registered",
    "assign": "appeals.appeal_assigned",
    "write": "appeals.letter_written",
    "forward": "appeals.appeal_forwarded",
    "extend": "appeals.appeal_extended",
    "prepare": "appeals.answer_prepared",
    "send_back": "appeals.answer_returned",
    "sign": "appeals.answer_signed",
    "withdraw": "appeals.appeal_withdrawn",
}


@dataclass(frozen=True)
class Hand:
    """An appeal in somebody's hands: its row, locked."""

    row: Appeal
    person: PersonRef
    verb: str

    @property
    def part(self) -> str:
        return states.MOVES[self.verb].part


@dataclass(frozen=True)
class Words:
    """A letter as an official writes it: what it says, and who signs it."""

    text: str
    post: str
    signatory: str


Policy = Callable[[PersonRef, Appeal], Decision]


def begin(person: PersonRef, *, number: str, verb: str, version: int | None, may: Policy) -> Hand:
    """Lock the appeal for a verb, or say why not. The second of two officials gets a Conflict:
    what the first has done stays, and the second is told so."""
    row = Appeal.objects.select_for_update().filter(number=number).first()
    if row is None or not policies.may_read_appeal(person, row):
        raise NotFound()
    if version is not None and version != row.version:
        raise Conflict(
            _("Пока вы писали, с этим обращением поработал другой сотрудник"),
            advice=_(
                "Ничего не записано. Посмотрите, что изменилось, и решите, отправлять ли своё."
            ),
            code="changed-meanwhile",
        )
    may(person, row).or_refuse()
    return Hand(row, person, verb)


def finish(
    hand: Hand,
    *,
    event: outbox.Event,
    body_name: str = "",
    on: date | None = None,
) -> None:
    """Put the appeal where the verb leads, and write down that it did."""
    row = hand.row
    row.state = states.MOVES[hand.verb].target
    if row.state in states.OVER:
        row.ended_on = dates.today()
    row.version += 1
    row.save()
    Step.objects.create(
        appeal=row,
        verb=hand.verb,
        part=hand.part,
        # The author's steps name nobody: they are the author's.
        person_id=None if hand.part == states.AUTHOR else hand.person.id,
        body_name=body_name,
        on=on,
    )
    if hand.verb == "end":
        audit.record("appeals.appeal_ended", hand.person.id, row.id, ground=row.ground)
    else:
        audit.record(_KINDS[hand.verb], hand.person.id, row.id)
    outbox.put(event)


def add_letter(hand: Hand, *, kind: str, words: Words, is_issued: bool = True) -> Letter:
    """A letter of this day; an answer may wait for its signature."""
    require_words(words)
    last = hand.row.letters.aggregate(last=Max("position"))["last"] or 0
    letter: Letter = Letter.objects.create(
        appeal=hand.row,
        kind=kind,
        position=last + 1,
        text=words.text,
        post=words.post,
        signatory=words.signatory,
        written_by=hand.person.known_id,
        issued_on=dates.today() if is_issued else None,
        signed_by=hand.person.id if is_issued else None,
        template=documents.template_number(LETTER_PAPER),
    )
    return letter


def require_words(words: Words) -> None:
    """Invalid when a letter says nothing, or nobody signs it."""
    missing = {
        name: text
        for name, text in (
            ("text", _("Напишите письмо")),
            ("post", _("Напишите должность того, кто подписывает")),
            ("signatory", _("Напишите, кто подписывает")),
        )
        if not getattr(words, name).strip()
    }
    if missing:
        raise Invalid(_("Письмо не закончено"), fields=missing, code="incomplete")
