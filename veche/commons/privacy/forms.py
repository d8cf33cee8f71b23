"""What a person confirms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ConsentForm(forms.Form):
    """A mark the person sets themselves, and the version of the words they have read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    agreed = forms.BooleanField(
        label=_("Я прочитал текст и согласен"),
        error_messages={"required": _("Отметьте, если согласны. Если нет, вернитесь назад.")},
    )
