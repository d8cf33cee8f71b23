"""What neighbours fill in: a new day, coming, tools, photos, how it went, their name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import VolunteerName
from veche.commons.matching import public as matching
from veche.commons.places import public as places
from veche.domains.workdays import rules
from veche.domains.workdays.actions.calling import NewDay
from veche.domains.workdays.actions.lending import field_of
from veche.domains.workdays.actions.picturing import PHOTOS_MAX
from veche.domains.workdays.models import (
    BRING_MAX,
    TEXT_MAX,
    TITLE_MAX,
    WHY_MAX,
    Hand,
    Work,
)
from veche.domains.workdays.queries import terms, wording
from veche.domains.workdays.queries.origins import Origin
from veche.domains.workdays.queries.store import Stock
from veche.domains.workdays.rules import Mark
from veche.kernel.web.fields import Day, Line, Text, Uploads

PHOTO_TYPES = "image/jpeg,image/png,image/webp"
NAME_PART_MAX = 60


class ReasonForm(forms.Form):
    """Why not: read by everyone whom it concerns."""

    reason = Text(
        label=_("Почему"),
        max_length=WHY_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Напишите пару слов: люди ждут.")},
    )


class CancelForm(forms.Form):
    """Why the day will not be: everyone reads it."""

    reason = forms.ChoiceField(
        label=_("Почему"),
        choices=[(one, wording.CANCELS[one]) for one in rules.CANCELS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите, почему.")},
    )


def photos_field(label: Any, help_text: Any = "") -> Uploads:
    """Some photos."""
    return Uploads(
        label=label,
        help_text=help_text,
        accept=PHOTO_TYPES,
        most=PHOTOS_MAX,
        too_many=_("Не больше %(max)s фото."),
        required=False,
    )


class DayForm(forms.Form):
    """A new day: what, where, when, how many."""

    sheet = forms.IntegerField(widget=forms.HiddenInput)
    title = Line(
        label=_("Что сделаем"),
        max_length=TITLE_MAX,
        help_text=_("Например: починим скамейку у второго подъезда"),
        error_messages={"required": _("Напишите, что сделаем.")},
    )
    text = Text(
        label=_("Подробнее"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Где встречаемся, с чего начнём. Телефонов не пишите: их закроем."),
    )
    address = matching.House(label=_("Где"), help_text=_("Улица и ближайший дом"))
    owner = matching.Owner(
        help_text=_("Название или ИНН. Двор обычно у управляющей компании. Не знаете: пропустите.")
    )
    on = Day(label=_("День"), error_messages={"required": _("Выберите день.")})
    starts = forms.TimeField(
        label=_("Начало"),
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Напишите час.")},
    )
    length = forms.TypedChoiceField(
        label=_("Сколько работаем"),
        coerce=int,
        initial=2,
    )
    hands_needed = forms.IntegerField(
        label=_("Сколько нужно рук"),
        min_value=1,
        max_value=rules.NEEDED_MAX,
        initial=6,
        help_text=_("Вместе с вашими"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    bring = Line(label=_("Что взять с собой"), max_length=BRING_MAX, required=False)
    photos = photos_field(_("Как там сейчас"), _("Лица и номера закроем, фото посмотрит человек."))
    is_read = forms.BooleanField(
        label=_("Памятка прочитана, работаем по ней"),
        error_messages={"required": _("Прочитайте памятку: она ниже.")},
    )

    def __init__(self, *args: Any, work: Work, origin: Origin | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work, self.origin = work, origin
        self.fields["length"].choices = [  # type: ignore[attr-defined]
            (one, wording.length(one * 60)) for one in rules.LENGTHS
        ]
        self.initial.setdefault("sheet", work.sheet_number)
        self.initial.setdefault("bring", work.bring)
        first = terms.first_day()
        self.fields["on"].widget.attrs["min"] = first.isoformat()
        if origin is not None:
            self.initial.setdefault("title", origin.title[:TITLE_MAX])
            self.initial.setdefault("text", origin.text[:TEXT_MAX])
            self.initial.setdefault("address", origin.address)

    @property
    def given(self) -> NewDay:
        """What the action takes."""
        data = self.cleaned_data
        house: places.Address = data["address"]
        return NewDay(
            work=self.work.code,
            sheet_number=data["sheet"],
            title=data["title"],
            text=data["text"],
            bring=data["bring"],
            latitude=house.latitude,
            longitude=house.longitude,
            place_id=house.place_id,
            address=house.text,
            on=data["on"],
            from_minute=data["starts"].hour * 60 + data["starts"].minute,
            minutes=data["length"] * 60,
            hands_needed=data["hands_needed"],
            owner_organisation_id=data["owner"].id if data["owner"] else None,
            origin=self.origin,
        )


class OwnerForm(forms.Form):
    """An official names whose place it is."""

    owner = matching.Owner(
        required=True,
        help_text=_("Название или ИНН"),
        error_messages={"required": _("Напишите, чьё.")},
    )


class JoinForm(forms.Form):
    """«Иду»: how many hands, having read the safety sheet."""

    sheet = forms.IntegerField(widget=forms.HiddenInput)
    hands = forms.TypedChoiceField(
        label=_("Сколько вас придёт"),
        coerce=int,
        choices=[(one, str(one)) for one in range(1, rules.HANDS_MAX + 1)],
    )
    is_read = forms.BooleanField(
        label=_("Памятка прочитана, работаю по ней"),
        error_messages={"required": _("Прочитайте памятку и отметьте.")},
    )
    shares_name = forms.BooleanField(
        label=_("Имя можно показать тому, кто позвал, и вписать в список часов"),
        help_text=_("Список уходит на Добро.рф. Без отметки вас знают только по номеру."),
        required=False,
    )

    def __init__(self, *args: Any, has_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_name:
            del self.fields["shares_name"]


class ToolsForm(forms.Form):
    """How many pieces of each tool of the store."""

    def __init__(self, stock: Sequence[Stock], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stock = stock
        for one in stock:
            free = _("Свободно на этот день: %(n)s") % {"n": one.free}
            self.fields[field_of(one.tool.id)] = forms.IntegerField(
                label=one.tool.title,
                help_text=f"{free}. {one.tool.note}".strip(". "),
                min_value=0,
                max_value=one.tool.count,
                initial=one.held,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    @property
    def wanted(self) -> dict[UUID, int]:
        """By tool."""
        data = self.cleaned_data
        return {one.tool.id: data[field_of(one.tool.id)] or 0 for one in self.stock}


class PhotosForm(forms.Form):
    """Some photos of the place."""

    photos = Uploads(
        label=_("Фото"),
        help_text=_("Лица и номера закроем, фото посмотрит человек."),
        accept=PHOTO_TYPES,
        most=PHOTOS_MAX,
        too_many=_("Не больше %(max)s фото."),
        error_messages={"required": _("Выберите хотя бы одно фото.")},
    )


class SumUpForm(forms.Form):
    """Who came and for how long; what came out."""

    result = Text(
        label=_("Что вышло"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Пара слов для всех. Имён не пишите."),
    )
    photos = photos_field(_("Как стало"), _("Лица и номера закроем, фото посмотрит человек."))

    def __init__(
        self,
        helpers: Sequence[tuple[Hand, str]],
        *args: Any,
        announced: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.helpers = [one for one, _title in helpers]
        choices = [
            (minutes, wording.length(minutes) if minutes else _("не пришёл"))
            for minutes in rules.choices(announced)
        ]
        for one, title in helpers:
            self.fields[_mark(one)] = forms.TypedChoiceField(
                label=title, coerce=int, choices=choices, initial=announced
            )
        self.order_fields([_mark(one) for one in self.helpers])

    @property
    def marks(self) -> list[Mark]:
        """What the action takes."""
        return [Mark(one.badge, self.cleaned_data[_mark(one)]) for one in self.helpers]


def _mark(one: Hand) -> str:
    return f"came-{one.badge}"


class NameForm(forms.Form):
    """The name on certificates, by one's own word."""

    surname = Line(
        label=_("Фамилия"),
        max_length=NAME_PART_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    name = Line(
        label=_("Имя"),
        max_length=NAME_PART_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    patronymic = Line(
        label=_("Отчество"),
        max_length=NAME_PART_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )
    agrees = forms.BooleanField(
        label=_("Пусть имя хранится для моих справок"),
        error_messages={"required": _("Без согласия имя не сохраним.")},
    )

    @property
    def given(self) -> VolunteerName:
        """What the vault takes."""
        data = self.cleaned_data
        return VolunteerName(data["surname"], data["name"], data["patronymic"])
