"""Orders in the words of the screen: states, days, the way so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from veche.commons.commitments import public as commitments
from veche.commons.commitments.public import Commitment
from veche.commons.identity.public import PersonRef
from veche.commons.organisations.public import Mandate
from veche.domains.orders import rules
from veche.domains.orders.models import Order
from veche.domains.orders.queries import deputies, reading, terms

STATES: dict[str, Promise] = {
    rules.MODERATION: _("На проверке"),
    rules.REJECTED: _("Не опубликован"),
    rules.OPEN: _("Ждёт ответа депутата"),
    rules.TAKEN: _("Взят в работу"),
    rules.ADOPTED: _("Принят советом"),
    rules.DECLINED: _("Отклонён с объяснением"),
}
TONES: dict[str, str] = {
    rules.MODERATION: "grey",
    rules.REJECTED: "warn",
    rules.OPEN: "bell",
    rules.TAKEN: "sky",
    rules.ADOPTED: "good",
    rules.DECLINED: "grey",
}
COURSE: dict[str, tuple[Promise, str]] = {
    "in_work": (_("Делают"), "sky"),
    "done": (_("Выполнен"), "good"),
    "declined": (_("Город отказался"), "grey"),
}
VOICES: dict[str, Promise] = {
    rules.DEPUTY: _("Ответил депутат"),
    rules.COUNCIL: _("Ответил совет"),
}


@dataclass(frozen=True)
class Clock:
    """What is said of the days, and in which tone."""

    text: str = ""
    tone: str = ""


def clock_of(row: Order, today: date) -> Clock:
    """«осталось 12 дней» of the answer or of the council's decision; nothing once it is decided."""
    if row.state not in rules.GROWING or row.due_on is None:
        return Clock()
    left = (row.due_on - today).days
    if left < 0:
        words = ngettext("просрочен на %(n)s день", "просрочен на %(n)s дней", -left)
        return Clock(words % {"n": -left}, "bad")
    if left == 0:
        return Clock(gettext("последний день"), "bell")
    words = ngettext("остался %(n)s день", "осталось %(n)s дней", left)
    return Clock(words % {"n": left}, "bell" if left <= 5 else "good")


def tag(row: Order, course: Commitment | None = None) -> dict[str, Any]:
    """The state as a coloured word; that of the work once there is work."""
    if course is not None and course.state in COURSE:
        text, tone = COURSE[course.state]
        return {"text": text, "tone": tone}
    return {"text": STATES[row.state], "tone": TONES[row.state]}


def url_of(row: Order) -> str:
    """The page of an order."""
    return reverse("orders:read-order", args=[row.slug])


def when(row: Order) -> date | None:
    """The day of its last word: adopted, answered, or published."""
    published = row.published_at.date() if row.published_at is not None else None
    return row.adopted_on or row.answered_on or published


def courses_of(rows: Sequence[Order]) -> dict[str, Commitment]:
    """What became of the adopted ones; one query, none when there are none."""
    ids = [row.id for row in rows if row.state == rules.ADOPTED]
    return commitments.of_many(reading.KIND, ids)


def listed(rows: Sequence[Order], person: PersonRef) -> list[dict[str, Any]]:
    """Rows of a list with their words; three queries for all of them."""
    today = terms.today()
    names = deputies.names([row.mandate_id for row in rows])
    supported = reading.supported_among(person, [row.id for row in rows])
    courses = courses_of(rows)
    return [
        {
            "row": row,
            "url": url_of(row),
            "tag": tag(row, courses.get(str(row.id))),
            "clock": clock_of(row, today),
            "deputy": names.get(row.mandate_id),
            "when": when(row),
            "is_supported": row.id in supported,
        }
        for row in rows
    ]


def day(on: date | None) -> str:
    """«26 ноября 2026»: a day that may lie in another year."""
    return date_format(on, r"j E Y") if on is not None else ""


def timeline(row: Order, today: date) -> list[dict[str, Any]]:
    """What has been, what is now, and what comes next; the work has steps of its own."""
    published = row.published_at.date() if row.published_at is not None else None
    steps = [_step(_("Опубликован"), day(published), "done")]
    until = gettext("до %(day)s, %(left)s") % {
        "day": day(row.due_on),
        "left": clock_of(row, today).text,
    }
    now = "late" if rules.is_late(row.state, row.due_on, today) else "now"
    if row.state == rules.OPEN:
        steps.append(_step(_("Депутат или совет отвечает"), until, now))
        return [*steps, _step(_("Совет решает"), "", "")]
    if row.state == rules.DECLINED:
        return [*steps, _step(_("Отклонён"), day(row.answered_on), "now")]
    steps.append(_step(_("Взят в работу"), day(row.answered_on), "done"))
    if row.state == rules.TAKEN:
        return [*steps, _step(_("Совет решает"), until, now)]
    steps.append(_step(_("Совет принял"), day(row.adopted_on), "done"))
    return [*steps, _step(_("Исполнение"), gettext("в бюджете %(year)s года") % {"year": row.year},
                          "now")]  # fmt: skip


def deputy_line(one: Mandate | None) -> str:
    """«Орлова Мария Петровна, Заречный»."""
    return f"{one.name or one.title}, {one.territory}" if one is not None else ""


def _step(title: Any, text: str, state: str) -> dict[str, Any]:
    return {"title": title, "text": text, "state": state}
