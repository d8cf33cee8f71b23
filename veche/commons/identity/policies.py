"""Who may do what with accounts and personal data."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.rules.persons import (
    ADMIN,
    AUDITOR,
    BY_DOCUMENT,
    CLERK,
    ROLES,
    PersonRef,
)
from veche.kernel.policies import ALLOWED, Decision, refuse

_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Нажмите «Войти» и укажите телефон или почту."),
    code="sign-in-needed",
)


def may_open_me(person: PersonRef) -> Decision:
    """Whoever has signed in may open their own page."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_read_personal_data(person: PersonRef, owner_id: UUID) -> Decision:
    """Personal data is read by its owner alone; no role opens it."""
    if not person.is_known:
        return _SIGN_IN
    if person.id != owner_id:
        return refuse(
            _("Это чужие данные"),
            _("Здесь можно посмотреть только то, что известно о вас."),
        )
    return ALLOWED


def may_open_contact(person: PersonRef) -> Decision:
    """Clerks and auditors open one contact of a person drawn for a control call, and are noted."""
    if person.has_role(CLERK) or person.has_role(AUDITOR):
        return ALLOWED
    return refuse(
        _("Звонят оператор и наблюдатель"),
        _("Если вам поручили обзвон, попросите администратора дать вам роль."),
    )


def may_declare_home(person: PersonRef, declared_level: int = 0) -> Decision:
    """A signed-in person says where they live, unless a document has already said it."""
    return _may_declare(person, declared_level)


def may_declare_birth_date(person: PersonRef, declared_level: int = 0) -> Decision:
    """A signed-in person says when they were born, unless a document has already said it."""
    return _may_declare(person, declared_level)


def _may_declare(person: PersonRef, declared_level: int) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    if declared_level >= BY_DOCUMENT:
        return refuse(
            _("Эти сведения подтверждены документом"),
            _("Чтобы их изменить, приходите с документом туда, где их подтверждали."),
            code="confirmed-by-document",
        )
    return ALLOWED


def may_export_personal_data(person: PersonRef) -> Decision:
    """Whoever has signed in may take a copy of what is known about them."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_erase_person(person: PersonRef) -> Decision:
    """A resident erases their own account; an official gives the roles up first."""
    if not person.is_known:
        return _SIGN_IN
    if person.roles:
        return refuse(
            _("У вас есть служебная роль, поэтому учётную запись пока нельзя удалить"),
            _("Попросите администратора снять роль и повторите."),
            code="role-held",
        )
    return ALLOWED


def may_sign_out_everywhere(person: PersonRef) -> Decision:
    """Whoever has signed in may end all their sessions."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_grant_role(person: PersonRef, role: str, to: UUID) -> Decision:
    """Administrators give roles to others, never to themselves."""
    return _may_change_roles(person, role, to)


def may_revoke_role(person: PersonRef, role: str, of: UUID) -> Decision:
    """Administrators take roles from others, never their own: somebody must remain."""
    return _may_change_roles(person, role, of)


def _may_change_roles(person: PersonRef, role: str, other: UUID) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(ADMIN):
        return refuse(
            _("Роли меняет администратор"),
            _("Обратитесь к администратору портала вашего муниципалитета."),
        )
    if role not in ROLES:
        return refuse(_("Такой роли нет"), _("Выберите роль из списка."), code="unknown-role")
    if person.id == other:
        return refuse(
            _("Свои роли изменить нельзя"),
            _("Попросите другого администратора."),
            code="own-role",
        )
    return ALLOWED
