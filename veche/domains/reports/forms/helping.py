"""Calling neighbours to a report, and with which categories they may help."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.matching import public as matching
from veche.domains.reports.actions.helping import Helping
from veche.domains.reports.forms.office import VersionForm
from veche.domains.reports.queries import catalogue

HANDS_MAX = 100


class SeekForm(VersionForm):
    """Whose the place is, how many hands, until when."""

    owner = forms.UUIDField(
        label=_("Чьё это место"),
        help_text=_("Балансодержатель: пока он не согласится, никто ничего не трогает."),
    )
    hands = forms.IntegerField(
        label=_("Сколько рук нужно"), min_value=1, max_value=HANDS_MAX, initial=1
    )
    ends_on = forms.DateField(
        label=_("До какого дня"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in catalogue.bodies()]
        self.fields["owner"].widget = forms.Select(choices=choices)


class HelpingForm(forms.Form):
    """What neighbours may do about reports of a category."""

    is_for_neighbours = forms.TypedChoiceField(
        label=_("Кто это делает"),
        choices=[
            ("no", _("Только город: это его обязанность по закону")),
            ("yes", _("Могут помочь и соседи")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Дороги, свет, вывоз мусора, опасные деревья на людей не перекладывают."),
    )
    work_kind = forms.ChoiceField(
        label=_("Какое это дело для помощников"),
        required=False,
        help_text=_("По нему находят тех, кто умеет."),
    )
    is_dangerous = forms.BooleanField(
        label=_("Опасная работа: только организациям с проверенным допуском"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["work_kind"]
        assert isinstance(field, forms.ChoiceField)
        kinds = [(one.code, one.title) for one in matching.work_kinds()]
        field.choices = [("", "—"), *kinds]

    @property
    def given(self) -> Helping:
        """What the action takes."""
        data = self.cleaned_data
        return Helping(data["is_for_neighbours"], data["work_kind"], data["is_dangerous"])
