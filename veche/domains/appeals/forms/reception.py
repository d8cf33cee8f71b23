"""Hours of reception: how they are published, booked, called off."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.appeals.actions.receiving import HoursText
from veche.domains.appeals.forms.office import KeyedForm, day_field
from veche.domains.appeals.models import LINE_MAX, NAME_MAX
from veche.kernel.web.fields import Line

_HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HoursForm(KeyedForm):
    """Who receives, where, about what, when."""

    post = Line(label=_("Должность"), max_length=NAME_MAX)
    host = Line(label=_("Кто принимает"), max_length=NAME_MAX)
    place = Line(label=_("Где"), max_length=LINE_MAX, help_text=_("Адрес и кабинет"))
    topics = Line(label=_("О чём"), max_length=LINE_MAX, required=False)
    on = day_field(_("День"))
    starts = forms.TimeField(label=_("С"), widget=_HOUR)
    ends = forms.TimeField(label=_("До"), widget=_HOUR)
    minutes = forms.IntegerField(
        label=_("Минут на человека"), min_value=5, max_value=120, initial=15
    )

    @property
    def text(self) -> HoursText:
        """The hours for the action."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
        return HoursText(**data)


class BookForm(forms.Form):
    """Which time, about what."""

    slot = forms.TypedChoiceField(label=_("Время"), coerce=int, widget=forms.RadioSelect)
    topic = Line(
        label=_("О чём будете говорить"),
        max_length=LINE_MAX,
        help_text=_("Коротко: так подготовятся. Увидят только сотрудники, которые готовят приём."),
    )

    def __init__(self, *args: object, slots: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["slot"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = slots
        field.error_messages["invalid_choice"] = _(
            "Это время только что заняли. Выберите другое из свободных."
        )


class CancelForm(forms.Form):
    """Why there will be no reception."""

    why = Line(label=_("Почему приёма не будет"), max_length=LINE_MAX)
