"""Public reports: a body, a line of its plan, a report, a question, an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.norms.public import Norm
from veche.domains.transparency.actions.asking import ANSWER_MIN, QUESTION_MIN
from veche.domains.transparency.actions.planning import BodyGiven
from veche.domains.transparency.actions.reporting import Content
from veche.domains.transparency.models import (
    ANSWER_MAX,
    BODY_NAME_MAX,
    LINK_MAX,
    QUESTION_MAX,
    REASON_MAX,
    SUMMARY_MAX,
    TITLE_MAX,
    Body,
)
from veche.domains.transparency.queries import report_words
from veche.domains.transparency.rules import publication as rules
from veche.kernel.web.fields import Day, Line, Text, Uploads


class BodyForm(forms.Form):
    """A body of the town, or of the state with its site."""

    name = Line(label=_("Название органа"), max_length=BODY_NAME_MAX)
    is_outside = forms.BooleanField(
        label=_("Государственный орган, который работает в городе"), required=False
    )
    site = forms.URLField(
        label=_("Сайт"), required=False, max_length=LINK_MAX, assume_scheme="https"
    )
    organisation = forms.ChoiceField(
        label=_("Организация города"),
        required=False,
        help_text=_("Кто действует от её имени, сможет отвечать на вопросы об отчётах."),
    )

    def __init__(self, organisations: Sequence[tuple[str, str]], *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        known: Any = self.fields["organisation"]
        known.choices = [("", "—"), *organisations]

    def given(self) -> BodyGiven:
        """The body as the action takes it."""
        told = self.cleaned_data
        chosen = told["organisation"]
        return BodyGiven(
            told["name"], told["is_outside"], told["site"], UUID(chosen) if chosen else None
        )


class PlanForm(forms.Form):
    """What a body owes and by when."""

    kind = forms.ChoiceField(
        label=_("Вид отчёта"), choices=lambda: list(report_words.KINDS.items())
    )
    period = forms.ChoiceField(
        label=_("Как часто"), choices=lambda: list(report_words.PERIODS.items())
    )
    days_after = forms.IntegerField(
        label=_("Сколько дней после конца периода"),
        min_value=1,
        max_value=rules.DAYS_MAX,
        help_text=_("Сроки видов стоят ниже. Раньше можно, позже закона нельзя."),
    )
    since = Day(label=_("С какого дня"), help_text=_("Любой день первого периода."))

    def clean_since(self) -> Any:
        """A year the plan can know."""
        day = self.cleaned_data["since"]
        if not rules.YEAR_MIN <= day.year <= rules.YEAR_MAX:
            raise forms.ValidationError(_("Проверьте год."))
        return day


class ContentForm(forms.Form):
    """The file or the link, the tables, the gist."""

    summary = Text(
        label=_("Суть простыми словами"),
        max_length=SUMMARY_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Три предложения, которые поймёт пенсионер: что сделано, что не вышло, что дальше. "
            "Не меньше 60 знаков."
        ),
    )
    file = forms.FileField(
        label=_("Отчёт в PDF"),
        required=False,
        help_text=_(
            "До 20 МБ. Если отчёт лежит на сайте органа, хватит ссылки. Если в форме найдётся "
            "ошибка, файл и таблицы нужно будет приложить снова."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )
    link = forms.URLField(
        label=_("Ссылка на отчёт"), required=False, max_length=LINK_MAX, assume_scheme="https"
    )
    tables = Uploads(
        label=_("Таблицы"),
        accept=".xlsx,.csv",
        most=rules.TABLES_MAX,
        too_many=_("Не больше %(max)s таблиц."),
        required=False,
        help_text=_("XLSX или CSV: первая строка называет столбцы."),
    )

    def content(self) -> Content:
        """What the version says."""
        told = self.cleaned_data
        return Content(told["summary"], told["file"] or None, told["link"], told["tables"])


class ReportForm(ContentForm):
    """A report with what it is; a planned one knows its body, kind and period."""

    body = forms.ChoiceField(label=_("Орган"))
    kind = forms.ChoiceField(
        label=_("Вид отчёта"), choices=lambda: list(report_words.KINDS.items())
    )
    starts_on = Day(label=_("Период: первый день"))
    ends_on = Day(label=_("Период: последний день"))
    title = Line(label=_("Название"), max_length=TITLE_MAX)
    field_order = (
        "body", "kind", "starts_on", "ends_on", "title", "summary", "file", "link", "tables",
    )  # fmt: skip

    def __init__(self, bodies: Sequence[Body], is_planned: bool, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if is_planned:
            for name in ("body", "kind", "starts_on", "ends_on"):
                del self.fields[name]
            return
        known: Any = self.fields["body"]
        known.choices = [(one.slug, one.name) for one in bodies]

    def clean_ends_on(self) -> Any:
        """A year the lists can know."""
        day = self.cleaned_data["ends_on"]
        if not rules.YEAR_MIN <= day.year <= rules.YEAR_MAX:
            raise forms.ValidationError(_("Проверьте год."))
        return day


class CorrectionForm(ContentForm):
    """A new version, and why."""

    reason = Text(
        label=_("Что исправлено и почему"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Это прочитают все. Прежняя версия останется рядом."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("number", "reason", "summary", "file", "link", "tables")


class HidingForm(forms.Form):
    """Why files of a version are hidden."""

    reason = Text(
        label=_("Почему скрываете"),
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Это прочитают все. Самих личных данных здесь не называйте."),
    )


class QuestionForm(forms.Form):
    """A question on a report."""

    text = Text(
        label=_("Ваш вопрос органу"),
        min_length=QUESTION_MIN,
        max_length=QUESTION_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Без имён и телефонов: вопрос увидят все."),
        error_messages={"required": _("Напишите вопрос.")},
    )


class AnswerForm(forms.Form):
    """The body's answer."""

    text = Text(
        label=_("Ответ органа"),
        min_length=ANSWER_MIN,
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Его увидят все, изменить его нельзя."),
        error_messages={"required": _("Напишите ответ.")},
    )


def terms(found: Sequence[tuple[str, Norm]]) -> list[dict[str, Any]]:
    """Kinds with their terms and laws, for the table below the form of the plan."""
    return [{"title": report_words.KINDS[kind], "norm": norm} for kind, norm in found]
