"""Who may do what with voters' orders; each refusal says what to do."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.domains.orders import rules
from veche.domains.orders.models import Order
from veche.kernel.policies import ALLOWED, Decision, refuse

LEVEL = identity.BY_CONTACT
WORKERS = frozenset({identity.AUTHOR, identity.APPROVER})
_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
)


def _contact(person: PersonRef) -> Decision:
    if not person.is_known:
        return _SIGN_IN
    if person.level >= LEVEL:
        return ALLOWED
    return refuse(
        _("Сначала подтвердите телефон или почту"),
        _("Откройте страницу «Я» и укажите контакт."),
        code="level-needed",
    )


def _of_district(person: PersonRef, place_id: UUID) -> Decision:
    if person.home_place_id is None:
        return refuse(
            _("Скажите, где вы живёте"),
            _("Наказы дают и поддерживают жители округа. Хватит улицы и дома."),
            code="home-needed",
        )
    if places.lies_in(person.home_place_id, [place_id]):
        return ALLOWED
    return refuse(
        _("Это наказ другого округа"),
        _("Поддержать могут его жители. Следить можно всем."),
        code="other-district",
    )


def may_read_order(person: PersonRef, row: Order) -> Decision:
    """What is public everyone; the rest its author. What a moderator reads comes by moderation."""
    is_own = row.author_id is not None and row.author_id in (person.id, *person.earlier_ids)
    if row.is_public or is_own:
        return ALLOWED
    return refuse(_("Этот наказ видит только автор"))


def may_open_own_orders(person: PersonRef) -> Decision:
    """Whoever has signed in sees their own."""
    return ALLOWED if person.is_known else _SIGN_IN


def may_give_order(person: PersonRef, place_id: UUID | None = None) -> Decision:
    """Whoever has confirmed a contact, to a deputy of the district they live in."""
    allowed = _contact(person)
    if not allowed or place_id is None:
        return allowed
    if person.home_place_id is not None and not places.lies_in(person.home_place_id, [place_id]):
        return refuse(
            _("Это депутат другого округа"),
            _("Наказ дают депутату своего округа: выберите его."),
            code="other-district",
        )
    return _of_district(person, place_id)


def may_mend_order(person: PersonRef, row: Order) -> Decision:
    """Its author, once a moderator has turned it down."""
    if not may_read_order(person, row):
        return refuse(_("Этот наказ видит только автор"))
    if row.state == rules.REJECTED:
        return _contact(person)
    return refuse(
        _("Этот наказ уже отправлен"),
        _("Исправить можно то, что модератор не пропустил."),
        code="not-rejected",
    )


def may_support_order(person: PersonRef, row: Order) -> Decision:
    """Neighbours of the same district, until the council has decided."""
    allowed = _contact(person)
    if not allowed:
        return allowed
    if not row.is_public or row.state not in rules.GROWING:
        return refuse(
            _("По наказу уже решили"),
            _("Следите за ним: как идёт, видно на его странице."),
            code="decided",
        )
    return _of_district(person, row.place_id)


def may_withdraw_support(person: PersonRef, row: Order) -> Decision:
    """Whoever supports, wherever they live by now, until the council has decided."""
    allowed = _contact(person)
    if allowed and row.state not in rules.GROWING:
        return refuse(
            _("По наказу уже решили"),
            _("Голоса остаются как были."),
            code="decided",
        )
    return allowed


def may_work_on_orders(person: PersonRef) -> Decision:
    """Officials who prepare or approve for the town."""
    if not person.is_known:
        return _SIGN_IN
    if person.roles & WORKERS:
        return ALLOWED
    return refuse(
        _("С наказами работают сотрудники совета"),
        _("Если это ваша работа, попросите роль у администратора."),
    )


def may_answer_order(person: PersonRef, row: Order, held: Collection[UUID] = ()) -> Decision:
    """The deputy while the mandate holds, or who approves for the council.

    What was taken up may still be declined: the council has refused it, and says so itself.
    """
    if not person.is_known:
        return _SIGN_IN
    if row.mandate_id not in held and not person.has_role(identity.APPROVER):
        return refuse(
            _("На наказ отвечает депутат округа или сотрудник совета"),
            _("Следите за наказом: ответ появится на его странице."),
            code="not-deputy",
        )
    if row.state == rules.TAKEN and not person.has_role(identity.APPROVER):
        return refuse(
            _("Наказ уже взят в работу"),
            _("Теперь его принимает или отклоняет совет."),
            code="taken-already",
        )
    if row.is_public and row.state in rules.GROWING:
        return ALLOWED
    return refuse(
        _("По наказу уже решили"),
        _("Посмотрите, что ответили, на его странице."),
        code="decided",
    )


def may_adopt_order(person: PersonRef, row: Order) -> Decision:
    """Who approves for the council, once somebody has taken the order up."""
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(identity.APPROVER):
        return refuse(
            _("Решение совета вносит утверждающий"),
            _("Передайте ему реквизиты решения."),
            code="not-approver",
        )
    if row.is_public and row.state == rules.TAKEN:
        return ALLOWED
    return refuse(
        _("Сначала наказ берут в работу"),
        _("Решение совета вносят после этого и только один раз."),
        code="not-taken",
    )
