"""Writing an appeal: a draft that survives, then the appeal itself; or one from paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.identity import public as identity
from veche.commons.identity.public import Addressee, PersonRef
from veche.domains.appeals import events, policies
from veche.domains.appeals.models import FILES_MAX, Appeal, Booking, Draft, Step, appeal_number
from veche.domains.appeals.queries import dates, reading, receptions
from veche.domains.appeals.rules import states
from veche.kernel import clock, idempotency, limits, outbox
from veche.kernel.errors import Invalid

# Nobody writes more letters of law in a day; a flood is stopped here.
FILED_MAX, FILED_SECONDS = 10, 24 * 3600
PURPOSE = "appeal"
# How old in days a paper may be that is typed in.
RECEIVED_MAX = 366


@transaction.atomic(durable=True)
def save_draft(
    person: PersonRef,
    *,
    text: str | None = None,
    kind: str | None = None,
    addressee: Addressee | None = None,
    file_ids: Sequence[UUID] | None = None,
) -> Draft:
    """Keep what was filled in so far; what is None stays as it is. Nobody else sees it."""
    policies.may_begin_appeal(person).or_refuse()
    row, _made = Draft.objects.select_for_update().get_or_create(
        owner_id=person.known_id, defaults={"changed_at": clock.now()}
    )
    if text is not None:
        row.text = text
    if kind is not None:
        row.kind = kind
    if addressee is not None:
        row.addressee_id = identity.keep_addressee(
            person.known_id, addressee, purpose=PURPOSE, addressee_id=row.addressee_id
        )
    if file_ids is not None:
        row.files = files.rehang(
            person.known_id,
            file_ids=file_ids[:FILES_MAX],
            subject_kind=reading.DRAFT_FILES,
            subject_id=str(row.id),
        )
    row.changed_at = clock.now()
    row.save()
    return row


@transaction.atomic(durable=True)
def discard_draft(person: PersonRef) -> None:
    """Forget what was filled in, the name and address too."""
    policies.may_begin_appeal(person).or_refuse()
    drop_drafts([person.known_id])


def drop_drafts(owner_ids: Sequence[UUID]) -> int:
    """Destroy drafts with their names; their files hang on nothing then and go by themselves."""
    rows = Draft.objects.filter(owner_id__in=owner_ids)
    for one in rows.exclude(files=[]):
        files.detach(reading.DRAFT_FILES, str(one.id))
    identity.forget_addressees([one.addressee_id for one in rows if one.addressee_id])
    return rows.delete()[0]


def file_appeal(person: PersonRef, *, draft_id: UUID) -> str:
    """Send the draft and return the number; sent again, it gives the same number."""
    policies.may_file_appeal(person).or_refuse()

    def make() -> str:
        draft = (
            Draft.objects.select_for_update().filter(id=draft_id, owner_id=person.known_id).first()
        )
        if draft is None:
            raise Invalid(
                _("Это обращение уже отправлено или удалено"),
                advice=_("Посмотрите в «Моих обращениях» или начните заново."),
                code="no-draft",
            )
        number = _file(person, draft)
        draft.delete()
        return number

    return str(idempotency.answer_once(f"appeals:{person.id}", f"file-{draft_id}", b"", make))


def _file(person: PersonRef, draft: Draft) -> str:
    _check(draft.kind, draft.text, reading.addressee_of(draft))
    limits.hit(f"appeals:{person.id}", limit=FILED_MAX, seconds=FILED_SECONDS)
    row = _new(
        states.PORTAL,
        draft.kind,
        draft.text,
        author_id=person.known_id,
        addressee_id=draft.addressee_id,
        received_on=dates.today(),
    )
    row.save(force_insert=True)
    held = files.detach(reading.DRAFT_FILES, str(draft.id))
    own = [one for one in draft.files if one in held]
    attach(person, kind=reading.APPEAL_FILES, subject_id=row.id, file_ids=own)
    Step.objects.create(appeal=row, verb="file", part=states.AUTHOR)
    audit.record("appeals.appeal_filed", person.id, row.id)
    outbox.put(events.AppealFiled(appeal_id=row.id))
    return row.number


@dataclass(frozen=True)
class OnPaper:
    """What came by post, or was written down at a reception."""

    kind: str
    text: str
    addressee: Addressee
    received_on: date
    booking_id: UUID | None = None


def enter_appeal(
    person: PersonRef,
    *,
    key: str,
    request: bytes,
    given: OnPaper,
    keep_files: Callable[[], Sequence[UUID]],
) -> str:
    """Enter an appeal without an account; the same key again gives the same number."""
    policies.may_enter_appeal(person).or_refuse()

    def make(file_ids: Sequence[UUID]) -> str:
        return _enter(person, given, file_ids)

    found = idempotency.answer_once_prepared(
        f"appeals:{person.id}", f"enter-{key}", request, prepare=keep_files, make=make
    )
    return str(found)


def _enter(person: PersonRef, given: OnPaper, file_ids: Sequence[UUID]) -> str:
    _check(given.kind, given.text, given.addressee)
    _require_received(given.received_on)
    booking = receptions.booking(given.booking_id) if given.booking_id else None
    if booking is not None and booking.appeal_id is not None:
        raise Invalid(
            _("С этого приёма обращение уже записано"),
            advice=_("Найдите его в списке обращений."),
            code="written-already",
        )
    if booking is not None and booking.reception.on > dates.today():
        raise Invalid(
            _("Этого приёма ещё не было"),
            advice=_("Запишите обращение, когда человека выслушают."),
            code="not-yet",
        )
    author_id = booking.person_id if booking is not None else None
    addressee_id = identity.keep_addressee(author_id, given.addressee, purpose=PURPOSE)
    source = states.RECEPTION if booking is not None else states.PAPER
    row = _new(
        source,
        given.kind,
        given.text,
        author_id=author_id,
        addressee_id=addressee_id,
        received_on=given.received_on,
    )
    row.save(force_insert=True)
    attach(person, kind=reading.APPEAL_FILES, subject_id=row.id, file_ids=file_ids)
    if booking is not None:
        Booking.objects.filter(id=booking.id).update(appeal=row)
    Step.objects.create(
        appeal=row, verb="enter", part=states.COORDINATOR, person_id=person.known_id
    )
    audit.record("appeals.appeal_filed", person.id, row.id)
    outbox.put(events.AppealFiled(appeal_id=row.id))
    return row.number


def _require_received(on: date) -> None:
    """Paper is typed in on the day it comes, or later; what lay for a year is no new appeal."""
    today = dates.today()
    if not today - timedelta(days=RECEIVED_MAX) <= on <= today:
        words = _("Не позже сегодняшнего дня и не раньше, чем год назад")
        raise Invalid(_("Проверьте день"), fields={"received_on": words}, code="wrong-day")


def _new(
    source: str,
    kind: str,
    text: str,
    *,
    author_id: UUID | None,
    addressee_id: UUID | None,
    received_on: date,
) -> Appeal:
    register_by = dates.register_by(received_on)
    return Appeal(
        number=_free_number(),
        kind=kind,
        source=source,
        text=text.strip(),
        author_id=author_id,
        addressee_id=addressee_id,
        filed_at=clock.database_now(),
        filed_on=received_on,
        register_by=register_by,
        due_on=register_by,
    )


def attach(person: PersonRef, *, kind: str, subject_id: UUID, file_ids: Sequence[UUID]) -> None:
    """Hang one's own uploads on an appeal or on a letter."""
    if file_ids:
        files.attach(person.id, file_ids=file_ids, subject_kind=kind, subject_id=str(subject_id))


def _free_number() -> str:
    number = appeal_number()
    while not reading.is_number_free(number):
        number = appeal_number()
    return number


def _check(kind: str, text: str, addressee: Addressee | None) -> None:
    """What art. 7 asks of an appeal: a kind, its essence, surname, name, where to answer."""
    missing: dict[str, str | Promise] = {}
    if kind not in states.KINDS:
        missing["kind"] = _("Выберите вид обращения")
    if not text.strip():
        missing["text"] = _("Напишите, в чём суть")
    for name, words in (
        ("surname", _("Напишите фамилию")),
        ("name", _("Напишите имя")),
        ("address", _("Напишите, куда прислать ответ")),
    ):
        if addressee is None or not getattr(addressee, name):
            missing[name] = words
    if missing:
        raise Invalid(
            _("Обращение заполнено не до конца"),
            advice=_("Без этого закон не обязывает отвечать. Допишите и подайте ещё раз."),
            fields=missing,
            code="incomplete",
        )
