"""What a person confirms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.privacy import wording
from veche.commons.privacy.rules import OUTCOMES
from veche.kernel.ids import new_id


class KeyedForm(forms.Form):
    """A form with a key of its own, so that sending it twice is one act."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)


class ConsentForm(KeyedForm):
    """A mark the person sets themselves, and the version of the words they have read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    agreed = forms.BooleanField(
        label=_("Я прочитал текст и согласен"),
        error_messages={"required": _("Отметьте, если согласны. Если нет, вернитесь назад.")},
    )


class RequestForm(KeyedForm):
    """What is asked for: a choice alone, so that nobody writes of themselves here."""

    kind = forms.ChoiceField(
        label=_("О чём запрос"),
        choices=list(wording.KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите, о чём запрос.")},
    )


class AnswerForm(KeyedForm):
    """How a request ends."""

    outcome = forms.ChoiceField(
        label=_("Ответ"),
        choices=[(one, wording.STATES[one]) for one in OUTCOMES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите ответ.")},
    )
