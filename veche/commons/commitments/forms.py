"""What officials and residents fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.commitments import rules
from veche.commons.commitments.actions import ClockText, DecisionText
from veche.kernel.web.fields import Line, Text

PHOTO_TYPES = "image/jpeg,image/png,image/webp"


def long_text(label: Any, limit: int, **options: Any) -> Text:
    """A field of several lines."""
    area = forms.Textarea(attrs={"rows": options.pop("rows", 4)})
    return Text(label=label, max_length=limit, widget=area, **options)


def day(label: Any, **options: Any) -> forms.DateField:
    """A day, picked or typed as 26.11.2026."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **options
    )


def number(label: Any, **options: Any) -> forms.DecimalField:
    """A number with a comma or a point."""
    return forms.DecimalField(
        label=label,
        max_digits=16,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        **options,
    )


def photo(label: Any) -> forms.FileField:
    """A photo; what is inside is checked by files when it is saved."""
    return forms.FileField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": PHOTO_TYPES}),
        help_text=_("JPEG, PNG или WebP до 20 МБ"),
    )


class AnswerableForm(forms.Form):
    """Who answers before the residents."""

    body_name = Line(
        label=_("Кто исполняет"),
        max_length=200,
        help_text=_("Например, Управление благоустройства"),
    )
    responsible_post = Line(label=_("Должность ответственного"), max_length=200)
    responsible_name = Line(label=_("Фамилия, имя, отчество"), max_length=200)

    @property
    def answerable(self) -> rules.Answerable:
        """The three fields as one value."""
        given = self.cleaned_data
        return rules.Answerable(
            given["body_name"], given["responsible_post"], given["responsible_name"]
        )


class DecisionForm(AnswerableForm):
    """The decision itself."""

    field_order = ["decision", "due_on"]

    decision = long_text(
        _("Что решили"),
        4000,
        rows=6,
        help_text=_("Простыми словами: что будет сделано и что из пожеланий учли"),
    )
    due_on = day(_("Сделаем до"))
    act_kind = Line(
        label=_("Вид акта"), max_length=120, help_text=_("Например, постановление администрации")
    )
    act_number = Line(label=_("Номер акта"), max_length=60)
    act_on = day(_("Дата акта"))
    act_url = forms.URLField(
        label=_("Ссылка на текст акта"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={
            "invalid": _("Ссылка записана не целиком. Скопируйте её из строки браузера.")
        },
    )
    indicator_name = Line(
        label=_("Показатель, который должен измениться"),
        max_length=200,
        required=False,
        help_text=_("Например, доля освещённых улиц"),
    )
    indicator_unit = Line(label=_("Единица"), max_length=40, required=False)
    indicator_start = number(_("Сейчас"), required=False)
    indicator_goal = number(_("Должно стать"), required=False)
    indicator_by = day(_("К какому дню"), required=False)

    def clean(self) -> dict[str, Any]:
        """An indicator is named whole or not at all."""
        given: dict[str, Any] = super().clean() or {}
        whole = ("indicator_name", "indicator_start", "indicator_goal", "indicator_by")
        named = [name for name in whole if given.get(name) not in (None, "")]
        for name in whole:
            if named and name not in named and name not in self.errors:
                self.add_error(name, _("Заполните все поля показателя или оставьте их пустыми"))
        return given

    @property
    def text(self) -> DecisionText:
        """What the action takes."""
        given = self.cleaned_data
        indicator = None
        if given["indicator_name"]:
            indicator = rules.Indicator(
                name=given["indicator_name"],
                unit=given["indicator_unit"],
                start=given["indicator_start"],
                goal=given["indicator_goal"],
                by=given["indicator_by"],
            )
        act = rules.Act(given["act_kind"], given["act_number"], given["act_on"], given["act_url"])
        return DecisionText(
            decision=given["decision"],
            due_on=given["due_on"],
            answerable=self.answerable,
            act=act,
            indicator=indicator,
        )


class StageForm(forms.Form):
    """A step of the plan."""

    title = Line(label=_("Что сделаем"), max_length=200)
    planned_on = day(_("Закончим до"))
    photo = photo(_("Фото «до»"))


class StageDoneForm(forms.Form):
    """A finished step."""

    done_on = day(_("Когда закончили"))
    note = long_text(_("Что получилось"), 1000, required=False)
    photo = photo(_("Фото «после»"))


class DueForm(forms.Form):
    """A moved term."""

    new_due_on = day(_("Новый срок"))
    reason = long_text(
        _("Почему переносите"),
        2000,
        help_text=_("Причину прочтут все. Прежний срок останется на странице"),
    )


class DeclineForm(AnswerableForm):
    """A refusal."""

    field_order = ["reason"]

    reason = long_text(
        _("Почему отказываете"), 2000, rows=6, help_text=_("Причину прочтут все жители")
    )


class FinishForm(forms.Form):
    """What came out."""

    outcome = long_text(_("Что сделано"), 4000, rows=6)
    indicator_now = number(_("Каким стал показатель"), required=False)


class RatingForm(forms.Form):
    """Stars of a resident."""

    stars = forms.TypedChoiceField(coerce=int, choices=[(n, str(n)) for n in rules.STARS])


class ClockForm(forms.Form):
    """The town's decision on counting lateness before everyone."""

    is_on = forms.ChoiceField(
        label=_("Что решили"),
        choices=[("on", _("Показывать опоздания всем")), ("off", _("Больше не показывать"))],
        widget=forms.RadioSelect,
        initial="on",
    )
    starts_on = day(_("С какого дня"))
    act_title = Line(
        label=_("Название акта"),
        max_length=300,
        help_text=_("Например, постановление администрации о публичном контроле сроков"),
    )
    act_number = Line(label=_("Номер акта"), max_length=60)
    act_on = day(_("Дата акта"))

    @property
    def text(self) -> ClockText:
        """The decision for the action."""
        given = self.cleaned_data
        return ClockText(
            is_on=given["is_on"] == "on",
            starts_on=given["starts_on"],
            act_title=given["act_title"],
            act_number=given["act_number"],
            act_on=given["act_on"],
        )
