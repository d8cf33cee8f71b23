"""What people say of themselves, sealed in the vault; and forgetting it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import policies, queries, vault
from veche.commons.identity.events import DetailsForgotten, PersonErased
from veche.commons.identity.models import (
    OUTSIDE,
    Addressee,
    ApiToken,
    Contact,
    DataKey,
    DetailKind,
    DocumentMark,
    ErasedContact,
    ExternalIdentity,
    NoticeAddress,
    Passkey,
    Person,
    PersonalDetail,
    SignIn,
    VolunteerName,
)
from veche.commons.identity.rules.persons import BY_DOCUMENT, UNCONFIRMED, PersonRef
from veche.commons.identity.sections import consent_page
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock, crypto, limits, locks, outbox
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.policies import Decision

BORN_YEARS_MAX = 120
CHANGES_MAX = 5
CHANGES_SECONDS = 30 * 24 * 3600
# What a person says themselves: the policy, the norm of its term, where the day is kept.
_SAID = {
    DetailKind.BIRTH_DATE: (
        policies.may_declare_birth_date,
        "identity.birth_date_change_days",
        "birth_date_declared_on",
    ),
    DetailKind.HOME_PLACE: (
        policies.may_declare_home,
        "identity.home_change_days",
        "home_declared_on",
    ),
}
_WRITTEN = {
    DetailKind.BIRTH_DATE: "identity.birth_date_declared",
    DetailKind.HOME_PLACE: "identity.home_place_declared",
}


def person_lock(person_id: UUID) -> str:
    """The lock under which one person's part of the vault changes."""
    return f"identity.person:{person_id}"


def data_key(person_id: UUID) -> bytes:
    """The person's key, made at first need; of two that make it at once one wins for both."""
    row = DataKey.objects.filter(person_id=person_id).first()
    if row is None:
        fresh = DataKey(person_id=person_id, wrapped_key=crypto.new_data_key()[1])
        DataKey.objects.bulk_create([fresh], ignore_conflicts=True)
        row = DataKey.objects.get(person_id=person_id)
    return crypto.unwrap(bytes(row.wrapped_key))


def put_detail(person_id: UUID, kind: str, value: str, declared_level: int) -> None:
    """Seal one value; call under the person's lock."""
    PersonalDetail.objects.update_or_create(
        person_id=person_id,
        kind=kind,
        defaults={
            "sealed": vault.seal(data_key(person_id), person_id, kind, value),
            "declared_level": declared_level,
        },
    )


def declare_birth_date(person: PersonRef, born: date) -> None:
    """Keep when the person was born; Invalid when that cannot be."""
    policies.may_declare_birth_date(person).or_refuse()
    require_possible(born)
    _declare(person, DetailKind.BIRTH_DATE, {DetailKind.BIRTH_DATE: born.isoformat()})


def require_possible(born: date) -> None:
    """Invalid for a day on which nobody who lives can have been born."""
    today = clock.today(towns.current().time_zone)
    if born > today or today.year - born.year > BORN_YEARS_MAX:
        raise Invalid(
            _("Такой даты рождения быть не может"),
            advice=_("Проверьте год."),
            fields={"born": _("Проверьте год рождения.")},
        )


def declare_home(person: PersonRef, place_id: UUID, address_id: UUID | None = None) -> None:
    """Keep where the person lives; Invalid for a place or an address that is not of this town."""
    policies.may_declare_home(person).or_refuse()
    _declare(person, DetailKind.HOME_PLACE, home_values(place_id, address_id))


def home_values(place_id: UUID, address_id: UUID | None) -> dict[DetailKind, str]:
    """What the vault keeps of a home; Invalid for what is not of this town."""
    address = places.address(address_id) if address_id is not None else None
    is_elsewhere = address is None or address.place_id != place_id
    if places.place(place_id) is None or (address_id is not None and is_elsewhere):
        raise Invalid(
            _("Такого места в муниципалитете нет"),
            advice=_("Выберите улицу и дом или район из списка."),
            code="unknown-place",
        )
    values = {DetailKind.HOME_PLACE: str(place_id)}
    if address_id is not None:
        values[DetailKind.ADDRESS] = str(address_id)
    return values


def _declare(person: PersonRef, kind: DetailKind, values: dict[DetailKind, str]) -> None:
    person_id = person.known_id
    policies.may_keep_details(person, needs_consent=bool(consent_page(person, ""))).or_refuse()
    limits.hit(f"declare:{kind}:{person_id}", limit=CHANGES_MAX, seconds=CHANGES_SECONDS)
    with transaction.atomic():
        locks.take(exclusive=[person_lock(person_id)])
        if not Person.objects.filter(id=person_id, is_active=True).exists():
            raise NotFound()
        known = queries.details(person_id).get(kind)
        # A house named for the same district, a day for the same year: nothing depends on it.
        is_same = known is not None and values[kind].startswith(known.value)
        may_declare_now(person, kind, is_same=is_same).or_refuse()
        if not is_same:
            Person.objects.filter(id=person_id).update(**{_SAID[kind][2]: _today()})
        if kind == DetailKind.HOME_PLACE:
            PersonalDetail.objects.filter(person_id=person_id, kind=DetailKind.ADDRESS).delete()
        for name, value in values.items():
            put_detail(person_id, name, value, min(person.level, BY_DOCUMENT - 1))
        audit.record(_WRITTEN[kind], person_id, person_id)


