"""Groups and categories as the town writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.places import public as places
from veche.domains.reports.actions.catalogue import CategoryText, GroupText, TermText
from veche.domains.reports.models import Category, Group
from veche.domains.reports.queries import catalogue, versions, wording
from veche.domains.reports.rules import homes, states, terms
from veche.kernel.web.fields import Line, Text

# Pictures a tile may have: each stands in the sprite of the house.
ICONS = (
    ("road", _("дорога")),
    ("lamp", _("фонарь")),
    ("bench", _("скамейка")),
    ("building", _("здание")),
    ("drop", _("вода")),
    ("bin", _("мусор")),
    ("bus", _("автобус")),
    ("tree", _("дерево")),
    ("book", _("книга")),
    ("heart", _("сердце")),
    ("shop", _("магазин")),
    ("shield", _("щит")),
    ("people", _("люди")),
    ("works", _("работы")),
    ("warn", _("внимание")),
)
LEVELS = (
    (identity.BY_CONTACT, _("Кто подтвердил телефон или почту")),
    (identity.BY_DOCUMENT, _("Чей документ видел оператор")),
    (identity.BY_STATE, _("Кто вошёл через Госуслуги")),
)
# What may be off at a house; whoever announces it calls it the same.
TROUBLES = (
    ("water", _("вода")),
    ("heat", _("отопление")),
    ("power", _("свет")),
    ("gas", _("газ")),
    ("lift", _("лифт")),
    ("road", _("дорога")),
)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )


class GroupForm(forms.Form):
    """The upper level."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = Line(label=_("Название"), max_length=80)
    icon = forms.ChoiceField(label=_("Картинка"), choices=ICONS)
    position = forms.IntegerField(label=_("Место в списке"), min_value=0, max_value=9999)

    @classmethod
    def of(cls, row: Group, version: int) -> GroupForm:
        """The form of a group that is there."""
        return cls(
            initial={
                "version": version,
                "title": row.title,
                "icon": row.icon,
                "position": row.position,
            }
        )

    @property
    def text(self) -> GroupText:
        """What was written, for the action."""
        given = self.cleaned_data
        return GroupText(given["title"], given["icon"], given["position"])


