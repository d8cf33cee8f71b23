"""What moderators, authors and readers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import BY_DOCUMENT, BY_STATE
from veche.commons.moderation import wording
from veche.commons.moderation.actions.banning import BanText
from veche.commons.moderation.actions.ruling import RulesText
from veche.kernel.web.fields import Line, Text

LINE_MAX = 120
_PLAIN = (
    "title",
    "why",
    "call",
    "words",
    "act_title",
    "act_number",
    "act_on",
    "starts_on",
    "ends_on",
)
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


def _day(label: Any, **rest: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        **rest,
    )


class BanForm(forms.Form):
    """What the law forbids to publish, and by which act."""

    title = Line(
        label=_("Что запрещено"),
        max_length=200,
        help_text=_("Например: фото последствий атак беспилотников"),
    )
    why = Line(label=_("Почему: эту фразу прочтёт автор"), max_length=500)
    call = Line(
        label=_("Кому звонить"), max_length=200, help_text=_("Например: 112 или ЕДДС, 8 800 …")
    )
    words = Text(
        label=_("Слова"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("В каждой строке слова, которые стоят в тексте вместе, в любой форме"),
    )
    topics = forms.MultipleChoiceField(
        label=_("Темы"), required=False, widget=forms.CheckboxSelectMultiple
    )
    photos_only = forms.BooleanField(
        label=_("По теме задерживать, только если есть фото"), required=False, initial=True
    )
    act_title = Line(label=_("Название акта"), max_length=300)
    act_number = Line(label=_("Номер акта"), max_length=60)
    act_on = _day(_("Дата акта"))
    starts_on = _day(_("С какого дня"))
    ends_on = _day(_("По какой день"), required=False, help_text=_("Пусто: пока не отменят"))

    def __init__(self, topics: list[tuple[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if topics:
            self.fields["topics"].choices = topics  # type: ignore[attr-defined]
        else:
            del self.fields["topics"], self.fields["photos_only"]

    def clean_words(self) -> tuple[str, ...]:
        lines = [one.strip() for one in self.cleaned_data["words"].splitlines()]
        kept = tuple(one for one in lines if one)
        if any(len(one) > LINE_MAX for one in kept):
            raise forms.ValidationError(_("Строка длиннее 120 знаков: возьмите главные слова."))
        return kept

    @property
    def text(self) -> BanText:
        """The ban as given; after is_valid()."""
        given = self.cleaned_data
        topics = tuple(given.get("topics", ()))
        rest = {name: given[name] for name in _PLAIN}
        return BanText(topics=topics, photos_only=given.get("photos_only", True), **rest)


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

    @property
    def text(self) -> RulesText:
        """The rules as given; after is_valid()."""
        given = {name: self.cleaned_data[name] for name in RulesText.__dataclass_fields__}
        return RulesText(**given)
