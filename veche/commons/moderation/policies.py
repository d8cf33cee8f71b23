"""Who reads what residents write, who removes, who argues, who sets the town's rules of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ADMIN, APPROVER, BY_CONTACT, MODERATOR, PersonRef
from veche.commons.moderation import rules
from veche.kernel.policies import ALLOWED, Decision, refuse

RULERS = frozenset({ADMIN, APPROVER})
_SIGN_IN = refuse(
    _("Сначала войдите"), _("Войдите по коду: это займёт минуту."), code="sign-in-needed"
)


def may_moderate(person: PersonRef) -> Decision:
    """Moderators; the administrator stands in for them."""
    if person.has_role(MODERATOR) or person.has_role(ADMIN):
        return ALLOWED
    return refuse(
        _("Тексты жителей читает модератор"),
        _("Если это ваша работа, попросите администратора дать вам роль."),
        "not-a-moderator",
    )


def may_judge_thing(person: PersonRef, author_id: UUID | None, state: str) -> Decision:
    """A moderator, on what waits to be read or is public, and never on their own words."""
    allowed = may_moderate(person)
    if not allowed:
        return allowed
    if author_id is not None and author_id in (person.id, *person.earlier_ids):
        return refuse(
            _("Это ваш собственный текст"), _("Его прочитает другой модератор."), "own-thing"
        )
    if state in (rules.REMOVED, rules.WITHDRAWN):
        return refuse(
            _("Этого текста уже нет"),
            _("Снятое возвращают по жалобе автора, и решает другой модератор."),
            "already-removed",
        )
    return ALLOWED


def may_take_back(
    person: PersonRef, decided_by_id: UUID | None, settles_at: datetime | None, now: datetime
) -> Decision:
    """Who decided, within the minute before the decision takes effect."""
    allowed = may_moderate(person)
    if not allowed:
        return allowed
    if settles_at is None or settles_at <= now or decided_by_id != person.id:
        return refuse(
            _("Вернуть уже нельзя"),
            _("Минута прошла, решение вступило в силу."),
            "too-late",
        )
    return ALLOWED


def may_complain(person: PersonRef, author_id: UUID | None, is_public: bool) -> Decision:
    """Whoever has a confirmed contact, of what is public and not their own."""
    if not person.is_known or person.level < BY_CONTACT:
        return _SIGN_IN
    if not is_public:
        return refuse(_("Этого текста уже нет"), code="already-removed")
    if author_id is not None and author_id in (person.id, *person.earlier_ids):
        return refuse(
            _("Это ваш собственный текст"), _("Если он не нужен, уберите его."), "own-thing"
        )
    return ALLOWED


def may_read_own_things(person: PersonRef) -> Decision:
    """Whoever has signed in sees what became of their texts."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_file_appeal(
    person: PersonRef, author_id: UUID | None, state: str, *, is_filed: bool, is_late: bool
) -> Decision:
    """The author, once for each removal, while the term lasts."""
    if not person.is_known:
        return _SIGN_IN
    if author_id not in (person.id, *person.earlier_ids):
        return refuse(_("Это не ваш текст"), code="not-own")
    if state != rules.REMOVED:
        return refuse(_("Этот текст не снимали"), code="not-removed")
    if is_filed:
        return refuse(
            _("Вы уже попросили посмотреть ещё раз"), _("Дождитесь ответа."), "filed-already"
        )
    if is_late:
        return refuse(
            _("Срок, чтобы спорить, прошёл"), _("Напишите то же иначе: это новый текст."), "late"
        )
    return ALLOWED


def may_decide_appeal(
    person: PersonRef, removed_by_id: UUID | None, author_id: UUID | None, *, is_decided: bool
) -> Decision:
    """Another moderator than who removed it, and not the author."""
    allowed = may_moderate(person)
    if not allowed:
        return allowed
    if removed_by_id == person.id or author_id == person.id:
        return refuse(
            _("Решает другой модератор"),
            _("Этот текст сняли вы или написали вы. Если вы один, решает администратор."),
            "same-moderator",
        )
    if is_decided:
        return refuse(_("Автору уже ответили"), code="decided-already")
    return ALLOWED


def may_judge_twins(person: PersonRef) -> Decision:
    """A moderator says whether two accounts are one person; no program does."""
    return may_moderate(person)


def may_set_moderation_rules(person: PersonRef) -> Decision:
    """Whoever approves for the town, or administers it."""
    if person.roles & RULERS:
        return ALLOWED
    return refuse(
        _("Правила модерации меняет утверждающий или администратор"),
        _("Передайте им решение."),
        "not-a-ruler",
    )
