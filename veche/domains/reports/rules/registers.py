"""What a line of a register says, whichever columns it came in; pure."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from veche.domains.reports.rules import states

NUMBER, STATE, DUE, FILED = "number", "state", "due_on", "filed_on"
TOPIC, ADDRESS, CATEGORY, BODY = "topic", "address", "category", "body"
FIELDS = (NUMBER, STATE, DUE, FILED, CATEGORY, BODY, ADDRESS, TOPIC)
NEEDED = (NUMBER, STATE)
NUMBER_MAX, STATE_MAX, TOPIC_MAX, ADDRESS_MAX, TITLE_MAX = 60, 120, 300, 300, 200
# What a state may be said to mean; and what a register tells no more, however it has ended.
MEANINGS = (states.OPEN, states.DONE, states.DECLINED)
GONE = "gone"
# Why a line is refused.
NO_NUMBER, LONG_NUMBER, NO_STATE, BAD_DATE, TWICE, TOO_LONG = (
    "no_number",
    "long_number",
    "no_state",
    "bad_date",
    "twice",
    "too_long",
)
# More states than that are no states: another column was taken for theirs.
STATES_MAX = 40
# not shown: stems of headings, as systems of record write them
_HEADINGS = {
    NUMBER: ("номер", "№", "number"),
    STATE: ("статус", "состояни", "state", "status"),
    DUE: ("срок", "исполнить до", "due", "deadline"),
    FILED: ("дата рег", "дата пост", "дата созд", "дата подач", "created"),
    CATEGORY: ("катег", "тема", "рубрик", "category"),
    BODY: ("исполнител", "ответственн", "ведомств", "орган"),
    ADDRESS: ("адрес", "место", "address"),
    TOPIC: ("суть", "кратк", "содерж", "описан"),
}
# What is over, in whole words: «принято к исполнению» is work that goes on.
# not shown: words of states, as systems of record write them
_DECLINED = re.compile(r"\b(отказ|отказано|отклонен[оа]?|не подлежит|declined|rejected)\b")
# not shown: the same
_DONE = re.compile(
    r"(?<!не )\b(решен[оа]?|исполнен[оа]?|выполнен[оа]?|закрыт[оа]?|завершен[оа]?"
    r"|снят[оа]? с контроля|done|closed|resolved)\b"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")


@dataclass(frozen=True)
class Line:
    """A case as the register tells it; `names_somebody`: its state did, and is told without."""

    number: str
    state: str
    stage: str
    names_somebody: bool = False
    due_on: date | None = None
    filed_on: date | None = None
    category: str = ""
    body: str = ""
    address: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Refusal:
    """A line that cannot be taken: its row in the file, why, and the words that are wrong."""

    row: int
    why: str
    words: str = ""
    # The case that it tells of, where that much can be read.
    number: str = ""


def guessed(headings: Sequence[str]) -> dict[str, str]:
    """Which heading each field probably has; each heading serves one field."""
    found: dict[str, str] = {}
    for field, stems in _HEADINGS.items():
        for heading in headings:
            low = heading.lower()
            if heading not in found.values() and any(stem in low for stem in stems):
                found[field] = heading
                break
    return found


def stage_of(state: str) -> str:
    """What the words of a state probably mean here; what is not sure goes on."""
    low = state.lower().replace("ё", "е")  # not shown
    if _DECLINED.search(low):
        return states.DECLINED
    return states.DONE if _DONE.search(low) else states.OPEN


def stages_of(lines: Iterable[Line | Refusal]) -> dict[str, str]:
    """The states that a register tells, the most frequent of them, and what each is taken for."""
    told = [(one.state, one.stage) for one in lines if isinstance(one, Line)]
    return {state: stage for (state, stage), _n in Counter(told).most_common(STATES_MAX)}


def told_otherwise(stages: Mapping[str, str]) -> dict[str, str]:
    """Of what states are taken for, that which nobody would guess."""
    return {state: stage for state, stage in stages.items() if stage != stage_of(state)}


def gone(open_numbers: Iterable[str], lines: Sequence[Line | Refusal]) -> set[str]:
    """Open cases that a register of all open ones tells no more; none while it was cut short, or
    a line does not say whose it is."""
    if any(isinstance(one, Refusal) and one.why in (TOO_LONG, NO_NUMBER) for one in lines):
        return set()
    return set(open_numbers) - {one.number for one in lines}


def day_of(text: str) -> date | None:
    """The day of a cell, with or without an hour; ValueError for what is none."""
    bare = text.strip().replace("T", " ").split(" ")[0]
    if not bare:
        return None
    if found := _ISO.fullmatch(bare):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.fullmatch(bare):
        year = int(found[3])
        return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    raise ValueError(text)


def read(
    headings: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    mapping: Mapping[str, str],
    stages: Mapping[str, str] | None = None,
    hide: Callable[[str], str] = str,
) -> list[Line | Refusal]:
    """Every line of a register; rows come with their lines in the file. `stages` says what its
    states mean, where somebody has said so; `hide` gives a text without anybody's own, asked once
    of each state."""
    bare = functools.cache(hide)
    places = {field: headings.index(name) for field, name in mapping.items() if name in headings}
    seen: set[str] = set()
    found: list[Line | Refusal] = []
    for number, row in rows:
        cells = {
            field: row[place].strip() if place < len(row) else "" for field, place in places.items()
        }
        line = _line(number, cells, stages or {}, bare)
        if isinstance(line, Line):
            if line.number in seen:
                line = Refusal(number, TWICE, line.number, line.number)
            else:
                seen.add(line.number)
        found.append(line)
    return found


def _line(
    row: int, cells: Mapping[str, str], stages: Mapping[str, str], bare: Callable[[str], str]
) -> Line | Refusal:
    number, state = cells.get(NUMBER, ""), cells.get(STATE, "")
    if not number:
        return Refusal(row, NO_NUMBER)
    if len(number) > NUMBER_MAX:
        return Refusal(row, LONG_NUMBER, number[:NUMBER_MAX])
    if not state:
        return Refusal(row, NO_STATE, number, number)
    days: dict[str, date | None] = {}
    for field in (DUE, FILED):
        try:
            days[field] = day_of(cells.get(field, ""))
        except ValueError:
            return Refusal(row, BAD_DATE, cells[field][:40], number)
    told = bare(state)
    return Line(
        number=number,
        state=told[:STATE_MAX],
        stage=stages.get(told[:STATE_MAX]) or stage_of(told),
        names_somebody=told != state,
        due_on=days[DUE],
        filed_on=days[FILED],
        category=cells.get(CATEGORY, "")[:TITLE_MAX],
        body=cells.get(BODY, "")[:TITLE_MAX],
        address=cells.get(ADDRESS, "")[:ADDRESS_MAX],
        topic=cells.get(TOPIC, "")[:TOPIC_MAX],
    )
