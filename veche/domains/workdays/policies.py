"""Who may do what with neighbours' days; each refusal says what to do."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.workdays import rules
from veche.domains.workdays.models import Day, Work
from veche.kernel.policies import ALLOWED, Decision, refuse

LEVEL = identity.BY_CONTACT
# Who answers for the town's own places; who keeps the store; who keeps the list of works.
OWNERS = frozenset({identity.AUTHOR, identity.APPROVER, identity.COORDINATOR})
STOREKEEPERS = frozenset({identity.CLERK, identity.COORDINATOR, identity.APPROVER, identity.ADMIN})
KEEPERS = frozenset({identity.ADMIN, identity.APPROVER})

_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
)
_NOT_OFFICIAL = refuse(
    _("Эта страница для сотрудников администрации"),
    _("Войдите под служебной учётной записью или вернитесь к соседским дням."),
    code="not-an-official",
)
_NOT_YOURS = refuse(
    _("Это делает тот, кто позвал соседей"),
    _("Вернитесь на страницу дня: на ней всё, что можете вы."),
    code="not-yours",
)
_OWN_DAY = refuse(
    _("Своё дело разрешает другой человек"),
    _("Хозяин места уже знает. Как ответит, мы скажем."),
    code="own-day",
)
_NOT_NOW = refuse(
    _("Этот шаг уже сделан или его время не пришло"),
    _("Обновите страницу дня: на ней видно, что сейчас."),
    code="not-now",
)

_NOT_ALLOWED_YET = refuse(
    _("Инструмент откладывают на день, который разрешён"),
    _("Как только хозяин места согласится и модератор прочтёт, мы скажем: тогда и отложите."),
    code="not-allowed-yet",
)


def _with_role(person: PersonRef, roles: frozenset[str]) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    return ALLOWED if person.roles & roles else _NOT_OFFICIAL


def _calls(person: PersonRef, day: Day) -> bool:
    return rules.is_own(day.caller_id, (person.id, *person.earlier_ids))


def may_read_day(
    person: PersonRef, day: Day | None = None, *, is_owner: bool = False, helps: bool = False
) -> Decision:
    """Everyone reads what is public; the rest whoever has a part in it."""
    if day is None or day.is_public or is_owner or helps or _calls(person, day):
        return ALLOWED
    return ALLOWED if person.roles & OWNERS else _NOT_YOURS


def may_come(person: PersonRef) -> Decision:
    """Whoever has signed in by a contact of their own calls neighbours and comes."""
    if not person.is_known:
        return _SIGN_IN
    if person.level >= LEVEL:
        return ALLOWED
    return refuse(
        _("Сначала подтвердите телефон или почту"),
        _("Откройте страницу «Я» и укажите контакт."),
        code="level-needed",
    )


def may_call_day(person: PersonRef, work: Work | None = None) -> Decision:
    """For works of the list alone: what the town owes by law, and what is dangerous, is not
    put on neighbours."""
    if not (decision := may_come(person)):
        return decision
    if work is None or work.standing == rules.NEIGHBOURS:
        return ALLOWED
    if work.standing == rules.DUTY:
        return refuse(_("Это обязан сделать город, а не соседи"), work.whom, code="town-duty")
    return refuse(_("Это опасно: соседей на такое не зовут"), work.whom, code="dangerous")


def may_allow_day(person: PersonRef, day: Day | None = None, *, is_owner: bool = False) -> Decision:
    """The owner of the place says yes by one tap; nobody to a day of their own."""
    if not person.is_known:
        return _SIGN_IN
    if day is None:
        return ALLOWED
    if _calls(person, day):
        return _OWN_DAY
    if not is_owner:
        return refuse(
            _("Решает хозяин этого места"),
            _("На странице дня написано, чьё оно."),
            code="not-owner",
        )
    if day.state != rules.ASKING or not day.is_shown:
        return _NOT_NOW
    return ALLOWED


def may_forbid_day(
    person: PersonRef, day: Day | None = None, *, is_owner: bool = False
) -> Decision:
    """The same owner says no, with a reason."""
    return may_allow_day(person, day, is_owner=is_owner)


def may_turn_over_day(person: PersonRef, day: Day | None = None) -> Decision:
    """An official names another owner while nobody has answered."""
    if not (decision := _with_role(person, OWNERS)) or day is None:
        return decision
    if _calls(person, day):
        return _OWN_DAY
    return ALLOWED if day.state == rules.ASKING else _NOT_NOW


def may_work_on_days(person: PersonRef) -> Decision:
    """Officials who answer for the town's places."""
    return _with_role(person, OWNERS)


