"""What officials and clerks type."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.domains.initiatives.actions.answering import Answer
from veche.domains.initiatives.actions.setting_up import ThresholdText
from veche.domains.initiatives.models import ANSWER_MAX, NAME_MAX
from veche.domains.initiatives.queries import terms, wording
from veche.kernel.web.fields import Day, Line, Text


class AnswerForm(forms.Form):
    """The town's answer with its reasons."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("Что решили"), choices=list(wording.OUTCOMES.items()), widget=forms.RadioSelect
    )
    text = Text(
        label=_("Ответ жителям"),
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Что решили, почему и что дальше. Так, чтобы понял сосед."),
    )
    body = Line(
        label=_("Кто отвечает за город"),
        max_length=NAME_MAX,
        help_text=_("Например: управление благоустройства"),
    )
    promised_on = Day(
        label=_("К какому дню сделаете или спросите"),
        required=False,
        help_text=_(
            "Нужен, если решили делать или спросить жителей. Встанет среди обещаний города."
        ),
    )
    ground = forms.ChoiceField(
        label=_("Основание отказа"),
        required=False,
        choices=[("", "—"), *wording.GROUNDS.items()],
        help_text=_("Нужно, если отказываете. Других оснований в законе нет."),
    )

    def answer(self) -> Answer:
        """For the action."""
        given = dict(self.cleaned_data)
        del given["version"]
        return Answer(**given)


class ThresholdForm(forms.Form):
    """Which territories, how many, from when, by which act."""

    places = forms.MultipleChoiceField(
        label=_("Для каких предложений"), widget=forms.CheckboxSelectMultiple
    )
    number = forms.IntegerField(label=_("Сколько голосов нужно"), min_value=1, max_value=10_000_000)
    starts_on = Day(label=_("С какого дня"))
    act_title = Line(
        label=_("Название акта"),
        max_length=300,
        help_text=_("Например, решение совета о порядке внесения инициативных проектов"),
    )
    act_number = Line(label=_("Номер акта"), max_length=60)
    act_on = Day(label=_("Дата акта"))

    TOWN = "town"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["places"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (self.TOWN, _("Весь город")),
            *((str(one.id), one.name) for one in terms.territories()),
        ]

    def place_ids(self) -> list[UUID | None]:
        """Chosen territories; None is the whole town."""
        return [None if one == self.TOWN else UUID(one) for one in self.cleaned_data["places"]]

    def text(self) -> ThresholdText:
        """For the action."""
        names = ("number", "starts_on", "act_title", "act_number", "act_on")
        return ThresholdText(**{name: self.cleaned_data[name] for name in names})


class PackForm(forms.Form):
    """How many sheets to print."""

    amount = forms.IntegerField(label=_("Сколько листов"), min_value=1, max_value=100, initial=5)
    key = forms.UUIDField(widget=forms.HiddenInput)


class SheetForm(forms.Form):
    """The number of a sheet that was brought back."""

    number = forms.RegexField(
        label=_("Номер листа"),
        regex=r"^\s*\d{4}[\s-]?\d{4}\s*$",
        help_text=_("Восемь цифр вверху листа"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        return "".join(sign for sign in self.cleaned_data["number"] if sign.isdigit())


class LineForm(forms.Form):
    """One line of a sheet: the signer's document."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Документ"), choices=identity.document_titles)
    document = forms.CharField(
        label=_("Серия и номер"),
        help_text=_("Номер нигде не хранится: только отпечаток, чтобы не посчитать дважды."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-focus": ""}
        ),
    )
