"""What clerks type at the counter of any vote."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

NUMBER_MAX = 40


class PackForm(forms.Form):
    """How many sheets to print."""

    amount = forms.IntegerField(
        label=_("Сколько листов"),
        min_value=1,
        max_value=500,
        initial=50,
        error_messages={
            "required": _("Напишите, сколько листов напечатать."),
            "invalid": _("Напишите число."),
            "min_value": _("Хотя бы один лист."),
            "max_value": _("За раз не больше 500 листов."),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class SheetNumberForm(forms.Form):
    """The number of a sheet, typed or scanned."""

    number = forms.CharField(
        label=_("Номер листа"),
        help_text=_("Двенадцать цифр под QR-кодом. Сканер впишет их сам."),
        max_length=NUMBER_MAX,
        error_messages={"required": _("Впишите номер листа.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "data-focus": ""}
        ),
    )


class SurplusForm(forms.Form):
    """The number of the second sheet of one person, brought back."""

    number = forms.CharField(
        label=_("Номер лишнего листа"),
        max_length=NUMBER_MAX,
        error_messages={"required": _("Впишите номер листа.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class SpoilForm(forms.Form):
    """The number of a spoiled sheet."""

    number = forms.CharField(
        label=_("Номер испорченного листа"),
        max_length=NUMBER_MAX,
        error_messages={"required": _("Впишите номер листа.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
