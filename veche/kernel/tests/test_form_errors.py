"""What is typed wrongly is told in the house's short words, whatever form it was."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation


class Everything(forms.Form):
    """A field of each kind, without words of its own."""

    line = forms.CharField(max_length=5, required=False)
    whole = forms.IntegerField(min_value=1, max_value=9, required=False)
    day = forms.DateField(required=False)
    moment = forms.DateTimeField(required=False)
    one = forms.ChoiceField(choices=[("a", "А")], required=False)
    link = forms.URLField(required=False)
    needed = forms.CharField()


WRONG = [
    ({"needed": ""}, "needed", "Заполните это поле."),
    ({"line": "а" * 7}, "line", "Слишком длинно"),
    ({"line": "а\x00б"}, "line", "В тексте недопустимый знак. Наберите это место заново."),
    ({"whole": "два"}, "whole", "Здесь нужно целое число."),
    ({"whole": "0"}, "whole", "Не меньше 1."),
    ({"whole": "10"}, "whole", "Не больше 9."),
    ({"day": "31.02.2026"}, "day", "Такого дня нет. Напишите его так: 17.05.2026."),
    ({"moment": "завтра"}, "moment", "Такого времени нет. Напишите так: 17.05.2026 18:00."),
    ({"one": "z"}, "one", "Такого варианта нет. Выберите из списка."),
    ({"link": "ссылка"}, "link", "Ссылка записана не целиком."),
]


@pytest.mark.parametrize(("typed", "field", "said"), WRONG)
def test_forms_speak_shortly(typed: dict[str, str], field: str, said: str) -> None:
    with translation.override("ru"):
        (told,) = Everything({"needed": "есть", **typed}).errors[field]
    assert str(told).startswith(said)


def test_a_length_names_what_fits_and_what_was_written() -> None:
    with translation.override("ru"):
        (told,) = Everything({"needed": "есть", "line": "а" * 7}).errors["line"]
    assert "5" in str(told)
    assert "7" in str(told)
