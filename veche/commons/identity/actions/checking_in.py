"""A clerk looks at a document: the person of it is found or made, at level 2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries
from veche.commons.identity.actions import declaring
from veche.commons.identity.models import (
    CounterCode,
    DetailKind,
    DocumentMark,
    Person,
    PersonalDetail,
)
from veche.commons.identity.rules.documents import EARLIER, SIGNED, BadDocument, canonical
from veche.commons.identity.rules.persons import BY_DOCUMENT, PersonRef
from veche.commons.identity.sections import counter_consent
from veche.commons.identity.wording import DOCUMENT_ERRORS
from veche.commons.towns import public as towns
from veche.kernel import clock, crypto, ids, limits, locks
from veche.kernel.errors import Conflict, Invalid, Refused

CODE_DIGITS = 8
CODE_LIVES = timedelta(minutes=10)
CODES_MAX = (20, 3600)
# A queue of an hour is thirty people; more than this is somebody trying numbers.
CHECKS_MAX = (120, 3600)
CODE_TRIES_MAX = (30, 600)
DOCUMENT_TRIES_MAX = (8, 24 * 3600)


@dataclass(frozen=True)
class ShownDocument:
    """What a clerk reads off a document; `previous` is the number of the one it replaced.

    `consent` says whether the sheet of that version was signed now or the person has agreed before.
    """

    kind: str
    number: str
    born: date
    place_id: UUID
    address_id: UUID | None = None
    previous: str = ""
    code: str = ""
    is_correction: bool = False
    consent: str = ""
    consent_version: int = 0


def show_code(person: PersonRef) -> str:
    """A one-time code on the resident's own screen, to be told to the clerk."""
    policies.may_show_code(person).or_refuse()
    limits.hit(f"counter codes:{person.id}", limit=CODES_MAX[0], seconds=CODES_MAX[1])
    code = ids.digits(CODE_DIGITS)
    with transaction.atomic():
        CounterCode.objects.update_or_create(
            person_id=person.known_id,
            defaults={
                "code_mac": _code_mac(code),
                "expires_at": clock.database_now() + CODE_LIVES,
            },
        )
        audit.record("identity.counter_code_shown", person.id, person.known_id)
    return code


def check_in(clerk: PersonRef, shown: ShownDocument) -> UUID:
    """The person of this document, found or made; with a code, the account of that code.

    Conflict when the document already stands for another account, or was entered with another
    birth date; Invalid for a number, a date, a home or a code that cannot be.
    """
    policies.may_check_in(clerk).or_refuse()
    limits.hit(f"check-in:{clerk.id}", limit=CHECKS_MAX[0], seconds=CHECKS_MAX[1])
    indexes = _indexes(shown.kind, shown.number, shown.previous)
    declaring.require_possible(shown.born)
    home = declaring.home_values(shown.place_id, shown.address_id)
    if shown.code:
        # Before the transaction, which a wrong code rolls back with all that it counted.
        limits.hit(f"counter tries:{clerk.id}", limit=CODE_TRIES_MAX[0], seconds=CODE_TRIES_MAX[1])
    else:
        _hit_document(indexes[0])
    with transaction.atomic():
        locks.take(exclusive=[f"identity.document:{index.hex()}" for index in indexes])
        holder = _holder(shown.kind, indexes)
        person, is_new = _whose(clerk, shown.code, holder)
        # Before the person's own lock, as whoever takes a consent back does it.
        _require_consent(clerk, person.id, shown)
        locks.take(exclusive=[declaring.person_lock(person.id)])
        _require_same_birth(person.id, shown)
        _raise_level(person, holder)
        _mark(clerk, shown.kind, indexes, person.id, None)
        _put(person.id, {DetailKind.BIRTH_DATE: shown.born.isoformat(), **home})
        # The entry names the clerk alone: visits in their order beside ballots in theirs would
        # tell too much. Who answers for a document stands beside its mark, by day.
        audit.record(
            "identity.person_checked",
            clerk.id,
            clerk.known_id,
            is_new=is_new,
            is_linked=bool(shown.code),
            is_correction=shown.is_correction,
        )
    return person.id


