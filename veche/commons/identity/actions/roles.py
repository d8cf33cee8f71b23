"""Giving roles and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.identity import policies
from veche.commons.identity.actions.signing_in import ensure_contact
from veche.commons.identity.models import Person, RoleGrant
from veche.commons.identity.rules.persons import ROLES, PersonRef
from veche.kernel import clock, locks
from veche.kernel.errors import Conflict, Invalid, NotFound


def grant_role(
    person_id: UUID,
    role: str,
    *,
    act: str,
    by: PersonRef | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> UUID:
    """Give a role by a legal act; returns the grant's id. The same open role twice is a Conflict.

    `by` is the administrator who asks; None is the installation itself (command line, demo).
    """
    if by is not None:
        policies.may_grant_role(by, role, person_id).or_refuse()
    starts = starts_at or clock.now()
    if role not in ROLES or not act.strip() or len(act) > 300:
        raise Invalid(_("Укажите роль из списка и документ, которым она дана"), code="bad-grant")
    if ends_at is not None and ends_at < starts:
        raise Invalid(_("Роль не может кончиться раньше, чем начнётся"), code="bad-grant")
    with transaction.atomic():
        locks.take(exclusive=[_lock(person_id)])
        if not Person.objects.filter(id=person_id, is_active=True).exists():
            raise NotFound()
        if RoleGrant.objects.filter(person_id=person_id, role=role, ends_at=None).exists():
            raise Conflict(
                _("Эта роль у человека уже есть"),
                advice=_("Сначала снимите её, если нужен другой документ или срок."),
                code="role-held",
            )
        grant = RoleGrant.objects.create(
            person_id=person_id, role=role, act=act.strip(), starts_at=starts, ends_at=ends_at
        )
        actor = by.id if by is not None else None
        audit.record("identity.role_granted", actor, person_id, role=role, grant=grant.id)
    return grant.id


def give_roles(
    by: PersonRef, *, contact: str, roles: Sequence[str], act: str, ends_at: datetime | None = None
) -> UUID:
    """Give several roles by one act to whoever has this phone or e-mail; their account is made
    when there is none. All or nothing. BadContact for what is neither."""
    policies.may_manage_staff(by).or_refuse()
    with transaction.atomic():
        person_id = ensure_contact(contact)
        for role in roles:
            grant_role(person_id, role, act=act, by=by, ends_at=ends_at)
    return person_id


def revoke_role(person_id: UUID, role: str, *, by: PersonRef | None = None) -> None:
    """Take a role back at once; NotFound when the person does not hold it."""
    if by is not None:
        policies.may_revoke_role(by, role, person_id).or_refuse()
    with transaction.atomic():
        locks.take(exclusive=[_lock(person_id)])
        now = clock.database_now()
        held = RoleGrant.objects.filter(person_id=person_id, role=role)
        planned = held.filter(starts_at__gt=now).delete()[0]
        ended = held.filter(ends_at=None).update(ends_at=now)
        ended += held.filter(ends_at__gt=now).update(ends_at=now)
        if not planned + ended:
            raise NotFound()
        actor = by.id if by is not None else None
        audit.record("identity.role_revoked", actor, person_id, role=role)


def _lock(person_id: UUID) -> str:
    return f"identity.roles:{person_id}"
