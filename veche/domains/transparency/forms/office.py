"""A file of the budget on its way: what it is, its columns, why it is taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.transparency.actions.loading import About
from veche.domains.transparency.models import NUMBER_MAX, REASON_MAX, TITLE_MAX, Source
from veche.domains.transparency.queries import wording
from veche.domains.transparency.rules import amounts, codes, mapping, stages
from veche.domains.transparency.rules.mapping import Head
from veche.kernel.web.fields import Day, Line, Text


class UploadForm(forms.Form):
    """The file, and what it is."""

    file = forms.FileField(
        label=_("Файл"),
        help_text=_("XLSX или CSV до 20 МБ. Большой CSV упакуйте в ZIP: один файл внутри."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.zip"}),
    )
    side = forms.ChoiceField(
        label=_("Что в нём"), choices=[(one, wording.SIDES[one]) for one in codes.SIDES]
    )
    year = forms.IntegerField(
        label=_("Год бюджета"), min_value=stages.YEAR_MIN, max_value=stages.YEAR_MAX
    )
    stage = forms.ChoiceField(
        label=_("Чего это бюджет"),
        choices=[
            (stages.DRAFT, _("Проект бюджета")),
            (stages.ADOPTED, _("Утверждённый бюджет")),
            (stages.REVISED, _("Уточнённый бюджет (изменения решением совета)")),
            (stages.EXECUTED, _("Отчёт об исполнении")),
        ],
    )
    as_of = Day(label=_("На какой день"), help_text=_("Для отчёта — на конец срока отчёта."))
    act_title = Line(
        label=_("Решение совета"),
        required=False,
        max_length=TITLE_MAX,
        help_text=_("Для утверждённого и уточнённого бюджета."),
    )
    act_number = Line(label=_("Номер решения"), required=False, max_length=NUMBER_MAX)
    act_on = Day(label=_("Дата решения"), required=False)

    def about(self) -> About:
        """What the file is said to be."""
        given = self.cleaned_data
        names = ("year", "side", "stage", "as_of", "act_title", "act_number", "act_on")
        return About(**{name: given[name] for name in names})


class FirstRowForm(forms.Form):
    """Where the table begins, by the word of whoever sees the file; blank is as it is guessed."""

    first = forms.IntegerField(
        label=_("Первая строка таблицы"),
        help_text=_("Номер строки сразу под заголовками, если он угадан неверно."),
        required=False,
        min_value=1,
        max_value=mapping.LOOKED_AT,
    )

    def row(self) -> int:
        """The row of the file, or 0."""
        return self.cleaned_data["first"] or 0 if self.is_valid() else 0


class MappingForm(forms.Form):
    """Which column is what; the guess, or the choice of the last time, stands first."""

    def __init__(self, head: Head, row: Source, chosen: dict[str, int], *args: Any) -> None:
        super().__init__(*args)
        choices = [("", "—"), *((str(place), title) for place, title in mapping.shown(head))]
        for field in mapping.FIELDS[row.side]:
            self.fields[field] = forms.ChoiceField(
                label=str(wording.FIELDS[field]),
                choices=choices,
                required=False,
                initial=str(chosen.get(field, "")),
            )
        self.fields["unit"] = forms.ChoiceField(
            label=_("В чём считает файл"),
            choices=[("", "—"), *((str(one), wording.UNITS[one]) for one in amounts.UNITS)],
            initial=str(row.unit or head.unit or ""),
        )
        self._fields = mapping.FIELDS[row.side]

    def columns(self) -> dict[str, int]:
        """Column by field, those not chosen left out."""
        given = self.cleaned_data
        return {one: int(given[one]) for one in self._fields if given[one]}

    def unit(self) -> int:
        """Roubles in one unit."""
        return int(self.cleaned_data["unit"])


class WithdrawForm(forms.Form):
    """Why a version is taken back."""

    reason = Text(
        label=_("Почему отзываете"),
        max_length=REASON_MAX,
        help_text=_("Это прочитают все: что в версии было неверно и когда выйдет новая."),
    )
