"""The wizard's plain steps: what the poll is, who votes, when, and what follows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.polls import actions
from veche.domains.polls.forms import uploads
from veche.domains.polls.forms.fields import Address, Day, Moment
from veche.domains.polls.models import Kind, LegalEffect, Mode, Poll, ResultsShown
from veche.kernel import clock
from veche.kernel.web.fields import Line, Text

APPROVAL_DAYS = 2  # a suggestion, moved at will


class PassportForm(forms.Form):
    """Step 1: kind, words, who asks, a picture."""

    kind = forms.ChoiceField(label=_("Вид опроса"), choices=Kind.choices, widget=forms.RadioSelect)
    title = Line(
        label=_("О чём спрашиваем"),
        max_length=200,
        help_text=_("Одним вопросом, как спросили бы соседа: «Что построить на Луговой?»"),
    )
    summary = Text(
        label=_("Зачем это и что изменится"),
        max_length=4000,
        required=False,
        help_text=_("Два–три предложения: откуда вопрос, что будет сделано после голосования."),
    )
    initiator = Line(
        label=_("Кто проводит"),
        max_length=200,
        required=False,
        help_text=_("Орган или учреждение, например: администрация города."),
    )
    curator = Line(
        label=_("Кто отвечает за опрос"),
        max_length=200,
        required=False,
        help_text=_("Должность и имя: к этому человеку можно обратиться."),
    )

    audience = Line(
        label=_("Кого спрашиваем"),
        max_length=300,
        required=False,
        help_text=_("Для опроса отдельной группы: «родители первоклассников», «водители такси»."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(
            uploads.photo_fields("cover", _("Фото к опросу"), uploads.TAKE_PHOTO_AWAY)
        )
        self.fields["cover"].help_text = _("До 20 МБ. Подойдёт снимок места, о котором речь.")

    @classmethod
    def of(cls, poll: Poll) -> dict[str, Any]:
        """What stands in the draft."""
        return {
            "kind": poll.kind,
            "title": poll.title,
            "summary": poll.summary,
            "initiator": poll.initiator,
            "curator": poll.curator,
            "audience": poll.audience,
            "cover_id": poll.cover_id,
        }

    def passport(self) -> actions.Passport:
        """The words for the action."""
        data = self.cleaned_data
        return actions.Passport(
            kind=data["kind"],
            title=data["title"],
            summary=data["summary"],
            initiator=data["initiator"],
            curator=data["curator"],
            audience=data["audience"],
            cover_id=uploads.chosen(self, "cover"),
        )


def age_words() -> dict[int, str]:
    """Ages that norms know of, each with the norm that says so."""
    today = clock.today(towns.current().time_zone)
    sources: dict[int, list[str]] = {}
    for norm in norms.in_force(today, "poll.min_age"):
        source = _("город решает сам") if norm.mark == "own" else norm.legal_ref
        sources.setdefault(norm.value, []).append(f"{norm.title}: {source}.")
    # Each norm is a line of its own: two laws in one breath are read as one.
    return {age: "\n".join(dict.fromkeys(found)) for age, found in sorted(sources.items())}


LEVELS = [
    ("1", _("Вход по телефону или почте")),
    ("2", _("Личность проверена в МФЦ или администрации")),
    ("3", _("Вход через Госуслуги")),
]
# What stands under the title of a choice, by field and value.
WORDS: dict[str, dict[str, Any]] = {
    "scope": {
        "town": _("Все, кто живёт в округе."),
        "places": _("Опрос увидят все, проголосуют только жители отмеченных мест."),
    },
    "min_level": {
        "1": _("Так проще всего: подходит для большинства опросов."),
        "2": _("Один житель — точно один голос, но многим придётся сначала прийти."),
        "3": _("Для опросов с правовыми последствиями."),
    },
    "mode": {
        Mode.OPEN: _(
            "Бюллетень лежит под псевдонимом. Свой голос видно и его можно найти по корешку."
        ),
        Mode.SECRET: _(
            "Бланк подписывают, не видя его. В базе нет того, кто как голосовал, а пересчитать "
            "может каждый."
        ),
    },
    "is_revisable": {"yes": _("Считается последний голос."), "no": _("Голос один и навсегда.")},
    "results_shown": {
        ResultsShown.AFTER_CLOSE: _("Промежуточный итог никого не подталкивает."),
        ResultsShown.AFTER_VOTE: _("Проголосовал — увидел, как ответили другие."),
        ResultsShown.LIVE: _("Итог открыт с первого голоса."),
    },
    "legal_effect": {
        LegalEffect.ADVISORY: _("Власть учтёт мнение жителей и объяснит своё решение."),
        LegalEffect.COMMISSION: _("Итог ляжет на стол комиссии как довод."),
        LegalEffect.BINDING: _("По итогу поступят так, потому что это записано в акте."),
    },
    "kind": {
        Kind.TOWN: _("Вопрос ко всем жителям: что строить, как назвать, куда потратить."),
        Kind.DISTRICT: _("Решают жители одного или нескольких районов и сёл."),
        Kind.HOUSE: _("Соседи по дому: двор, подъезд, график работ."),
        Kind.SECTOR: _("По одной теме: транспорт, школы, поликлиники."),
        Kind.TARGET: _("Только те, кого это касается: родители, водители, выпускники."),
        Kind.NOVELTY: _("Оценка от 1 до 5 тому, что уже сделано."),
        Kind.OBJECTS: _("Выбор мест для благоустройства: победят те, за кого больше голосов."),
        Kind.CITIZENS: _("По закону о самоуправлении: акт, численность, оповещение, возраст."),
        Kind.SATISFACTION: _("По постановлению № 1317: транспорт, дороги, тепло, вода, свет, газ."),
    },
}


def cards(form: forms.Form, name: str) -> list[dict[str, Any]]:
    """The choices of a field with a plain word under each."""
    chosen = str(form[name].value())
    words = WORDS.get(name, {})
    if name == "min_age":
        words = {str(age): text for age, text in age_words().items()}
    return [
        {
            "value": value,
            "title": title,
            "text": words.get(value, ""),
            "checked": str(value) == chosen,
        }
        for value, title in form.fields[name].choices  # type: ignore[attr-defined]
    ]


class VotersForm(forms.Form):
    """Step 4: where one lives, how old one is, how surely one is known."""

    scope = forms.ChoiceField(
        label=_("Где живут участники"),
        choices=[("town", _("Весь город и сёла вокруг")), ("places", _("Только выбранные места"))],
        widget=forms.RadioSelect,
    )
    places = forms.MultipleChoiceField(
        label=_("Районы и сёла"), required=False, widget=forms.CheckboxSelectMultiple
    )
    min_age = forms.ChoiceField(
        label=_("С какого возраста"), required=False, widget=forms.RadioSelect
    )
    min_level = forms.ChoiceField(
        label=_("Как подтвердить, что это житель"), choices=LEVELS, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, current_age: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_places = [place for place in places.places() if place.kind != "town"]
        choices = [(str(place.id), place.name) for place in self.all_places]
        self.fields["places"].choices = choices  # type: ignore[attr-defined]
        ages = sorted({*age_words(), *([] if current_age is None else [current_age])})
        self.fields["min_age"].choices = [  # type: ignore[attr-defined]
            ("", _("Без ограничения возраста")),
            *(
                (str(age), ngettext("С %(age)s года", "С %(age)s лет", age) % {"age": age})
                for age in ages
            ),
        ]

    @classmethod
    def of(cls, poll: Poll) -> dict[str, Any]:
        """What stands in the draft."""
        chosen = [str(territory.place_id) for territory in poll.territories.all()]
        return {
            "scope": "places" if chosen else "town",
            "places": chosen,
            "min_age": "" if poll.min_age is None else str(poll.min_age),
            "min_level": str(poll.min_level),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scope") == "town":
            data["places"] = []
        elif not data.get("places") and "places" not in self.errors:
            self.add_error("places", _("Отметьте хотя бы одно место или выберите весь город."))
        return data

    def values(self) -> dict[str, Any]:
        """The words for the action."""
        data = self.cleaned_data
        return {
            "place_ids": [UUID(place_id) for place_id in data["places"]],
            "min_age": int(data["min_age"]) if data["min_age"] else None,
            "min_level": int(data["min_level"]),
        }


class ModeForm(forms.Form):
    """Step 5: whether anybody could ever know how somebody voted."""

    mode = forms.ChoiceField(
        label=_("Как голосуют"),
        choices=[(one.value, one.label) for one in (Mode.SECRET, Mode.OPEN)],
        widget=forms.RadioSelect,
    )


def population(place_ids: set[str]) -> int:
    """Residents of these places, of the whole town when none is named; 0 when nobody knows."""
    known = places.places()
    parts = [p for p in known if p.kind != "town"]
    if place_ids:
        return sum(p.population or 0 for p in parts if str(p.id) in place_ids)
    whole = sum(p.population or 0 for p in known if p.kind == "town")
    return max(whole, sum(p.population or 0 for p in parts))


YES_NO = [("yes", _("Да, до окончания")), ("no", _("Нет"))]
SHOWN = [
    (ResultsShown.AFTER_CLOSE, _("После окончания")),
    (ResultsShown.AFTER_VOTE, _("После своего голоса")),
    (ResultsShown.LIVE, _("Сразу всем")),
]


class HoursForm(forms.Form):
    """Step 6: dates and rules."""

    opens_at = Moment(label=_("Начало"))
    closes_at = Moment(label=_("Окончание"))
    is_revisable = forms.ChoiceField(
        label=_("Можно ли передумать"), choices=YES_NO, widget=forms.RadioSelect
    )
    results_shown = forms.ChoiceField(
        label=_("Когда виден итог"), choices=SHOWN, widget=forms.RadioSelect
    )
    shuffles_options = forms.BooleanField(
        label=_("Показывать варианты каждому в своём порядке"),
        required=False,
        help_text=_("Первый в списке выбирают чаще, перемешивание это выравнивает."),
    )
    has_discussion = forms.BooleanField(
        label=_("Доводы жителей за и против под вопросами"),
        required=False,
        help_text=_("Их читает модератор. Закроются вместе с голосованием."),
    )
    min_turnout = forms.IntegerField(
        label=_("Опрос состоялся, если проголосовали не меньше"),
        required=False,
        min_value=1,
        max_value=100_000_000,
        help_text=_("Число жителей. Оставьте пустым, если порога нет."),
    )

    @classmethod
    def of(cls, poll: Poll) -> dict[str, Any]:
        """What stands in the draft; days by the norms until somebody has named others."""
        opens_at, closes_at = poll.opens_at, poll.closes_at
        if opens_at is None and closes_at is None:
            opens_at, closes_at = usual_hours(poll.kind)
        return {
            "opens_at": opens_at,
            "closes_at": closes_at,
            "is_revisable": "yes" if poll.is_revisable else "no",
            "results_shown": poll.results_shown,
            "shuffles_options": poll.shuffles_options,
            "has_discussion": poll.has_discussion,
            "min_turnout": poll.min_turnout,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if closes_at is None:
            return data
        if closes_at <= clock.now():
            self.add_error("closes_at", _("Это время уже прошло."))
        elif opens_at is not None and closes_at <= opens_at:
            self.add_error("closes_at", _("Должно быть позже начала."))
        elif opens_at is not None and closes_at - opens_at > _longest():
            self.add_error("closes_at", str(actions.too_long()))
        return data

    def hours(self) -> actions.Hours:
        """The words for the action."""
        data = self.cleaned_data
        return actions.Hours(
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            is_revisable=data["is_revisable"] == "yes",
            results_shown=data["results_shown"],
            min_turnout=data["min_turnout"],
            shuffles_options=data["shuffles_options"],
            has_discussion=data["has_discussion"],
        )


def _longest() -> timedelta:
    return timedelta(days=actions.longest_run().value)


def usual_hours(kind: str) -> tuple[datetime, datetime]:
    """When a poll of this kind may open after its notice, and when it usually ends."""
    zone = towns.current().time_zone
    notice, run = actions.notice_of(kind), actions.run_of(kind)
    # Its approval takes days too, and the notice is counted from the publication.
    ready = norms.add_days(clock.today(zone), APPROVAL_DAYS, norms.WORKING_DAYS)
    opens = norms.add_days(ready, notice.value, notice.unit, if_day_off="next")
    closes = norms.add_days(opens, run.value, run.unit)
    first, last = time(9), time(20)
    return (
        datetime.combine(opens, first, clock.zone(zone)),
        datetime.combine(closes, last, clock.zone(zone)),
    )


class EffectForm(forms.Form):
    """Step 7: legal effect and the act it rests on."""

    legal_effect = forms.ChoiceField(
        label=_("Что значит итог"), choices=LegalEffect.choices, widget=forms.RadioSelect
    )
    act_title = Line(label=_("Название акта"), max_length=300, required=False)
    act_number = Line(label=_("Номер"), max_length=60, required=False)
    act_on = Day(label=_("Дата"), required=False)
    act_url = Address(
        label=_("Ссылка на текст акта"), max_length=200, required=False, help_text="https://…"
    )

    @classmethod
    def of(cls, poll: Poll) -> dict[str, Any]:
        """What stands in the draft."""
        return {name: getattr(poll, name) for name in cls.base_fields}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("legal_effect") == LegalEffect.BINDING:
            for name in ("act_title", "act_number", "act_on"):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("Обязательный итог держится на акте: заполните."))
        act_on = data.get("act_on")
        if act_on is not None and not date(1990, 1, 1) <= act_on <= _tomorrow():
            self.add_error("act_on", _("Проверьте дату: акт не может быть из будущего."))
        return data

    def effect(self) -> actions.Effect:
        """The words for the action."""
        return actions.Effect(**self.cleaned_data)


def _tomorrow() -> date:
    return clock.today(towns.current().time_zone) + timedelta(days=1)
