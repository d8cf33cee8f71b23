"""Proposals in the words of the screen: states, answers, how far, how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from veche.commons.commitments import public as commitments
from veche.commons.commitments.public import Commitment
from veche.commons.places import public as places
from veche.domains.initiatives import rules
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries.onward import KIND, Target, Way

STATES: dict[str, Promise] = {
    rules.DRAFT: _("Черновик"),
    rules.MODERATION: _("На проверке"),
    rules.REJECTED: _("Не принято"),
    rules.COLLECTING: _("Собирает поддержку"),
    rules.CONSIDERED: _("Ждёт ответа города"),
    rules.ANSWERED: _("Есть ответ"),
    rules.EXPIRED: _("Не набрало поддержки"),
    rules.RETIRED: _("Уступило другому"),
}
TONES: dict[str, str] = {
    rules.DRAFT: "grey",
    rules.MODERATION: "grey",
    rules.REJECTED: "warn",
    rules.COLLECTING: "bell",
    rules.CONSIDERED: "sky",
    rules.ANSWERED: "good",
    rules.EXPIRED: "grey",
    rules.RETIRED: "grey",
}
OUTCOMES: dict[str, Promise] = {
    rules.ACCEPTED: _("Сделаем"),
    rules.ASKING: _("Спросим жителей"),
    rules.DECLINED: _("Отказ с объяснением"),
}
OUTCOME_TONES = {rules.ACCEPTED: "good", rules.ASKING: "sky", rules.DECLINED: "grey"}
# A promise: kept, given up, on its way.
_COURSES: dict[str, tuple[Promise, Promise, Promise]] = {
    rules.ACCEPTED: (_("Сделали"), _("Не сделают"), _("Делаем")),
    rules.ASKING: (_("Спросили"), _("Не спросят"), _("Готовим вопрос жителям")),
}
GROUNDS: dict[str, Promise] = {
    "order": _("Нарушен порядок внесения"),
    "law": _("Противоречит закону"),
    "power": _("Это не в силах города"),
    "money": _("Нет денег в бюджете"),
    "better": _("Есть способ лучше, предлагаем доработать вместе"),
    "lost": _("Не прошло конкурс"),
}


@dataclass(frozen=True)
class Clock:
    """What is said of the days, and in which tone."""

    text: str
    tone: str
    day: date | None = None


def clock_of(row: Proposal, today: date) -> Clock:
    """«осталось 12 дней» of the support or of the town's answer; nothing once it is over."""
    if row.state == rules.COLLECTING and row.support_until is not None:
        left = max(0, (row.support_until - today).days)
        return Clock(_left(left), "bell" if left <= 7 else "grey", row.support_until)
    if row.state != rules.CONSIDERED or row.due_on is None:
        return Clock("", TONES[row.state])
    left = (row.due_on - today).days
    if left < 0:
        words = ngettext("просрочено на %(n)s день", "просрочено на %(n)s дней", -left)
        return Clock(words % {"n": -left}, "bad", row.due_on)
    return Clock(_left(left), "bell" if left <= 5 else "good", row.due_on)


def _left(days: int) -> str:
    if days == 0:
        return gettext("последний день")
    return ngettext("остался %(n)s день", "осталось %(n)s дней", days) % {"n": days}


def tag(row: Proposal) -> dict[str, Any]:
    """The state as a coloured word; the answer once there is one."""
    if row.state == rules.ANSWERED:
        return {"text": OUTCOMES[row.outcome], "tone": OUTCOME_TONES[row.outcome]}
    return {"text": STATES[row.state], "tone": TONES[row.state]}


def names_of_places() -> dict[UUID, str]:
    """Parts of the town by id; one query for a whole list."""
    return {one.id: one.name for one in places.places()}


def where(row: Proposal, names: dict[UUID, str]) -> str:
    """Where it is about: a part of the town or all of it, and the spot."""
    place = names.get(row.place_id, "") if row.place_id else gettext("Весь город")
    return ", ".join(one for one in (place, row.spot) if one)


