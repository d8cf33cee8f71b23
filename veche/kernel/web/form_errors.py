"""What forms say of what was typed, in the house's own words: short, with the way out.

Django's own sentences are those of a manual. A field that knows better still says its own.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from veche.kernel.errors import Problem

_CHOOSE = _("Выберите один из вариантов.")
_NOT_OFFERED = _("Такого варианта нет. Выберите из списка.")
_MARK = _("Отметьте хотя бы одно.")
_WHOLE = _("Здесь нужно целое число.")
_NUMBER = _("Здесь нужно число.")
_DAY = _("Такого дня нет. Напишите его так: 17.05.2026.")
_FILE = _("Файл не дошёл. Приложите его ещё раз.")

_FIELDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Заполните это поле.")},
    forms.BooleanField: {"required": _("Здесь нужна отметка.")},
    forms.ChoiceField: {"required": _CHOOSE, "invalid_choice": _NOT_OFFERED},
    forms.MultipleChoiceField: {
        "required": _MARK,
        "invalid_choice": _NOT_OFFERED,
        "invalid_list": _MARK,
    },
    forms.IntegerField: {"invalid": _WHOLE},
    forms.FloatField: {"invalid": _NUMBER},
    forms.DecimalField: {"invalid": _NUMBER},
    forms.DateField: {"invalid": _DAY},
    forms.DateTimeField: {"invalid": _("Такого времени нет. Напишите так: 17.05.2026 18:00.")},
    forms.URLField: {"invalid": _("Ссылка записана не целиком.")},
    forms.UUIDField: {"invalid": _NOT_OFFERED},
    forms.FileField: {
        "required": _("Приложите файл."),
        "invalid": _FILE,
        "missing": _FILE,
        "empty": _("Файл пустой."),
    },
}
_VALIDATORS: dict[Any, Any] = {
    validators.MaxLengthValidator: ngettext_lazy(
        "Слишком длинно: уместится %(limit_value)d знак, а написано %(show_value)d.",
        "Слишком длинно: уместится знаков %(limit_value)d, а написано %(show_value)d.",
        "limit_value",
    ),
    validators.MinLengthValidator: ngettext_lazy(
        "Слишком коротко: нужен хотя бы %(limit_value)d знак.",
        "Слишком коротко: нужно хотя бы знаков %(limit_value)d.",
        "limit_value",
    ),
    validators.MaxValueValidator: _("Не больше %(limit_value)s."),
    validators.MinValueValidator: _("Не меньше %(limit_value)s."),
    validators.URLValidator: _("Ссылка записана не целиком."),
    validators.EmailValidator: _("Адрес почты выглядит так: имя@почта.рф."),
    validators.RegexValidator: _("Проверьте, что здесь написано."),
    validators.ProhibitNullCharactersValidator: _(
        "В тексте недопустимый знак. Наберите это место заново."
    ),
}


def tell(form: forms.Form, problem: Problem, otherwise: str | None = None) -> None:
    """What an action refused, beside the fields it is about, else beside the field `otherwise`;
    what was typed stays."""
    for name, words in problem.fields.items():
        form.add_error(name if name in form.fields else None, str(words))
    if not problem.fields:
        form.add_error(otherwise, problem.words)


def say_shortly() -> None:
    """Give every form these words; called once, when applications are ready."""
    for field, words in _FIELDS.items():
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **words}
    for validator, message in _VALIDATORS.items():
        validator.message = message
