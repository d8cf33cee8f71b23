"""What people fill in: a question, an answer with its voice, a guide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.advice import rules
from veche.domains.advice.actions.answering import Voice
from veche.domains.advice.queries import wording
from veche.kernel.web.fields import Line, Text

OWN, TOWN = "own", "town"


class QuestionForm(forms.Form):
    """A question to the town."""

    title = Line(
        label=_("Ваш вопрос"),
        help_text=_("Одной фразой: «Как получить выплату на второго ребёнка?»"),
        min_length=rules.TITLE_MIN,
        max_length=rules.TITLE_MAX,
        error_messages={
            "required": _("Напишите вопрос."),
            "min_length": _("Слишком коротко: спросите полной фразой."),
        },
    )
    text = Text(
        label=_("Подробности"),
        help_text=_(
            "Что уже пробовали, о каком доме речь. Без телефонов и имён: их увидели бы все."
        ),
        max_length=rules.TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    theme = forms.ChoiceField(
        label=_("О чём вопрос"),
        choices=lambda: [("", _("Выберите тему")), *wording.theme_choices()],
        error_messages={"required": _("Выберите тему.")},
    )
    field_order = ("title", "text", "theme")


class AnswerForm(forms.Form):
    """An answer; officials and those who act for an organisation choose in whose name."""

    text = Text(
        label=_("Ваш ответ"),
        help_text=_("Куда идти, что взять, сколько ждать. Лучший ответ станет справкой для всех."),
        min_length=rules.ANSWER_MIN,
        max_length=rules.ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Напишите ответ."),
            "min_length": _("Слишком коротко: объясните, что делать."),
        },
    )
    voice = forms.ChoiceField(label=_("От чьего имени"), widget=forms.RadioSelect)
    body = Line(
        label=_("Управление или комитет"),
        help_text=_("Нужно, если вы отвечаете от имени города."),
        max_length=200,
        required=False,
    )
    field_order = ("text", "voice", "body")

    def __init__(
        self,
        *args: Any,
        is_official: bool = False,
        organisations: Sequence[tuple[UUID, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(str(one), name) for one, name in organisations]
        if is_official:
            choices = [(TOWN, _("Город: официальный ответ")), *choices]
        else:
            del self.fields["body"]
        if not choices:
            del self.fields["voice"]
            return
        choices.append((OWN, _("Я сам, как житель")))
        voice = self.fields["voice"]
        assert isinstance(voice, forms.ChoiceField)
        voice.choices = choices
        self.initial.setdefault("voice", choices[0][0])

    def clean(self) -> dict[str, Any]:
        """A body of the town is named when the town answers."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("voice") == TOWN and not cleaned.get("body"):
            self.add_error("body", _("Назовите управление или комитет."))
        return cleaned

    @property
    def chosen(self) -> Voice:
        """In whose name, once the form is valid."""
        voice = self.cleaned_data.get("voice", OWN)
        if voice == TOWN:
            return Voice(body=self.cleaned_data["body"])
        return Voice() if voice == OWN else Voice(organisation_id=UUID(voice))


class DoubtForm(forms.Form):
    """What of a guide is not true any more."""

    reason = forms.ChoiceField(
        label=_("Что неверно"),
        choices=list(wording.DOUBTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Выберите, что неверно.")},
    )


class CheckForm(forms.Form):
    """An official says that a guide holds as it stands."""

    turn = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    speaks_for = Line(
        label=_("Кто проверил"),
        help_text=_("Управление или комитет: его увидят под справкой."),
        max_length=200,
        error_messages={"required": _("Назовите управление или комитет.")},
    )


class GuideForm(CheckForm):
    """A guide written anew."""

    title = Line(label=_("Заголовок"), min_length=rules.TITLE_MIN, max_length=rules.TITLE_MAX)
    text = Text(
        label=_("Текст справки"),
        help_text=_("Шаги по порядку, адреса, часы, телефоны. Ссылки пишите целиком."),
        min_length=rules.ANSWER_MIN,
        max_length=rules.GUIDE_MAX,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    note = Line(
        label=_("Что изменили"),
        help_text=_("Одной фразой: «Новые часы приёма с 1 декабря»."),
        max_length=300,
        required=False,
    )
    field_order = ("title", "text", "note", "speaks_for", "turn")
