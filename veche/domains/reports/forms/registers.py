"""A register on its way in: the file, its source, its columns."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.reports.models import NUMBER_MAX, RegisterImport
from veche.domains.reports.queries import outside, wording
from veche.domains.reports.rules import homes, registers
from veche.kernel.web.fields import Line


class UploadForm(forms.Form):
    """Whose register, and the file."""

    register = forms.CharField(label=_("Откуда реестр"), required=False, max_length=16)
    title = Line(
        label=_("Название нового источника"),
        required=False,
        max_length=120,
        help_text=_("Например: ПОС «Решаем вместе», СЭД «Дело»"),
    )
    home = forms.ChoiceField(
        label=_("Что это"),
        choices=[
            (homes.POS, _("Платформа обратной связи (ПОС)")),
            (homes.DOCS, _("Документооборот администрации")),
        ],
        initial=homes.POS,
        required=False,
    )
    file = forms.FileField(
        label=_("Файл"),
        help_text=_("XLSX или CSV до 10 МБ, первая строка называет столбцы"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.slug, one.title) for one in outside.registers()]
        self.fields["register"].widget = forms.Select(choices=[("", _("Новый источник")), *known])

    def clean_home(self) -> str:
        return self.cleaned_data["home"] or homes.POS


class MappingForm(forms.Form):
    """Which column is what, and what each state means, once they are known; the guess, or the
    choice of the last time, stands first."""

    def __init__(
        self, headings: list[str], chosen: dict[str, str], row: RegisterImport, *args: Any
    ) -> None:
        super().__init__(*args)
        choices = [("", "—"), *((one, one) for one in headings)]
        for field in registers.FIELDS:
            self.fields[field] = forms.ChoiceField(
                label=str(wording.REGISTER_FIELDS[field]),
                choices=choices,
                required=field in registers.NEEDED,
                initial=chosen.get(field, ""),
            )
        # A state is in any words; the name of a field is not.
        self._states = {f"stage_{crc32(one.encode()):08x}": one for one in sorted(row.stages)}
        for name, state in self._states.items():
            self.fields[name] = forms.ChoiceField(
                label=_("Состояние «%(state)s»") % {"state": state},
                choices=[(one, wording.OUTSIDE_STAGES[one][0]) for one in registers.MEANINGS],
                initial=row.stages[state],
            )
        self.fields["is_whole"] = forms.BooleanField(
            label=_("В файле все открытые дела"),
            required=False,
            initial=row.is_whole,
            help_text=_("Которых в нём нет, закроем: «Нет в реестре»."),
        )

    def said(self) -> dict[str, Any]:
        """Columns, meanings of states, and whether the file holds all that is open."""
        given = self.cleaned_data
        return {
            "mapping": {field: given[field] for field in registers.FIELDS},
            "stages": {state: given[name] for name, state in self._states.items()},
            "is_whole": given["is_whole"],
        }


class RecordForm(forms.Form):
    """Under which number a report is kept elsewhere."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    register = forms.CharField(label=_("Где ведут дело"), max_length=16)
    outside_number = Line(label=_("Номер там"), max_length=NUMBER_MAX)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.slug, one.title) for one in outside.registers()]
        self.fields["register"].widget = forms.Select(choices=known)
