"""«Рабочий стол»: what waits for an official today, what burns first, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from veche.commons.hall import public as hall
from veche.commons.identity.public import PersonRef, behind
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.manifest import DeskSection, Matter
from veche.kernel.web import render
from veche.portal import context, menu

# What is read of one section: more than a desk shows, so that counts are true in all but a flood.
READ = 100
BURNING, IN_SECTION = 12, 6
WEEK, YEAR = timedelta(days=7), timedelta(days=365)


@dataclass(frozen=True)
class Row:
    """A matter with the section it waits in and how soon it is due."""

    matter: Matter
    section: DeskSection
    tone: str


@dataclass(frozen=True)
class Section:
    """What waits in one section beside what burns."""

    item: DeskSection
    url: str
    matters: Sequence[Matter]
    today: date

    @property
    def count(self) -> int:
        """How many wait; READ stands for that many or more."""
        return len(self.matters)

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(is_late(one, self.today) for one in self.matters)

    @property
    def quiet(self) -> list[Row]:
        """The first of those that do not burn."""
        calm = [one for one in self.matters if not burns(one, self.today)]
        return [row(self.item, one, self.today) for one in calm[:IN_SECTION]]

    @property
    def is_full(self) -> bool:
        """Whether there may be more than were read."""
        return self.count >= READ

    @property
    def hides(self) -> bool:
        """Whether old matters may have left no room for those of today: only so many were read."""
        return self.is_full and any(is_old(one, self.today) for one in self.matters)


@dataclass(frozen=True)
class Sums:
    """How much of everything is due when."""

    late: int = 0
    today: int = 0
    week: int = 0
    later: int = 0
    parts: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def all(self) -> int:
        """Everything that waits."""
        return self.late + self.today + self.week + self.later


@behind(hall.may_open_desk)
@require_safe
def desk(request: HttpRequest, person: PersonRef) -> HttpResponse:
    """Everything that waits for whoever asks; each section is asked once."""
    today = clock.today(towns.current().time_zone)
    items = context.desk_sections(request, person)
    sections = [
        Section(item, reverse(item.url_name), list(item.waits(person, READ)), today)
        for item in items
        if item.waits is not None
    ]
    waiting = [one for one in sections if one.matters]
    hot, old = parted(burning(waiting, today), today)
    hides = any(one.hides for one in waiting)
    counts = {one.item.url_name: one.count for one in sections}
    shown = {
        "today": today,
        "sums": sums((m.due_on for one in waiting for m in one.matters), today),
        "burning": hot[:BURNING],
        "more_burning": len(hot) - len(hot[:BURNING]),
        "old": old[:BURNING],
        "old_number": len(old),
        "more_old": len(old) - len(old[:BURNING]),
        "hides": hides,
        "at_least": "+" if hides else "",
        "sections": sorted((one for one in waiting if one.quiet), key=lambda one: -one.late),
        "desk_menu": menu.drawn(menu.groups(items, request.path, counts)),
    }
    return render(request, "portal/desk.html", shown)


def is_late(matter: Matter, today: date) -> bool:
    """Whether its term is over."""
    return matter.due_on is not None and matter.due_on < today


def is_old(matter: Matter, today: date) -> bool:
    """Whether its term has been over for more than a year."""
    return matter.due_on is not None and matter.due_on < today - YEAR


def burns(matter: Matter, today: date) -> bool:
    """Overdue, or due today."""
    return matter.due_on is not None and matter.due_on <= today


def row(item: DeskSection, matter: Matter, today: date) -> Row:
    """A matter with the tone of its term."""
    tone = "line"
    if matter.due_on is not None:
        left = matter.due_on - today
        tone = "bad" if left.days < 0 else "warn" if not left.days else ""
        tone = tone or ("bell" if left <= WEEK else "grey")
    return Row(matter, item, tone)


def burning(sections: Iterable[Section], today: date) -> list[Row]:
    """What is overdue or due today in all sections, the longest overdue first."""
    found = [
        (one.due_on, number, row(section.item, one, today))
        for number, section in enumerate(sections)
        for one in section.matters
        if one.due_on is not None and one.due_on <= today
    ]
    return [one for _due, _number, one in sorted(found, key=lambda three: three[:2])]


def parted(rows: Sequence[Row], today: date) -> tuple[list[Row], list[Row]]:
    """What burns, and what has been overdue for more than a year: it is folded below."""
    hot: list[Row] = []
    old: list[Row] = []
    for one in rows:
        (old if is_old(one.matter, today) else hot).append(one)
    return hot, old


def sums(terms: Iterable[date | None], today: date) -> Sums:
    """How many are overdue, due today, due in seven days, later or without a term."""
    late = now = week = later = 0
    for due in terms:
        if due is None or due > today + WEEK:
            later += 1
        elif due < today:
            late += 1
        elif due == today:
            now += 1
        else:
            week += 1
    return Sums(late, now, week, later, _parts({"bad": late, "warn": now, "bell": week}, later))


def _parts(counted: dict[str, int], later: int) -> list[tuple[str, str, str]]:
    """The same as parts of one line: tone, where it begins, how long it is, of a hundred."""
    whole = sum(counted.values()) + later
    found, begins = [], 0.0
    for tone, number in counted.items():
        length = 100 * number / whole if whole else 0.0
        if number:
            found.append((tone, f"{begins:.2f}", f"{length:.2f}"))
        begins += length
    return found
