"""What identity's columns hold: the only personal ones of the house."""

from __future__ import annotations

from functools import partial

from veche.commons.identity.public import erase_person, personal_export
from veche.kernel.columns import Column, personal, restricted

_vaulted = partial(
    personal,
    keep="until the person erases the account; unreadable as soon as the data key is gone",
    export=personal_export,
    erase=erase_person,
)
_brief = partial(
    personal,
    keep="ten minutes, then dropped by identity.forget_codes",
    export=personal_export,
    erase=erase_person,
)

COLUMNS: dict[str, Column] = {
    "Person.id": restricted("random, tells nothing by itself"),
    "Person.level": restricted("how surely the town knows this is one person"),
    "Person.is_active": restricted("whether the account may be used"),
    "Person.session_epoch": restricted("times signed out everywhere"),
    "DataKey.person": restricted("whose key"),
    "DataKey.wrapped_key": restricted("useless without the vault key outside the database"),
    "Contact.id": restricted("order of contacts"),
    "Contact.person": restricted("whose contact"),
    "Contact.kind": restricted("phone or e-mail"),
    "Contact.blind_index": _vaulted("finding the account at sign-in without the address"),
    "Contact.sealed": _vaulted("sending sign-in codes and notices"),
    "PersonalDetail.id": restricted("order of details"),
    "PersonalDetail.person": restricted("whose detail"),
    "PersonalDetail.kind": restricted("which detail"),
    "PersonalDetail.sealed": _vaulted("deciding who may take part: age and home"),
    "PersonalDetail.declared_level": restricted("whether a document confirms the detail"),
    "RoleGrant.id": restricted("random"),
    "RoleGrant.person": restricted("who holds the role"),
    "RoleGrant.role": restricted("which role"),
    "RoleGrant.act": restricted("by which act of the municipality"),
    "RoleGrant.starts_at": restricted("from when"),
    "RoleGrant.ends_at": restricted("until when"),
    "Challenge.id": restricted("random, never leaves the server"),
    "Challenge.kind": restricted("phone or e-mail"),
    "Challenge.blind_index": _brief("counting tries at one contact"),
    "Challenge.sealed_address": _brief("making the account once the code is right"),
    "Challenge.code_mac": restricted("keyed digest of the code"),
    "Challenge.attempts": restricted("tries spent"),
    "Challenge.expires_at": restricted("end of the code's life"),
    "Challenge.used_at": restricted("a code works once"),
    "Passkey.id": restricted("random"),
    "Passkey.person": restricted("whose key"),
    "Passkey.credential_id": restricted("random name the device gave to the key"),
    "Passkey.public_key": restricted("public half of the key; opens nothing"),
    "Passkey.user_handle": restricted("keyed digest by which a device tells accounts apart"),
    "Passkey.sign_count": restricted("how often the device has used it, against copied keys"),
    "Passkey.sealed_name": _vaulted("telling one's own keys apart"),
    "Passkey.added_on": restricted("day, so that the owner knows the key again"),
    "Passkey.used_on": restricted("day, so that the owner sees a key nobody uses"),
    "SignIn.id": restricted("random; the session of that browser holds it"),
    "SignIn.person": restricted("who is signed in"),
    "SignIn.way": restricted("by a code, a passkey or which provider"),
    "SignIn.device": personal(
        "so that its owner knows the browser again: «Firefox, Windows», no more",
        keep="until signed out there, or 31 days after it was last seen",
        export=personal_export,
        erase=erase_person,
    ),
    "SignIn.signed_in_on": restricted("day"),
    "SignIn.seen_on": restricted("day"),
    "Ceremony.id": restricted("random, never leaves the server"),
    "Ceremony.kind": restricted("what the browser was asked to prove"),
    "Ceremony.sealed": restricted("random challenge, wrapped; dropped by identity.forget_codes"),
    "Ceremony.expires_at": restricted("end of its life"),
    "ErasedContact.id": restricted("order"),
    "ErasedContact.kind": restricted("phone or e-mail"),
    "ErasedContact.blind_index": personal(
        "who erases an account and returns gets the same opaque id, so nobody votes twice",
        keep="180 days from the erasure, then dropped by identity.forget_erased",
        export=personal_export,
        erase=erase_person,
    ),
    "ErasedContact.person": restricted("the opaque id that comes back"),
    "ErasedContact.forget_at": restricted("end of the term"),
}
