"""Who may do what with organisations, mandates and announcements."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse

_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Нажмите «Войти» и укажите телефон или почту."),
    code="sign-in-needed",
)
_CLERKS_WORK = refuse(
    _("Документы организаций смотрит оператор"),
    _("Если вы ведёте приём, попросите администратора дать вам роль оператора."),
)
_ADMINISTRATORS_WORK = refuse(
    _("Старост и председателей вносит администратор"),
    _("Обратитесь к администратору портала вашего муниципалитета."),
    "not-an-administrator",
)


def may_open_own_organisations(person: PersonRef) -> Decision:
    """Whoever has signed in sees where they belong."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_add_organisation(person: PersonRef) -> Decision:
    """Whoever has signed in may bring an organisation; a clerk will look at its papers."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_ask_to_join(person: PersonRef, *, has_asked: bool = False) -> Decision:
    """Whoever has signed in may ask, once at a time."""
    if not person.is_known:
        return _SIGN_IN
    if has_asked:
        return refuse(
            _("Вы уже в этой организации или ждёте ответа"),
            _("Что с вашей заявкой, видно на странице «Мои организации»."),
            code="asked-already",
        )
    return ALLOWED


def may_read_requests(person: PersonRef) -> Decision:
    """Clerks see who waits: organisations and posts, no names."""
    if not person.is_known:
        return _SIGN_IN
    return ALLOWED if person.has_role(identity.CLERK) else _CLERKS_WORK


def may_admit_member(person: PersonRef, *, asked_by: UUID | None = None) -> Decision:
    """Clerks join people who show papers, never themselves."""
    decision = may_read_requests(person)
    if decision and asked_by is not None and asked_by in (person.id, *person.earlier_ids):
        return refuse(
            _("Свою заявку проверить нельзя"),
            _("Попросите другого оператора."),
            code="own-request",
        )
    return decision


def may_refuse_request(person: PersonRef, *, asked_by: UUID | None = None) -> Decision:
    """The same people, with a reason."""
    return may_admit_member(person, asked_by=asked_by)


def may_close_organisation(person: PersonRef) -> Decision:
    """Clerks note that an organisation is gone."""
    return may_read_requests(person)


def may_end_membership(
    person: PersonRef, *, is_own: bool = False, may_act: bool = False
) -> Decision:
    """People leave by themselves; whoever acts for the organisation lets others go."""
    if not person.is_known:
        return _SIGN_IN
    if is_own or may_act:
        return ALLOWED
    return refuse(
        _("Других исключает тот, кто действует от имени организации"),
        _("Выйти самому можно на странице «Мои организации»."),
        code="not-acting",
    )


def may_write_announcement(
    person: PersonRef, *, holds: bool = False, opens_on: date | None = None
) -> Decision:
    """Offices and organisations write to their territory, with some days between."""
    if not person.is_known:
        return _SIGN_IN
    if not holds:
        return refuse(
            _("Объявления пишут от имени территории или организации"),
            _("Нужны действующие полномочия: попросите о них администрацию."),
            code="no-mandate",
        )
    if opens_on is not None:
        return refuse(
            _("Следующее объявление можно написать с %(day)s")
            % {"day": date_format(opens_on, "j E")},
            _("Их читают, пока их немного. Срочное передайте в администрацию."),
            code="too-soon",
        )
    return ALLOWED


def may_take_down_announcement(person: PersonRef) -> Decision:
    """Whoever publishes news for the town may take an announcement down, with a reason."""
    if not person.is_known:
        return _SIGN_IN
    if person.has_role(identity.ADMIN) or person.has_role(identity.APPROVER):
        return ALLOWED
    return refuse(
        _("Объявления снимают администратор и утверждающий"),
        _("Расскажите одному из них, что не так."),
    )


def may_manage_mandates(person: PersonRef) -> Decision:
    """Administrators see who holds which territory."""
    if not person.is_known:
        return _SIGN_IN
    return ALLOWED if person.has_role(identity.ADMIN) else _ADMINISTRATORS_WORK


def may_give_mandate(person: PersonRef) -> Decision:
    """Administrators enter what an act says."""
    return may_manage_mandates(person)


def may_end_mandate(person: PersonRef) -> Decision:
    """Administrators end a mandate before its term, with a reason."""
    return may_manage_mandates(person)
