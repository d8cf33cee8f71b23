"""What is asked of who sets a norm of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.norms.public import Norm
from veche.commons.workload import duties
from veche.commons.workload.queries import PREFIX


class MinutesForm(forms.Form):
    """How long an act takes, from which day, by which act."""

    act_kind = forms.ChoiceField(label=_("Действие"))
    minutes = forms.IntegerField(label=_("Минут"), min_value=0, max_value=10_000)
    valid_from = forms.DateField(
        label=_("С какого дня"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    act = forms.CharField(
        label=_("Чем установлено"),
        max_length=300,
        help_text=_("Например: распоряжение главы от 3 ноября 2026 № 41-р."),
    )

    def __init__(self, *args: Any, known: Sequence[Norm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act_kind"].choices = [  # type: ignore[attr-defined]
            (kind, duties.title(kind))
            for kind in (norm.code.removeprefix(PREFIX) for norm in known)
        ]
