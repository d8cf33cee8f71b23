"""What is asked of those who approve and run a poll."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.polls.forms.fields import Moment
from veche.kernel.web.fields import Text


class ReturnForm(forms.Form):
    """Why a poll goes back to its author."""

    reason = Text(
        label=_("Что исправить"), max_length=2000, help_text=_("Автор увидит эти слова в опросе.")
    )


class ExtendForm(forms.Form):
    """A later close, explained to everyone."""

    closes_at = Moment(label=_("Новое окончание"))
    reason = Text(
        label=_("Зачем продлеваем"),
        min_length=10,
        max_length=1000,
        error_messages={"min_length": _("Объясните подробнее, одним предложением.")},
        help_text=_("Эти слова увидят все жители рядом с новым сроком."),
    )
