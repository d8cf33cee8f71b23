"""Signing in by a code: sending it, checking it, finding or making the account."""

from __future__ import annotations

import hmac
import math
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from veche.commons.audit import public as audit
from veche.commons.channels import public as channels
from veche.commons.identity import known, vault
from veche.commons.identity.actions.declaring import data_key, person_lock
from veche.commons.identity.contacts import ContactAddress, parse_contact
from veche.commons.identity.models import Challenge, Contact, DataKey, ErasedContact, Person
from veche.commons.identity.rules.persons import BY_CONTACT
from veche.kernel import clock, crypto, ids, limits, locks
from veche.kernel.errors import Conflict, Invalid, NotFound, Problem, Refused, TooMany

CODE_DIGITS = 6
CODE_LIVES = timedelta(minutes=10)
ATTEMPTS_MAX = 5

# (limit, seconds). Carriers put thousands of phones behind one address, so that one is wide.
# Five to one contact from one household: a stranger elsewhere spends their own five. All of them
# together are bounded too; tries the same way, so that guessing gets no easier by it. A browser
# that was signed in by the contact before has a share of its own, which no stranger can spend; and
# the first try of each code is always heard, so that whoever has got one can use it.
CODES_PER_CONTACT = (5, 3600)
CODES_PER_CONTACT_OF_ALL = (20, 3600)
CODES_PER_ADDRESS = (60, 600)
CODES_PER_TOWN = (6000, 3600)
TRIES_PER_CONTACT = (10, 3600)
TRIES_PER_CONTACT_OF_ALL = (10, 3600)
TRIES_PER_ADDRESS = (200, 600)

_SEALED_FOR = "sign-in address"

_SPEND_TRY = """
    UPDATE identity_challenge SET attempts = attempts + 1
     WHERE id = %s AND attempts < %s AND used_at IS NULL AND expires_at > clock_timestamp()
    RETURNING kind, blind_index, sealed_address, code_mac, attempts
"""
_USE = """
    UPDATE identity_challenge SET used_at = clock_timestamp()
     WHERE id = %s AND used_at IS NULL AND expires_at > clock_timestamp() RETURNING id
"""


class WrongCode(Invalid):
    """The digits do not match; `left` more tries."""

    def __init__(self, left: int) -> None:
        super().__init__(
            _("Код не подошёл"),
            advice=ngettext_lazy(
                "Проверьте цифры. Осталась %(left)s попытка.",
                "Проверьте цифры. Осталось попыток: %(left)s.",
                left,
            )
            % {"left": left},
            code="wrong-code",
        )
        self.left = left


class DeadCode(Invalid):
    """The code has expired, was used, or was guessed at too often; a new one is needed."""

    def __init__(self) -> None:
        super().__init__(
            _("Этот код больше не действует"),
            advice=_("Запросите новый код: он придёт за минуту."),
            code="dead-code",
        )


@dataclass(frozen=True)
class SignedIn:
    """Whose account was opened; `is_new` when it was made just now."""

    person_id: UUID
    session_epoch: int
    is_new: bool
    known: str = ""


def send_code(contact: ContactAddress, client: str, known_by: str = "") -> UUID:
    """Send a code and return the challenge's id, which stays in the visitor's session.

    `client` is what `limits.client_of` makes of the request, `known_by` what its browser keeps of
    earlier sign-ins (`known.COOKIE`).
    Nothing here looks for an account, so neither the answer nor its time tells of one.
    """
    index = crypto.blind_index(contact.kind, contact.canonical)
    # The narrowest first: who is refused by one must not spend what is everybody's.
    limits.hit(
        f"codes from {client}",
        limit=CODES_PER_ADDRESS[0],
        seconds=CODES_PER_ADDRESS[1],
    )
    browser = known.browser_of(known_by, index)
    if browser:
        _spend(f"codes to {index.hex()} in {browser}", CODES_PER_CONTACT)
    else:
        _spend(f"codes to {index.hex()} from {client}", CODES_PER_CONTACT)
        _spend(f"codes to {index.hex()}", CODES_PER_CONTACT_OF_ALL)
    limits.hit("codes town", limit=CODES_PER_TOWN[0], seconds=CODES_PER_TOWN[1])
    code = ids.digits(CODE_DIGITS)
    challenge_id = ids.new_id()
    Challenge.objects.create(
        id=challenge_id,
        kind=contact.kind,
        blind_index=index,
        sealed_address=crypto.wrap(contact.address.encode(), _SEALED_FOR),
        code_mac=_code_mac(challenge_id, code),
        expires_at=clock.database_now() + CODE_LIVES,
    )
    try:
        channels.send_code(contact.kind, contact.address, code)
    except Problem:
        Challenge.objects.filter(id=challenge_id).delete()
        raise
    return challenge_id


