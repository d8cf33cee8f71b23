"""Who may ask, answer, mark and choose. Reading is everyone's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import (
    ADMIN,
    APPROVER,
    AUTHOR,
    BY_CONTACT,
    COORDINATOR,
    PersonRef,
)
from veche.domains.advice.models import Answer, Guide, Question
from veche.domains.advice.rules import is_own
from veche.kernel.policies import ALLOWED, Decision, refuse

SPEAKERS = frozenset({AUTHOR, APPROVER, ADMIN, COORDINATOR})


def _may_take_part(person: PersonRef) -> Decision:
    if not person.is_known or person.level < BY_CONTACT:
        return refuse(
            _("Спрашивают и отвечают жители, которые вошли"),
            _("Войдите по коду: это займёт минуту."),
            "sign-in-needed",
        )
    return ALLOWED


def may_read_question(person: PersonRef, question: Question) -> Decision:
    """What is public everyone; what waits for a moderator who asked it."""
    if question.is_public or (not question.is_withdrawn and is_own(person, question.author_id)):
        return ALLOWED
    return refuse(_("Этого вопроса не видно"))


def may_ask_question(person: PersonRef, *, asked: int = 0, limit: int = 1) -> Decision:
    """Whoever has a confirmed contact, so many times a day."""
    allowed = _may_take_part(person)
    if allowed and asked >= limit:
        return refuse(
            _("На сегодня вопросов хватит"),
            _("Завтра можно спросить ещё. А пока поищите среди справок."),
            "enough",
        )
    return allowed


def may_withdraw_question(person: PersonRef, question: Question) -> Decision:
    """Who asked, until somebody has answered: answers belong to those who wrote them."""
    if not is_own(person, question.author_id):
        return refuse(_("Это не ваш вопрос"), code="not-own")
    if question.answers:
        return refuse(
            _("На вопрос уже ответили, поэтому он остаётся"),
            _("Ответ может пригодиться и другим."),
            "answered-already",
        )
    return ALLOWED


def may_answer_question(person: PersonRef, question: Question) -> Decision:
    """Whoever has a confirmed contact, once everyone sees the question."""
    if not question.is_public:
        return refuse(_("На этот вопрос сейчас не отвечают"), code="not-public")
    return _may_take_part(person)


def may_speak_for_town(person: PersonRef) -> Decision:
    """Officials who prepare, decide or hand out work for the town."""
    if person.roles & SPEAKERS:
        return ALLOWED
    return refuse(_("От имени города говорят сотрудники администрации"), code="not-an-official")


def may_withdraw_answer(person: PersonRef, answer: Answer) -> Decision:
    """The author, until it is chosen as the best: a guide stands on it from then on."""
    if not is_own(person, answer.author_id):
        return refuse(_("Это не ваш ответ"), code="not-own")
    if answer.question.best_id == answer.id:
        return refuse(
            _("Этот ответ выбран лучшим, на нём стоит справка"),
            _("Если в нём ошибка, отметьте под справкой, что она неверна."),
            "best-already",
        )
    return ALLOWED


def may_rate_answer(person: PersonRef, answer: Answer) -> Decision:
    """Any person with a confirmed contact, of others' answers."""
    if is_own(person, answer.author_id):
        return refuse(_("Свой ответ не оценивают"), _("Пусть его оценят другие."), "own-answer")
    return _may_take_part(person)


def may_choose_best(person: PersonRef, answer: Answer) -> Decision:
    """Who asked, or an official; not one's own answer to one's own question."""
    is_asker = is_own(person, answer.question.author_id)
    if not answer.is_public or not answer.question.is_public:
        return refuse(_("Этого ответа не видно"), code="not-public")
    if is_asker and is_own(person, answer.author_id):
        return refuse(_("Свой ответ лучшим не выбирают"), code="own-answer")
    if is_asker or may_speak_for_town(person):
        return ALLOWED
    return refuse(
        _("Лучший ответ выбирает тот, кто спросил, или сотрудник администрации"),
        _("Отметьте ответ полезным: так он станет выше."),
        "not-asker",
    )


def may_keep_guides(person: PersonRef) -> Decision:
    """Officials who speak for the town keep what it tells true."""
    if may_speak_for_town(person):
        return ALLOWED
    return refuse(
        _("Справки ведут сотрудники администрации"),
        _("Если справка устарела, отметьте это на её странице."),
        "not-an-official",
    )


def may_doubt_guide(person: PersonRef, guide: Guide) -> Decision:
    """Any person with a confirmed contact, of what the town does not call outdated itself."""
    if guide.is_outdated:
        return refuse(_("Город и сам считает эту справку устаревшей"), code="outdated-already")
    return _may_take_part(person)
