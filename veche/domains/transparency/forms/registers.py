"""A table beside the budget, as an official sends it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RegisterForm(forms.Form):
    """The file alone: its headings say what is what."""

    file = forms.FileField(
        label=_("Файл"),
        help_text=_("CSV или XLSX до 20 МБ, заголовки — как в образце."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.zip"}),
    )
