"""Fields of forms: text, cleaned before anything looks at it; days; sums in roubles."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from veche.kernel import text
from veche.kernel.errors import Text as Words

ROUBLES_MAX = 1_000_000_000_000


class Line(forms.CharField):
    """One line of text: NFC, nothing invisible, single spaces."""

    def to_python(self, value: Any) -> str:
        return text.clean_line(super().to_python(value) or "")


class Phone(Line):
    """Telephones as offices write them, several or with an extension: «8 (48452) 5-11-12, доб. 3».

    Whatever else is in the line would be read as words of the town.
    """

    def __init__(self, **rest: Any) -> None:
        words = _("Только телефон: цифры, скобки, дефис, «доб.»")
        # not shown: what offices write between digits
        pattern = r"\A(?=.*[0-9])(?:[0-9+()\-.,; ]|доб|или)+\Z"
        super().__init__(validators=[RegexValidator(pattern, words)], **rest)


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
