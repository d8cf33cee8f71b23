"""The town's decision on counting lateness before everyone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.reports.actions.public_clock import ClockText
from veche.domains.reports.queries import catalogue
from veche.kernel.web.fields import Line


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )


class ClockForm(forms.Form):
    """Which categories, what, from when, by which act."""

    is_on = forms.ChoiceField(
        label=_("Что решили"),
        choices=[("on", _("Показывать опоздания всем")), ("off", _("Больше не показывать"))],
        widget=forms.RadioSelect,
        initial="on",
    )
    categories = forms.MultipleChoiceField(
        label=_("По каким темам"), widget=forms.CheckboxSelectMultiple
    )
    starts_on = _day(_("С какого дня"))
    act_title = Line(
        label=_("Название акта"),
        max_length=300,
        help_text=_("Например, постановление администрации о публичном контроле сроков"),
    )
    act_number = Line(label=_("Номер акта"), max_length=60)
    act_on = _day(_("Дата акта"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["categories"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (one.code, f"{one.group.title}: {one.title}") for one in catalogue.open_categories()
        ]

    @property
    def text(self) -> ClockText:
        """The decision for the action."""
        given = self.cleaned_data
        return ClockText(
            is_on=given["is_on"] == "on",
            starts_on=given["starts_on"],
            act_title=given["act_title"],
            act_number=given["act_number"],
            act_on=given["act_on"],
        )
