"""Who may look where."""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from veche.kernel.policies import ALLOWED, Decision, refuse


def may_open_inbox() -> Decision:
    """Anyone in the demo, nobody in production: the page shows sign-in codes."""
    if settings.PRODUCTION:
        return refuse(
            _("Этой страницы в рабочем режиме нет"),
            _("Код для входа приходит на ваш телефон или почту."),
        )
    return ALLOWED


class Person(Protocol):
    """As much of identity's PersonRef as is asked here; identity stands above."""

    @property
    def is_official(self) -> bool: ...


def may_check_message() -> Decision:
    """Anyone: whoever doubts a message has no account, as a rule."""
    return ALLOWED


def may_report_scam() -> Decision:
    """Anyone, without an account."""
    return ALLOWED


def may_read_scam_reports(person: Person) -> Decision:
    """Officials of any role."""
    if not person.is_official:
        return refuse(
            _("Эта страница для сотрудников города"),
            _("Проверить сообщение может каждый: номер стоит в самом сообщении."),
        )
    return ALLOWED
