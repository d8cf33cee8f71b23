"""Who may look where."""

from __future__ import annotations

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
