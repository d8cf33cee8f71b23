"""What moderators, authors and readers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import BY_DOCUMENT, BY_STATE
from veche.commons.moderation import wording
from veche.commons.moderation.actions.ruling import RulesText
from veche.kernel.web.fields import Line, Text

HOURS = (
    (0, _("Сразу")),
    (30, _("Через полчаса")),
    (120, _("Через 2 часа")),
    (720, _("Через 12 часов")),
)


class DecisionForm(forms.Form):
    """One press of one button: pass, or a reason to remove."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    decision = forms.CharField(max_length=20)
    hides_marked = forms.BooleanField(required=False)


class ComplaintForm(forms.Form):
    """What is wrong with a thing."""

    reason = forms.ChoiceField(
        label=_("Что не так"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Отметьте одно из списка.")},
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = list(wording.reasons_of(kind).items())
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    """Why the author disagrees."""

    text = Text(
        label=_("С чем вы не согласны"),
        help_text=_("Прочтёт другой модератор. Одной-двух фраз достаточно."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Напишите, с чем вы не согласны.")},
    )


class AnswerForm(forms.Form):
    """What the second moderator says to the author."""

    verdict = forms.ChoiceField(
        label=_("Решение"),
        choices=[("back", _("Вернуть текст")), ("stay", _("Оставить снятым"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите решение.")},
    )
    answer = Text(
        label=_("Ответ автору"),
        help_text=_("Простыми словами: почему так."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Напишите ответ автору.")},
    )


class RulesForm(forms.Form):
    """Whom the town trusts, and the special regime."""

    is_special = forms.BooleanField(
        label=_("Особый режим: каждый текст ждёт модератора"),
        help_text=_("Для тревожных дней. Жители увидят, что он включён и почему."),
        required=False,
    )
    delay_minutes = forms.TypedChoiceField(
        label=_("Когда показывать пропущенное в особом режиме"),
        choices=HOURS,
        coerce=int,
        initial=0,
    )
    trusts_officials = forms.BooleanField(
        label=_("Тексты сотрудников видны сразу"), required=False, initial=True
    )
    trusted_level = forms.TypedChoiceField(
        label=_("Чьи ещё тексты видны сразу"),
        choices=[
            (0, _("Только тех, чьи тексты уже пропускали")),
            (BY_DOCUMENT, _("И тех, чей документ видел оператор")),
            (BY_STATE, _("И тех, кто вошёл через Госуслуги")),
        ],
        coerce=int,
        initial=0,
        widget=forms.RadioSelect,
    )
    note = Line(
        label=_("Что сказать жителям"),
        help_text=_("Эту фразу прочтут все: почему так решили и до каких пор."),
        max_length=500,
        error_messages={"required": _("Объясните жителям, почему так решили.")},
    )
    key = forms.RegexField(regex=r"^[\w-]{16,40}$", widget=forms.HiddenInput)

    @property
    def text(self) -> RulesText:
        """The rules as given; after is_valid()."""
        given = {name: self.cleaned_data[name] for name in RulesText.__dataclass_fields__}
        return RulesText(**given)
