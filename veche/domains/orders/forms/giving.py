"""A new order."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.orders.actions.giving import Words
from veche.domains.orders.models import SPOT_MAX, TITLE_MAX, WHY_MAX
from veche.kernel.web.fields import Line, Text


class WordsForm(forms.Form):
    """What, where, why."""

    title = Line(
        label=_("Что сделать"),
        max_length=TITLE_MAX,
        help_text=_("Одной строкой. Например: построить тротуар на Луговой"),
    )
    spot = Line(
        label=_("Где"),
        required=False,
        max_length=SPOT_MAX,
        help_text=_("Например: от школы № 3 до остановки"),
    )
    why = Text(
        label=_("Зачем"),
        max_length=WHY_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Кому и чем это поможет. Имён и телефонов не пишите."),
    )

    def words(self) -> Words:
        """For the action."""
        given = self.cleaned_data
        return Words(title=given["title"], spot=given["spot"], why=given["why"])


class OrderForm(WordsForm):
    """A new one. `is_sure`: those like it were looked at, and this is another one."""

    form_key = forms.RegexField(regex=r"^[A-Za-z0-9_-]{16,40}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", secrets.token_urlsafe(18))


class MendForm(WordsForm):
    """One that a moderator has turned down, written anew."""

    version = forms.IntegerField(widget=forms.HiddenInput)
