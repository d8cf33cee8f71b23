"""What officials fill in: tools of the store, kinds of work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.workdays import rules
from veche.domains.workdays.actions.listing import WorkText
from veche.domains.workdays.models import BRING_MAX, NOTE_MAX, SHEET_MAX, TOOL_MAX, WHOM_MAX, Work
from veche.domains.workdays.queries import wording
from veche.kernel.web.fields import Line, Text


class ToolForm(forms.Form):
    """A tool: how many there are, where it is fetched."""

    title = Line(label=_("Инструмент"), max_length=80, help_text=_("Например: грабли"))
    count = forms.IntegerField(
        label=_("Сколько штук"),
        min_value=0,
        max_value=TOOL_MAX,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    note = Line(
        label=_("Где взять и вернуть"),
        max_length=NOTE_MAX,
        required=False,
        help_text=_("Адрес и часы склада"),
    )


class WorkForm(forms.Form):
    """A kind of work: who does it, and how it is done safely."""

    title = Line(label=_("Работа"), max_length=80)
    standing = forms.ChoiceField(
        label=_("Кто её делает"),
        choices=list(wording.STANDINGS.items()),
        widget=forms.RadioSelect,
        initial=rules.NEIGHBOURS,
    )
    sheet = Text(
        label=_("Памятка о безопасности"),
        max_length=SHEET_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Её прочитает каждый, прежде чем прийти. Каждое правило с новой строки."),
    )
    bring = Line(label=_("Что обычно берут с собой"), max_length=BRING_MAX, required=False)
    whom = Text(
        label=_("К кому обратиться вместо соседей"),
        max_length=WHOM_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Для работ, которые соседи не делают: кто отвечает, по какому закону."),
    )

    @staticmethod
    def values(row: Work, sheet: str) -> dict[str, Any]:
        """What stands there now."""
        names = ("title", "standing", "bring", "whom")
        return {**{name: getattr(row, name) for name in names}, "sheet": sheet}

    @property
    def given(self) -> WorkText:
        """What the action takes."""
        return WorkText(**self.cleaned_data)
