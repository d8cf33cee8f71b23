"""Who may earn, give and exchange points, and who sets what they are given for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import ADMIN, BY_CONTACT, CLERK, PersonRef
from veche.commons.points.models import Account, Order, Terms, Thing
from veche.commons.points.rules import OPEN
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_have_points(person: PersonRef, terms: Terms) -> Decision:
    """Whoever has a confirmed contact, once the town gives points."""
    if not terms.is_on:
        return refuse(_("В этом городе баллов нет"), code="off")
    if not person.is_known or person.level < BY_CONTACT:
        return refuse(
            _("Баллы копят жители, которые вошли"),
            _("Войдите по коду: это займёт минуту."),
            "sign-in-needed",
        )
    return ALLOWED


def may_give_points(person: PersonRef, terms: Terms, *, balance: int, points: int) -> Decision:
    """Out of one's own points."""
    allowed = may_have_points(person, terms)
    if allowed and not 0 < points <= balance:
        return _too_few(balance)
    return allowed


def may_order_thing(
    person: PersonRef, terms: Terms, thing: Thing, *, balance: int, ordered: int
) -> Decision:
    """While the town's act is named, the thing is there, and the person has not had enough."""
    allowed = may_have_points(person, terms)
    if not allowed:
        return allowed
    if not terms.act_number:
        return refuse(_("Обмен баллов ещё не открыт"), _("Нужен акт города."), "no-act")
    if not thing.is_shown or thing.stock <= 0:
        return refuse(_("Это уже разобрали"), _("Посмотрите, что ещё есть."), "none-left")
    if ordered >= thing.per_person:
        return refuse(_("Больше этого одному человеку не дают"), _("Посмотрите другое."), "enough")
    return ALLOWED if balance >= thing.price else _too_few(balance)


def may_cancel_order(person: PersonRef, order: Order, account: Account | None) -> Decision:
    """Who ordered, until it is handed out."""
    if account is None or order.account_id != account.id:
        return refuse(_("Это не ваш заказ"), code="not-own")
    if order.state != OPEN:
        return refuse(_("Заказ уже не отменить"), code="not-open")
    return ALLOWED


def may_abstain(person: PersonRef) -> Decision:
    """Anybody who has signed in, also before the town gives points."""
    if person.is_known:
        return ALLOWED
    return refuse(_("Сначала войдите"), code="sign-in-needed")


def may_set_points(person: PersonRef) -> Decision:
    """The administrator."""
    if person.has_role(ADMIN):
        return ALLOWED
    return refuse(
        _("Баллы настраивает администратор"),
        _("Правила баллов может прочитать каждый."),
        "not-admin",
    )


def may_hand_out(person: PersonRef) -> Decision:
    """The administrator and clerks."""
    if person.has_role(ADMIN) or person.has_role(CLERK):
        return ALLOWED
    return refuse(_("Заказы выдают администратор и регистратор"), code="not-clerk")


def _too_few(balance: int) -> Decision:
    return refuse(
        _("Баллов не хватает"),
        _("Сейчас у вас %(n)s. Сколько за что дают, видно в правилах.") % {"n": balance},
        "too-few",
    )
