"""What schools and pupils fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.commons.organisations.public import Organisation
from veche.commons.towns import public as towns
from veche.domains.schools import queries, rules
from veche.domains.schools.actions.preparing import Matter
from veche.domains.schools.models import SchoolPoll
from veche.domains.schools.rules import Asked
from veche.kernel import clock
from veche.kernel.errors import Text as Words
from veche.kernel.text import clean_line
from veche.kernel.web.fields import Day, Line, Text

_DAY = timedelta(days=1)
# More than these are told as a number.
FLAWS_SHOWN = 20
LINE_FLAWS: dict[str, Promise] = {
    "parts": _("в строке должно быть три части: номер; день; возраст"),
    "number": _("номер — это цифры и черта, например 12/2026; имён и телефонов не пишите"),
    "twice": _("этот номер уже есть выше"),
    "day": _("день не прочитан, ещё не наступил или старше учебного года"),
    "age": _("возраст — целое число лет"),
}


class CodeForm(forms.Form):
    """The code of a slip."""

    code = Line(
        label=_("Код с талона"),
        max_length=40,
        help_text=_("Двенадцать цифр. Талон дали в школе."),
        error_messages={"required": _("Введите код с талона.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    """Why a poll ends without a result."""

    reason = Text(
        label=_("Почему"),
        max_length=rules.REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Прочтут все, у кого есть адрес опроса."),
        error_messages={"required": _("Напишите пару слов: дети ответили и ждут.")},
    )


class ConsentsForm(forms.Form):
    """Consents of one class, a line each."""

    class_name = Line(label=_("Класс"), max_length=10, help_text=_("Например: 7А"))
    until = Day(label=_("Действуют до"))
    lines = Text(
        label=_("Согласия"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Строка на каждое: номер в папке; день; сколько лет ученику. Имён не пишите."),
        error_messages={"required": _("Внесите хотя бы одно согласие.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", rules.year_end(queries.today()))

    def clean_class_name(self) -> str:
        """As the school writes it: a number and letters."""
        name = rules.class_name(self.cleaned_data["class_name"])
        if name is None:
            raise forms.ValidationError(_("Напишите класс так: 7А."))
        return name

    def clean_until(self) -> Any:
        """Within the school year: consents are asked anew each year."""
        until, today = self.cleaned_data["until"], queries.today()
        if until < today:
            raise forms.ValidationError(_("Этот день прошёл."))
        if until > rules.year_end(today):
            end = rules.year_end(today)
            raise forms.ValidationError(
                _("Не позже конца учебного года: %(day)s") % {"day": end.strftime("%d.%m.%Y")}
            )
        return until

    def clean(self) -> dict[str, Any]:
        """The lines, read; the first that cannot be read is named."""
        data = super().clean() or {}
        if not {"lines", "until"} <= set(data):
            return data
        ages = queries.ages()
        try:
            data["read"] = rules.read_lines(
                data["lines"], ages=ages, until=data["until"], today=queries.today()
            )
        except rules.LinesError as error:
            for number, code in error.wrong[:FLAWS_SHOWN]:
                line = _("Строка %(n)s") % {"n": number}
                self.add_error("lines", f"{line}: {_said(code, ages)}")
            if len(error.wrong) > FLAWS_SHOWN:
                more = len(error.wrong) - FLAWS_SHOWN
                self.add_error("lines", _("И ещё строк с ошибками: %(n)s") % {"n": more})
            return data
        if len(data["read"]) > rules.LINES_MAX:
            self.add_error("lines", _("За раз не больше %(n)s строк.") % {"n": rules.LINES_MAX})
        return data


def _zone() -> tzinfo:
    return clock.zone(towns.current().time_zone)


def _said(code: str, ages: tuple[int, int]) -> str:
    if code == "years":
        return _("опрашивают от %(least)s до %(most)s лет") % {"least": ages[0], "most": ages[1]}
    return str(LINE_FLAWS[code])


class PollForm(forms.Form):
    """A poll in one form: whom, until when, up to five questions."""

    school = forms.ChoiceField(label=_("Школа"))
    title = Line(
        label=_("О чём спросим"),
        max_length=rules.TITLE_MAX,
        help_text=_("Например: каким будет школьный двор"),
        error_messages={"required": _("Напишите, о чём спросим.")},
    )
    about = Text(
        label=_("Пояснение"),
        max_length=rules.TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Что изменится от ответа и кто это сделает."),
    )
    classes = Line(
        label=_("Классы"),
        max_length=300,
        required=False,
        help_text=_("Через запятую: 7А, 7Б. Пусто — вся школа."),
    )
    ends_on = Day(
        label=_("Последний день"),
        help_text=_("Опрос закончится в полночь после него."),
        error_messages={"required": _("Выберите день.")},
    )

    def __init__(
        self,
        *args: Any,
        schools: Sequence[Organisation],
        poll: SchoolPoll | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = [  # type: ignore[attr-defined]
            (str(one.id), one.name) for one in schools
        ]
        if len(schools) == 1 or poll is not None:
            self.fields["school"].widget = forms.HiddenInput()
        if schools:
            self.initial.setdefault("school", str(schools[0].id))
        self.fields["ends_on"].widget.attrs["min"] = queries.today().isoformat()
        for place in range(1, rules.QUESTIONS_MAX + 1):
            self._add_question(place)
        if poll is not None:
            self._fill(poll)

    def _add_question(self, place: int) -> None:
        needed = place == 1
        self.fields[f"text{place}"] = Line(
            label=_("Вопрос"),
            max_length=rules.QUESTION_MAX,
            required=needed,
            help_text=_("О здоровье, вере, семье и политике не спрашивайте."),
            error_messages={"required": _("Напишите вопрос.")},
        )
        self.fields[f"options{place}"] = Text(
            label=_("Варианты"),
            max_length=rules.OPTIONS_MAX * (rules.OPTION_MAX + 2),
            required=needed,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Каждый на своей строке, от двух до двенадцати."),
            error_messages={"required": _("Напишите варианты.")},
        )
        self.fields[f"most{place}"] = forms.IntegerField(
            label=_("Сколько можно отметить"),
            min_value=1,
            max_value=rules.OPTIONS_MAX,
            initial=1,
            required=False,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )

    def _fill(self, poll: SchoolPoll) -> None:
        last = poll.last_at.astimezone(_zone())
        self.initial.update(
            {
                "school": str(poll.organisation_id),
                "title": poll.title,
                "about": poll.about,
                "classes": rules.said_classes(poll.classes),
                "ends_on": last.date(),
            }
        )
        for place, one in enumerate(rules.from_json(poll.questions), 1):
            self.initial.update(
                {
                    f"text{place}": one.text,
                    f"options{place}": "\n".join(one.options),
                    f"most{place}": one.maximum,
                }
            )

    @property
    def heads(self) -> list[Any]:
        """Fields of the poll itself."""
        return [self[name] for name in ("school", "title", "about", "classes", "ends_on")]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Fields by question; those that hold nothing may stay folded."""
        return [
            {
                "number": place,
                "fields": [self[f"text{place}"], self[f"options{place}"], self[f"most{place}"]],
                "is_open": place == 1 or bool(self[f"text{place}"].value()) or self._errs(place),
            }
            for place in range(1, rules.QUESTIONS_MAX + 1)
        ]

    def _errs(self, place: int) -> bool:
        return any(f"{name}{place}" in self.errors for name in ("text", "options", "most"))

    def clean_classes(self) -> list[str]:
        """Each named as a class is named."""
        names = rules.class_names(self.cleaned_data["classes"])
        if names is None:
            raise forms.ValidationError(_("Напишите классы так: 7А, 7Б."))
        if len(names) > rules.CLASSES_MAX:
            raise forms.ValidationError(_("Классов слишком много: оставьте поле пустым."))
        return names

    def clean_ends_on(self) -> Any:
        """Within the school year: consents hold no longer."""
        day, today = self.cleaned_data["ends_on"], queries.today()
        if day < today:
            raise forms.ValidationError(_("Этот день прошёл."))
        if day > rules.year_end(today):
            raise forms.ValidationError(_("Согласия действуют до конца учебного года: раньше."))
        most = queries.norm("run_days_max")
        if day > today + timedelta(days=most):
            raise forms.ValidationError(_("Опрос длится не дольше %(n)s дней.") % {"n": most})
        return day

    def clean(self) -> dict[str, Any]:
        """The questions, read."""
        data = super().clean() or {}
        data["questions"] = [
            one
            for place in range(1, rules.QUESTIONS_MAX + 1)
            if (one := self._question(data, place)) is not None
        ]
        return data

    def _question(self, data: Mapping[str, Any], place: int) -> Asked | None:
        text, written = data.get(f"text{place}"), data.get(f"options{place}", "")
        options = [line for row in written.splitlines() if (line := clean_line(row))]
        if not text:
            if options:
                self.add_error(f"text{place}", _("Напишите вопрос к этим вариантам."))
            return None
        flaw = _options_flaw(options)
        if flaw:
            if f"options{place}" not in self.errors:
                self.add_error(f"options{place}", str(flaw))
            return None
        most = min(data.get(f"most{place}") or 1, len(options))
        kind = rules.ONE if most == 1 else rules.SEVERAL
        return Asked(f"q{place}", text, kind, most, tuple(options))

    @property
    def organisation_id(self) -> UUID:
        """The school that asks."""
        return UUID(self.cleaned_data["school"])

    @property
    def matter(self) -> Matter:
        """What the action takes."""
        data = self.cleaned_data
        midnight = datetime.combine(data["ends_on"], time.min, _zone()) + _DAY
        return Matter(
            title=data["title"],
            about=data["about"],
            classes=data["classes"],
            questions=data["questions"],
            ends_at=midnight,
        )


