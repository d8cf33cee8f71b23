"""Who may do what with a commitment. Reading is everyone's."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.commitments import rules
from veche.kernel.errors import Text
from veche.kernel.policies import ALLOWED, Decision, refuse

OFFICIALS = frozenset({"author", "approver"})
CLOCK_KEEPERS = frozenset({"approver", "admin"})
LEVEL_TO_RATE = 1


class Person(Protocol):
    """What is asked of identity's PersonRef."""

    @property
    def id(self) -> UUID | None: ...
    @property
    def level(self) -> int: ...
    @property
    def roles(self) -> frozenset[str]: ...


class Rated(Protocol):
    """The parts of a commitment that decide on what may be done with it."""

    @property
    def state(self) -> str: ...


def may_manage_commitments(person: Person) -> Decision:
    """Officials who prepare or approve for the town."""
    if person.id is not None and person.roles & OFFICIALS:
        return ALLOWED
    return refuse(
        _("Эта страница для сотрудников администрации"),
        _("Войдите под служебной учётной записью или вернитесь к списку решений."),
        "not-an-official",
    )


def may_set_public_clock(person: Person) -> Decision:
    """Whoever approves for the town, or administers it."""
    if person.id is not None and person.roles & CLOCK_KEEPERS:
        return ALLOWED
    return refuse(
        _("Публичный счёт сроков включают утверждающий или администратор"),
        _("Покажите им решение, которым он введён."),
    )


def may_record_decision(person: Person, commitment: Rated) -> Decision:
    """Officials, while the decision is still owed."""
    return _official_in(
        person, commitment, (rules.OWED,), _("Решение по этому вопросу уже записано")
    )


def may_add_stage(person: Person, commitment: Rated) -> Decision:
    """Officials, once it is decided and until it is finished."""
    return _official_in(
        person,
        commitment,
        rules.PROMISED,
        _("Этапы добавляют к принятому решению, пока идёт работа"),
    )


def may_complete_stage(person: Person, commitment: Rated) -> Decision:
    """Officials, while the work goes on."""
    return _official_in(
        person, commitment, rules.PROMISED, _("Работа по этому решению сейчас не идёт")
    )


def may_change_due(person: Person, commitment: Rated) -> Decision:
    """Officials, while the work goes on; the term of the decision itself cannot be moved."""
    return _official_in(
        person, commitment, rules.PROMISED, _("Срок можно перенести, только пока идёт работа")
    )


def may_decline_commitment(person: Person, commitment: Rated) -> Decision:
    """Officials, until it is finished."""
    return _official_in(person, commitment, rules.OPEN, _("Это решение уже закрыто"))


def may_finish_commitment(person: Person, commitment: Rated) -> Decision:
    """Officials, while the work goes on."""
    return _official_in(
        person, commitment, rules.PROMISED, _("Завершить можно только принятое решение")
    )


def may_rate_outcome(person: Person, commitment: Rated, *, has_finished_stage: bool) -> Decision:
    """Any person with a confirmed contact, once there is something to see."""
    seen = commitment.state in rules.PROMISED and has_finished_stage
    if commitment.state != rules.DONE and not seen:
        return refuse(
            _("Оценивать пока нечего"),
            _("Оценка откроется, когда будет готов хотя бы один этап."),
            "nothing-to-rate",
        )
    if person.id is None or person.level < LEVEL_TO_RATE:
        return refuse(
            _("Оценку ставят жители, которые вошли на портал"),
            _("Войдите по коду: это займёт минуту."),
            "sign-in-to-rate",
        )
    return ALLOWED


def may_tell_trust(person: Person, commitment: Rated) -> Decision:
    """Any person with a confirmed contact, once there is a decision to trust or not."""
    if commitment.state == rules.OWED:
        return refuse(
            _("Решения ещё нет"), _("Вопрос откроется, когда решение примут."), "no-decision"
        )
    if person.id is None or person.level < LEVEL_TO_RATE:
        return refuse(
            _("Отвечают жители, которые вошли на портал"),
            _("Войдите по коду: это займёт минуту."),
            "sign-in-to-rate",
        )
    return ALLOWED


def _official_in(
    person: Person, commitment: Rated, states: tuple[str, ...], otherwise: Text
) -> Decision:
    official = may_manage_commitments(person)
    if not official:
        return official
    if commitment.state in states:
        return ALLOWED
    return refuse(
        otherwise, _("Обновите страницу: на ней видно, что можно сделать."), "wrong-state"
    )
