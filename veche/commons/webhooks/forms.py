"""What is asked of who names an address."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.webhooks.announcing import announcements
from veche.kernel.web.fields import Line


class KeyForm(forms.Form):
    """The form's own key, by which a repeat is known."""

    key = forms.RegexField(regex=r"^[\w-]{16,40}$", widget=forms.HiddenInput)


class WebhookForm(KeyForm):
    """An address and the events it hears of."""

    url = Line(
        label=_("Адрес"),
        help_text=_("Куда слать события: https://example.org/veche"),
        max_length=500,
        error_messages={"required": _("Напишите адрес.")},
        widget=forms.TextInput(
            attrs={
                "inputmode": "url",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=_("О чём сообщать"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Отметьте хотя бы одно событие.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", secrets.token_urlsafe(18))
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (one.kind, one.title) for one in announcements()
        ]
