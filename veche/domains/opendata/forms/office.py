"""A set on its way: its passport, its file, its columns, why it is taken back, who publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from veche.domains.opendata.actions.uploading import About
from veche.domains.opendata.models import (
    CODE_MAX,
    NOTE_MAX,
    REASON_MAX,
    SOURCE_MAX,
    TEXT_MAX,
    TITLE_MAX,
    OwnSet,
)
from veche.domains.opendata.queries import wording
from veche.domains.opendata.rules import fields, passport, stages
from veche.domains.opendata.rules.fields import Field
from veche.kernel.web.fields import Day, Line, Text


def _file() -> forms.FileField:
    return forms.FileField(
        label=_("Файл"),
        help_text=_("XLSX или CSV до 10 МБ и 20 000 строк. Первая строка называет столбцы."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class PassportForm(forms.Form):
    """What a set is."""

    title = Line(label=_("Название"), max_length=TITLE_MAX)
    text = Text(
        label=_("Что в наборе"),
        max_length=TEXT_MAX,
        help_text=_("Откуда данные, за какое время, что в строке. Это прочитают жители."),
    )
    theme = forms.ChoiceField(
        label=_("Тема"), choices=[(one, wording.THEMES[one]) for one in passport.THEMES]
    )
    period = forms.ChoiceField(
        label=_("Как часто обновляете"),
        choices=[(one, wording.PERIODS[one]) for one in passport.PERIODS],
        initial="ANNUAL",
    )
    licence = forms.ChoiceField(
        label=_("Как можно использовать"),
        choices=[(one, wording.LICENCES[one]) for one in passport.LICENCES],
    )
    source = Line(
        label=_("Откуда данные"),
        required=False,
        max_length=SOURCE_MAX,
        help_text=_("Реестр, отдел или закон."),
    )
    valid_until = Day(label=_("Верны до"), required=False)

    def about(self) -> About:
        """The passport as an action takes it."""
        given = self.cleaned_data
        names = ("title", "text", "theme", "period", "licence", "source", "valid_until")
        return About(**{name: given[name] for name in names})

    @staticmethod
    def initial_of(own: OwnSet) -> dict[str, Any]:
        """What a set's passport says now."""
        names = ("title", "text", "theme", "period", "licence", "source", "valid_until")
        return {name: getattr(own, name) for name in names}


class UploadForm(PassportForm):
    """A new set: its file first, then its passport."""

    file = _file()
    code = Line(
        label=_("Код набора"),
        max_length=CODE_MAX,
        help_text=_("Латиницей, например schools. Он станет адресом и уже не изменится."),
        validators=[
            RegexValidator(stages.CODE, _("От 3 знаков: маленькие латинские буквы, цифры, дефис"))
        ],
    )
    field_order = ("file", "title", "code")


class VersionForm(forms.Form):
    """The next version."""

    file = _file()
    note = Line(
        label=_("Что изменилось"),
        max_length=NOTE_MAX,
        help_text=_("Это увидят в истории набора."),
    )


class ColumnsForm(forms.Form):
    """Each column: a name for programs, a title for people, its type, what it tells of people."""

    def __init__(self, told: Sequence[Field], *args: Any) -> None:
        super().__init__(*args)
        self._number = len(told)
        for place, one in enumerate(told):
            self.fields[f"title_{place}"] = Line(
                label=_("Название"), max_length=fields.TITLE_MAX, initial=one.title
            )
            self.fields[f"name_{place}"] = Line(
                label=_("Имя для программ"), max_length=fields.NAME_MAX, initial=one.name
            )
            self.fields[f"type_{place}"] = forms.ChoiceField(
                label=_("Что в ячейках"),
                choices=[(kind, wording.TYPES[kind]) for kind in fields.TYPES],
                initial=one.type,
            )
            self.fields[f"part_{place}"] = forms.ChoiceField(
                label=_("Что говорит о людях"),
                choices=[(part, wording.PARTS[part]) for part in fields.PARTS],
                initial=one.part,
            )

    def rows(self) -> list[list[Any]]:
        """Bound fields, column by column, as the page lays them out."""
        parts = ("title", "name", "type", "part")
        return [[self[f"{part}_{place}"] for part in parts] for place in range(self._number)]

    def columns(self) -> list[Field]:
        """The columns as they are wanted."""
        given: Mapping[str, str] = self.cleaned_data
        return [
            Field(
                given[f"name_{place}"],
                given[f"title_{place}"],
                given[f"type_{place}"],
                given[f"part_{place}"],
            )
            for place in range(self._number)
        ]


class WithdrawForm(forms.Form):
    """Why a version is taken back."""

    reason = Text(
        label=_("Почему отзываете"),
        max_length=REASON_MAX,
        help_text=_("Это прочитают все: что было неверно и когда выйдет новая версия."),
    )


class PublisherForm(forms.Form):
    """Who publishes, as passports name them."""

    name = Line(label=_("Кто публикует"), max_length=TITLE_MAX)
    inn = Line(
        label=_("ИНН администрации"),
        max_length=10,
        validators=[RegexValidator(r"^\d{10}$", _("Десять цифр"))],
        help_text=_("С него начинается код каждого набора в российском паспорте данных."),
    )
    phone = Line(label=_("Телефон для вопросов о данных"), required=False, max_length=40)
    email = forms.EmailField(label=_("Почта для вопросов о данных"), required=False, max_length=120)
