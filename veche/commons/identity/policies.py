"""Who may do what with accounts and personal data."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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

_ADMINISTRATORS_WORK = refuse(
    _("Роли меняет администратор"),
    _("Обратитесь к администратору портала вашего муниципалитета."),
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


def may_declare_home(
    person: PersonRef, declared_level: int = 0, opens_on: date | None = None, days: int = 0
) -> Decision:
    """A signed-in person says where they live, once a term, unless a document has said it."""
    decision = _may_declare(person, declared_level)
    if not decision or opens_on is None:
        return decision
    return refuse(
        _("Изменить место жительства можно с %(day)s") % {"day": _said(opens_on)},
        ngettext_lazy(
            "Со слов его меняют не чаще раза в %(days)s день, чтобы никто не голосовал "
            "за два района. Если вы переехали раньше, приходите с документом на приём: "
            "там исправят сразу.",
            "Со слов его меняют не чаще раза в %(days)s дней, чтобы никто не голосовал "
            "за два района. Если вы переехали раньше, приходите с документом на приём: "
            "там исправят сразу.",
            days,
        )
        % {"days": days},
        code="said-already",
    )


def may_declare_birth_date(
    person: PersonRef, declared_level: int = 0, opens_on: date | None = None, days: int = 0
) -> Decision:
    """A signed-in person says when they were born, once a term, unless a document has said it."""
    decision = _may_declare(person, declared_level)
    if not decision or opens_on is None:
        return decision
    return refuse(
        _("Изменить дату рождения можно с %(day)s") % {"day": _said(opens_on)},
        ngettext_lazy(
            "Со слов её меняют не чаще раза в %(days)s день. Если ошиблись, приходите "
            "с документом на приём: там исправят сразу.",
            "Со слов её меняют не чаще раза в %(days)s дней. Если ошиблись, приходите "
            "с документом на приём: там исправят сразу.",
            days,
        )
        % {"days": days},
        code="said-already",
    )


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


def _said(day: date) -> str:
    return date_format(day, "j E Y")


def may_export_personal_data(person: PersonRef) -> Decision:
    """Whoever has signed in may take a copy of what is known about them."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_keep_details(person: PersonRef, *, needs_consent: bool = False) -> Decision:
    """More than a contact is kept once its owner has agreed to the town's words, if it has any."""
    if not person.is_known:
        return _SIGN_IN
    if needs_consent:
        return refuse(
            _("Сначала нужно ваше согласие"),
            _("Прочитайте его на странице «Мои данные» и решите, согласны ли вы."),
            code="consent-needed",
        )
    return ALLOWED


def may_forget_details(person: PersonRef) -> Decision:
    """Whoever has signed in may have their own home and birth date forgotten."""
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


def may_add_passkey(person: PersonRef) -> Decision:
    """Whoever has signed in may add a key of their own."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_rename_passkey(person: PersonRef) -> Decision:
    """Whoever has signed in may rename a key of their own."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_remove_passkey(person: PersonRef) -> Decision:
    """Whoever has signed in may drop a key of their own: codes stay a way in."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_make_token(person: PersonRef, *, is_fresh: bool = True) -> Decision:
    """Whoever has just signed in, here: a browser left open must not hand the account out."""
    if not person.is_known:
        return _SIGN_IN
    if not is_fresh:
        return refuse(
            _("Вы вошли давно"),
            _("Подтвердите, что это вы: войдите ещё раз, потом создайте ключ."),
            code="sign-in-again",
        )
    return ALLOWED


def may_revoke_token(person: PersonRef) -> Decision:
    """Whoever has signed in may drop a key of their own."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_sign_out_everywhere(person: PersonRef) -> Decision:
    """Whoever has signed in may end all their sessions."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_end_sign_ins(person: PersonRef) -> Decision:
    """Whoever has signed in may sign their own browsers out."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_link_provider(person: PersonRef, *, has_another: bool = False) -> Decision:
    """A signed-in person links a sign-in service, one account of each."""
    if not person.is_known:
        return _SIGN_IN
    if has_another:
        return refuse(
            _("К вашей учётной записи уже привязана другая запись этой службы"),
            _("Выйдите и войдите под той, которая нужна."),
            code="other-identity",
        )
    return ALLOWED


def may_merge_persons(
    person: PersonRef, *, holds_roles: bool = False, are_told_apart: bool = False
) -> Decision:
    """Whoever holds both accounts makes them one, unless a role would move with it silently."""
    if not person.is_known:
        return _SIGN_IN
    if are_told_apart:
        return refuse(
            _("Это учётные записи разных людей"),
            _("Служба входа знает их под разными именами. Войдите под той, которая нужна."),
            code="other-identity",
        )
    if holds_roles:
        return refuse(
            _("У одной из учётных записей есть служебная роль, поэтому объединить их нельзя"),
            _("Попросите администратора снять роль и повторите."),
            code="role-held",
        )
    return ALLOWED


def may_manage_staff(person: PersonRef) -> Decision:
    """Administrators see who holds which role, by masked contacts."""
    if not person.is_known:
        return _SIGN_IN
    return ALLOWED if person.has_role(ADMIN) else _ADMINISTRATORS_WORK


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
        return _ADMINISTRATORS_WORK
    if role not in ROLES:
        return refuse(_("Такой роли нет"), _("Выберите роль из списка."), code="unknown-role")
    if person.id == other:
        return refuse(
            _("Свои роли изменить нельзя"),
            _("Попросите другого администратора."),
            code="own-role",
        )
    return ALLOWED


def may_check_in(person: PersonRef) -> Decision:
    """Clerks look at documents; nobody else's word raises a level."""
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(CLERK):
        return refuse(
            _("Документы на приёме смотрит оператор"),
            _("Если вы ведёте приём, попросите администратора дать вам роль оператора."),
        )
    return ALLOWED


def may_show_code(person: PersonRef) -> Decision:
    """Whoever has signed in may take a code to the counter."""
    return ALLOWED if person.is_known else _SIGN_IN