def progress(row: Proposal) -> dict[str, Any]:
    """How far support has come: the bar, and what stands below it."""
    share = rules.percent(row.support, row.threshold)
    # What was reached once stays reached, whatever is taken out of the sum later.
    left = 0 if row.reached_on else max(0, row.threshold - row.support)
    if not left:
        words = gettext("Порог набран")
    elif row.state == rules.RETIRED:
        words = gettext("Сбор закончен: уступило похожему")
    else:
        words = ngettext("Не хватает %(n)s голоса", "Не хватает %(n)s голосов", left) % {"n": left}
    return {"value": row.support, "total": row.threshold, "percent": share, "left": words}


def day(on: date | None) -> str:
    """«26 ноября 2026»: a day that may lie in another year."""
    return date_format(on, r"j E Y") if on is not None else ""


def course_of(row: Proposal) -> Commitment | None:
    """How what the town has promised is kept; two queries then, none otherwise."""
    return commitments.of(KIND, row.id) if row.outcome in rules.PROMISED else None


def promise_title(row: Proposal) -> str:
    """What the town has promised, as everyone reads it: it asks, or does it."""
    with translation.override(rules.TOWN_LANGUAGE):
        if not row.is_public:
            return gettext("Ответ на предложение жителей")
        if row.outcome == rules.ASKING:
            return gettext("Спросить жителей: %(title)s") % {"title": row.title}
        return row.title


def is_asked(
    row: Proposal, course: Commitment | None, targets: Sequence[tuple[Way, Target]]
) -> bool:
    """Whether residents have been asked as promised, and the promise still stands open."""
    is_open = row.outcome == rules.ASKING and course is not None and course.closed_at is None
    return is_open and any(target.is_over for _way, target in targets)


def timeline(
    row: Proposal,
    today: date,
    course: Commitment | None = None,
    targets: Sequence[tuple[Way, Target]] = (),
) -> list[dict[str, Any]]:
    """What has been, what is now, and what comes next; what it has become at the end."""
    grown = [
        _step(way.noun, target.note, "done" if target.is_over else "now")
        for way, target in targets
        if target.url
    ]
    return [*_course(row, today, course), *grown]


def _course(row: Proposal, today: date, course: Commitment | None) -> list[dict[str, Any]]:
    steps = [_step(_("Опубликовано"), _moment_day(row), "done")]
    if row.state in (rules.EXPIRED, rules.RETIRED):
        return [*steps, _step(STATES[row.state], "", "now")]
    clock = clock_of(row, today)
    until = _until(clock)
    if row.state == rules.COLLECTING:
        steps.append(_step(_("Собирает поддержку"), until, "now"))
        steps.append(_step(_("Город отвечает"), gettext("когда наберётся порог"), ""))
        return steps
    steps.append(_step(_("Порог набран"), day(row.reached_on), "done"))
    if row.state == rules.CONSIDERED:
        state = "late" if clock.tone == "bad" else "now"
        return [*steps, _step(_("Город готовит ответ"), until, state)]
    steps.append(_step(_("Город ответил"), day(row.answered_on), "done"))
    if row.promised_on is not None:
        steps.append(_promise(row, today, course))
    return steps


def _promise(row: Proposal, today: date, course: Commitment | None) -> dict[str, Any]:
    """Done, given up, or on the way to its day, which the town may have moved."""
    done, given_up, going = _COURSES[row.outcome]
    if course is not None and course.state == "done":
        return _step(done, "", "done")
    if course is not None and course.state == "declined":
        return _step(given_up, gettext("город объяснил почему"), "now")
    due = (course.due_on if course is not None else None) or row.promised_on
    is_late = due is not None and due < today
    return _step(going, gettext("до %(day)s") % {"day": day(due)}, "late" if is_late else "now")


def _until(clock: Clock) -> str:
    if clock.day is None:
        return clock.text
    return gettext("до %(day)s, %(left)s") % {"day": day(clock.day), "left": clock.text}


def _moment_day(row: Proposal) -> str:
    return day(row.published_at.date()) if row.published_at is not None else ""


def _step(title: Any, text: str, state: str) -> dict[str, Any]:
    return {"title": title, "text": text, "state": state}
