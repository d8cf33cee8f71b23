"""The steps of a project: what and where, what will be done, what it costs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting import rules
from veche.domains.budgeting.actions.proposing import LINES_MAX, Line, Matter, Plan
from veche.domains.budgeting.forms.fields import form_key, new_key, words
from veche.domains.budgeting.models import LINE_MAX, TITLE_MAX, CostLine, Cycle, Project
from veche.domains.budgeting.queries import cycles, wording
from veche.kernel.web import fields


class MatterForm(forms.Form):
    """What is needed, and where."""

    form_key = form_key()
    title = fields.Line(
        label=_("Что сделать"),
        max_length=TITLE_MAX,
        help_text=_("Одной строкой. Например: детская площадка на Луговой"),
    )
    need = words(
        _("Зачем это нужно"), _("Кому и чего не хватает сейчас. Имён и телефонов не пишите.")
    )
    fund = forms.ChoiceField(label=_("На чьи деньги"), widget=forms.RadioSelect)
    spot = fields.Line(
        label=_("Где"),
        required=False,
        max_length=LINE_MAX,
        help_text=_("Адрес или примета. Например: Луговая улица, 54"),
    )
    latitude = forms.FloatField(
        label=_("Широта"), required=False, widget=forms.HiddenInput, min_value=-90, max_value=90
    )
    longitude = forms.FloatField(
        label=_("Долгота"), required=False, widget=forms.HiddenInput, min_value=-180, max_value=180
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", new_key())
        names: dict[UUID, str] = cycles.names_of_places()
        field = self.fields["fund"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (fund.code, wording.fund_name(fund, names)) for fund in cycles.funds_of(cycle)
        ]
        if len(field.choices) == 1:
            self.initial.setdefault("fund", field.choices[0][0])

    @classmethod
    def values(cls, row: Project) -> dict[str, Any]:
        """What a draft holds already."""
        return {
            "title": row.title,
            "need": row.need,
            "fund": row.fund.code,
            "spot": row.spot,
            "latitude": row.latitude,
            "longitude": row.longitude,
        }

    def part(self) -> Matter:
        """For the action."""
        given = {name: self.cleaned_data[name] for name in self.fields if name != "form_key"}
        return Matter(**given)


class PlanForm(forms.Form):
    """What will be done, for whom, who keeps it up, on whose land."""

    works = words(_("Что сделают"), _("По пунктам: что поставят, уложат, посадят"), required=False)
    benefits = fields.Line(
        label=_("Кому станет лучше"),
        required=False,
        max_length=LINE_MAX,
        help_text=_("Например: семьям с детьми из двенадцати домов"),
    )
    upkeep = fields.Line(
        label=_("Кто будет следить потом"),
        required=False,
        max_length=LINE_MAX,
        help_text=_("Например: управление благоустройства, соседи красят скамейки"),
    )
    land = forms.ChoiceField(
        label=_("Чья земля"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Город строит на своей земле. Узнать, чья она, можно на публичной кадастровой карте. "
            "Не знаете — не страшно: проверит город."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["land"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(land, wording.LANDS[land]) for land in rules.LANDS]

    @classmethod
    def values(cls, row: Project) -> dict[str, Any]:
        """What a draft holds already."""
        return {name: getattr(row, name) for name in cls.base_fields}

    def part(self) -> Plan:
        """For the action."""
        return Plan(**self.cleaned_data)


class CostForm(forms.Form):
    """Lines of the cost: what, how much, who pays; empty lines are let go."""

    def __init__(self, *args: Any, has_partners: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_partners = has_partners
        for number in range(1, LINES_MAX + 1):
            self.fields[f"title_{number}"] = fields.Line(
                label=_("Что"), required=False, max_length=LINE_MAX
            )
            self.fields[f"amount_{number}"] = fields.Roubles(
                label=_("Сколько, рублей"), required=False
            )
            if has_partners:
                self.fields[f"payer_{number}"] = forms.ChoiceField(
                    label=_("Кто платит"),
                    required=False,
                    choices=[(payer, wording.PAYERS[payer]) for payer in rules.PAYERS],
                )

    @classmethod
    def values_of(cls, lines: list[CostLine]) -> dict[str, Any]:
        """What a draft holds already."""
        found: dict[str, Any] = {}
        for line in lines:
            found[f"title_{line.position}"] = line.title
            found[f"amount_{line.position}"] = line.amount_kopecks
            found[f"payer_{line.position}"] = line.payer
        return found

    @property
    def rows(self) -> list[list[Any]]:
        """The fields line by line, for the template."""
        names = ["title", "amount", *(["payer"] if self.has_partners else [])]
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, LINES_MAX + 1)]

    def clean(self) -> dict[str, Any]:
        """A line has both what and how much."""
        given = super().clean() or {}
        for number in range(1, LINES_MAX + 1):
            title, amount = given.get(f"title_{number}"), given.get(f"amount_{number}")
            if title and not amount and f"amount_{number}" not in self.errors:
                self.add_error(f"amount_{number}", _("Напишите, сколько это стоит"))
            if amount and not title:
                self.add_error(f"title_{number}", _("Напишите, за что эта сумма"))
        return given

    def part(self) -> list[Line]:
        """For the action."""
        given = self.cleaned_data
        return [
            Line(
                title=given[f"title_{number}"],
                amount_kopecks=given[f"amount_{number}"],
                payer=given.get(f"payer_{number}") or rules.BY_TOWN,
            )
            for number in range(1, LINES_MAX + 1)
            if given.get(f"title_{number}") and given.get(f"amount_{number}")
        ]