def _spend(key: str, allowed: tuple[int, int]) -> None:
    """Count one code; a refusal says that codes were many and how long to wait."""
    try:
        limits.hit(key, limit=allowed[0], seconds=allowed[1])
    except TooMany as refusal:
        minutes = max(1, math.ceil(refusal.retry_after / 60))
        raise TooMany(
            _("На этот номер или адрес уже ушло много кодов"),
            advice=ngettext_lazy(
                "Новый можно запросить через %(minutes)s минуту. "
                "Последний код действует десять минут: проверьте сообщения.",
                "Новый можно запросить через %(minutes)s минут. "
                "Последний код действует десять минут: проверьте сообщения.",
                minutes,
            )
            % {"minutes": minutes},
            retry_after=refusal.retry_after,
        ) from None


def send_again(challenge_id: UUID, client: str, known_by: str = "") -> UUID | None:
    """Send another code where the last one went; None when that is no longer remembered."""
    row = Challenge.objects.filter(id=challenge_id, used_at=None).first()
    if row is None:
        return None
    address = crypto.unwrap(bytes(row.sealed_address), _SEALED_FOR).decode()
    fresh = send_code(parse_contact(address), client, known_by)
    Challenge.objects.filter(id=challenge_id).delete()
    return fresh


def check_code(challenge_id: UUID, code: str, client: str, known_by: str = "") -> SignedIn:
    """Open the account of the contact when the code is right, making it when there is none.

    Raises WrongCode, DeadCode, TooMany, or Refused when the account is closed. Each try is spent
    before the digits are compared, so that parallel guesses are counted like any.
    """
    limits.hit(
        f"tries from {client}",
        limit=TRIES_PER_ADDRESS[0],
        seconds=TRIES_PER_ADDRESS[1],
    )
    with connection.cursor() as cursor:
        cursor.execute(_SPEND_TRY, (challenge_id, ATTEMPTS_MAX))
        row = cursor.fetchone()
    if row is None:
        raise DeadCode()
    kind, blind_index, sealed_address, code_mac, attempts = row
    _spend_try(bytes(blind_index), client, known_by, is_first=attempts == 1)
    if not hmac.compare_digest(_code_mac(challenge_id, code), bytes(code_mac)):
        if attempts >= ATTEMPTS_MAX:
            raise DeadCode()
        raise WrongCode(ATTEMPTS_MAX - attempts)
    address = crypto.unwrap(bytes(sealed_address), _SEALED_FOR).decode()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_USE, (challenge_id,))
            if cursor.fetchone() is None:
                raise DeadCode()
        opened = _open_account(kind, bytes(blind_index), address)
    return replace(opened, known=known.with_mark(known_by, bytes(blind_index)))


def _spend_try(index: bytes, client: str, known_by: str, *, is_first: bool) -> None:
    """Count one try at a contact; TooMany."""
    contact, browser = f"tries at {index.hex()}", known.browser_of(known_by, index)
    household = f"{contact} in {browser}" if browser else f"{contact} from {client}"
    limits.hit(household, limit=TRIES_PER_CONTACT[0], seconds=TRIES_PER_CONTACT[1])
    if not browser and not is_first:
        limits.hit(contact, limit=TRIES_PER_CONTACT_OF_ALL[0], seconds=TRIES_PER_CONTACT_OF_ALL[1])


