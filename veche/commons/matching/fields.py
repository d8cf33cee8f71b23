"""A field of a form for some photos at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from veche.commons.matching.rules import states

PHOTO_TYPES = "image/jpeg,image/png,image/webp"


class SeveralFiles(forms.FileInput):
    """A control that takes some files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class Photos(forms.FileField):
    """Some photos at once; what is inside is checked by files when they are saved."""

    widget = SeveralFiles(attrs={"accept": PHOTO_TYPES, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(_("Нужно хотя бы одно фото."))
        if len(given) > states.PHOTOS_MAX:
            raise forms.ValidationError(_("Не больше пяти фото."))
        return [super(Photos, self).clean(one, initial) for one in given]