def may_cancel_day(person: PersonRef, day: Day | None = None) -> Decision:
    """Whoever called it, or an official, while it is not over."""
    if not person.is_known:
        return _SIGN_IN
    if day is None:
        return ALLOWED
    if not _calls(person, day) and not person.roles & OWNERS:
        return _NOT_YOURS
    return ALLOWED if day.state in rules.LIVE else _NOT_NOW


def may_join_day(
    person: PersonRef, day: Day | None = None, *, now: datetime | None = None
) -> Decision:
    """Whoever has signed in comes, until the day is over."""
    if not (decision := may_come(person)) or day is None:
        return decision
    if day.state != rules.CALLED or not day.is_public:
        return _NOT_NOW
    if now is not None and day.ends_at <= now:
        return refuse(
            _("Этот день уже прошёл"), _("Посмотрите, куда зовут сейчас."), code="day-over"
        )
    return ALLOWED


def may_leave_day(
    person: PersonRef, day: Day | None = None, *, now: datetime | None = None
) -> Decision:
    """Until it begins; who called it takes it back whole instead."""
    if not person.is_known:
        return _SIGN_IN
    if day is None:
        return ALLOWED
    if _calls(person, day):
        return refuse(
            _("Вы позвали соседей, вас ждут"),
            _("Если не получается, отмените день: мы скажем всем, кто собирался."),
            code="own-day",
        )
    if day.state not in rules.LIVE or (now is not None and day.starts_at <= now):
        return _NOT_NOW
    return ALLOWED


def _of_caller(person: PersonRef, day: Day | None) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    if day is None or _calls(person, day):
        return ALLOWED
    return _NOT_YOURS


def may_hold_tools(
    person: PersonRef, day: Day | None = None, *, now: datetime | None = None
) -> Decision:
    """Whoever called the day, once it is allowed and read, until it begins: else anybody could
    empty the store."""
    if not (decision := _of_caller(person, day)) or day is None:
        return decision
    if day.state in rules.LIVE and not day.is_public:
        return _NOT_ALLOWED_YET
    if day.state not in rules.LIVE or (now is not None and day.starts_at <= now):
        return _NOT_NOW
    return ALLOWED


def may_add_photos(person: PersonRef, day: Day | None = None) -> Decision:
    """Whoever called the day: how it was, how it has become."""
    if not (decision := _of_caller(person, day)) or day is None:
        return decision
    return ALLOWED if day.state in (*rules.LIVE, rules.DONE) else _NOT_NOW


def may_sum_up_day(
    person: PersonRef, day: Day | None = None, *, now: datetime | None = None
) -> Decision:
    """Whoever called the day, once it has begun."""
    if not (decision := _of_caller(person, day)) or day is None:
        return decision
    if day.state != rules.CALLED or (now is not None and day.starts_at > now):
        return _NOT_NOW
    return ALLOWED


def may_take_hours(person: PersonRef, day: Day | None = None) -> Decision:
    """The list of hours: whoever called the day, and officials, once it is done."""
    if not person.is_known:
        return _SIGN_IN
    if day is None:
        return ALLOWED
    if not _calls(person, day) and not person.roles & OWNERS:
        return _NOT_YOURS
    return ALLOWED if day.state == rules.DONE else _NOT_NOW


def may_open_own_days(person: PersonRef) -> Decision:
    """One's own days, certificates and the name on them."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_keep_tools(person: PersonRef) -> Decision:
    """The town's store: how much there is, what has come back."""
    return _with_role(person, STOREKEEPERS)


def may_save_work(person: PersonRef) -> Decision:
    """The list of works and their safety sheets."""
    return _with_role(person, KEEPERS)
