"""Input checks of help."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """A question to support."""

    text = forms.CharField(
        label=_("Что не получается"),
        max_length=2000,
        min_length=5,
        error_messages={"min_length": _("Напишите чуть подробнее, что случилось.")},
        widget=forms.Textarea,
        help_text=_(
            "Что вы делали и что увидели. Имя, телефон и адрес не пишите: для ответа они не нужны."
        ),
    )
    screen = forms.RegexField(regex=r"^[a-z0-9:-]{0,60}$", required=False, widget=forms.HiddenInput)
    key = forms.RegexField(regex=r"^[\w-]{16,40}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", secrets.token_urlsafe(18))


class AnswerForm(forms.Form):
    """What support says."""

    answer = forms.CharField(
        label=_("Ответ"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )
