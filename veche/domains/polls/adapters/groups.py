"""Turnout and results by groups, as the result page, its files and the API show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.commons.places import public as places
from veche.domains.polls import queries, rules
from veche.domains.polls.models import Census, Poll, Question, QuestionKind

HEADER = ("dimension", "group", "question", "option", "votes")

# Of all dimensions the one whose groups somebody has named.
PLACE = "place"


@dataclass(frozen=True)
class Split:
    """One option with its share in each group; `is_written`: somebody wrote its words."""

    title: str
    is_written: bool
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Answers:
    """One question by groups."""

    question: Question
    splits: list[Split]
    has_rest: bool
    answered: list[int]

    @property
    def table(self) -> list[tuple[str, int, list[dict[str, Any]]]]:
        """Each group with how many answered, and its cells."""
        rows = zip(*(split.rows for split in self.splits), strict=True)
        return [
            (str(cells[0]["title"]), answered, list(cells))
            for cells, answered in zip(rows, self.answered, strict=True)
        ]


@dataclass(frozen=True)
class Cut:
    """One dimension: who came, then how each group answered."""

    name: str
    title: str
    rows: list[dict[str, Any]]
    answers: list[Answers]
    likeness: Likeness | None = None

    @property
    def is_by_place(self) -> bool:
        return self.name == PLACE


@dataclass(frozen=True)
class Likeness:
    """How those who came compare with all who live there: `skew` of a hundred are too many."""

    rows: list[dict[str, Any]]
    skew: float


@dataclass(frozen=True)
class Cuts:
    """All dimensions of a closed poll; `minimum` is the smallest number told."""

    minimum: int
    cuts: list[Cut]
    census: Census | None


def cuts(poll: Poll) -> Cuts | None:
    """The tables of a poll; None until its rows are published."""
    found = ballots.breakdown(poll.id)
    if found is None:
        return None
    minimum, tables = found
    census = queries.census()
    told = sorted(tables, key=lambda table: list(_titles()).index(table.dimension))
    return Cuts(minimum, [_cut(poll, table, census) for table in told], census)


def _cut(poll: Poll, table: ballots.Table, census: Census | None) -> Cut:
    name = _namer(table.dimension)
    groups = sorted(table.groups, key=lambda group: _order(table.dimension, group))
    titles = [", ".join(name(one) for one in group.names) for group in groups]
    came = [group.lines[ballots.TURNOUT] for group in groups]
    shares = ballots.percents(came, sum(came))
    rows = [
        {"title": title, "votes": votes, "share": share, "is_written": table.dimension == PLACE}
        for title, votes, share in zip(titles, came, shares, strict=True)
    ]
    answers = [
        told
        for question in poll.questions.all()
        if (told := _answers(question, table, groups, titles)).splits
    ]
    likeness = _likeness(poll, table.dimension, groups, census) if census else None
    return Cut(table.dimension, _titles()[table.dimension], rows, answers, likeness)


def _likeness(
    poll: Poll, dimension: str, groups: Sequence[ballots.Group], census: Census
) -> Likeness | None:
    """Shares of the voters beside shares of those who could have voted.

    Voters of whom the group is unknown stand on neither side; groups from which nobody came stay.
    """
    known: dict[str, int] = census.figures.get(dimension, {})
    people = {code: count for code, count in known.items() if _may_vote(poll, dimension, code)}
    pairs = [(group.names, group.lines[ballots.TURNOUT]) for group in groups]
    pairs = [(names, votes) for names, votes in pairs if any(one in people for one in names)]
    came = {one for names, _votes in pairs for one in names}
    pairs += [((code,), 0) for code in people if code not in came]
    if len(pairs) < 2:
        return None
    lived = [sum(people.get(one, 0) for one in names) for names, _votes in pairs]
    voted = [votes for _names, votes in pairs]
    name = _namer(dimension)
    rows = [
        {"title": ", ".join(name(one) for one in names), "lived": share, "voted": own}
        for (names, _votes), share, own in zip(
            pairs,
            ballots.percents(lived, sum(lived)),
            ballots.percents(voted, sum(voted)),
            strict=True,
        )
    ]
    return Likeness(rows, rules.skew(lived, voted))


def _may_vote(poll: Poll, dimension: str, code: str) -> bool:
    if dimension == "age":
        return code in rules.bands_from(poll.min_age)
    return places.lies_in(UUID(code), [t.place_id for t in poll.territories.all()])


def census_parts(census: Census) -> list[tuple[str, list[tuple[str, int]], bool]]:
    """The town's figures by dimension, named; the last says whether places are."""
    parts = []
    for dimension, title in _titles().items():
        if figures := census.figures.get(dimension):
            name = _namer(dimension)
            rows = sorted((name(code), n) for code, n in figures.items())
            parts.append((title, rows, dimension == PLACE))
    return parts


def _answers(
    question: Question,
    table: ballots.Table,
    groups: Sequence[ballots.Group],
    titles: Sequence[str],
) -> Answers:
    shown = [key[1] for key in table.shown if key[0] == question.code and key[1]]
    whole = [group.lines.get((question.code, ""), 0) for group in groups]
    options = _options(question)
    splits = [
        Split(
            name,
            is_written,
            [
                {
                    "title": title,
                    "votes": votes,
                    "share": 100 * votes / of if of else 0,
                    "is_written": table.dimension == PLACE,
                }
                for title, votes, of in zip(
                    titles, _line(question, code, groups), whole, strict=True
                )
            ],
        )
        for code, name, is_written in options
        if code in shown
    ]
    return Answers(question, splits, len(shown) < len(options), whole)


def _line(question: Question, code: str, groups: Iterable[ballots.Group]) -> list[int]:
    return [group.lines[question.code, code] for group in groups]


def _options(question: Question) -> list[tuple[str, str, bool]]:
    """Code and words of each, and whether somebody wrote them."""
    if question.kind == QuestionKind.SCALE:
        marks = range(question.scale_low, question.scale_high + 1)
        return [(str(mark), str(mark), False) for mark in marks]
    return [(one.code, one.shown, one.is_written) for one in question.options.all()]


def _order(dimension: str, group: ballots.Group) -> tuple[int, int, str]:
    """Joined groups last; the greatest place first, ages and levels in their own order."""
    size = 0 if dimension in {"age", "level"} else -group.lines[ballots.TURNOUT]
    return len(group.names) > 1, size, group.names[0]


def _titles() -> dict[str, str]:
    return {
        "place": _("По месту жительства"),
        "age": _("По возрасту"),
        "channel": _("По способу голосования"),
        "level": _("По тому, как проверена личность"),
    }


def _namer(dimension: str) -> Callable[[str], str]:
    known: dict[str, str] = {}
    if dimension == PLACE:
        known = {str(place.id): place.name for place in places.places()}
    elif dimension == "channel":
        known = {
            "web": _("через портал"),
            "paper": _("на бумаге"),
            "assisted": _("на приёме, с помощью оператора"),
        }
    elif dimension == "level":
        known = {
            "0": _("личность не подтверждена"),
            "1": _("телефон или почта"),
            "2": _("по документу"),
            "3": _("через Госуслуги"),
        }
    return lambda code: known.get(code, code) or _("не указано")


def rows(poll: Poll) -> Iterable[list[Any]]:
    """The tables as rows of a file: turnout has no question, «answered» no option."""
    found = ballots.breakdown(poll.id)
    for table in found[1] if found else ():
        name = _namer(table.dimension)
        for group in table.groups:
            title = ", ".join(name(one) for one in group.names)
            for question, option in table.shown:
                yield [table.dimension, title, question, option, group.lines[question, option]]


def as_json(poll: Poll) -> dict[str, Any]:
    """The tables as the API tells them."""
    found = ballots.breakdown(poll.id)
    return {
        "minimum": found[0] if found else ballots.smallest_group(),
        "rows": [dict(zip(HEADER, row, strict=True)) for row in rows(poll)],
        "census": _census_as_json(),
    }


def _census_as_json() -> dict[str, Any] | None:
    """The town's figures beside which the page sets the voters, for whoever compares anew."""
    census = queries.census()
    if census is None:
        return None
    return {
        "source": census.source,
        "counted_on": census.counted_on.isoformat(),
        "rows": [
            {"dimension": dimension, "group": _namer(dimension)(code), "people": people}
            for dimension, figures in census.figures.items()
            for code, people in figures.items()
        ],
    }


def channels(poll: Poll, found: ballots.Results) -> dict[str, int]:
    """How ballots came: on paper always, for numbered paper is accounted for in public.

    The other ways as far as the table of them tells them apart: it was weighed against the others.
    A single one is told too, for what paper leaves is theirs anyway.
    """
    paper = {way: count for way, count in found.channels.items() if way == ballots.PAPER}
    others = {way: count for way, count in found.channels.items() if way != ballots.PAPER}
    kept = ballots.breakdown(poll.id)
    groups = [
        others.keys() & set(group.names)
        for table in (kept[1] if kept else ())
        if table.dimension == "channel"
        for group in table.groups
    ]
    is_told = len(others) < 2 or (bool(groups) and all(len(ways) < 2 for ways in groups))
    return {**others, **paper} if is_told else paper
