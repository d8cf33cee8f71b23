"""One question with its options, in one form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from veche.domains.polls import actions, rules
from veche.domains.polls.forms import uploads
from veche.domains.polls.forms.fields import Roubles
from veche.domains.polls.models import Neutral, Option, Question, QuestionKind
from veche.kernel.ids import new_id
from veche.kernel.web.fields import Line

NEUTRAL = [
    (Neutral.UNSURE.value, Neutral.UNSURE.label),
    (Neutral.EXPERTS.value, Neutral.EXPERTS.label),
    (Neutral.AGAINST_ALL.value, Neutral.AGAINST_ALL.label),
]
UNITS = [("roubles", _("рубли")), ("points", _("баллы"))]
ROWS_FOR_NEW, ROWS_MORE = 4, 3

# What is asked of a question besides its words, by kind.
EXTRA: dict[str, tuple[str, ...]] = {
    QuestionKind.ONE: ("neutral",),
    QuestionKind.SEVERAL: ("minimum", "maximum", "neutral"),
    QuestionKind.RANKING: ("minimum", "maximum", "neutral"),
    QuestionKind.SCALE: ("scale_low", "scale_high"),
    QuestionKind.BUDGET: ("total_unit", "total", "max_each"),
}


class QuestionForm(forms.Form):
    """The words and rules of one question; fields its kind does not need are absent."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = Line(label=_("Вопрос"), max_length=500)
    hint = Line(
        label=_("Подсказка под вопросом"),
        max_length=500,
        required=False,
        help_text=_("Чем отличаются варианты, где посмотреть подробности."),
    )
    is_required = forms.BooleanField(
        label=_("Без ответа на этот вопрос голос не принимается"), required=False
    )
    minimum = forms.IntegerField(label=_("Не меньше"), min_value=1, max_value=100)
    maximum = forms.IntegerField(label=_("Не больше"), min_value=1, max_value=100)
    scale_low = forms.IntegerField(label=_("От"), min_value=0, max_value=1)
    scale_high = forms.IntegerField(label=_("До"), min_value=2, max_value=10)
    total_unit = forms.ChoiceField(
        label=_("Что распределяют"), choices=UNITS, widget=forms.RadioSelect
    )
    total = Roubles(label=_("Сколько всего"))
    max_each = Roubles(
        label=_("Не больше одному варианту"),
        required=False,
        help_text=_("Оставьте пустым, если предела нет."),
    )
    neutral = forms.MultipleChoiceField(
        label=_("Нейтральные ответы"),
        choices=NEUTRAL,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Кому не подходит ни один вариант, тому тоже есть что ответить."),
    )
    shown_if = forms.MultipleChoiceField(
        label=_("Показывать, если раньше выбрано"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Отметьте варианты одного вопроса. Без отметок вопрос видят все."),
    )

    def __init__(
        self, *args: Any, kind: str, before: Sequence[Question] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in {name for names in EXTRA.values() for name in names}:
            if name not in EXTRA.get(kind, ()):
                del self.fields[name]
        branches = [q for q in before if q.kind in rules.BRANCHING and q.options.all()]
        if not branches:
            del self.fields["shown_if"]
        else:
            self.fields["shown_if"].choices = [  # type: ignore[attr-defined]
                (f"{q.code}:{option.code}", f"{number}. {q.text} — {option.text}")
                for number, q in enumerate(before, start=1)
                if q in branches
                for option in q.options.all()
            ]

    def clean_shown_if(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["shown_if"]
        if len({mark.partition(":")[0] for mark in chosen}) > 1:
            raise forms.ValidationError(_("Условие может зависеть только от одного вопроса."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("minimum"), data.get("maximum")
        if low is not None and high is not None and high < low:
            self.add_error("maximum", _("Наибольшее число меньше наименьшего."))
        total, each = data.get("total"), data.get("max_each")
        if total == 0:
            self.add_error("total", _("Нечего распределять: напишите, сколько всего."))
        if total and each and each > total:
            self.add_error("max_each", _("Это больше, чем есть всего."))
        if data.get("total_unit") == "points":
            for name in ("total", "max_each"):
                if data.get(name) and data[name] % 100:
                    self.add_error(name, _("Баллы бывают только целые."))
        return data

    def values(self) -> dict[str, Any]:
        """Columns of the question; what the kind does not need stands at its default."""
        data = dict(self.cleaned_data)
        marks = [mark.partition(":") for mark in data.get("shown_if", [])]
        # Points are counted as typed, roubles in kopecks.
        whole = 1 if data.get("total_unit") == "roubles" else 100
        return {
            "text": data["text"],
            "hint": data["hint"],
            "is_required": data["is_required"],
            "minimum": data.get("minimum") or 1,
            "maximum": data.get("maximum") or 1,
            "scale_low": data.get("scale_low", 1),
            "scale_high": data.get("scale_high", 5),
            "total_unit": data.get("total_unit") or "points",
            "total": (data.get("total") or 0) // whole,
            "max_each": (data.get("max_each") or 0) // whole,
            "shown_if_question": marks[0][0] if marks else "",
            "shown_if_options": [option for _code, _colon, option in marks],
        }


def initial_of(question: Question) -> dict[str, Any]:
    """What stands in the draft."""
    whole = 1 if question.total_unit == "roubles" else 100
    marks = [f"{question.shown_if_question}:{code}" for code in question.shown_if_options]
    return {
        "id": question.id,
        "text": question.text,
        "hint": question.hint,
        "is_required": question.is_required,
        "minimum": question.minimum,
        "maximum": question.maximum,
        "scale_low": question.scale_low,
        "scale_high": question.scale_high,
        "total_unit": question.total_unit,
        "total": question.total * whole or None,
        "max_each": question.max_each * whole or None,
        "neutral": [o.neutral for o in question.options.all() if o.neutral != Neutral.NONE],
        "shown_if": marks,
    }


def initial_of_new(kind: str) -> dict[str, Any]:
    """What a new question begins with."""
    return {
        "id": new_id(),
        "is_required": kind not in {QuestionKind.TEXT, QuestionKind.PLACE},
        "minimum": 1,
        "maximum": 3,
        "scale_low": 1,
        "scale_high": 5,
        "total_unit": "roubles",
        "neutral": [value for value, _label in NEUTRAL],
    }


class OptionForm(forms.Form):
    """One row of the options; a row without words is no option."""

    text = Line(label=_("Вариант"), max_length=300, required=False)
    detail = Line(label=_("Пояснение"), max_length=1000, required=False)
    cost = Roubles(label=_("Стоимость, ₽"), required=False)
    place_text = Line(label=_("Где это"), max_length=200, required=False)
    latitude = forms.FloatField(
        label=_("Широта"), required=False, min_value=-90, max_value=90, widget=forms.TextInput
    )
    longitude = forms.FloatField(
        label=_("Долгота"), required=False, min_value=-180, max_value=180, widget=forms.TextInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(uploads.photo_fields("photo", _("Фото"), uploads.TAKE_PHOTO_AWAY))
        self.fields["text"].widget.attrs["placeholder"] = _("Вариант ответа")
        for name in ("latitude", "longitude"):
            self.fields[name].localize = False
            self.fields[name].widget.attrs["inputmode"] = "decimal"

    @property
    def row_id(self) -> str:
        """The option's id, also the row's name in the form."""
        return str(self.prefix).removeprefix("option-")

    @property
    def photo_ref(self) -> Any:
        """The picture to show in the row."""
        return uploads.shown(self, "photo")

    @property
    def has_more(self) -> bool:
        """Whether the folded part of the row holds anything."""
        folded = ("detail", "cost", "place_text", "latitude", "longitude", "photo_id")
        return any(self[name].value() for name in folded)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            name = "latitude" if data.get("latitude") is None else "longitude"
            if name not in self.errors:
                self.add_error(name, _("Для точки на карте нужны оба числа."))
        has_rest = any(data.get(name) for name in ("detail", "cost", "place_text", "photo_id"))
        if not data.get("text") and has_rest and "text" not in self.errors:
            self.add_error("text", _("Назовите вариант или очистите всю строку."))
        return data

    def option(self) -> actions.OptionText:
        """The words for the action."""
        data = self.cleaned_data
        return actions.OptionText(
            id=UUID(self.row_id),
            text=data["text"],
            detail=data["detail"],
            cost_kopecks=data["cost"],
            place_text=data["place_text"],
            latitude=data["latitude"],
            longitude=data["longitude"],
            photo_id=uploads.chosen(self, "photo"),
        )


def option_initial(option: Option) -> dict[str, Any]:
    """What stands in the draft."""
    return {
        "text": option.text,
        "detail": option.detail,
        "cost": option.cost_kopecks,
        "place_text": option.place_text,
        "latitude": option.latitude,
        "longitude": option.longitude,
        "photo_id": option.photo_id,
    }


def blank_rows(count: int) -> list[OptionForm]:
    """Empty rows, each with an id of its own."""
    return [OptionForm(prefix=f"option-{new_id()}") for _number in range(count)]


def rows_of(options: Iterable[Option], blank: int) -> list[OptionForm]:
    """The rows of a question that is opened."""
    rows = [
        OptionForm(prefix=f"option-{option.id}", initial=option_initial(option))
        for option in options
        if option.neutral == Neutral.NONE
    ]
    return rows + blank_rows(blank)


def posted_ids(post: QueryDict) -> list[str]:
    """Ids of the rows that came back, in their order, each once; what is no id is dropped."""
    found: dict[str, None] = {}
    for raw in post.getlist("option")[:200]:
        try:
            found[str(UUID(raw))] = None
        except ValueError:
            continue
    return list(found)


def moved(ids: list[str], post: QueryDict) -> list[str]:
    """The order after a press on an arrow: `up` or `down` holds the id of a row."""
    for name, step in (("up", -1), ("down", 1)):
        row = post.get(name, "")
        if row in ids:
            place = ids.index(row)
            ids.insert(max(0, place + step), ids.pop(place))
    return ids


def as_typed(
    kind: str, form: QuestionForm, rows: Sequence[OptionForm]
) -> tuple[Question, list[Option]]:
    """An unsaved question with what is lawful of a half-filled form, for the preview."""
    form.is_valid()
    data = form.cleaned_data
    whole = 1 if data.get("total_unit") == "roubles" else 100
    question = Question(kind=kind, code="typed", text=data.get("text", ""))
    for name in ("id", "hint", "minimum", "maximum", "scale_low", "scale_high", "total_unit"):
        if data.get(name) is not None:
            setattr(question, name, data[name])
    question.is_required = bool(data.get("is_required"))
    question.total = (data.get("total") or 0) // whole
    options = []
    for row in rows:
        row.is_valid()
        names = ("text", "detail", "place_text")
        words = {name: row.cleaned_data.get(name, "") for name in names}
        if words["text"]:
            cost, photo_id = row.cleaned_data.get("cost"), uploads.chosen(row, "photo")
            picked = {"cost_kopecks": cost, "photo_id": photo_id}
            options.append(Option(question=question, **picked, **words))
    for text, neutral in actions.automatic_options(kind=kind, neutral=data.get("neutral", [])):
        options.append(Option(question=question, text=text, neutral=neutral))
    return question, options
