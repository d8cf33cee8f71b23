"""What officials do with many reports at once, and what they ask of lists."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from veche.domains.reports.actions.bulk import Chosen
from veche.domains.reports.forms.filing import Photos, PhotosForm
from veche.domains.reports.models import WORDS_MAX, AnswerTemplate
from veche.domains.reports.queries import answering, catalogue, wording
from veche.domains.reports.queries.worklist import SHOWN, WorkFilters
from veche.domains.reports.rules import states
from veche.kernel.text import plain_line
from veche.kernel.web.fields import Line, Text

_ROW = re.compile(r"(\d{8}):(\d{1,9})")


def read_filters(asked: QueryDict) -> WorkFilters:
    """What of the worklist is asked for; what is nobody's filter is let go."""
    shown, state = asked.get("show", ""), asked.get("state", "")
    return WorkFilters(
        shown=shown if shown in SHOWN else SHOWN[0],
        state=state if state in states.STATES else "",
        category=plain_line(asked.get("category", ""))[:40],
        body_id=_uuid(asked.get("body", "")),
        place_id=_uuid(asked.get("place", "")),
        source=asked.get("source", "")[:16],
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def read_rows(data: QueryDict) -> list[Chosen]:
    """The reports that were marked, each as it was seen."""
    found = (_ROW.fullmatch(one) for one in data.getlist("row"))
    return [Chosen(one[1], int(one[2])) for one in found if one]


class BulkForm(forms.Form):
    """The key that makes a form sent twice one act."""

    form_key = forms.RegexField(regex=r"^[A-Za-z0-9_-]{16,40}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", secrets.token_urlsafe(18))


class AssignAllForm(BulkForm):
    """Who answers for all of them."""

    body = forms.UUIDField(label=_("Исполнитель"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in catalogue.bodies()]
        self.fields["body"].widget = forms.Select(choices=[("", "—"), *choices])


class PlanAllForm(BulkForm):
    """The day that is promised for all of them."""

    planned_on = forms.DateField(
        label=_("Когда сделаем"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    plan = Text(
        label=_("Что будет сделано"),
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerAllForm(BulkForm):
    """The template that answers all of them."""

    template = forms.UUIDField(label=_("Шаблон ответа"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.title) for one in answering.templates()]
        self.fields["template"].widget = forms.Select(choices=[("", "—"), *choices])


ACTS: dict[str, type[BulkForm]] = {
    "assign": AssignAllForm,
    "plan": PlanAllForm,
    "answer": AnswerAllForm,
}


class JournalForm(forms.Form):
    """The days of a printed journal."""

    first = forms.DateField(
        label=_("С"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("По"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def days(self, today: date) -> tuple[date, date]:
        """From which day to which; the last week when nothing good was asked."""
        if self.is_valid():
            first, last = self.cleaned_data["first"], self.cleaned_data["last"]
            if first <= last <= first + timedelta(days=366):
                return first, last
        return today - timedelta(days=6), today


class TemplateForm(forms.Form):
    """A template of answers."""

    title = Line(label=_("Как называется"), max_length=120, help_text=_("Видят только коллеги"))
    outcome = forms.ChoiceField(
        label=_("Что отвечаем"),
        choices=[(one, wording.OUTCOMES[one]) for one in (states.SOLVED, states.DECLINING)],
        widget=forms.RadioSelect,
    )
    text = Text(
        label=_("Слова жителю"), max_length=WORDS_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )
    group = forms.CharField(label=_("Для какой темы"), required=False, max_length=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.title) for one in catalogue.groups()]
        self.fields["group"].widget = forms.Select(choices=[("", _("Для всех тем")), *choices])

    def clean_group(self) -> str:
        code: str = self.cleaned_data["group"]
        if code and code not in {one.code for one in catalogue.groups()}:
            raise forms.ValidationError(_("Выберите тему из списка."))
        return code

    @classmethod
    def of(cls, row: AnswerTemplate) -> TemplateForm:
        """The form of a template that is there."""
        return cls(
            initial={
                "title": row.title,
                "outcome": row.outcome,
                "text": row.text,
                "group": row.group_id or "",
            }
        )


class CrewNameForm(forms.Form):
    """How somebody of a crew lets themselves be thanked."""

    name = Line(
        label=_("Как вас зовут"),
        max_length=40,
        required=False,
        help_text=_("Например, Алексей. Жители увидят имя у ваших работ. Пусто: не показывать."),
    )


class DoneForm(PhotosForm):
    """What a crew says on the spot: a photo, a word."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = Line(label=_("Что сделали"), max_length=WORDS_MAX)
    photos = Photos(label=_("Фото «после»"), required=False)
