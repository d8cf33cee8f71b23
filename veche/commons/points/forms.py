"""What the administrator and people fill in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.points import registry, rules
from veche.kernel.web.fields import Line


class TermsForm(forms.Form):
    """The switch, what each deed brings, the act of the shop."""

    is_on = forms.BooleanField(
        label=_("Давать баллы"),
        help_text=_("Пока выключено, ничего не считается и не хранится."),
        required=False,
    )
    act_number = Line(
        label=_("Номер акта, который разрешает обмен на вещи"), max_length=60, required=False
    )
    act_on = forms.DateField(
        label=_("Дата акта"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    act_url = forms.URLField(
        label=_("Ссылка на акт"), max_length=400, required=False, assume_scheme="https"
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, prices: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in registry.all_deeds():
            self.fields[f"price-{one.code}"] = forms.IntegerField(
                label=str(one.title),
                min_value=0,
                max_value=100,
                initial=prices[one.code],
                help_text=_("Сколько баллов; 0 — не считать."),
            )

    def clean(self) -> dict[str, Any]:
        """An act is named whole or not at all."""
        cleaned: dict[str, Any] = super().clean() or {}
        act = [cleaned.get(name) for name in ("act_number", "act_on", "act_url")]
        if any(act) and not all(act):
            self.add_error("act_number", _("Нужны номер, дата и ссылка, или ничего из этого."))
        return cleaned

    @property
    def prices(self) -> dict[str, int]:
        """What each deed brings, once the form is valid."""
        return {
            name.removeprefix("price-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("price-")
        }


class ThingForm(forms.Form):
    """A thing of the shop."""

    title = Line(label=_("Что это"), max_length=150)
    text = Line(
        label=_("Подробности"), help_text=_("Где и когда забрать."), max_length=600, required=False
    )
    price = forms.IntegerField(label=_("Сколько баллов"), min_value=1, max_value=rules.POINTS_MAX)
    stock = forms.IntegerField(label=_("Сколько есть"), min_value=0, max_value=100_000)
    per_person = forms.IntegerField(label=_("Сколько одному человеку"), min_value=1, max_value=100)
    is_shown = forms.BooleanField(label=_("Показывать"), required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    had = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class OnceForm(forms.Form):
    """A press that makes something: sent twice, it makes one."""

    key = forms.RegexField(regex=r"^[\w-]{16,40}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", secrets.token_urlsafe(18))


class GiveForm(OnceForm):
    """Points for a school or a district."""

    receiver = forms.ChoiceField(
        label=_("Кому"), error_messages={"required": _("Выберите, кому подарить.")}
    )
    points = forms.IntegerField(
        label=_("Сколько баллов"),
        min_value=1,
        max_value=rules.POINTS_MAX,
        error_messages={"required": _("Напишите, сколько.")},
    )
    field_order = ("receiver", "points", "key")

    def __init__(self, *args: Any, receivers: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Выберите")), *receivers]
