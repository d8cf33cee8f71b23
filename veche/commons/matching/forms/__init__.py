"""What helpers, those who ask, and officials fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.matching import wording
from veche.commons.matching.actions import Described, KindText, Plan, Territory, Time
from veche.commons.matching.fields import Owner, Photos, house_named
from veche.commons.matching.models import Solver, WorkKind
from veche.commons.matching.rules import states, territory
from veche.commons.places import public as places
from veche.kernel.errors import Invalid
from veche.kernel.web.fields import Line, Text

DAY_FORMS = ["%Y-%m-%d", "%d.%m.%Y"]
DATES_MAX = 10
DEFAULT_M = territory.RADII_M[1]
BY_PLACES, BY_CIRCLE, BY_TOWN = "places", "circle", "town"
LICENCE_FIELD = "licence_"


def day_field(label: Any, **given: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DAY_FORMS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **given,
    )


def words_field(label: Any, limit: int, rows: int = 3, **given: Any) -> Text:
    return Text(label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **given)


def hands_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=states.HANDS_MAX,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class OwnerForm(forms.Form):
    """Whose the place is."""

    owner = Owner()


class PressForm(forms.Form):
    """A button: nothing to fill in."""


class SkillsForm(forms.Form):
    """The first step: who and what. An organisation has its name and tells of its licences."""

    name = Line(
        label=_("Как вас показать"),
        help_text=_(
            "Первые слова о вас, которые увидят все: «Сосед с дрелью», «Клуб Бегуны». "
            "Фамилию и телефон не пишите."
        ),
        max_length=states.NAME_MAX,
        error_messages={"required": _("Напишите пару слов.")},
    )
    is_group = forms.BooleanField(label=_("Нас несколько: группа добровольцев"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Что умеете"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Выберите хотя бы одно дело.")},
    )
    hands = hands_field(_("Сколько вас обычно приходит"))
    gifts = forms.MultipleChoiceField(
        label=_("Что есть кроме рук"),
        choices=list(wording.GIFTS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    about = words_field(
        _("Ещё пара слов"),
        states.ABOUT_MAX,
        help_text=_("Что именно есть, чего не делаете. Это увидят все."),
        required=False,
    )

    def __init__(
        self, kinds: Sequence[WorkKind], *args: Any, is_organisation: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.work_kinds = kinds
        choices = [
            (one.code, _("%(title)s (нужен допуск)") % {"title": one.title})
            if one.is_dangerous
            else (one.code, one.title)
            for one in kinds
        ]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        if is_organisation:
            del self.fields["name"], self.fields["is_group"]
            for one in kinds:
                if one.licence:
                    self.fields[f"{LICENCE_FIELD}{one.code}"] = _licence_field(one)

    @property
    def given(self) -> Described:
        """What the action takes."""
        data = self.cleaned_data
        return Described(
            name=data.get("name", ""),
            about=data["about"],
            kinds=data["kinds"],
            hands=data["hands"],
            gifts=data["gifts"],
            is_group=data.get("is_group", False),
            licences={
                one.code: data.get(f"{LICENCE_FIELD}{one.code}", "") for one in self.work_kinds
            },
        )


def _licence_field(kind: WorkKind) -> Line:
    return Line(
        label=_("Допуск для «%(title)s»: номер и дата") % {"title": kind.title},
        help_text=kind.licence,
        max_length=states.LICENCE_MAX,
        required=False,
    )


def skills_of(row: Solver) -> dict[str, Any]:
    """What a solver has said before, to be changed."""
    skills = list(row.skills.all())
    return {
        "name": row.name,
        "is_group": row.kind == states.GROUP,
        "kinds": [one.work_kind_id for one in skills],
        "hands": row.hands,
        "gifts": row.gifts,
        "about": row.about,
        **{f"{LICENCE_FIELD}{one.work_kind_id}": one.licence for one in skills},
    }


class TerritoryForm(forms.Form):
    """The second step: where."""

    way = forms.ChoiceField(
        label=_("Где поможете"),
        choices=[
            (BY_CIRCLE, _("Недалеко от адреса")),
            (BY_PLACES, _("В выбранных районах")),
            (BY_TOWN, _("По всему городу")),
        ],
        widget=forms.RadioSelect,
        initial=BY_CIRCLE,
        error_messages={"required": _("Выберите один из способов.")},
    )
    address = Line(
        label=_("Адрес, от которого считать"),
        help_text=_("Храним только примерное место, до полукилометра, и никому не показываем."),
        max_length=200,
        required=False,
    )
    radius = forms.TypedChoiceField(
        label=_("Как далеко"),
        choices=[(one, _("до %(n)s км") % {"n": one // 1000}) for one in territory.RADII_M],
        coerce=int,
        widget=forms.RadioSelect,
        initial=DEFAULT_M,
        required=False,
    )
    places = forms.TypedMultipleChoiceField(
        label=_("Районы и сёла"),
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [one for one in places.places() if one.kind != "town"]
        self.fields["places"].choices = [  # type: ignore[attr-defined]
            (str(one.id), one.name) for one in found
        ]

    def clean(self) -> dict[str, Any]:
        """Each way asks for its own."""
        data: dict[str, Any] = self.cleaned_data
        if data.get("way") == BY_PLACES and not data.get("places"):
            self.add_error("places", _("Выберите хотя бы один район."))
        if data.get("way") == BY_CIRCLE and "address" in data:
            try:
                data["house"] = house_named(data["address"])
            except Invalid as problem:
                self.add_error("address", str(problem.fields["address"]))
        return data

    @property
    def given(self) -> Territory:
        """What the action takes."""
        data = self.cleaned_data
        if data["way"] == BY_CIRCLE:
            house: places.Address = data["house"]
            return Territory((), (house.latitude, house.longitude), data["radius"] or DEFAULT_M)
        return Territory(data["places"] if data["way"] == BY_PLACES else ())


class TimeForm(forms.Form):
    """The third step: when."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("В какие дни"),
        choices=[(str(place), name) for place, name in enumerate(wording.WEEKDAYS)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    dates = Line(
        label=_("Или только в эти даты"),
        help_text=_("Через запятую: 05.12.2026, 12.12.2026"),
        max_length=200,
        required=False,
    )
    away_until = day_field(
        _("Не беспокоить до"),
        required=False,
        help_text=_("Если уехали или заняты: до этого дня включительно не предложим."),
    )

    def clean_dates(self) -> list[date]:
        """Days typed one after another."""
        typed = [part.strip() for part in self.cleaned_data["dates"].split(",") if part.strip()]
        field = forms.DateField(input_formats=DAY_FORMS)
        try:
            return [field.clean(part) for part in typed[:DATES_MAX]]
        except forms.ValidationError:
            raise forms.ValidationError(_("Дата не читается. Пример: 05.12.2026")) from None

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        data: dict[str, Any] = self.cleaned_data
        if not data.get("weekdays") and not data.get("dates") and "dates" not in self.errors:
            self.add_error("weekdays", _("Выберите хотя бы день или напишите дату."))
        return data

    @property
    def given(self) -> Time:
        """What the action takes."""
        data = self.cleaned_data
        return Time(sum(1 << one for one in data["weekdays"]), data["dates"], data["away_until"])


class FirstWordsForm(forms.Form):
    """The first word to the other side."""

    words = words_field(
        _("Что сказать"),
        states.WORDS_MAX,
        help_text=_("Увидит только другая сторона. Можно оставить телефон, чтобы созвониться."),
        required=False,
    )


class OfferForm(FirstWordsForm):
    """An offer: whose, and the first word."""

    solver = forms.ChoiceField(label=_("От кого"), widget=forms.RadioSelect)
    field_order = ["solver", "words"]

    def __init__(self, solvers: Sequence[Solver], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(one.slug, one.name) for one in solvers]
        self.fields["solver"].choices = chosen  # type: ignore[attr-defined]
        if len(chosen) == 1:
            self.fields["solver"].widget = forms.HiddenInput()
            self.initial.setdefault("solver", chosen[0][0])


class ReasonForm(forms.Form):
    """Why; who must be told why makes it required."""

    reason = words_field(_("Почему"), states.WORDS_MAX, help_text=_("Прочтёт другая сторона."))

    def __init__(self, *args: Any, is_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = is_required


class PlanForm(forms.Form):
    """When and how."""

    on = day_field(
        _("В какой день"),
        help_text=_("Оставьте хозяину места день-два, чтобы ответить."),
        error_messages={"required": _("Выберите день.")},
    )
    hands = hands_field(_("Сколько человек придёт"))
    text = words_field(
        _("Как будем делать"),
        states.WORDS_MAX,
        5,
        help_text=_(
            "Во сколько и где встречаемся, что берём с собой, что нужно от вас. План прочтут и "
            "хозяин места, и сотрудники города."
        ),
        error_messages={"required": _("Напишите хотя бы, во сколько и где.")},
    )

    @property
    def given(self) -> Plan:
        """What the action takes."""
        data = self.cleaned_data
        return Plan(data["on"], data["hands"], data["text"])


class ProofForm(forms.Form):
    """What came out."""

    photos = Photos(
        label=_("Фото, что вышло"),
        help_text=_("До пяти. Лица и номера машин закроем, после модератора их увидят все."),
    )
    words = words_field(
        _("Что сделали"),
        states.WORDS_MAX,
        error_messages={"required": _("Напишите одним предложением.")},
    )
    field_order = ["photos", "words"]


class ThanksForm(forms.Form):
    """How it is now, and for what to thank."""

    photos = Photos(
        label=_("Фото, как теперь"),
        required=False,
        help_text=_("Лица и номера машин закроем. После модератора его увидят все."),
    )
    thanks = forms.MultipleChoiceField(
        label=_("Сказать спасибо"),
        choices=list(wording.THANKS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Это увидят все в списке сделанных дел."),
    )
    field_order = ["photos", "thanks"]


class LicenceForm(forms.Form):
    """What an official found in a paper."""

    is_good = forms.TypedChoiceField(
        label=_("Документ"),
        choices=[("yes", _("верен, допуск есть")), ("no", _("не подходит"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите, что с документом.")},
    )
    reason = words_field(
        _("Почему не подходит"),
        states.WORDS_MAX,
        required=False,
        help_text=_("Если не подходит: прочтёт организация."),
    )


class KindForm(forms.Form):
    """A kind of work in the town's list."""

    title = Line(
        label=_("Дело"),
        max_length=80,
        help_text=_("Коротко: «Уборка», «Ремонт скамеек»"),
        error_messages={"required": _("Напишите название.")},
    )
    is_dangerous = forms.BooleanField(
        label=_("Опасная работа: только с проверенным допуском"), required=False
    )
    licence = Line(
        label=_("Какой документ показать"),
        max_length=states.LICENCE_MAX,
        required=False,
        help_text=_("Например, удостоверение о проверке знаний по электробезопасности"),
    )
    is_open = forms.BooleanField(label=_("Показывать в списке"), required=False, initial=True)

    @property
    def given(self) -> KindText:
        """What the action takes."""
        data = self.cleaned_data
        return KindText(data["title"], data["is_dangerous"], data["licence"], data["is_open"])