def _options_flaw(options: Sequence[str]) -> Words:
    if not rules.OPTIONS_MIN <= len(options) <= rules.OPTIONS_MAX:
        return _("Нужно от двух до двенадцати вариантов, каждый на своей строке.")
    if len(set(options)) < len(options):
        return _("Два варианта одинаковы.")
    if any(len(one) > rules.OPTION_MAX for one in options):
        return _("Вариант длиннее %(n)s знаков.") % {"n": rules.OPTION_MAX}
    return ""


def read_choice(asked: Sequence[Asked], sent: QueryDict) -> dict[str, list[str]]:
    """The marks as the box takes them; what was left out is absent."""
    return {one.id: sent.getlist(one.id)[:20] for one in asked if sent.getlist(one.id)}


def shown_paper(
    asked: Sequence[Asked], marked: Mapping[str, Sequence[str]], errors: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The questions as the parts of the portal draw them."""
    return [
        {
            "name": one.id,
            "legend": one.text,
            "kind": "radio" if one.kind == rules.ONE else "checkbox",
            "hint": "" if one.maximum == 1 else _("Отметьте не больше %(n)s") % {"n": one.maximum},
            "limit": one.maximum if one.maximum > 1 else 0,
            "error": str(errors.get(one.id, "")),
            "options": [
                {
                    "value": code,
                    "title": title,
                    "is_written": True,
                    "checked": code in marked.get(one.id, ()),
                }
                for code, title in zip(one.codes, one.options, strict=True)
            ],
        }
        for one in asked
    ]
