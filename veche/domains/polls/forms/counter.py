"""What clerks type about paper that elders carry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.organisations import public as organisations

NUMBER_MAX = 40


class BatchForm(forms.Form):
    """Blank sheets for an elder."""

    collector = forms.ChoiceField(
        label=_("Кому"), error_messages={"required": _("Выберите, кому передаёте листы.")}
    )
    amount = forms.IntegerField(
        label=_("Сколько листов"),
        min_value=1,
        max_value=500,
        initial=20,
        error_messages={
            "required": _("Напишите, сколько листов."),
            "invalid": _("Напишите число."),
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, collectors: Sequence[organisations.Mandate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["collector"]
        found.choices = [(str(one.id), f"{one.title}, {one.territory}") for one in collectors]


class BatchBackForm(forms.Form):
    """How many blanks came back."""

    unused = forms.IntegerField(
        label=_("Вернулось чистых"),
        min_value=0,
        max_value=500,
        error_messages={
            "required": _("Пересчитайте чистые листы."),
            "invalid": _("Напишите число."),
        },
    )


class EnvelopeForm(forms.Form):
    """What the slip of an envelope says."""

    kind = forms.ChoiceField(label=_("Документ"), choices=identity.document_titles)
    number = forms.CharField(
        label=_("Серия и номер"),
        help_text=_("С листка во внешнем конверте. Номер нигде не хранится."),
        max_length=NUMBER_MAX,
        error_messages={"required": _("Впишите серию и номер.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born = forms.DateField(
        label=_("Дата рождения"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"required": _("Впишите дату рождения.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "off"}),
    )