def recognise(clerk: PersonRef, *, kind: str, number: str, born: date) -> UUID:
    """The person whose document of this number a clerk has seen before; Conflict for any other.

    For a slip that came in an envelope: nobody is made by it and no level is raised. A wrong birth
    date, and a document of whom nothing is kept but its fingerprint, are answered like an unknown
    number, so that a slip tells nothing by trying.
    """
    policies.may_check_in(clerk).or_refuse()
    limits.hit(f"check-in:{clerk.id}", limit=CHECKS_MAX[0], seconds=CHECKS_MAX[1])
    try:
        index = crypto.blind_index(f"document {kind}", canonical(kind, number))
    except BadDocument as error:
        raise Invalid(
            _("Проверьте номер документа"),
            fields={"number": DOCUMENT_ERRORS[error.code]},
            code="number",
        ) from None
    _hit_document(index)
    mark = DocumentMark.objects.filter(
        kind=kind, blind_index=index, forget_at=None, person__is_active=True
    ).first()
    known = queries.details(mark.person_id).get(DetailKind.BIRTH_DATE) if mark else None
    is_same = known is not None and born.isoformat().startswith(known.value)
    if mark is None or not is_same:
        raise Conflict(
            _("По этому документу узнать человека нельзя"),
            advice=_(
                "Сверьте номер и дату рождения. Если всё так, отложите конверт: человек ещё не "
                "показывал документ на приёме или показал, но согласия хранить данные не дал."
            ),
            code="unknown-document",
        )
    if mark.person_id == clerk.id:
        raise Refused(
            _("Самого себя обслужить нельзя"),
            advice=_("Попросите другого оператора или голосуйте на портале, как все."),
            code="own-document",
        )
    audit.record("identity.document_recognised", clerk.id, clerk.known_id)
    return mark.person_id


def check_in_without_consent(
    clerk: PersonRef,
    *,
    kind: str,
    number: str,
    previous: str = "",
    needed_until: date | None = None,
) -> UUID:
    """The person of a document of whom nothing is kept but its fingerprint, for a term; not less
    than to the end of the day until which it is needed.

    The law's own ground (152-ФЗ, article 6, part 1, point 2): one person votes once. Age and home
    are looked at by the clerk and written nowhere.
    """
    policies.may_check_in(clerk).or_refuse()
    limits.hit(f"check-in:{clerk.id}", limit=CHECKS_MAX[0], seconds=CHECKS_MAX[1])
    indexes = _indexes(kind, number, previous)
    with transaction.atomic():
        locks.take(exclusive=[f"identity.document:{index.hex()}" for index in indexes])
        holder = _holder(kind, indexes)
        person, is_new = _whose(clerk, "", holder)
        locks.take(exclusive=[declaring.person_lock(person.id)])
        _raise_level(person, holder)
        _mark(clerk, kind, indexes, person.id, _until(needed_until))
        audit.record(
            "identity.person_checked", clerk.id, clerk.known_id, is_new=is_new, has_consent=False
        )
    return person.id


def _until(needed: date | None) -> datetime:
    usual = clock.now() + timedelta(days=declaring.return_days())
    if needed is None:
        return usual
    zone = clock.zone(towns.current().time_zone)
    return max(usual, datetime.combine(needed + timedelta(days=1), time.min, zone))


def _require_consent(clerk: PersonRef, person_id: UUID, shown: ShownDocument) -> None:
    """A home and a birth date are kept for who agreed: the sheet signed now, or words before."""
    asked = counter_consent()
    if asked is None:
        return
    if shown.consent == SIGNED:
        asked.sign(clerk, person_id, shown.consent_version)
    elif shown.consent != EARLIER or not asked.has(person_id):
        raise Invalid(
            _("Сначала согласие"),
            fields={
                "consent": _(
                    "Этот человек ещё не согласился с нынешним текстом. Дайте лист на подпись."
                )
            },
            code="consent-needed",
        )


def _hit_document(index: bytes) -> None:
    """Nobody tries birth dates of one document after another."""
    limits.hit(
        f"document:{index.hex()}", limit=DOCUMENT_TRIES_MAX[0], seconds=DOCUMENT_TRIES_MAX[1]
    )


def _indexes(kind: str, number: str, previous: str) -> list[bytes]:
    """Fingerprints of the document and of the one it replaced."""
    found = []
    for field, written in (("number", number), ("previous", previous)):
        if field == "previous" and not written.strip():
            continue
        try:
            plain = canonical(kind, written)
        except BadDocument as error:
            raise Invalid(
                _("Проверьте номер документа"),
                fields={field: DOCUMENT_ERRORS[error.code]},
                code="number",
            ) from None
        found.append(crypto.blind_index(f"document {kind}", plain))
    return found


