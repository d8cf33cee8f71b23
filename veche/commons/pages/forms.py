"""What the town's editor fills in."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.pages import rules
from veche.kernel.web.fields import Line, Text


class TextForm(forms.Form):
    """A heading and a text in Markdown."""

    title = Line(label=_("Заголовок"), max_length=rules.TITLE_MAX)
    text = Text(
        label=_("Текст"),
        max_length=rules.TEXT_MAX,
        help_text=_("Разметка: ## подзаголовок, **важно**, - пункт списка, [слова](адрес)"),
        widget=forms.Textarea(attrs={"rows": 16}),
    )


class NewsForm(TextForm):
    """The same with a key, so that sending it twice publishes once."""

    form_key = forms.RegexField(
        label=_("Форма"), regex=r"^[A-Za-z0-9_-]{16,40}$", widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", secrets.token_urlsafe(18))
