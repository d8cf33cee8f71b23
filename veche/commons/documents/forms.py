"""What is asked of who edits a template."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Characters nobody sees would hide in a paper that is signed.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")


class TemplateText(forms.CharField):
    """Markdown as people see it: composed, nothing invisible, plain line ends."""

    widget = forms.Textarea(attrs={"rows": 22, "spellcheck": "true"})

    def to_python(self, value: Any) -> str:
        plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", str(value or "")))
        return str(super().to_python(plain.replace("\r\n", "\n")) or "")


class TemplateForm(forms.Form):
    """The text of a template."""

    text = TemplateText(
        label=_("Текст шаблона"),
        max_length=40_000,
        help_text=_("Решётка в начале строки — заголовок, **так** — жирным; поля — из списка."),
    )
