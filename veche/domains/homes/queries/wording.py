"""Houses in the words of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from veche.commons.towns import public as towns
from veche.domains.homes.models import Outage, OutageStep
from veche.domains.homes.rules import outages, words
from veche.kernel import clock

LEFT_SHOWN = 3
KINDS: dict[str, Promise] = {
    words.COMPANY: _("Управляющая компания"),
    words.WATER: _("Вода"),
    words.HEAT: _("Отопление"),
    words.POWER: _("Электричество"),
    words.GAS: _("Газ"),
    words.WASTE: _("Вывоз мусора"),
    words.SCHOOL: _("Школа"),
    words.CLINIC: _("Поликлиника"),
    words.POLLING: _("Избирательный участок"),
    words.DEPUTY: _("Депутат"),
    words.TOS: _("ТОС"),
}
ICONS = {
    words.COMPANY: "building",
    words.WATER: "drop",
    words.HEAT: "home",
    words.POWER: "lamp",
    words.GAS: "warn",
    words.WASTE: "bin",
    words.SCHOOL: "book",
    words.CLINIC: "heart",
    words.POLLING: "vote",
    words.DEPUTY: "me",
    words.TOS: "people",
    words.ROAD: "road",
    words.LIFT: "arrow-up",
}
# What is off, whenever.
TROUBLES: dict[str, Promise] = {
    words.WATER: _("Отключение воды"),
    words.HEAT: _("Отключение отопления"),
    words.POWER: _("Отключение света"),
    words.GAS: _("Отключение газа"),
    words.LIFT: _("Лифт стоит"),
    words.ROAD: _("Дорога закрыта"),
}
_NOW: dict[str, Promise] = {
    words.WATER: _("Воды нет"),
    words.HEAT: _("Отопления нет"),
    words.POWER: _("Света нет"),
    words.GAS: _("Газа нет"),
    words.LIFT: _("Лифт стоит"),
    words.ROAD: _("Дорога закрыта"),
}
_NEXT: dict[str, Promise] = {
    words.WATER: _("Воду отключат"),
    words.HEAT: _("Отопление отключат"),
    words.POWER: _("Свет отключат"),
    words.GAS: _("Газ отключат"),
    words.LIFT: _("Лифт остановят"),
    words.ROAD: _("Дорогу закроют"),
}
_BACK: dict[str, Promise] = {
    words.WATER: _("Воду дали"),
    words.HEAT: _("Отопление включили"),
    words.POWER: _("Свет дали"),
    words.GAS: _("Газ дали"),
    words.LIFT: _("Лифт снова работает"),
    words.ROAD: _("Дорогу открыли"),
}
NATURES: dict[str, Promise] = {
    words.PLANNED_WORK: _("Плановые работы"),
    words.ACCIDENT: _("Авария"),
}
STATES: dict[str, Promise] = {
    outages.PLANNED: _("Впереди"),
    outages.RUNNING: _("Идёт"),
    outages.OVER: _("Закончилось"),
    outages.CANCELLED: _("Отменили"),
}
TONES = {
    outages.PLANNED: "sky",
    outages.RUNNING: "warn",
    outages.OVER: "grey",
    outages.CANCELLED: "grey",
}
STEPS: dict[str, Promise] = {
    outages.ANNOUNCED: _("Объявили"),
    outages.EXTENDED: _("Продлили"),
    outages.SHORTENED: _("Закончат раньше"),
    outages.CHANGED: _("Изменили"),
    outages.FINISHED: _("Закончили"),
    outages.CALLED_OFF: _("Отменили"),
}


@dataclass(frozen=True)
class Shown:
    """An outage as lists show it."""

    row: Outage
    state: str
    title: str
    when: str
    icon: str
    tag: Promise
    tone: str


def shown(row: Outage, now: datetime | None = None) -> Shown:
    """With the words for where it stands."""
    state = state_of(row, now)
    return Shown(
        row=row,
        state=state,
        title=title_of(row, state),
        when=when(row, state),
        icon=ICONS[row.trouble],
        tag=STATES[state],
        tone=TONES[state],
    )


def state_of(row: Outage, now: datetime | None = None) -> str:
    """Where it stands."""
    return outages.state_of(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_cancelled=row.is_cancelled,
        now=now or clock.now(),
    )


def title_of(row: Outage, state: str) -> str:
    """«Воды нет», «Воду отключат», «Отключение воды»."""
    known = {outages.RUNNING: _NOW, outages.PLANNED: _NEXT}.get(state, TROUBLES)
    return str(known[row.trouble])


def back(row: Outage) -> str:
    """«Воду дали»."""
    return str(_BACK[row.trouble])


def when(row: Outage, state: str) -> str:
    """«до 18:00», «2 декабря, с 9:00 до 18:00»."""
    starts, ends = _local(row.starts_at), _local(row.ends_at)
    if state == outages.RUNNING:
        return until(row.ends_at)
    days = {"from": _day(starts), "start": _hour(starts), "to": _day(ends), "end": _hour(ends)}
    if starts.date() == ends.date():
        return gettext("%(from)s, с %(start)s до %(end)s") % days
    return gettext("с %(from)s, %(start)s до %(to)s, %(end)s") % days


def until(moment: datetime) -> str:
    """«до 18:00» today, else with the day."""
    local = _local(moment)
    if local.date() == _local(clock.now()).date():
        return gettext("до %(end)s") % {"end": _hour(local)}
    return gettext("до %(to)s, %(end)s") % {"to": _day(local), "end": _hour(local)}


def left(step: OutageStep) -> str:
    """«Отключения не будет: Луговая, 5; Луговая, 7 и ещё 3», or nothing."""
    if not step.left:
        return ""
    shown = "; ".join(one["text"] for one in step.left[:LEFT_SHOWN])
    more = len(step.left) - LEFT_SHOWN
    if more > 0:
        shown = gettext("%(first)s и ещё %(n)s") % {"first": shown, "n": more}
    return gettext("Отключения не будет: %(where)s.") % {"where": shown}


def _local(at: datetime) -> datetime:
    """By the town's clock, in the worker too."""
    return at.astimezone(clock.zone(towns.current().time_zone))


def _day(moment: datetime) -> str:
    return date_format(moment, "j E", use_l10n=False)


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M}".lstrip("0") if moment.hour else f"{moment:%H:%M}"


def moment(at: datetime) -> str:
    """«2 декабря, 9:00»."""
    local = _local(at)
    return f"{_day(local)}, {_hour(local)}"
