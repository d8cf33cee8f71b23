"""Who may do what with solvers, needs and matches."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import (
    ADMIN,
    APPROVER,
    AUTHOR,
    CLERK,
    COORDINATOR,
    PersonRef,
)
from veche.commons.matching.rules import states
from veche.commons.matching.rules.states import Standing
from veche.kernel.policies import ALLOWED, Decision, refuse

Policy = Callable[..., Decision]
# Who asks for help and answers for the town's own places; who looks at papers; who edits the list.
ASKERS = frozenset({AUTHOR, APPROVER, COORDINATOR})
CHECKERS = frozenset({CLERK, APPROVER})
KEEPERS = frozenset({ADMIN, APPROVER})

_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Нажмите «Войти» и укажите телефон или почту."),
    code="sign-in-needed",
)
_NOT_OFFICIAL = refuse(
    _("Эта страница для сотрудников администрации"),
    _("Войдите под служебной учётной записью или вернитесь к списку дел."),
    code="not-an-official",
)
_REFUSED = {
    states.NOT_NOW: refuse(
        _("Этот шаг уже сделан или его время не пришло"),
        _("Обновите страницу: на ней видно, чья сейчас очередь."),
        code=states.NOT_NOW,
    ),
    states.NOT_YOURS: refuse(
        _("Этот шаг делает другая сторона"),
        _("На странице дела видно, чья сейчас очередь."),
        code=states.NOT_YOURS,
    ),
    states.OWN_PLAN: refuse(
        _("План написали вы, согласиться должна другая сторона"),
        _("Она уже видит его. Как ответит, мы скажем."),
        code=states.OWN_PLAN,
    ),
    states.UNLICENSED: refuse(
        _("Работа опасная: нужен проверенный допуск"),
        _("Документ о допуске смотрит сотрудник администрации. После проверки можно продолжать."),
        code=states.UNLICENSED,
    ),
}


def may_open_helping(person: PersonRef) -> Decision:
    """Whoever has signed in says how they can help."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_describe_solver(person: PersonRef, *, is_own: bool = True) -> Decision:
    """People describe themselves and the organisations they may act for."""
    if not person.is_known:
        return _SIGN_IN
    if is_own:
        return ALLOWED
    return refuse(
        _("От имени этой организации действуют другие"),
        _("Право даёт оператор по документу: страница «Мои организации»."),
        code="not-acting",
    )


def may_open_solver(person: PersonRef, *, is_own: bool = True) -> Decision:
    """The same people say that they can help again."""
    return may_describe_solver(person, is_own=is_own)


def may_close_solver(person: PersonRef, *, is_own: bool = True) -> Decision:
    """The same people say that they cannot help now."""
    return may_describe_solver(person, is_own=is_own)


def may_check_licence(person: PersonRef, *, is_own: bool = False) -> Decision:
    """Officials look at licences for dangerous work, never at their own organisation's."""
    if not person.is_known:
        return _SIGN_IN
    if not person.roles & CHECKERS:
        return _NOT_OFFICIAL
    if is_own:
        return refuse(
            _("Допуск своей организации проверяет другой сотрудник"),
            _("Попросите коллегу."),
            code="own-licence",
        )
    return ALLOWED


def may_save_work_kind(person: PersonRef) -> Decision:
    """The town's list of works is kept by an administrator or an approver."""
    if not person.is_known:
        return _SIGN_IN
    return ALLOWED if person.roles & KEEPERS else _NOT_OFFICIAL


def may_declare_need(person: PersonRef) -> Decision:
    """Officials ask for helpers in the town's name."""
    if not person.is_known:
        return _SIGN_IN
    return ALLOWED if person.roles & ASKERS else _NOT_OFFICIAL


def may_close_need(person: PersonRef, *, parties: Collection[str] = ()) -> Decision:
    """Whoever asked takes the need back."""
    return _asks(person, parties)


def may_name_owner(
    person: PersonRef, *, is_apart: bool = True, need_state: str = states.OPEN, is_let: bool = False
) -> Decision:
    """An official without a part in it says whose the place is, until somebody is let in there."""
    if not (decision := may_declare_need(person)):
        return decision
    if not is_apart:
        return refuse(
            _("В своём деле хозяина места называет другой сотрудник"),
            _("Попросите коллегу."),
            code="own-matter",
        )
    if is_let or need_state not in (states.OPEN, states.TAKEN):
        return refuse(
            _("Хозяин места уже ответил"),
            _("Если место чужое, остановите работу на странице дела: «Отменить»."),
            code=states.NOT_NOW,
        )
    return ALLOWED


