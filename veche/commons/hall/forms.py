"""What the administrator fills in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from veche.commons.hall import colours, rules, wording
from veche.commons.places import public as places
from veche.kernel.web.fields import Line, Text

HOUSE_COLOUR = "#0d6b57"
PICTURES = "image/png,image/jpeg,image/webp"


class FaceForm(forms.Form):
    """Name, pictures, colour, clock, languages, age mark."""

    service_name = Line(
        label=_("Как называется сервис"),
        help_text=_("Например, «Заречье решает». Пустое: стоит имя города"),
        max_length=60,
        required=False,
    )
    brand = forms.RegexField(
        regex=r"^#[0-9a-fA-F]{6}$",
        label=_("Цвет города"),
        help_text=_("Кнопки, ссылки, главная карточка. Тёмный вид сложится сам"),
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"invalid": _("Цвет записывается так: #0d6b57")},
    )
    sign = forms.FileField(
        label=_("Знак сервиса"),
        help_text=_("Квадратная картинка PNG, JPEG или WebP. Стоит рядом с именем"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    without_sign = forms.BooleanField(label=_("Убрать знак"), required=False)
    arms = forms.FileField(
        label=_("Герб муниципалитета"),
        help_text=_("Стоит внизу страниц, отдельно от знака сервиса"),
        required=False,
        widget=forms.FileInput(attrs={"accept": PICTURES}),
    )
    without_arms = forms.BooleanField(label=_("Убрать герб"), required=False)
    time_zone = forms.ChoiceField(label=_("Часовой пояс"))
    languages = forms.MultipleChoiceField(
        label=_("Языки страниц"),
        help_text=_("Русский включён всегда"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    age_mark = forms.ChoiceField(
        label=_("Возрастной знак"),
        choices=[("", _("Не ставить")), *((mark, mark) for mark in rules.AGE_MARKS)],
        required=False,
    )

    def __init__(
        self,
        data: Any,
        files: Any,
        initial: dict[str, Any],
        *,
        time_zone: str,
        has_sign: bool,
        has_arms: bool,
    ) -> None:
        super().__init__(data, files, initial=initial)
        zones = [*wording.ZONES.items()]
        if time_zone not in wording.ZONES:
            zones.insert(0, (time_zone, time_zone))  # type: ignore[arg-type]
        choose(self, "time_zone", zones)
        others = [one for one in settings.LANGUAGES if one[0] != rules.FIRST_LANGUAGE]
        choose(self, "languages", others)
        if not has_sign:
            del self.fields["without_sign"]
        if not has_arms:
            del self.fields["without_arms"]

    def clean_brand(self) -> str:
        brand: str = self.cleaned_data["brand"].lower()
        if colours.passes(brand):
            return "" if brand == HOUSE_COLOUR else brand
        raise forms.ValidationError(
            _("Этот цвет плохо читается на бумаге или под белыми буквами. Ближайший: %(colour)s"),
            code="unreadable",
            params={"colour": colours.nearest(brand)},
        )


class BannerForm(forms.Form):
    """Urgent words for every page."""

    text = Text(
        label=_("Что случилось и что делать"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tone = forms.ChoiceField(
        label=_("Тон"), choices=list(wording.TONE_TITLES.items()), widget=forms.RadioSelect
    )
    until = forms.DateTimeField(
        label=_("До какого времени показывать"),
        help_text=_("Пустое: пока не снимете"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"],
    )


class SwitchForm(forms.Form):
    """Who may use a service."""

    state = forms.ChoiceField(label=_("Кто видит сервис"), widget=forms.RadioSelect)
    place = forms.TypedChoiceField(
        label=_("Район пробы"), required=False, coerce=UUID, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [
            (state, f"{wording.STATE_TITLES[state]}. {wording.STATE_HINTS[state]}")
            for state in rules.STATES
        ]
        choose(self, "state", titles)
        known = [(str(one.id), one.name) for one in places.places() if one.kind != "town"]
        choose(self, "place", [("", _("Не выбран")), *known])


class AnswerForm(forms.Form):
    """What was changed."""

    answer = Text(
        label=_("Что изменили"),
        help_text=_("Прочтут все вместе с тем, что было неудобно"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class JournalForm(forms.Form):
    """Which entries of the journal to show. What is not understood is not asked."""

    kind = forms.ChoiceField(label=_("Что сделано"), required=False)
    role = forms.ChoiceField(label=_("Кем сделано"), required=False)
    since = forms.DateField(
        label=_("С какого дня"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("По какой день"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    subject = Line(label=_("Над чем, номер"), max_length=64, required=False)

    def __init__(
        self, data: Any, *, kinds: list[tuple[str, Any]], roles: list[tuple[str, Any]]
    ) -> None:
        super().__init__(data)
        choose(self, "kind", [("", _("Всё")), *kinds])
        choose(self, "role", [("", _("Все")), *roles])


def choose(form: forms.Form, name: str, choices: Any) -> None:
    """Set what a field may be chosen from."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
