"""What the town's editor fills in."""

from __future__ import annotations

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
