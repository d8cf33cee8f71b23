"""People as the rest of the house may know them: opaque ids, levels, roles, age, home place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from veche.commons.channels import public as channels
from veche.commons.identity import policies, queries, sessions
from veche.commons.identity.actions.addressees import forget_addressees, keep_addressee
from veche.commons.identity.actions.checking_in import (
    ShownDocument,
    check_in,
    check_in_without_consent,
    recognise,
    show_code,
)
from veche.commons.identity.actions.declaring import (
    birth_date_days,
    birth_date_standing,
    declare_birth_date,
    declare_home,
    erase_person,
    forget_details,
    home_days,
    home_standing,
    return_days,
    sign_out_everywhere,
)
from veche.commons.identity.actions.following import Followed, follow_addresses
from veche.commons.identity.actions.forgetting import forget_erased
from veche.commons.identity.actions.naming import crew_names, set_crew_name, set_volunteer_name
from veche.commons.identity.actions.opening import (
    open_addressee,
    open_contact,
    open_volunteer_names,
)
from veche.commons.identity.actions.reaching import (
    drop_notice_address,
    drop_notice_addresses,
    keep_notice_address,
)
from veche.commons.identity.actions.registering import register_many, register_resident
from veche.commons.identity.actions.roles import grant_role, revoke_role
from veche.commons.identity.actions.signing_in import add_contact, ensure_contact
from veche.commons.identity.bearer import SCOPE, by_key, key_of, owner_of, person_by_key
from veche.commons.identity.contacts import BadContact
from veche.commons.identity.doors import behind, let_sign_in, sign_in_url
from veche.commons.identity.events import DetailsForgotten, PersonErased, PersonsMerged, TermsPassed
from veche.commons.identity.policies import may_check_in, may_open_contact, may_open_me
from veche.commons.identity.queries import (
    accounts,
    addressees,
    count_officials,
    current_holders,
    holders,
    holders_now,
    housemates,
    notice_addresses,
    terms_held,
    volunteer_names,
)
from veche.commons.identity.rules.addressees import Addressee
from veche.commons.identity.rules.paths import local_path
from veche.commons.identity.rules.persons import (
    ADMIN,
    ANONYMOUS,
    APPROVER,
    AUDITOR,
    AUTHOR,
    BY_CONTACT,
    BY_DOCUMENT,
    BY_STATE,
    CLERK,
    CONTROLLER,
    COORDINATOR,
    LAWYER,
    LEVELS,
    MODERATOR,
    PRIVACY,
    ROLES,
    UNCONFIRMED,
    NewResident,
    Particulars,
    PersonRef,
)
from veche.commons.identity.rules.tokens import (
    HELP,
    RATE,
    READ_OWN,
    REPORT,
    SCOPES,
    SUPPORT,
    VOTE,
    WRITE,
)
from veche.commons.identity.rules.volunteers import VolunteerName
from veche.commons.identity.sections import (
    CounterConsent,
    MeSection,
    consent_page,
    counter_consent,
    exported,
    use_askers,
    use_consent_page,
    use_counter_consent,
    use_exports,
    use_joiners,
    use_me_sections,
)
from veche.commons.identity.wording import SCOPE_TEXTS, document_titles, level_text, role_title

__all__ = [
    "ADMIN",
    "Addressee",
    "ANONYMOUS",
    "APPROVER",
    "AUDITOR",
    "AUTHOR",
    "BY_CONTACT",
    "BY_DOCUMENT",
    "BY_STATE",
    "BadContact",
    "CLERK",
    "CONTROLLER",
    "COORDINATOR",
    "CounterConsent",
    "DetailsForgotten",
    "LAWYER",
    "LEVELS",
    "holders_now",
    "Followed",
    "MODERATOR",
    "MeSection",
    "PRIVACY",
    "RATE",
    "READ_OWN",
    "REPORT",
    "ROLES",
    "SCOPE",
    "SCOPES",
    "SCOPE_TEXTS",
    "HELP",
    "SUPPORT",
    "VOTE",
    "WRITE",
    "TermsPassed",
    "UNCONFIRMED",
    "NewResident",
    "OwnPage",
    "Particulars",
    "PersonErased",
    "PersonRef",
    "PersonsMerged",
    "ShownDocument",
    "accounts",
    "addressees",
    "add_contact",
    "behind",
    "birth_date_days",
    "crew_names",
    "set_crew_name",
    "set_volunteer_name",
    "VolunteerName",
    "open_volunteer_names",
    "volunteer_names",
    "birth_date_standing",
    "by_key",
    "check_in",
    "check_in_url",
    "check_in_without_consent",
    "contact_of",
    "count_officials",
    "current_holders",
    "consent_page",
    "counter_consent",
    "declare_birth_date",
    "declare_home",
    "document_days",
    "document_titles",
    "earlier_ids",
    "end_counter_visit",
    "drop_notice_address",
    "drop_notice_addresses",
    "ensure_contact",
    "erase_person",
    "follow_addresses",
    "forget_addressees",
    "forget_details",
    "forget_erased",
    "grant_role",
    "key_of",
    "has_role",
    "holders",
    "home_days",
    "home_standing",
    "housemates",
    "joined_ids",
    "keep_addressee",
    "keep_notice_address",
    "let_sign_in",
    "level_text",
    "local_path",
    "masked_contact",
    "notice_addresses",
    "own_page",
    "own_values",
    "may_check_in",
    "may_open_contact",
    "may_open_me",
    "open_addressee",
    "open_contact",
    "particulars",
    "particulars_of_many",
    "person_at_counter",
    "person_by_id",
    "person_by_key",
    "owner_of",
    "person_of",
    "personal_export",
    "recognise",
    "register_many",
    "register_resident",
    "return_days",
    "revoke_role",
    "role_title",
    "show_code",
    "sign_in_url",
    "sign_out_everywhere",
    "survivor",
    "terms_held",
    "use_askers",
    "use_consent_page",
    "use_counter_consent",
    "use_exports",
    "use_joiners",
    "use_me_sections",
]

Who = PersonRef | UUID


def person_of(request: HttpRequest) -> PersonRef:
    """Who makes the request; ANONYMOUS without a session. Read once in a request, one query."""
    return sessions.person_of(request)


def person_by_id(person_id: UUID) -> PersonRef | None:
    """The active person of an id, for jobs and imports; one query."""
    account = queries.account(person_id)
    return account.person if account else None


def survivor(person_id: UUID) -> PersonRef | None:
    """The active person that an account is now: itself, or the one it has become; two queries."""
    return queries.survivor(person_id)


def check_in_url(back_to: str) -> str:
    """The address of the page where a clerk checks a document, which leads back to a local path."""
    return f"{reverse('identity:check-in')}?{urlencode({'next': local_path(back_to, '/')})}"


def person_at_counter(request: HttpRequest) -> PersonRef | None:
    """Whom the clerk who asks has checked in and not yet let go; None for everybody else."""
    if not policies.may_check_in(sessions.person_of(request)):
        return None
    return sessions.visitor(request)


def end_counter_visit(request: HttpRequest) -> None:
    """The person at the counter is served."""
    sessions.end_visit(request)


def particulars(person: Who, on: date) -> Particulars:
    """Level, age on a day and home place at once, in one query: what a vote needs."""
    person_id = _id(person)
    found = queries.particulars([person_id], on) if person_id else {}
    return found.get(person_id, _NOTHING) if person_id else _NOTHING


def particulars_of_many(person_ids: Iterable[UUID], on: date) -> dict[UUID, Particulars]:
    """The same for many persons, in one query; who is unknown or erased is left out."""
    return queries.particulars(person_ids, on)


def earlier_ids(person_id: UUID) -> list[UUID]:
    """Accounts that have become this one, for exports that know the id alone."""
    return queries.earlier_ids(person_id)


def joined_ids() -> list[UUID]:
    """All accounts of the town that have become others, for boxes that open after them."""
    return queries.joined_ids()


def has_role(person: Who, role: str) -> bool:
    """Whether the person holds the role now; asks the database when given an id."""
    if isinstance(person, PersonRef):
        return person.has_role(role)
    found = queries.account(person)
    return found is not None and found.person.has_role(role)


def masked_contact(person: Who) -> str:
    """The first contact as its owner recognises it, «+7 900 •••-••-12»; "" when none is known."""
    person_id = _id(person)
    known = queries.contacts(person_id) if person_id else []
    return channels.masked(*known[0]) if known else ""


def contact_of(person_id: UUID, kind: str) -> str:
    """The first e-mail address or phone of a person, for what they have asked to be sent; ""."""
    return next((address for one, address in queries.contacts(person_id) if one == kind), "")


@dataclass(frozen=True)
class OwnPage:
    """What a person sees about themselves and nobody else does."""

    contacts: tuple[str, ...]
    birth_date: date | None
    birth_year: int | None
    home_place_id: UUID | None
    address_id: UUID | None
    level: int
    grants: tuple[queries.Grant, ...]
    is_home_confirmed: bool
    is_birth_date_confirmed: bool


def own_page(person: PersonRef) -> OwnPage:
    """What the page «Я» shows to its owner; Refused for a visitor."""
    policies.may_open_me(person).or_refuse()
    person_id = person.known_id
    known = queries.details(person_id)
    born, home, house = (known.get(kind) for kind in ("birth_date", "home_place", "address"))
    is_whole = born is not None and "-" in born.value
    return OwnPage(
        contacts=tuple(channels.masked(*one) for one in queries.contacts(person_id)),
        birth_date=date.fromisoformat(born.value) if born and is_whole else None,
        birth_year=int(born.value[:4]) if born else None,
        home_place_id=UUID(home.value) if home else None,
        address_id=UUID(house.value) if house else None,
        level=person.level,
        grants=tuple(queries.grants(person_id)),
        is_home_confirmed=home is not None and home.declared_level >= BY_DOCUMENT,
        is_birth_date_confirmed=born is not None and born.declared_level >= BY_DOCUMENT,
    )


def document_days(person_id: UUID) -> list[date]:
    """The days on which a clerk looked at a document of the person."""
    return [day for _kind, day in queries.documents(person_id)]


def personal_export(person: PersonRef) -> dict[str, Any]:
    """All the house knows about the person who asks, opened, as JSON-ready values."""
    return own_values(person) | {"services": exported(person.known_id)}


def own_values(person: PersonRef) -> dict[str, Any]:
    """What the vault and the account hold about the person who asks, opened."""
    policies.may_export_personal_data(person).or_refuse()
    person_id = person.known_id
    return {
        "id": str(person_id),
        "level": person.level,
        "contacts": [
            {"kind": kind, "address": address} for kind, address in queries.contacts(person_id)
        ],
        "details": [
            {"kind": one.kind, "value": one.value, "declared_level": one.declared_level}
            for one in queries.details(person_id).values()
        ],
        "passkeys": [
            {"name": key.name, "added_on": key.added_on.isoformat()}
            for key in queries.passkeys(person_id)
        ],
        "programs": [
            {
                "name": one.name,
                "scopes": list(one.scopes),
                "added_on": one.added_on.isoformat(),
                "ends_on": one.ends_on.isoformat(),
                "used_on": one.used_on.isoformat() if one.used_on else None,
            }
            for one in queries.tokens(person_id)
        ],
        "notice_addresses": [
            {"kind": one.kind, "address": one.value, "added_on": one.added_on.isoformat()}
            for one in queries.notice_addresses(person_id)
        ],
        "letters": [
            {"purpose": purpose, **asdict(one)} for purpose, one in queries.addressees_of(person_id)
        ],
        "volunteer_name": [asdict(one) for one in queries.volunteer_names([person_id]).values()],
        "sign_in_services": queries.linked_providers(person_id),
        "signed_in": [
            {
                "device": one.device,
                "way": one.way,
                "signed_in_on": one.signed_in_on.isoformat(),
                "seen_on": one.seen_on.isoformat(),
            }
            for one in queries.sign_ins(person_id)
        ],
        "documents_seen": [
            {"kind": kind, "seen_on": seen_on.isoformat()}
            for kind, seen_on in queries.documents(person_id)
        ],
        "roles": [
            {
                "role": grant.role,
                "act": grant.act,
                "starts_at": grant.starts_at.isoformat(),
                "ends_at": grant.ends_at.isoformat() if grant.ends_at else None,
            }
            for grant in queries.grants(person_id)
        ],
    }


_NOTHING = Particulars(level=UNCONFIRMED, age=None, home_place_id=None)


def _id(person: Who) -> UUID | None:
    return person if isinstance(person, UUID) else person.id
