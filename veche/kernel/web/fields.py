"""Fields of forms that take text: cleaned before anything looks at it."""

from __future__ import annotations

from typing import Any

from django import forms

from veche.kernel import text


class Line(forms.CharField):
    """One line of text: NFC, nothing invisible, single spaces."""

    def to_python(self, value: Any) -> str:
        return text.clean_line(super().to_python(value) or "")


class Text(forms.CharField):
    """Text of several lines, cleaned alike."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return text.clean_text(super().to_python(value) or "")
