"""Fields of forms that take text: cleaned before anything looks at it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from veche.kernel import text
from veche.kernel.errors import Text as Words


class Line(forms.CharField):
    """One line of text: NFC, nothing invisible, single spaces."""

    def to_python(self, value: Any) -> str:
        return text.clean_line(super().to_python(value) or "")


class Text(forms.CharField):
    """Text of several lines, cleaned alike."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return text.clean_text(super().to_python(value) or "")


class UploadsInput(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class Uploads(forms.FileField):
    """Several files, each at most as large as files may be; cleaned, a list.

    `too_many` says the limit in words, `%(max)s` being the number.
    """

    def __init__(self, *, accept: str, most: int, too_many: Words, **rest: Any) -> None:
        self.most, self.too_many = most, too_many
        super().__init__(widget=UploadsInput(attrs={"accept": accept}), **rest)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data]
        kept = [one for one in given if one]
        if not kept and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(kept) > self.most:
            raise forms.ValidationError(str(self.too_many) % {"max": self.most})
        return kept