def may_seek_helpers(*, is_town_duty: bool) -> Decision:
    """What the town must do by law is done by the town: it is never shifted onto helpers."""
    if not is_town_duty:
        return ALLOWED
    return refuse(
        _("Это обязан сделать город"),
        _("Добровольцев на такую работу не зовут: у неё есть ответственный и срок."),
        code="town-duty",
    )


def may_read_match(person: PersonRef, *, parties: Collection[str] = ()) -> Decision:
    """Both sides and the owner of the place; nobody else reads what they agree on."""
    if not person.is_known:
        return _SIGN_IN
    return ALLOWED if parties else _REFUSED[states.NOT_YOURS]


def may_ask_for_help(
    person: PersonRef,
    *,
    parties: Collection[str] = (states.ASKER,),
    need_state: str = states.OPEN,
    is_unlicensed: bool = False,
) -> Decision:
    """Whoever raised a need, or an official, asks somebody of the list."""
    if not (decision := _asks(person, parties)):
        return decision
    return _about_need(parties, need_state, is_unlicensed=is_unlicensed)


def may_offer_help(
    person: PersonRef,
    *,
    parties: Collection[str] = (states.SOLVER,),
    need_state: str = states.OPEN,
    is_unlicensed: bool = False,
) -> Decision:
    """Whoever has said what they can offers themselves."""
    if not person.is_known:
        return _SIGN_IN
    if states.SOLVER not in parties:
        return refuse(
            _("Сначала расскажите, что вы умеете"),
            _("Это три коротких шага на странице «Могу помочь»."),
            code="no-solver",
        )
    return _about_need(parties, need_state, is_unlicensed=is_unlicensed)


def _asks(person: PersonRef, parties: Collection[str]) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    if states.ASKER in parties:
        return ALLOWED
    return refuse(
        _("Просит тот, кто рассказал о проблеме"),
        _("Вы можете предложить свою помощь."),
        code="not-the-asker",
    )


def _about_need(parties: Collection[str], need_state: str, *, is_unlicensed: bool) -> Decision:
    if states.SOLVER in parties and states.RAISER in parties:
        return refuse(
            _("Это ваша же просьба"),
            _("Подтвердить сделанное должен другой человек, поэтому помощь нужна чужая."),
            code="own-need",
        )
    if need_state != states.OPEN:
        return refuse(
            _("Помощник уже нашёлся"),
            _("Если они не договорятся, просьба снова появится в списке."),
            code="need-taken",
        )
    return _REFUSED[states.UNLICENSED] if is_unlicensed else ALLOWED


def _step(
    person: PersonRef, verb: str, standing: Standing | None, parties: Collection[str]
) -> Decision:
    """Whoever has signed in opens the page; the step itself is looked at with the match."""
    if not person.is_known:
        return _SIGN_IN
    if standing is None:
        return ALLOWED
    why = states.refusal(standing, verb, parties)
    return _REFUSED[why] if why else ALLOWED


def may_accept_match(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """Agree to the other side's offer or request."""
    return _step(person, states.ACCEPT, standing, parties)


def may_decline_match(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """Say no to an offer or a request."""
    return _step(person, states.DECLINE, standing, parties)


def may_withdraw_match(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """Take back what one offered, asked or agreed to."""
    return _step(person, states.WITHDRAW, standing, parties)


def may_write_plan(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """Either side writes when and how."""
    return _step(person, states.PLAN, standing, parties)


def may_agree_plan(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """The side that did not write the plan says yes to it."""
    return _step(person, states.AGREE, standing, parties)


def may_allow_work(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """The owner of the place lets them in by one tap."""
    return _step(person, states.ALLOW, standing, parties)


def may_forbid_work(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """The owner of the place says no, with a reason."""
    return _step(person, states.FORBID, standing, parties)


def may_hand_over_work(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """Who asked or the owner hands the place over."""
    return _step(person, states.HAND_OVER, standing, parties)


def may_prove_work(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """The helpers show what came out."""
    return _step(person, states.PROVE, standing, parties)


def may_confirm_work(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """The one who raised it says that it is done."""
    return _step(person, states.CONFIRM, standing, parties)


def may_return_work(
    person: PersonRef, standing: Standing | None = None, parties: Collection[str] = ()
) -> Decision:
    """The one who raised it says what is still missing."""
    return _step(person, states.RETURN, standing, parties)


STEPS = {
    states.ACCEPT: may_accept_match,
    states.DECLINE: may_decline_match,
    states.WITHDRAW: may_withdraw_match,
    states.PLAN: may_write_plan,
    states.AGREE: may_agree_plan,
    states.ALLOW: may_allow_work,
    states.FORBID: may_forbid_work,
    states.HAND_OVER: may_hand_over_work,
    states.PROVE: may_prove_work,
    states.CONFIRM: may_confirm_work,
    states.RETURN: may_return_work,
}
