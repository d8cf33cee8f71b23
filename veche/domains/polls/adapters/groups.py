"""Turnout and results by groups, as the result page, its files and the API show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from veche.commons.ballots import public as ballots
from veche.commons.places import public as places
from veche.domains.polls import rules
from veche.domains.polls.models import Poll, Question, QuestionKind

HEADER = ("dimension", "group", "question", "option", "votes")


@dataclass(frozen=True)
class Split:
    """One option with its share in each group; `whole` is what the shares are of."""

    title: str
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


@dataclass(frozen=True)
class Cuts:
    """All dimensions of a closed poll; `minimum` is the smallest number told."""

    minimum: int
    cuts: list[Cut]


def cuts(poll: Poll) -> Cuts | None:
    """The tables of a poll; None until its rows are published."""
    found = ballots.breakdown(poll.id)
    if found is None:
        return None
    minimum, tables = found
    return Cuts(minimum, [_cut(poll, table) for table in tables])


def _cut(poll: Poll, table: ballots.Table) -> Cut:
    name = _namer(table.dimension)
    groups = sorted(table.groups, key=lambda group: _order(table.dimension, group))
    titles = [", ".join(name(one) for one in group.names) for group in groups]
    came = [group.lines[ballots.TURNOUT] for group in groups]
    shares = rules.percents(came, sum(came))
    rows = [
        {"title": title, "votes": votes, "share": share}
        for title, votes, share in zip(titles, came, shares, strict=True)
    ]
    answers = [
        told
        for question in poll.questions.all()
        if (told := _answers(question, table, groups, titles)).splits
    ]
    return Cut(table.dimension, _titles()[table.dimension], rows, answers)


def _answers(
    question: Question,
    table: ballots.Table,
    groups: Sequence[ballots.Group],
    titles: Sequence[str],
) -> Answers:
    shown = [key[1] for key in table.shown if key[0] == question.code and key[1]]
    whole = [group.lines.get((question.code, ""), 0) for group in groups]
    names = dict(_options(question))
    splits = [
        Split(
            names[code],
            [
                {"title": title, "votes": votes, "share": 100 * votes / of if of else 0}
                for title, votes, of in zip(
                    titles, _line(question, code, groups), whole, strict=True
                )
            ],
        )
        for code in names
        if code in shown
    ]
    return Answers(question, splits, len(shown) < len(names), whole)


def _line(question: Question, code: str, groups: Iterable[ballots.Group]) -> list[int]:
    return [group.lines[question.code, code] for group in groups]


def _options(question: Question) -> list[tuple[str, str]]:
    if question.kind == QuestionKind.SCALE:
        marks = range(question.scale_low, question.scale_high + 1)
        return [(str(mark), str(mark)) for mark in marks]
    return [(option.code, option.text) for option in question.options.all()]


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
    if dimension == "place":
        known = {str(place.id): place.name for place in places.places()}
    elif dimension == "channel":
        known = {"web": _("через портал"), "paper": _("на бумаге")}
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
    }


def channels(found: ballots.Results) -> dict[str, int]:
    """How ballots came, once each way has enough of them; else nothing, or the rest would tell."""
    if len(found.channels) < 2:
        return found.channels
    minimum = ballots.smallest_group()
    return found.channels if min(found.channels.values()) >= minimum else {}