class SeasonField(Line):
    """A day of the year: «16.04»."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            day, month = (int(part) for part in text.split("."))
            # A leap year, so that the 29th of February is a day.
            return f"{date(2024, month, day):%d.%m}"
        except ValueError:
            raise forms.ValidationError(_("Напишите день и месяц: 16.04")) from None


class CategoryForm(forms.Form):
    """Everything about a category but its term."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = Line(label=_("Название"), max_length=120, help_text=_("Например: «Яма на дороге»"))
    group = forms.CharField(label=_("Группа"), max_length=24)
    position = forms.IntegerField(label=_("Место в списке"), min_value=0, max_value=9999, initial=0)
    is_open = forms.BooleanField(label=_("Об этом можно сообщить"), required=False, initial=True)
    kept_in = forms.ChoiceField(
        label=_("Где ведут дело"),
        choices=list(wording.HOMES.items()),
        widget=forms.RadioSelect,
        initial=homes.HERE,
    )
    outside_url = forms.URLField(
        label=_("Адрес формы ПОС"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Если дело ведут в ПОС: туда уйдёт житель вместо нашей формы"),
    )
    pos_code = Line(label=_("Код темы в ПОС"), required=False, max_length=40)
    season_from = SeasonField(
        label=_("Сезон с"), required=False, max_length=5, help_text=_("День и месяц: 16.04")
    )
    season_to = SeasonField(
        label=_("Сезон по"), required=False, max_length=5, help_text=_("Пусто: круглый год")
    )
    photo_required = forms.BooleanField(label=_("Нужно фото"), required=False)
    visibility = forms.ChoiceField(
        label=_("Кто видит сообщение"),
        choices=[
            (states.PUBLIC, _("Все, когда его проверят")),
            (states.AUTHOR_ONLY, _("Автор и те, кто им занимается")),
        ],
        widget=forms.RadioSelect,
        initial=states.PUBLIC,
    )
    min_level = forms.TypedChoiceField(
        label=_("Кто может сообщить"),
        choices=LEVELS,
        coerce=int,
        widget=forms.RadioSelect,
        initial=identity.BY_CONTACT,
    )
    duplicate_m = forms.IntegerField(
        label=_("На каком расстоянии это одно и то же, м"),
        min_value=1,
        max_value=5000,
        initial=60,
    )
    tells_plate = forms.BooleanField(
        label=_("Сообщение о машине: её номер не скрываем"), required=False
    )
    troubles = forms.MultipleChoiceField(
        label=_("О чём предупредить перед отправкой"),
        required=False,
        choices=TROUBLES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Если у дома уже объявлено отключение, житель увидит его и время конца"),
    )
    hints = Text(
        label=_("Подсказки"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Слова, которыми об этом пишут: по ним предложим тему"),
    )
    stop_question = Line(
        label=_("Вопрос перед формой"),
        required=False,
        max_length=200,
        help_text=_("Например: «Пахнет газом?» Ответят «да»: покажем совет вместо формы"),
    )
    stop_advice = Line(label=_("Совет вместо формы"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.title) for one in catalogue.groups()]
        self.fields["group"].widget = forms.Select(choices=choices)

    def clean_group(self) -> str:
        code: str = self.cleaned_data["group"]
        if code not in {one.code for one in catalogue.groups()}:
            raise forms.ValidationError(_("Выберите группу из списка."))
        return code

    def clean_outside_url(self) -> str:
        url: str = self.cleaned_data["outside_url"]
        if url and not url.startswith("https://"):
            raise forms.ValidationError(_("Адрес должен начинаться с https://"))
        return url

    def clean_troubles(self) -> str:
        return " ".join(self.cleaned_data["troubles"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for one, other in (("season_from", "season_to"), ("stop_question", "stop_advice")):
            if bool(given.get(one)) != bool(given.get(other)):
                missing = other if given.get(one) else one
                if missing not in self.errors:
                    self.add_error(missing, _("Заполните оба поля или ни одного."))
        return given

    @classmethod
    def of(cls, row: Category, version: int) -> CategoryForm:
        """The form of a category that is there."""
        known = {**versions.text_of(row), "troubles": row.troubles.split()}
        return cls(initial={"version": version, **known})

    @property
    def text(self) -> CategoryText:
        """What was written, for the action."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return CategoryText(**given)


class FirstTermForm(forms.Form):
    """The term of a new category, and the act it comes from."""

    days = forms.IntegerField(label=_("Отвечаем за"), min_value=1, max_value=365)
    unit = forms.ChoiceField(
        label=_("Каких дней"),
        choices=[(terms.WORKING, _("рабочих дней")), (terms.CALENDAR, _("календарных дней"))],
        initial=terms.WORKING,
    )
    act_title = Line(
        label=_("Каким актом"),
        max_length=200,
        help_text=_("Например: Постановление администрации о сроках ответа"),
    )
    act_number = Line(label=_("Номер акта"), max_length=40)
    act_on = _day(_("Дата акта"))

    @property
    def term(self) -> TermText:
        """What was written, for the action."""
        given = self.cleaned_data
        starts_on = given.get("starts_on") or given["act_on"]
        return TermText(
            days=given["days"],
            unit=given["unit"],
            starts_on=starts_on,
            act_title=given["act_title"],
            act_number=given["act_number"],
            act_on=given["act_on"],
        )


class TermForm(FirstTermForm):
    """Another term, from a day on."""

    starts_on = _day(_("С какого дня"))


class ResponsibleForm(forms.Form):
    """Who answers for the category in a place."""

    place = forms.UUIDField(label=_("Где"), required=False)
    body = forms.UUIDField(label=_("Кто отвечает"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.id), one.name) for one in places.places() if one.kind != "town"]
        self.fields["place"].widget = forms.Select(
            choices=[("", _("Везде, где не указан другой")), *known]
        )
        bodies = [(str(one.id), one.name) for one in catalogue.bodies()]
        self.fields["body"].widget = forms.Select(choices=[("", _("Никто")), *bodies])