def masked_address(challenge_id: UUID) -> tuple[str, str] | None:
    """Kind and masked address of a challenge that still lives."""
    row = Challenge.objects.filter(
        id=challenge_id, used_at=None, expires_at__gt=clock.now()
    ).first()
    if row is None:
        return None
    address = crypto.unwrap(bytes(row.sealed_address), _SEALED_FOR).decode()
    return row.kind, channels.masked(row.kind, address)


def add_contact(person_id: UUID, address: str, *, level: int = BY_CONTACT) -> None:
    """Give a person a confirmed phone or e-mail, as the demo and imports do.

    BadContact for what is neither; Conflict when it is somebody else's.
    """
    contact = parse_contact(address)
    index = crypto.blind_index(contact.kind, contact.canonical)
    with transaction.atomic():
        locks.take(exclusive=[_contact_lock(index), person_lock(person_id)])
        held = Contact.objects.filter(kind=contact.kind, blind_index=index).first()
        if held is not None and held.person_id == person_id:
            return
        if held is not None:
            raise Conflict(
                _("Этот контакт занят"),
                advice=_("Войдите с ним или укажите другой."),
                code="contact-taken",
            )
        raised = Person.objects.filter(id=person_id, is_active=True)
        if not raised.exists():
            raise NotFound()
        raised.filter(level__lt=level).update(level=level)
        _put_contact(person_id, contact.kind, index, contact.address)


def ensure_contact(address: str) -> UUID:
    """The person of a phone or e-mail, made when there is none; BadContact for what is neither."""
    contact = parse_contact(address)
    index = crypto.blind_index(contact.kind, contact.canonical)
    with transaction.atomic():
        person, is_new = _find_or_make(contact.kind, index, contact.address)
        if is_new:
            audit.record("identity.entered", None, person.id)
    return person.id


def _open_account(kind: str, index: bytes, address: str) -> SignedIn:
    person, is_new = _find_or_make(kind, index, address)
    if not person.is_active:
        raise Refused(
            _("Эта учётная запись закрыта"),
            advice=_("Обратитесь в администрацию муниципалитета."),
            code="account-closed",
        )
    Person.objects.filter(id=person.id, level__lt=BY_CONTACT).update(level=BY_CONTACT)
    act = "identity.signed_up" if is_new else "identity.signed_in"
    audit.record(act, person.id, person.id)
    return SignedIn(person.id, person.session_epoch, is_new)


def _find_or_make(kind: str, index: bytes, address: str) -> tuple[Person, bool]:
    """The contact's person and whether it is new; whoever comes second waits and finds it."""
    locks.take(exclusive=[_contact_lock(index)])
    contact = Contact.objects.filter(kind=kind, blind_index=index).select_related("person").first()
    if contact is not None:
        if _is_readable(contact):
            return contact.person, False
        contact.delete()  # came back with a copy of the database; its key had been erased
    person = came_back(kind, index) or Person.objects.create()
    _put_contact(person.id, kind, index, address)
    return person, True


def came_back(kind: str, index: bytes) -> Person | None:
    """The erased person of that fingerprint: the same opaque id, so that nobody votes twice."""
    erased = ErasedContact.objects.filter(kind=kind, blind_index=index).first()
    if erased is None:
        return None
    Person.objects.filter(id=erased.person_id).update(is_active=True)
    erased.delete()
    return Person.objects.get(id=erased.person_id)


def _put_contact(person_id: UUID, kind: str, index: bytes, address: str) -> None:
    sealed = vault.seal(data_key(person_id), person_id, kind, address)
    Contact.objects.create(person_id=person_id, kind=kind, blind_index=index, sealed=sealed)


def _is_readable(contact: Contact) -> bool:
    key = DataKey.objects.filter(person_id=contact.person_id).first()
    if key is None:
        return False
    opened = vault.unseal(key.wrapped_key, contact.person_id, contact.kind, contact.sealed)
    return opened is not None


def _code_mac(challenge_id: UUID, code: str) -> bytes:
    return crypto.mac("sign-in code", challenge_id.bytes + code.encode())


def _contact_lock(index: bytes) -> str:
    return f"identity.contact:{index.hex()}"
