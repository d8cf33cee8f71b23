"""Fields of the wizard: links, moments by the town's clock, days, roubles."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from veche.kernel.web.fields import Line

ROUBLES_MAX = 1_000_000_000_000


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


class Day(forms.DateField):
    """A calendar day."""

    def __init__(self, **rest: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **rest)


class Roubles(forms.CharField):
    """A sum typed in roubles («14 200 000», «99,50»), kept in kopecks."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(max_length=24, **rest)
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Any:
        """Kopecks; None for nothing typed."""
        typed = "".join(str(super().to_python(value) or "").split()).replace(",", ".")
        typed = typed.removesuffix("₽")
        if not typed:
            return None
        try:
            amount = Decimal(typed)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or not 0 <= amount <= ROUBLES_MAX:
            raise ValidationError(_("Напишите сумму в рублях, например 14 200 000."))
        kopecks = amount * 100
        if kopecks != kopecks.to_integral_value():
            raise ValidationError(_("В рубле сто копеек: оставьте две цифры после запятой."))
        return int(kopecks)

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The length was that of the typed text; a number has none."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        roubles, rest = divmod(value, 100)
        text = f"{roubles:,}".replace(",", "\u00a0")
        return f"{text},{rest:02d}" if rest else text
