"""What officials and executors write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.reports.forms.filing import Photos, PhotosForm
from veche.domains.reports.models import NAME_MAX, WORDS_MAX
from veche.domains.reports.queries import catalogue, wording
from veche.domains.reports.rules import states
from veche.kernel.web.fields import Line, Text


def _words(label: Any, *, required: bool = True, hint: Any = "") -> Text:
    return Text(
        label=label,
        required=required,
        max_length=WORDS_MAX,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VersionForm(forms.Form):
    """The report as whoever acts has seen it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class LawfulForm(VersionForm):
    """Let go; what a ban holds needs a word that it does not fall under it."""

    is_lawful = forms.BooleanField(label=_("Проверено: под запрет не попадает"), required=False)


class PassForm(LawfulForm):
    """Let through; names that the finders have marked are hidden first, unless one says no."""

    hides_marked = forms.BooleanField(
        label=_("Скрыть отмеченные имена"),
        required=False,
        initial=True,
        help_text=_("Вместо них встанет «[имя скрыто]». Вернуть их будет нельзя."),
    )


class RejectForm(VersionForm):
    """Why a report goes no further."""

    reason = forms.ChoiceField(
        label=_("Почему"), choices=list(wording.REJECTIONS.items()), widget=forms.RadioSelect
    )
    text = _words(_("Слова автору"), required=False, hint=_("Что ему сделать, чтобы помогли"))


class MergeForm(VersionForm):
    """Which report tells of the same."""

    main = forms.RegexField(
        label=_("Номер сообщения, к которому присоединить"),
        regex=r"^\d{4}-?\d{4}$",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_main(self) -> str:
        return str(self.cleaned_data["main"]).replace("-", "")


class AssignForm(VersionForm):
    """Who answers for it."""

    body = forms.UUIDField(label=_("Исполнитель"))
    text = _words(_("Слова для всех"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in catalogue.bodies()]
        self.fields["body"].widget = forms.Select(choices=[("", "—"), *choices])


class ReturnForm(VersionForm):
    """Whose it is, in the executor's eyes."""

    text = _words(_("Чьё это и почему"))


class ForwardForm(VersionForm):
    """Which other body it goes to."""

    body_name = Line(
        label=_("Кому передаём"),
        max_length=NAME_MAX,
        help_text=_("Полное название: житель увидит, кто теперь отвечает"),
    )
    text = _words(_("Слова для всех"), required=False)


class AskForm(VersionForm):
    """What to ask of the author."""

    text = _words(_("Что уточнить у автора"))


class PlanForm(VersionForm):
    """The day that is promised."""

    planned_on = forms.DateField(
        label=_("Когда сделаем"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    text = _words(_("Что будет сделано"))


class PostponeForm(PlanForm):
    """Another day than the promised one, and why."""

    text = _words(_("Почему переносим: это увидят все"))


class AnswerForm(PhotosForm, VersionForm):
    """What was done, or why it will not be."""

    outcome = forms.ChoiceField(
        label=_("Что отвечаем"),
        choices=[(one, wording.OUTCOMES[one]) for one in (states.SOLVED, states.DECLINING)],
        widget=forms.RadioSelect,
    )
    text = _words(_("Ответ жителю"))
    photos = Photos(label=_("Фото «после»"), required=False)


class WhyForm(VersionForm):
    """A reason in words."""

    text = _words(_("Почему"))


class LiftForm(VersionForm):
    """Why a refusal does not stand."""

    text = _words(_("Почему: это увидят все"))


class SettleForm(VersionForm):
    """How a dispute ends, and why."""

    outcome = forms.ChoiceField(
        label=_("Чем кончилось"),
        choices=[(one, wording.OUTCOMES[one]) for one in (states.SOLVED, states.DECLINING)],
        widget=forms.RadioSelect,
    )
    text = _words(_("Почему: это увидят все"))


class NoteForm(forms.Form):
    """A note for colleagues."""

    text = _words(_("Заметка для коллег"), hint=_("Жители её не видят"))
