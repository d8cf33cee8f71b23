"""The town's dated rules for its polls, as forms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.polls import actions
from veche.domains.polls.forms.fields import Day, Line

COVERS = [
    ("effect", _("Только опросы с правовыми последствиями")),
    ("all", _("Все опросы города")),
]


class LegalCheckForm(forms.Form):
    """Which polls the lawyer sees."""

    covers = forms.ChoiceField(
        label=_("Что смотрит юрист"), choices=COVERS, widget=forms.RadioSelect
    )
    valid_from = Day(label=_("С какого дня"))
    act = Line(
        label=_("Чем установлено"),
        max_length=300,
        help_text=_("Например: распоряжение главы от 3 ноября 2026 № 41-р."),
    )

    def rule(self) -> actions.LegalCheck:
        """The words for the action."""
        data = self.cleaned_data
        return actions.LegalCheck(
            covers_all=data["covers"] == "all", act=data["act"], valid_from=data["valid_from"]
        )
