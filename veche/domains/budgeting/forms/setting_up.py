"""The screens on which a cycle is set up."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from veche.commons.norms import public as norms
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions.setting_up import Begun, Money, Rule
from veche.domains.budgeting.forms.fields import form_key, new_key, words
from veche.domains.budgeting.models import NAME_MAX, TITLE_MAX, Cycle
from veche.domains.budgeting.queries import cycles, wording
from veche.domains.budgeting.rules import phases, templates
from veche.kernel.web import fields


class BeginForm(forms.Form):
    """The template and the name."""

    form_key = form_key()
    template = forms.ChoiceField(label=_("Что проводите"), widget=forms.RadioSelect)
    title = fields.Line(
        label=_("Название"),
        max_length=TITLE_MAX,
        help_text=_("Например: Народный бюджет 2027"),
    )
    summary = words(
        _("О чём это, в двух фразах"), _("Сколько денег, откуда, что на них можно сделать"),
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", new_key())
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, title) for code, (title, _text) in wording.TEMPLATES.items()]

    def part(self) -> Begun:
        """For the action."""
        given = self.cleaned_data
        return Begun(given["template"], given["title"], given["summary"])


class NameForm(forms.Form):
    """The name of a draft that is there already."""

    title = fields.Line(label=_("Название"), max_length=TITLE_MAX)
    summary = words(_("О чём это, в двух фразах"), required=False)


class MoneyForm(forms.Form):
    """How much for which place, and who chooses."""

    town = fields.Roubles(
        label=_("На весь город, рублей"),
        required=False,
        help_text=_("Оставьте пустым, если все деньги поделены по районам."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"place_{one.id.hex}": one for one in cycles.territories()}
        for name, place in self.places.items():
            self.fields[name] = fields.Roubles(label=place.name, required=False)
        self.fields["place"] = forms.ChoiceField(
            label=_("Кто участвует"),
            required=False,
            choices=[
                ("", _("жители всего города")),
                *((str(one.id), one.name) for one in self.places.values()),
            ],
        )
        self.fields["min_age"] = forms.IntegerField(
            label=_("С какого возраста"),
            min_value=norms.value(templates.OF_POLLS, cycles.today()).value,
            max_value=99,
        )
        self.fields["min_level"] = forms.TypedChoiceField(
            label=_("Кто может проголосовать"),
            coerce=int,
            choices=[
                (1, _("кто вошёл по телефону или почте")),
                (2, _("чью личность проверили в МФЦ или администрации")),
                (3, _("кто вошёл через Госуслуги")),
            ],
        )
        self.fields["others_max"] = forms.IntegerField(
            label=_("Сколько чужих районов можно выбрать"),
            required=False,
            min_value=0,
            max_value=60,
            help_text=_("Кроме своего. Пусто — сколько угодно, 0 — только свой и весь город."),
        )
        self.fields["turnout_target"] = forms.IntegerField(
            label=_("Цель по явке, человек"), required=False, min_value=1, max_value=10_000_000
        )

    @classmethod
    def values(cls, cycle: Cycle) -> dict[str, Any]:
        """What a draft holds already."""
        found: dict[str, Any] = {
            "place": str(cycle.place_id or ""),
            "min_age": cycle.min_age,
            "min_level": cycle.min_level,
            "others_max": cycle.others_max,
            "turnout_target": cycle.turnout_target,
        }
        for fund in cycle.funds.all():
            name = f"place_{fund.place_id.hex}" if fund.place_id else "town"
            found[name] = fund.amount_kopecks
        return found

    @property
    def sums(self) -> list[Any]:
        """The fields with sums of places, for the template."""
        return [self[name] for name in self.places]

    @property
    def rest(self) -> list[Any]:
        """The fields after them."""
        names = ("place", "min_age", "min_level", "others_max", "turnout_target")
        return [self[name] for name in names]

    def part(self) -> Money:
        """For the action."""
        given = self.cleaned_data
        amounts: dict[UUID | None, int] = {None: given["town"] or 0}
        amounts.update({one.id: given[name] or 0 for name, one in self.places.items()})
        place = given["place"]
        return Money(
            amounts=amounts,
            place_id=UUID(place) if place else None,
            min_age=given["min_age"],
            min_level=given["min_level"],
            others_max=given["others_max"],
            turnout_target=given["turnout_target"],
        )


_ENDS = {"from": _("Первый день"), "to": _("Последний день")}


class DaysForm(forms.Form):
    """First and last day of each phase; designs may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in phases.KINDS:
            needed = kind in phases.NEEDED
            for end, label in _ENDS.items():
                # The list of what is wrong names the phase; in its own frame the day is enough.
                said = format_lazy("{}: {}", wording.PHASES[kind], label)
                self.fields[f"{kind}_{end}"] = fields.Day(label=said, required=needed)

    @classmethod
    def values(cls, cycle: Cycle) -> dict[str, Any]:
        """What a draft holds already."""
        found: dict[str, Any] = {}
        for span in cycles.spans_of(cycle):
            found[f"{span.kind}_from"] = cycles.day_of(span.starts_at)
            found[f"{span.kind}_to"] = wording.last_day(span)
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The phases with their two fields, for the template."""
        return [
            {
                "title": wording.PHASES[kind],
                "text": wording.DOING[kind],
                "is_needed": kind in phases.NEEDED,
                "fields": [self._short(f"{kind}_{end}", label) for end, label in _ENDS.items()],
            }
            for kind in phases.KINDS
        ]

    def _short(self, name: str, label: Any) -> forms.BoundField:
        """The field without the name of its phase, which its frame says."""
        bound = forms.BoundField(self, self.fields[name], name)
        bound.label = label
        return bound

    def clean(self) -> dict[str, Any]:
        """A phase has both days or none."""
        given = super().clean() or {}
        for kind in set(phases.KINDS) - set(phases.NEEDED):
            if bool(given.get(f"{kind}_from")) != bool(given.get(f"{kind}_to")):
                empty = "from" if given.get(f"{kind}_to") else "to"
                self.add_error(f"{kind}_{empty}", _("Укажите оба дня или ни одного"))
        return given

    def part(self) -> dict[str, tuple[date, date]]:
        """For the action."""
        given = self.cleaned_data
        return {
            kind: (given[f"{kind}_from"], given[f"{kind}_to"])
            for kind in phases.KINDS
            if given.get(f"{kind}_from") and given.get(f"{kind}_to")
        }


class RuleForm(forms.Form):
    """How ballots are filled in and counted, by which act, who answers."""

    body = fields.Line(
        label=_("Кто отвечает за цикл"),
        max_length=NAME_MAX,
        help_text=_("Например: Управление благоустройства"),
    )
    act_title = fields.Line(
        label=_("Какой акт задаёт правила"),
        max_length=300,
        help_text=_("Например: Решение совета «О народном бюджете»"),
    )
    act_number = fields.Line(label=_("Номер акта"), max_length=60)
    act_on = fields.Day(label=_("Дата акта"))
    act_url = forms.URLField(
        label=_("Ссылка на текст"), required=False, max_length=500, assume_scheme="https"
    )
    ballot = forms.ChoiceField(
        label=_("Что делает голосующий"),
        widget=forms.RadioSelect,
        choices=[(one, wording.BALLOTS[one]) for one in rules.BALLOTS],
    )
    votes_max = forms.IntegerField(
        label=_("Сколько проектов можно отметить"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Для бюллетеня, где отмечают несколько."),
    )
    is_revisable = forms.BooleanField(
        label=_("До конца голосования голос можно изменить"), required=False
    )
    rule = forms.ChoiceField(
        label=_("Как считают"),
        widget=forms.RadioSelect,
        choices=[(one, wording.RULES[one]) for one in templates.RULES],
        help_text=_("Так, как сказано в акте. Итоги по другим правилам покажем рядом."),
    )
    votes_at = forms.ChoiceField(
        label=_("Где голосуют"),
        widget=forms.RadioSelect,
        initial=rules.HERE,
        choices=[
            (rules.HERE, _("на этом портале, на приёме и на бумаге")),
            (rules.STATE, _("на Госуслугах: итоги загрузим файлом")),
        ],
    )
    vote_url = forms.URLField(
        label=_("Ссылка на голосование на Госуслугах"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    completion = forms.ChoiceField(
        label=_("Что делают с остатком при равных долях"),
        required=False,
        choices=list(wording.COMPLETIONS.items()),
    )
    votes_min = forms.IntegerField(
        label=_("Сколько голосов нужно проекту"), required=False, min_value=0, max_value=10_000_000
    )
    reserve_max = forms.IntegerField(
        label=_("Сколько проектов остаётся в резерве"), required=False, min_value=0, max_value=100
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not templates.TEMPLATES[cycle.template].has_state_vote:
            del self.fields["votes_at"], self.fields["vote_url"]
        if templates.TEMPLATES[cycle.template].has_criteria:
            found = self.fields["rule"]
            assert isinstance(found, forms.ChoiceField)
            found.choices = [(one, wording.RULES[one]) for one in templates.IN_FORCE]

    @classmethod
    def values(cls, cycle: Cycle) -> dict[str, Any]:
        """What a draft holds already."""
        found = {name: getattr(cycle, name) for name in cls.base_fields}
        found["votes_max"] = cycle.votes_max or None
        return found

    def clean(self) -> dict[str, Any]:
        """Several marks have a limit."""
        given = super().clean() or {}
        told = given.get("votes_max") or "votes_max" in self.errors
        if given.get("ballot") == rules.APPROVAL and not told:
            self.add_error("votes_max", _("Скажите, сколько проектов можно отметить"))
        return given

    def part(self) -> Rule:
        """For the action."""
        given = dict(self.cleaned_data)
        for name in ("votes_max", "votes_min", "reserve_max"):
            given[name] = given[name] or 0
        if given["rule"] not in (templates.SHARES, templates.SHARES_COST):
            given["completion"] = ""
        if given.get("votes_at") != rules.STATE:
            given.pop("vote_url", None)
        return Rule(**given)