def _holder(kind: str, indexes: list[bytes]) -> DocumentMark | None:
    """Whose the document is, as far as the town knows; two persons are never made one here."""
    marks = DocumentMark.objects.filter(kind=kind, blind_index__in=indexes).select_related("person")
    held = {mark.person_id: mark for mark in marks}
    if len(held) > 1:
        raise _another_account()
    return next(iter(held.values()), None)


def _whose(clerk: PersonRef, code: str, holder: DocumentMark | None) -> tuple[Person, bool]:
    by_code = _person_of_code(code) if code else None
    if by_code is not None and holder is not None and holder.person_id != by_code.id:
        raise _another_account()
    person = by_code or (holder.person if holder else None)
    if person is None:
        return Person.objects.create(level=BY_DOCUMENT), True
    if person.id == clerk.id:
        raise Refused(
            _("Самого себя обслужить нельзя"),
            advice=_("Попросите другого оператора или голосуйте на портале, как все."),
            code="own-document",
        )
    return person, False


def _another_account() -> Conflict:
    return Conflict(
        _("Этот документ уже подтверждает другую учётную запись"),
        advice=_(
            "Пусть житель войдёт в прежнюю учётную запись или объединит обе в разделе «Я». "
            "Проголосовать на приёме можно и без кода: по документу."
        ),
        code="document-of-another",
    )


def _person_of_code(code: str) -> Person:
    """The account that shows the code; a code works once."""
    digits = "".join(sign for sign in code if sign in "0123456789")
    rows = CounterCode.objects.filter(
        code_mac=_code_mac(digits), expires_at__gt=clock.database_now(), person__is_active=True
    )
    found = rows.select_related("person").first()
    if found is None or not rows.delete()[0]:
        raise Invalid(
            _("Такого кода нет"),
            fields={"code": _("Код не подошёл или устарел. Пусть житель откроет новый.")},
            code="no-such-code",
        )
    return found.person


def _require_same_birth(person_id: UUID, shown: ShownDocument) -> None:
    """One mistyped digit must not lead into another person's account."""
    known = queries.details(person_id).get(DetailKind.BIRTH_DATE)
    if known is None or known.declared_level < BY_DOCUMENT:
        return
    if shown.born.isoformat().startswith(known.value):
        return
    if shown.is_correction and known.declared_level == BY_DOCUMENT:
        return
    raise Conflict(
        _("Этот документ записан с другой датой рождения"),
        advice=_("Сверьте с документом номер и дату. Скорее всего, в одной цифре опечатка."),
        code="other-birth-date",
    )


def _raise_level(person: Person, holder: DocumentMark | None) -> None:
    came_back = holder is not None and holder.forget_at is not None
    if not person.is_active and not came_back:
        raise Refused(
            _("Эта учётная запись закрыта"),
            advice=_("Обратитесь в администрацию муниципалитета."),
            code="account-closed",
        )
    Person.objects.filter(id=person.id).update(
        is_active=True, level=Greatest(F("level"), BY_DOCUMENT)
    )


def _mark(
    clerk: PersonRef, kind: str, indexes: list[bytes], person_id: UUID, until: datetime | None
) -> None:
    """Keep the fingerprints: without an end, or for a term that never shortens what is kept."""
    today = clock.today(towns.current().time_zone)
    for index in indexes:
        mark, is_new = DocumentMark.objects.get_or_create(
            kind=kind,
            blind_index=index,
            defaults={
                "person_id": person_id,
                "checked_by": clerk.known_id,
                "checked_on": today,
                "forget_at": until,
            },
        )
        if not is_new and mark.forget_at is not None:
            later = max(mark.forget_at, until) if until is not None else None
            DocumentMark.objects.filter(id=mark.id).update(forget_at=later)


def _put(person_id: UUID, values: dict[DetailKind, str]) -> None:
    """What the document says stands over the person's own word, not over the state's."""
    by_state = PersonalDetail.objects.filter(person_id=person_id, declared_level__gt=BY_DOCUMENT)
    kept = set(by_state.values_list("kind", flat=True))
    if DetailKind.HOME_PLACE not in kept and DetailKind.ADDRESS not in values:
        PersonalDetail.objects.filter(person_id=person_id, kind=DetailKind.ADDRESS).delete()
    for kind, value in values.items():
        if kind not in kept:
            declaring.put_detail(person_id, kind, value, BY_DOCUMENT)


def _code_mac(code: str) -> bytes:
    return crypto.mac("counter code", code.encode())
