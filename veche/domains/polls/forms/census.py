"""What is asked of whoever brings the town's figures."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.places import public as places
from veche.domains.polls.forms.census_file import CensusRefused, Figures, read_census


class CensusForm(forms.Form):
    """A table with its source and day."""

    source = forms.CharField(
        label=_("Откуда числа"),
        max_length=300,
        help_text=_("Например: Росстат, перепись 2020 года."),
    )
    counted_on = forms.DateField(
        label=_("На какую дату"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    table = forms.FileField(
        label=_("Таблица CSV"),
        help_text=_("Три столбца: place или age; название района или возраст; сколько человек."),
    )

    def clean_table(self) -> Figures:
        """The figures of the file; each mistake with its line."""
        known = {place.name.casefold(): str(place.id) for place in places.places()}
        try:
            return read_census(self.cleaned_data["table"].read(), known)
        except CensusRefused as error:
            raise forms.ValidationError(str(error)) from None
