"""Outages as officials write them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.homes.actions.outages import OutageText
from veche.domains.homes.models import NAME_MAX, PHONE_MAX, TEXT_MAX
from veche.domains.homes.queries import wheres, wording
from veche.domains.homes.queries.wheres import Where
from veche.domains.homes.rules import words
from veche.kernel.web.fields import Line, Phone, Text

WHERE_MAX = 4000


def _moment(label: Any, **given: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M"],
        **given,
    )


class OutageForm(forms.Form):
    """What is off, where, from when until when, why, who answers."""

    trouble = forms.ChoiceField(
        label=_("Что"), widget=forms.RadioSelect, choices=list(wording.TROUBLES.items())
    )
    nature = forms.ChoiceField(
        label=_("Плановое или авария"),
        widget=forms.RadioSelect,
        choices=list(wording.NATURES.items()),
        initial=words.PLANNED_WORK,
    )
    where = Text(
        label=_("Где"),
        max_length=WHERE_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "По одному на строке: «Луговая улица: 1, 3, 5», «село Покровское, Садовая улица», "
            "«Западный»"
        ),
    )
    starts_at = _moment(_("Начало"))
    ends_at = _moment(_("Когда обещают закончить"))
    why = Line(
        label=_("Почему"), max_length=TEXT_MAX, help_text=_("Например: меняют задвижку на вводе")
    )
    answers = Line(label=_("Кто отвечает"), max_length=NAME_MAX)
    phone = Phone(label=_("Телефон"), max_length=PHONE_MAX, required=False)

    def clean_where(self) -> Where:
        """The places, streets and houses; every line that names none is told."""
        found = wheres.read(self.cleaned_data["where"].splitlines())
        for error in found.errors[:5]:
            self.add_error("where", error)
        return found

    @property
    def text(self) -> OutageText:
        """The same for the action."""
        data = self.cleaned_data
        names = ("trouble", "nature", "why", "answers", "phone", "starts_at", "ends_at")
        return OutageText(**{name: data[name] for name in names})


class ExtendForm(forms.Form):
    """Until when it takes, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    ends_at = _moment(_("Теперь обещают закончить"))
    reason = Line(
        label=_("Почему дольше"),
        max_length=TEXT_MAX,
        help_text=_("Жители прочитают это дословно"),
    )


class CancelForm(forms.Form):
    """Why it will not be."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = Line(label=_("Почему отменили"), max_length=TEXT_MAX)


class VersionForm(forms.Form):
    """Which state the official has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)
