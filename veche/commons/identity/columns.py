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
    "ErasedContact.id": restricted("order"),
    "ErasedContact.kind": restricted("phone or e-mail"),
    "ErasedContact.blind_index": personal(
        "who erases an account and returns gets the same opaque id, so nobody votes twice",
        keep="180 days from the erasure, then dropped by identity.forget_erased",
        export=personal_export,
        erase=erase_person,
    ),
    "ErasedContact.person": restricted("the opaque id that comes back"),
    "DocumentMark.id": restricted("random"),
    "DocumentMark.person": restricted("whose document"),
    "DocumentMark.kind": restricted("which kind of document"),
    "DocumentMark.blind_index": personal(
        "one document opens one account, so that nobody gets a second ballot at the counter",
        keep="until 180 days after the person erases the account, then identity.forget_erased",
        export=personal_export,
        erase=erase_person,
    ),
    "DocumentMark.checked_by": restricted("opaque id of the clerk who saw the document"),
    "DocumentMark.checked_on": restricted("day of the check, without the hour"),
    "DocumentMark.forget_at": restricted("end of the term after an erasure"),
    "CounterCode.person": restricted("whose code"),
    "CounterCode.code_mac": restricted("keyed digest of the code"),
    "CounterCode.expires_at": restricted("end of the code's life"),
    "ErasedContact.forget_at": restricted("end of the term"),
}
