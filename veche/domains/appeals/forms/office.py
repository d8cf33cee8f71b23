"""What officials write."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import LEVELS
from veche.domains.appeals.actions.moving import Words
from veche.domains.appeals.forms.filing import AppealForm, Attachments
from veche.domains.appeals.models import LETTER_MAX, LINE_MAX, NAME_MAX
from veche.domains.appeals.queries import reading, wording, worklist
from veche.domains.appeals.queries.worklist import WorkFilters
from veche.domains.appeals.rules import states
from veche.kernel.web.fields import Line, Text


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as browsers and as people write it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        **more,
    )


class KeyedForm(forms.Form):
    """A form that makes something once, however often it is sent."""

    form_key = forms.RegexField(regex=r"^[A-Za-z0-9_-]{16,40}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", secrets.token_urlsafe(18))


class VersionForm(forms.Form):
    """The appeal as whoever acts has seen it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DepartmentChoice(forms.Form):
    """Which department prepares the answer."""

    department = forms.UUIDField(label=_("Кто готовит ответ"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.name) for one in reading.departments()]
        self.fields["department"].widget = forms.Select(choices=[("", "—"), *choices])


class RegisterForm(VersionForm, DepartmentChoice):
    """Into the book; the department may be named at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].required = False


class AssignForm(VersionForm, DepartmentChoice):
    """The department."""


class LetterForm(VersionForm):
    """What is written to the author, and who signs."""

    text = Text(
        label=_("Текст письма"),
        max_length=LETTER_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Имя и адрес подставим сами"),
    )
    post = Line(label=_("Должность того, кто подписывает"), max_length=NAME_MAX)
    signatory = Line(label=_("Кто подписывает"), max_length=NAME_MAX)

    @property
    def words(self) -> Words:
        """The letter for the action."""
        data = self.cleaned_data
        return Words(data["text"], data["post"], data["signatory"])


class WriteForm(LetterForm):
    """A letter before the answer."""

    attachments = Attachments()


class AnswerForm(LetterForm):
    """The answer, for a signature."""

    attachments = Attachments(help_text=_("Например, подписанный ответ в PDF"))


class ForwardForm(LetterForm):
    """Which body it goes to."""

    field_order = ("version", "body_name", "text", "post", "signatory")
    body_name = Line(
        label=_("Кому передаём"),
        max_length=NAME_MAX,
        help_text=_("Жалобу нельзя передать тому, на кого жалуются"),
    )


class ExtendForm(LetterForm):
    """Until when, and why."""

    field_order = ("version", "until", "text", "post", "signatory")
    until = day_field(_("Новый срок"))


class EndForm(LetterForm):
    """On which ground there is no answer on the merits."""

    field_order = ("version", "ground", "text", "post", "signatory")
    ground = forms.ChoiceField(label=_("Основание"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (code, f"{wording.GROUNDS[code]} ({wording.ground_law(code)})")
            for code in states.GROUNDS
        ]


class RemarkForm(VersionForm):
    """Why an answer comes back."""

    remark = Text(
        label=_("Что поправить"), max_length=LINE_MAX, widget=forms.Textarea(attrs={"rows": 3})
    )


class SentForm(forms.Form):
    """When a letter went to its address."""

    sent_on = day_field(_("Когда отправили"))


class PaperForm(AppealForm, KeyedForm):
    """What came by post or was said at a reception."""

    field_order = ("received_on", *AppealForm.field_order, "booking", "form_key")
    received_on = day_field(
        _("Когда поступило"),
        help_text=_("День со штампа о приёме. От него считают три дня на регистрацию."),
    )
    booking = forms.UUIDField(required=False, widget=forms.HiddenInput)


class DepartmentForm(forms.Form):
    """A department that prepares answers."""

    name = Line(label=_("Название подразделения"), max_length=NAME_MAX)
    is_open = forms.BooleanField(label=_("Готовит ответы сейчас"), required=False, initial=True)


class RuleForm(forms.Form):
    """Whose electronic appeals are taken, from when, by which act."""

    level = forms.TypedChoiceField(
        label=_("Кто подаёт обращение на портале"), coerce=int, widget=forms.RadioSelect
    )
    starts_on = day_field(_("С какого дня"))
    act = Line(
        label=_("Акт, которым это решено"),
        max_length=300,
        help_text=_("Название, номер и дата, например: распоряжение № 12 от 01.12.2026"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one, wording.LEVELS[one]) for one in LEVELS[1:]]


class FilterForm(forms.Form):
    """What of the worklist, and of the sheet, is asked for."""

    show = forms.ChoiceField(required=False, choices=[(one, one) for one in worklist.SHOWN])
    kind = forms.ChoiceField(required=False, choices=[(one, one) for one in states.KINDS])
    department = forms.UUIDField(required=False)
    first = day_field(_("Поступило с"), required=False)
    last = day_field(_("по"), required=False)


def read_filters(data: QueryDict) -> WorkFilters:
    """The filters of an address; what is not right is left out."""
    form = FilterForm(data)
    form.is_valid()
    found: dict[str, Any] = form.cleaned_data
    department: UUID | None = found.get("department")
    first: date | None = found.get("first")
    last: date | None = found.get("last")
    return WorkFilters(
        found.get("show") or worklist.MINE, found.get("kind", ""), department, first, last
    )
