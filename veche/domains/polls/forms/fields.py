"""Fields of the wizard: links, moments by the town's clock; days and roubles are the kernel's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from veche.kernel.web.fields import Day, Line, Roubles

__all__ = ["Address", "Day", "Moment", "Roubles"]


class Address(Line):
    """A link on the web: http or https, nothing else."""

    default_validators = [
        URLValidator(
            schemes=["http", "https"],
            message=_("Ссылка записана не целиком. Скопируйте её из строки браузера."),
        )
    ]
    widget = forms.URLInput

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text if not text or "://" in text else f"https://{text}"


class Moment(forms.DateTimeField):
    """A moment of the town's own clock, to the minute."""

    def __init__(self, **rest: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **rest)

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        return moment.replace(second=0, microsecond=0) if moment else None
