"""The town's dated rules for its polls, as forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.polls import actions
from veche.domains.polls.forms.fields import Day
from veche.domains.polls.models import Campaign
from veche.kernel.web.fields import Line, Text

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


class CampaignForm(forms.Form):
    """An election campaign: its days, its candidates and parties."""

    title = Line(
        label=_("Какие выборы"),
        max_length=200,
        help_text=_("Например: выборы в городскую думу 14 сентября."),
    )
    starts_on = Day(label=_("Первый день кампании"))
    ends_on = Day(label=_("Последний день"))
    names = Text(
        label=_("Кандидаты и партии"),
        max_length=20_000,
        help_text=_("По одному в строке: фамилия или название, как в списке комиссии."),
    )
    act = Line(
        label=_("Чем назначены"),
        max_length=300,
        help_text=_("Например: решение думы от 10 июня 2026 № 7."),
    )

    @classmethod
    def of(cls, campaign: Campaign) -> dict[str, Any]:
        """What stands in the town's list."""
        return {name: getattr(campaign, name) for name in cls.base_fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Последний день раньше первого."))
        return data

    def text(self, campaign_id: UUID) -> actions.CampaignText:
        """The words for the action."""
        return actions.CampaignText(id=campaign_id, **self.cleaned_data)
