"""«Мой вклад»: what a person pays; nothing of it is kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.kernel.web.fields import Roubles


class ContributionForm(forms.Form):
    """A salary, and two taxes if there are any."""

    salary = Roubles(
        label=_("Зарплата в месяц до вычета налога, ₽"), help_text=_("Например, 60 000")
    )
    land = Roubles(
        label=_("Земельный налог за год, ₽"),
        required=False,
        help_text=_("Сумма из налогового уведомления"),
    )
    property_tax = Roubles(
        label=_("Налог на квартиру или дом за год, ₽"),
        required=False,
        help_text=_("Сумма из налогового уведомления"),
    )
