"""How neighbours' days are told: states, when, how many hands, how long."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from veche.commons.files import public as files
from veche.commons.places import public as places
from veche.domains.workdays import rules
from veche.domains.workdays.models import Day, Photo
from veche.domains.workdays.queries import terms

STATES: dict[str, Promise] = {
    rules.ASKING: gettext_lazy("Ждёт хозяина места"),
    rules.CALLED: gettext_lazy("Зовём соседей"),
    rules.DONE: gettext_lazy("Сделано"),
    rules.FORBIDDEN: gettext_lazy("Хозяин места не разрешил"),
    rules.CANCELLED: gettext_lazy("Отменено"),
    rules.LAPSED: gettext_lazy("Не состоялось"),
}
TONES = {
    rules.ASKING: "warn",
    rules.CALLED: "bell",
    rules.DONE: "good",
    rules.FORBIDDEN: "grey",
    rules.CANCELLED: "grey",
    rules.LAPSED: "grey",
}
CANCELS: dict[str, Promise] = {
    "weather": gettext_lazy("Помешала погода"),
    "few": gettext_lazy("Собралось мало рук"),
    "busy": gettext_lazy("Тот, кто позвал, не сможет прийти"),
    "moved": gettext_lazy("Переносим на другой день"),
    "done": gettext_lazy("Это уже сделали"),
    "place": gettext_lazy("Сейчас там работать нельзя"),
    rules.ERASED: gettext_lazy("Тот, кто позвал, удалил учётную запись"),
}
STANDINGS: dict[str, Promise] = {
    rules.NEIGHBOURS: gettext_lazy("Делают соседи"),
    rules.DUTY: gettext_lazy("Обязан делать город"),
    rules.DANGER: gettext_lazy("Опасно: делают люди с допуском"),
}


def tag(row: Day) -> dict[str, Any]:
    """The state as a coloured word."""
    if row.state == rules.ASKING and not row.is_shown:
        return {"text": _("Читает модератор"), "tone": "grey", "icon": "eye"}
    return {"text": STATES[row.state], "tone": TONES[row.state], "icon": ""}


def reason(row: Day) -> str:
    """Why a day will not be: of a list, or in the owner's own words."""
    return str(CANCELS[row.reason]) if row.state == rules.CANCELLED else row.reason


def on_day(day: date) -> str:
    """«суббота, 5 декабря»; another year is named."""
    form = r"l, j E" if day.year == terms.today().year else r"l, j E Y"
    return date_format(day, form).lower()


def hour(at: datetime) -> str:
    """«10:00» by the town's clock."""
    return date_format(terms.local(at), "H:i")


def hours_of(row: Day) -> str:
    """«10:00–13:00»."""
    return f"{hour(row.starts_at)}–{hour(row.ends_at)}"


def when(row: Day) -> str:
    """«суббота, 5 декабря, 10:00–13:00»."""
    return f"{on_day(row.on)}, {hours_of(row)}"


def far(row: Day) -> str:
    """«завтра», «через 5 дней»; nothing once it was."""
    days = (row.on - terms.today()).days
    if days < 0:
        return ""
    near = {0: _("сегодня"), 1: _("завтра")}
    if days in near:
        return near[days]
    return ngettext("через %(n)s день", "через %(n)s дней", days) % {"n": days}


def hands(row: Day) -> str:
    """How many come, of how many that are wanted."""
    if row.hands >= row.hands_needed:
        return _("Рук хватает: идут %(n)s. Ещё одни не помешают.") % {"n": row.hands}
    left = row.hands_needed - row.hands
    return ngettext("Нужна ещё %(n)s пара рук", "Нужно ещё %(n)s пар рук", left) % {"n": left}


def length(minutes: int) -> str:
    """«3 часа», «1,5 часа», «30 минут»."""
    if minutes < 60:
        return ngettext("%(n)s минута", "%(n)s минут", minutes) % {"n": minutes}
    whole, rest = divmod(minutes, 60)
    if rest:
        tenths = f"{minutes / 60:.1f}".replace(".", ",")
        return _("%(n)s часа") % {"n": tenths}
    return ngettext("%(n)s час", "%(n)s часов", whole) % {"n": whole}


def names_of_places() -> dict[UUID, str]:
    """Parts of the town by id."""
    return {one.id: one.name for one in places.places()}


def day_url(row: Day) -> str:
    """The page of a day."""
    return reverse("workdays:read-day", args=[row.slug])


def card(row: Day, photos: list[Photo] | None = None) -> dict[str, Any]:
    """A day for a list."""
    return {
        "row": row,
        "url": day_url(row),
        "tag": tag(row),
        "number": row.on.day,
        "day": on_day(row.on),
        "hours": hours_of(row),
        "when": when(row),
        "far": far(row) if row.state in rules.LIVE else "",
        "hands": hands(row),
        "length": length(row.minutes) if row.minutes else "",
        "photo_ids": [(one.kind, one.blurred_id) for one in photos or []],
        "before": None,
        "after": None,
    }


def fill_photos(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A photo of before and one of after for each; one query for a whole list."""
    refs = files.refs([one for card in cards for _kind, one in card["photo_ids"]])
    for one in cards:
        for kind, photo_id in one["photo_ids"]:
            if one[kind] is None and photo_id in refs:
                ref = refs[photo_id]
                one[kind] = {"url": ref.src_small, "alt": ref.alt, "when": ""}
    return cards


def steps(row: Day) -> list[dict[str, Any]]:
    """What has been, what is now, what comes next."""
    if row.state in (rules.FORBIDDEN, rules.CANCELLED, rules.LAPSED):
        return [_step(_("Позвали соседей"), "", "done"), _step(STATES[row.state], "", "now")]
    found = [_step(_("Позвали соседей"), "", "done")]
    if row.state == rules.ASKING:
        who = _("Модератор читает текст") if not row.is_shown else ""
        found.append(
            _step(_("Хозяин места соглашается"), who or row.owner_name or _("Город"), "now")
        )
        return [*found, _step(_("Соседи приходят"), when(row), ""), _step(_("Итог"), "", "")]
    found.append(_step(_("Хозяин места согласен"), row.owner_name or _("Город"), "done"))
    if row.state == rules.CALLED:
        is_over = row.on < terms.today()
        found.append(_step(_("Соседи приходят"), when(row), "done" if is_over else "now"))
        return [*found, _step(_("Итог"), _("кто пришёл и что вышло"), "now" if is_over else "")]
    return [*found, _step(_("Соседи пришли"), when(row), "done"), _step(_("Сделано"), "", "done")]


def _step(title: Any, text: str, state: str) -> dict[str, Any]:
    return {"title": title, "text": text, "state": state}
