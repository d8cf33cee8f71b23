"""Who may do what with the budget and public reports; each refusal says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import PersonRef
from veche.domains.transparency.models import Question, Source
from veche.domains.transparency.rules import publication, stages
from veche.kernel.policies import ALLOWED, Decision, refuse

WORKERS = frozenset({identity.AUTHOR, identity.APPROVER})
_SIGN_IN = refuse(
    _("Сначала войдите"),
    _("Вход по коду из сообщения занимает минуту."),
    code="sign-in-needed",
)


def may_work_on_budget(person: PersonRef) -> Decision:
    """Officials who prepare or approve for the town."""
    if not person.is_known:
        return _SIGN_IN
    if person.roles & WORKERS:
        return ALLOWED
    return refuse(
        _("С бюджетом работает финансовое управление"),
        _("Если это ваша работа, попросите роль у администратора."),
    )


def may_upload_budget(person: PersonRef) -> Decision:
    """The same: a file is kept and read, nothing becomes public by that."""
    return may_work_on_budget(person)


def may_map_budget(person: PersonRef, row: Source) -> Decision:
    """Whoever works on it, while nothing of the file is public and nothing reads it."""
    allowed = may_work_on_budget(person)
    if allowed and row.state not in stages.OPEN:
        return refuse(
            _("Этот файл уже проверяют или опубликовали"),
            _("Загрузите исправленный файл: он станет новой версией."),
            code="not-open",
        )
    return allowed


def may_drop_budget(person: PersonRef, row: Source) -> Decision:
    """What was published stays: it can only be withdrawn, with a reason. What is being read may go:
    the reading stops by itself."""
    if row.state == stages.CHECKING:
        return may_work_on_budget(person)
    return may_map_budget(person, row)


def may_publish_budget(person: PersonRef, row: Source) -> Decision:
    """Who approves for the town, once the file was read without faults."""
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(identity.APPROVER):
        return refuse(
            _("Бюджет публикует утверждающий"),
            _("Файл проверен и ждёт его на этой странице."),
            code="not-approver",
        )
    if row.state == stages.READY:
        return ALLOWED
    return refuse(
        _("Публикуют файл, в котором нет ошибок"),
        _("Исправьте ячейки из списка и загрузите файл снова."),
        code="not-ready",
    )


def may_withdraw_budget(person: PersonRef, row: Source) -> Decision:
    """Who approves for the town, what is public."""
    if not person.is_known:
        return _SIGN_IN
    if not person.has_role(identity.APPROVER):
        return refuse(
            _("Версию бюджета отзывает утверждающий"),
            _("Скажите ему, что в ней неверно."),
            code="not-approver",
        )
    if row.state == stages.PUBLISHED:
        return ALLOWED
    return refuse(
        _("Отзывают то, что опубликовано"),
        _("Что было опубликовано и отозвано, видно в списке версий."),
        code="not-published",
    )


def may_work_on_reports(person: PersonRef) -> Decision:
    """Officials who prepare or approve for the town."""
    if not person.is_known:
        return _SIGN_IN
    if person.roles & WORKERS:
        return ALLOWED
    return refuse(
        _("Отчёты публикуют сотрудники администрации"),
        _("Если это ваша работа, попросите роль у администратора."),
    )


def may_keep_plan(person: PersonRef) -> Decision:
    """Who approves for the town says which body owes what by when."""
    if not person.is_known:
        return _SIGN_IN
    if person.has_role(identity.APPROVER):
        return ALLOWED
    return refuse(
        _("План отчётов ведёт утверждающий"),
        _("Скажите ему, чего в плане не хватает."),
        code="not-approver",
    )


def may_publish_report(person: PersonRef) -> Decision:
    """Whoever works on reports; a correction is a new version with a reason."""
    return may_work_on_reports(person)


def may_hide_files(person: PersonRef) -> Decision:
    """Who approves for the town, where a file shows what the law keeps from the public."""
    if not person.is_known:
        return _SIGN_IN
    if person.has_role(identity.APPROVER):
        return ALLOWED
    return refuse(
        _("Файлы отчёта скрывает утверждающий"),
        _("Скажите ему сразу, если в файле личные данные."),
        code="not-approver",
    )


def may_ask_question(person: PersonRef) -> Decision:
    """Whoever has a confirmed contact."""
    if person.is_known and person.level >= identity.BY_CONTACT:
        return ALLOWED
    return refuse(
        _("Вопросы задают жители, которые вошли"),
        _("Войдите по коду: это займёт минуту, и мы скажем вам об ответе."),
        code="sign-in-needed",
    )


def may_withdraw_question(person: PersonRef, row: Question) -> Decision:
    """Who asked, until it is answered."""
    if not _is_own(person, row):
        return refuse(_("Это не ваш вопрос"), code="not-own")
    if row.answered_at is not None:
        return refuse(
            _("На вопрос уже ответили, поэтому он остаётся"),
            _("Ответ может пригодиться и другим."),
            code="answered-already",
        )
    return ALLOWED


def may_answer_question(person: PersonRef, row: Question, *, acts_for: bool) -> Decision:
    """Officials of the town, and whoever acts for the body's organisation; once."""
    if not (person.roles & WORKERS or acts_for):
        return refuse(
            _("Отвечает орган, который отчитался"),
            _("Следите за органом: об ответе скажем."),
            code="not-of-body",
        )
    if row.state != publication.SHOWN or row.answered_at is not None:
        return refuse(
            _("На этот вопрос сейчас не отвечают"),
            _("Его ещё читает модератор, или ответ уже есть."),
            code="not-waiting",
        )
    return ALLOWED


def _is_own(person: PersonRef, row: Question) -> bool:
    """Whether this person asked."""
    return row.author_id is not None and row.author_id in (person.id, *person.earlier_ids)


def may_import_register(person: PersonRef) -> Decision:
    """Who approves for the town: everyone sees it at once."""
    if not person.is_known:
        return _SIGN_IN
    if person.has_role(identity.APPROVER):
        return ALLOWED
    return refuse(
        _("Таблицы рядом с бюджетом загружает утверждающий"),
        _("Их сразу видят все. Передайте файл ему."),
        code="not-approver",
    )


def may_drop_register(person: PersonRef) -> Decision:
    """The same."""
    return may_import_register(person)
