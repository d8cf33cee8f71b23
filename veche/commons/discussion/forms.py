"""What who argues fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.discussion import rules, wording
from veche.kernel.web.fields import Line, Text


class WordsForm(forms.Form):
    """The words of an argument."""

    text = Text(
        label=_("Ваш довод"),
        help_text=_("Одна мысль и почему она важна. Без телефонов и имён: их увидели бы все."),
        min_length=rules.TEXT_MIN,
        max_length=rules.TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Напишите довод."),
            "min_length": _("Слишком коротко: объясните, почему так."),
            "max_length": _("Слишком длинно: оставьте одну мысль."),
        },
    )


class ArgumentForm(WordsForm):
    """A side and the words; officials may speak for the town."""

    side = forms.ChoiceField(
        label=_("Вы за или против?"),
        choices=list(wording.SIDES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите, за вы или против.")},
    )
    speaks_for = Line(
        label=_("От имени кого вы говорите"),
        help_text=_("Управление или комитет. Пусто, если это ваше личное мнение."),
        max_length=200,
        required=False,
    )
    field_order = ("side", "text", "speaks_for")

    def __init__(self, *args: Any, is_official: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_official:
            del self.fields["speaks_for"]
