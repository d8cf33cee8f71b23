"""Fields that several forms of participatory budgeting share."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms

from veche.domains.budgeting.models import TEXT_MAX
from veche.kernel.web.fields import Text


def words(label: Any, hint: Any = "", *, required: bool = True, rows: int = 4) -> Text:
    """Some sentences."""
    return Text(
        label=label,
        help_text=hint,
        required=required,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def form_key() -> forms.RegexField:
    """By which the same form sent twice is one act."""
    return forms.RegexField(regex=r"^[A-Za-z0-9_-]{16,40}$", widget=forms.HiddenInput)


def new_key() -> str:
    """A key nobody has used."""
    return secrets.token_urlsafe(18)
