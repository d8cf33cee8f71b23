"""What officials enter once the ballots are counted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting import rules
from veche.domains.budgeting.actions.building import Signed, Step
from veche.domains.budgeting.models import NAME_MAX, REASON_MAX, Project
from veche.domains.budgeting.queries import cycles, wording
from veche.kernel.web import fields


class SignedForm(forms.Form):
    """The protocol, the act that approves the list, the last day of the works."""

    number = fields.Line(label=_("Номер протокола"), max_length=60)
    signed_on = fields.Day(label=_("Дата протокола"))
    signatory_post = fields.Line(label=_("Должность того, кто подписал"), max_length=NAME_MAX)
    signatory_name = fields.Line(label=_("Фамилия и инициалы"), max_length=NAME_MAX)
    list_number = fields.Line(
        label=_("Номер акта с адресным перечнем"),
        max_length=60,
        help_text=_("Постановление, которым утверждён перечень."),
    )
    list_on = fields.Day(label=_("Дата акта"))
    works_by = fields.Day(
        label=_("До какого дня всё построят"),
        help_text=_("Этот день станет сроком каждого обещания."),
    )

    def part(self) -> Signed:
        """For the action."""
        return Signed(**self.cleaned_data)


class OverrideForm(forms.Form):
    """A departure from the count."""

    after = forms.ChoiceField(label=_("Что изменить"), widget=forms.RadioSelect)
    reason = fields.Text(
        label=_("Почему"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Причина навсегда встанет рядом с итогом, её прочитают все."),
    )

    def __init__(self, *args: Any, row: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        states = (rules.WON, rules.RESERVE, rules.LOST)
        field.choices = [(one, wording.STATES[one]) for one in states if one != row.state]


class StepForm(forms.Form):
    """The next step of the works; only what belongs to it is asked."""

    contract_number = fields.Line(label=_("Номер контракта"), max_length=60)
    contractor = fields.Line(label=_("Подрядчик"), max_length=NAME_MAX)
    accepted_by = fields.Line(
        label=_("Кто принял"),
        max_length=NAME_MAX,
        help_text=_("Например: комиссия управления и трое жителей"),
    )
    accepted_on = fields.Day(label=_("Когда приняли"))
    guarantee_until = fields.Day(label=_("Гарантия до"), required=False)
    note = fields.Line(
        label=_("Что сказать людям"),
        required=False,
        max_length=300,
        help_text=_("Одной фразой: появится в ходе работ."),
    )
    _OF = {
        rules.CONTRACT: ("contract_number", "contractor"),
        rules.ACCEPTED: ("accepted_by", "accepted_on", "guarantee_until"),
    }

    def __init__(self, *args: Any, to: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {*self._OF.get(to, ()), "note"}
        for name in set(self.fields) - wanted:
            del self.fields[name]
        if "accepted_on" in self.fields:
            self.initial.setdefault("accepted_on", cycles.today())

    def part(self) -> Step:
        """For the action."""
        return Step(**self.cleaned_data)