def may_declare_now(person: PersonRef, kind: DetailKind, *, is_same: bool = False) -> Decision:
    """Whether the person may say it today.

    Changing one's district before each poll would be voting in all of them: what somebody has
    said of themselves they say anew after a term, the first correction too.
    """
    policy, code, column = _SAID[kind]
    known = queries.details(person.known_id).get(kind)
    level = known.declared_level if known is not None else 0
    said_on = Person.objects.values_list(column, flat=True).get(id=person.known_id)
    if said_on is None or is_same:
        return policy(person, level)
    term = norms.value(code, _today())
    opens_on = norms.add_days(said_on, term.value, term.unit)
    return policy(person, level, opens_on if opens_on > _today() else None, term.value)


def home_days() -> int:
    """For how long a home stands once said, told before it is said."""
    return norms.value(_SAID[DetailKind.HOME_PLACE][1], _today()).value


def birth_date_days() -> int:
    """The same for a birth date."""
    return norms.value(_SAID[DetailKind.BIRTH_DATE][1], _today()).value


def home_standing(person: PersonRef) -> Decision:
    """Whether the person may say anew where they live, before a form is filled in."""
    return may_declare_now(person, DetailKind.HOME_PLACE)


def birth_date_standing(person: PersonRef) -> Decision:
    """Whether the person may say anew when they were born, before a form is filled in."""
    return may_declare_now(person, DetailKind.BIRTH_DATE)


def _today() -> date:
    return clock.today(towns.current().time_zone)


@transaction.atomic
def forget_details(person: PersonRef) -> None:
    """Drop all but what signs the person in: the home, the birth date, the name.

    The days stay as if it had been said anew today: taking a consent back and giving it again
    must not be a way round the terms.
    """
    policies.may_forget_details(person).or_refuse()
    person_id = person.known_id
    locks.take(exclusive=[person_lock(person_id)])
    details = PersonalDetail.objects.filter(person_id=person_id)
    known = set(details.values_list("kind", flat=True))
    said = {column: _today() for kind, (_p, _c, column) in _SAID.items() if kind in known}
    if said:
        Person.objects.filter(id=person_id).update(**said)
    details.delete()
    audit.record("identity.details_forgotten", person_id, person_id)
    outbox.put(DetailsForgotten(person_id, number=len(known)))


def return_days() -> int:
    """For how long at least an erased person who comes back is known to be the same."""
    return norms.value("identity.return_days", _today()).value


def erase_person(person: PersonRef) -> None:
    """Forget a person: the data key, contacts, details and sessions; others hear of it."""
    policies.may_erase_person(person).or_refuse()
    person_id = person.known_id
    with transaction.atomic():
        locks.take(exclusive=[person_lock(person_id)])
        contacts = Contact.objects.filter(person_id=person_id)
        forget_at = clock.now() + timedelta(days=return_days())
        for kind, blind_index in contacts.values_list("kind", "blind_index"):
            ErasedContact.objects.update_or_create(
                kind=kind,
                blind_index=blind_index,
                defaults={"person_id": person_id, "forget_at": forget_at},
            )
        # The same for what sign-in services call the person.
        outside = ExternalIdentity.objects.filter(person_id=person_id)
        for blind_index in outside.values_list("blind_index", flat=True):
            ErasedContact.objects.update_or_create(
                kind=OUTSIDE,
                blind_index=blind_index,
                defaults={"person_id": person_id, "forget_at": forget_at},
            )
        outside.delete()
        DataKey.objects.filter(person_id=person_id).delete()
        contacts.delete()
        PersonalDetail.objects.filter(person_id=person_id).delete()
        Passkey.objects.filter(person_id=person_id).delete()
        ApiToken.objects.filter(person_id=person_id).delete()
        NoticeAddress.objects.filter(person_id=person_id).delete()
        VolunteerName.objects.filter(person=person_id).delete()
        # The law keeps a letter for years; whose account it came from is forgotten now.
        Addressee.objects.filter(person_id=person_id).update(person=None)
        SignIn.objects.filter(person_id=person_id).delete()
        # A term never shortens what is kept for longer.
        DocumentMark.objects.filter(person_id=person_id).update(
            forget_at=Greatest("forget_at", Value(forget_at))
        )
        Person.objects.filter(id=person_id).update(
            is_active=False, level=UNCONFIRMED, session_epoch=F("session_epoch") + 1
        )
        audit.record("identity.person_erased", person_id, person_id)
        outbox.put(PersonErased(person_id))


def sign_out_everywhere(person: PersonRef) -> None:
    """End all sessions of the person, on every device."""
    policies.may_sign_out_everywhere(person).or_refuse()
    person_id = person.known_id
    with transaction.atomic():
        SignIn.objects.filter(person_id=person_id).delete()
        Person.objects.filter(id=person_id).update(session_epoch=F("session_epoch") + 1)
        audit.record("identity.signed_out_everywhere", person_id, person_id)
