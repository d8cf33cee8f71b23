"""What deputies and officials of the council type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.orders import rules
from veche.domains.orders.actions.answering import Adoption, Answer
from veche.domains.orders.models import ANSWER_MAX, NAME_MAX
from veche.kernel.web.fields import Day, Line, Roubles, Text

TAKE, DECLINE = "take", "decline"


class AnswerForm(forms.Form):
    """Taken up or declined, with reasons."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Что решили"),
        choices=[(TAKE, _("Беру в работу: внесу в совет")), (DECLINE, _("Отклоняю"))],
        widget=forms.RadioSelect,
    )
    text = Text(
        label=_("Ответ жителям"),
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Почему так и что дальше. Прочитают все, кто поддержал."),
    )

    act = Line(
        label=_("Решение совета, если отклоняете"),
        max_length=NAME_MAX,
        required=False,
        help_text=_("Например: решение Совета депутатов № 84 от 12 ноября 2026 года"),
    )

    def __init__(
        self, *args: Any, is_taken: bool = False, is_deputy: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_deputy:
            del self.fields["act"]
        elif is_taken:
            self.fields["act"].label, self.fields["act"].required = _("Решение совета"), True
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        if is_taken:
            field.choices = [(DECLINE, _("Совет не принял"))]
            field.initial = DECLINE

    def answer(self) -> Answer:
        """For the action."""
        given = self.cleaned_data
        return Answer(given["outcome"] == TAKE, given["text"], given.get("act", ""))


class AdoptionForm(forms.Form):
    """The council's decision, as its text has it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    act_title = Line(
        label=_("Решение"),
        max_length=120,
        help_text=_("Например: решение Совета депутатов"),
    )
    act_number = Line(label=_("Номер"), max_length=60)
    act_on = Day(label=_("Дата решения"))
    act_url = forms.URLField(
        label=_("Ссылка на текст"), max_length=300, required=False, assume_scheme="https"
    )
    year = forms.IntegerField(
        label=_("Год бюджета"),
        min_value=rules.YEAR_MIN,
        max_value=rules.YEAR_MAX,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    sum_kopecks = Roubles(
        label=_("Сумма, рублей"), required=False, help_text=_("Сколько заложено в бюджете")
    )
    decision = Text(
        label=_("Что сделают"),
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Словами для жителей: что, где, в каком объёме"),
    )
    due_on = Day(label=_("К какому дню"))
    executor = Line(
        label=_("Кто исполняет"),
        max_length=NAME_MAX,
        help_text=_("Например: управление благоустройства"),
    )
    post = Line(label=_("Должность ответственного"), max_length=200)
    person_name = Line(label=_("Кто отвечает"), max_length=200, help_text=_("Фамилия и имя"))

    def adoption(self) -> Adoption:
        """For the action."""
        given: dict[str, Any] = dict(self.cleaned_data)
        del given["version"]
        return Adoption(**given)
