"""Passkeys (W3C Web Authentication, level 2): adding one, signing in with one, dropping one.

The cryptography is `fido2`'s. What is ours: a challenge works once and in one browser, the device
must check who holds it, a counter that runs backwards stops the key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from veche.commons.audit import public as audit
from veche.commons.identity import policies, vault
from veche.commons.identity.actions import ceremonies
from veche.commons.identity.actions.declaring import data_key, person_lock
from veche.commons.identity.actions.signing_in import SignedIn
from veche.commons.identity.models import Passkey, Person
from veche.commons.identity.rules.persons import PersonRef
from veche.commons.towns import public as towns
from veche.kernel import clock, crypto, limits, locks, text
from veche.kernel.errors import Conflict, Invalid, NotFound, Refused

KEYS_MAX = 10
NAME_LENGTH = 60
ANSWER_LENGTH = 20_000
ADD, ENTER = "passkey-add", "passkey-enter"
TRIES_PER_ADDRESS = (200, 600)


@dataclass(frozen=True)
class Site:
    """Where the browser stands: the host names the keys, the origin must be exactly this."""

    host: str
    origin: str


class BadPasskey(Invalid):
    """The device's answer does not prove what was asked."""

    def __init__(self) -> None:
        super().__init__(
            _("Ключ доступа не подошёл"),
            advice=_("Попробуйте ещё раз или войдите по коду."),
            code="bad-passkey",
        )


def begin_adding(person: PersonRef, site: Site) -> tuple[UUID, dict[str, Any]]:
    """The ceremony's id and what the browser asks the device for."""
    policies.may_add_passkey(person).or_refuse()
    person_id = person.known_id
    held = Passkey.objects.filter(person_id=person_id).values_list("credential_id", flat=True)
    _require_room(len(held))
    name = str(towns.current().name)
    options, state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(name=name, id=_handle(person_id), display_name=name),
        credentials=[
            PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(one))
            for one in held
        ],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return ceremonies.begin(ADD, {**state, "person": str(person_id)}), dict(options)


def add_passkey(person: PersonRef, site: Site, ceremony_id: UUID, answer: str, name: str) -> UUID:
    """Keep the public half of a fresh key; BadPasskey, Conflict, Invalid."""
    policies.may_add_passkey(person).or_refuse()
    person_id = person.known_id
    state = ceremonies.take(ADD, ceremony_id)
    if state is None or state.pop("person") != str(person_id):
        raise BadPasskey()
    made = _registered(site, state, answer)
    key = made.credential_data
    if key is None:
        raise BadPasskey()
    with transaction.atomic():
        locks.take(exclusive=[person_lock(person_id), f"passkey:{key.credential_id.hex()}"])
        if not Person.objects.filter(id=person_id, is_active=True).exists():
            raise NotFound()
        _require_room(Passkey.objects.filter(person_id=person_id).count())
        if Passkey.objects.filter(credential_id=key.credential_id).exists():
            raise Conflict(
                _("Этот ключ уже добавлен"),
                advice=_("Он есть в списке ваших ключей."),
                code="passkey-known",
            )
        row = Passkey.objects.create(
            person_id=person_id,
            credential_id=key.credential_id,
            public_key=cbor.encode(key.public_key),
            user_handle=_handle(person_id),
            sign_count=made.counter,
            sealed_name=_sealed_name(person_id, name),
            added_on=_today(),
        )
        audit.record("identity.passkey_added", person_id, person_id, passkey=row.id)
    return row.id


def rename_passkey(person: PersonRef, passkey_id: UUID, name: str) -> None:
    """Call one's own key otherwise; NotFound for another's."""
    policies.may_rename_passkey(person).or_refuse()
    person_id = person.known_id
    with transaction.atomic():
        locks.take(exclusive=[person_lock(person_id)])
        row = Passkey.objects.filter(id=passkey_id, person_id=person_id)
        if not row.update(sealed_name=_sealed_name(person_id, name)):
            raise NotFound()
        audit.record("identity.passkey_renamed", person_id, person_id, passkey=passkey_id)


def remove_passkey(person: PersonRef, passkey_id: UUID) -> None:
    """Forget one's own key; harmless to repeat, NotFound for another's."""
    policies.may_remove_passkey(person).or_refuse()
    person_id = person.known_id
    with transaction.atomic():
        locks.take(exclusive=[person_lock(person_id)])
        if not Passkey.objects.filter(id=passkey_id, person_id=person_id).delete()[0]:
            raise NotFound()
        audit.record("identity.passkey_removed", person_id, person_id, passkey=passkey_id)


def begin_sign_in(site: Site, client: str) -> tuple[UUID, dict[str, Any]]:
    """What the browser asks any device of; no account is named, so none is told of."""
    limits.hit(
        f"passkeys from {client}",
        limit=TRIES_PER_ADDRESS[0],
        seconds=TRIES_PER_ADDRESS[1],
    )
    options, state = _server(site).authenticate_begin(
        user_verification=UserVerificationRequirement.REQUIRED
    )
    return ceremonies.begin(ENTER, state), dict(options)


def sign_in_by_passkey(site: Site, ceremony_id: UUID, answer: str) -> SignedIn:
    """Open the account of the key; BadPasskey for anything that is not proved."""
    state = ceremonies.take(ENTER, ceremony_id)
    if state is None:
        raise BadPasskey()
    with transaction.atomic():
        response, row = _answered(answer)
        _verify(site, state, response, row)
        counter = response.response.authenticator_data.counter
        # Both zero: the device counts nothing. Else a copy would repeat a number.
        if (counter or row.sign_count) and counter <= row.sign_count:
            raise BadPasskey()
        Passkey.objects.filter(id=row.id).update(sign_count=counter, used_on=_today())
        if not row.person.is_active:
            raise Refused(
                _("Эта учётная запись закрыта"),
                advice=_("Обратитесь в администрацию муниципалитета."),
                code="account-closed",
            )
        audit.record("identity.signed_in", row.person_id, row.person_id, way="passkey")
    return SignedIn(row.person_id, row.person.session_epoch, False)


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(name=str(towns.current().name), id=site.host),
        verify_origin=lambda origin: origin == site.origin,
    )


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > ANSWER_LENGTH:
        raise BadPasskey()
    try:
        read = json.loads(answer)
    except ValueError:
        raise BadPasskey() from None
    if not isinstance(read, dict):
        raise BadPasskey()
    return read


# What a stranger sends is parsed by the library as far as it gets, and it fails in many ways.
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, LookupError, NotImplementedError)


def _registered(site: Site, state: dict[str, Any], answer: str) -> AuthenticatorData:
    try:
        return _server(site).register_complete(state, _parsed(answer))
    except _UNREADABLE:
        raise BadPasskey() from None


def _answered(answer: str) -> tuple[AuthenticationResponse, Passkey]:
    """The answer and the key it names, held until the end: two answers come one by one."""
    try:
        response = AuthenticationResponse.from_dict(_parsed(answer))
    except _UNREADABLE:
        raise BadPasskey() from None
    row = (
        Passkey.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(credential_id=response.raw_id)
        .first()
    )
    if row is None or response.response.user_handle != bytes(row.user_handle):
        raise BadPasskey()
    return response, row


def _verify(
    site: Site, state: dict[str, Any], response: AuthenticationResponse, row: Passkey
) -> None:
    try:
        key = AttestedCredentialData.create(
            Aaguid.NONE,
            bytes(row.credential_id),
            CoseKey.parse(cast(Mapping[int, Any], cbor.decode(bytes(row.public_key)))),
        )
        _server(site).authenticate_complete(state, [key], response)
    except _UNREADABLE:
        raise BadPasskey() from None


def _require_room(held: int) -> None:
    if held >= KEYS_MAX:
        raise Conflict(
            _("Ключей уже десять, больше не нужно"),
            advice=_("Удалите тот, которым не пользуетесь."),
            code="passkeys-many",
        )


def _sealed_name(person_id: UUID, name: str) -> bytes:
    plain = text.clean_line(name)[:NAME_LENGTH].strip()
    if not plain:
        raise Invalid(
            _("У ключа нет названия"),
            advice=_("Назовите устройство: «Мой телефон»."),
            code="passkey-name",
            fields={"name": _("Назовите устройство.")},
        )
    return vault.seal(data_key(person_id), person_id, vault.PASSKEY_NAME, plain)


def _handle(person_id: UUID) -> bytes:
    return crypto.mac("passkey account", person_id.bytes)


def _today() -> date:
    return clock.today(towns.current().time_zone)
