"""Writing an election as a `.pb` file, line by line, by the rules of the library's own checker.

The checker is the package `pabulib-checker` 1.0.8: order of fields, required ones, lists without
blanks, votes and score that follow from the ballots. What would break a file's form is refused
before its first line. What is wrong with the election itself (a project that costs nothing, or more
than the whole budget) is written as it is, and the checker will say so.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from veche.commons.ballots.pabulib.election import (
    CHOOSE_ONE,
    CUMULATIVE,
    SCORING,
    VOTE_TYPES,
    WITH_POINTS,
    Limits,
    Project,
)
from veche.commons.ballots.pabulib.reader import ID_LENGTH, PROJECT_ID
from veche.commons.ballots.pabulib.sections import SECTIONS

RULES = (
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "unknown",
)
"""How the library names the rules it can check; any other is `unknown`, told in a comment."""

Ballot = Sequence[str] | Mapping[str, int] | None
"""One voter's answer as it was published: ids of projects (best first where they are ranked), or
{id: points}. Nothing marked is a blank ballot; None is a voter who was not asked or left it out."""


@dataclass(frozen=True)
class Heading:
    """What META tells; money in whole units of `currency` (roubles, not kopecks).

    `country` is a name of ISO 3166, `language` a code of ISO 639-1. `instance` is the year or
    another name of the round. `limits` are those of a ballot; 0 is one that was not set.
    `threshold`: the votes (points) a project needs. `comments` are numbered here.
    """

    description: str
    unit: str
    instance: str
    budget: Decimal
    vote_type: str
    rule: str
    date_begin: date
    date_end: date
    limits: Limits
    max_sum_cost: Decimal = Decimal(0)
    threshold: int = 0
    district: str = ""
    subunit: str = ""
    edition: str = ""
    country: str = "Russian Federation"
    language: str = "ru"
    currency: str = "RUB"
    comments: tuple[str, ...] = ()


@dataclass
class _Tally:
    """What the ballots come to: rows of the file, blank ones, ballots and points of projects."""

    rows: int = 0
    blank: int = 0
    votes: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)


def write(
    heading: Heading,
    projects: Sequence[Project],
    ballots: Callable[[], Iterable[Ballot]],
) -> Iterator[str]:
    """The file's lines, each with its end; ValueError before the first for what has no form in it.

    `ballots` opens the published ballots in their published order; it is called twice, for the
    result stands above the votes, and must give the same. Projects stand in the order given; where
    `votes` or `score` of one are given they must follow from the ballots. A voter's id is the
    place in that order, counted from 1: nothing else of a voter is written. Blank ballots have no
    row in this format: they are left out, keep their number, and a comment tells how many.
    """
    _require_heading(heading)
    _require_projects(projects)
    tally = _tally(heading, {project.id for project in projects}, ballots())
    _require_result(heading, projects, tally)
    return _lines(heading, projects, tally, ballots)


def _lines(
    heading: Heading,
    projects: Sequence[Project],
    tally: _Tally,
    ballots: Callable[[], Iterable[Ballot]],
) -> Iterator[str]:
    yield _line(["META"])
    yield _line(["key", "value"])
    for name, value in _meta(heading, projects, tally):
        yield _line([name, value])
    yield _line(["PROJECTS"])
    columns = _columns(heading, projects, tally)
    yield _line(list(columns))
    for cells in zip(*columns.values(), strict=True):
        yield _line(cells)
    yield _line(["VOTES"])
    with_points = heading.vote_type in WITH_POINTS
    yield _line(["voter_id", "vote", "points"] if with_points else ["voter_id", "vote"])
    for number, ballot in enumerate(ballots(), start=1):
        if ballot:
            yield _line([str(number), *_vote(ballot)])


def _vote(ballot: Sequence[str] | Mapping[str, int]) -> list[str]:
    """The ids, and the points from the most to the least, as the format wants them."""
    if not isinstance(ballot, Mapping):
        return [",".join(ballot)]
    given = sorted(ballot.items(), key=lambda item: -item[1])
    return [",".join(name for name, _ in given), ",".join(str(value) for _, value in given)]


def _meta(
    heading: Heading, projects: Sequence[Project], tally: _Tally
) -> Iterator[tuple[str, str]]:
    limits = heading.limits
    is_list = heading.vote_type != CHOOSE_ONE
    with_points = heading.vote_type in WITH_POINTS
    told = {
        "description": _text(heading.description),
        "country": _text(heading.country),
        "unit": _text(heading.unit),
        "district": _text(heading.district),
        "subunit": _text(heading.subunit),
        "instance": _text(heading.instance),
        "num_projects": str(len(projects)),
        "num_votes": str(tally.rows),
        "budget": _money(heading.budget),
        "vote_type": heading.vote_type,
        "rule": heading.rule,
        "date_begin": f"{heading.date_begin:%d.%m.%Y}",
        "date_end": f"{heading.date_end:%d.%m.%Y}",
        "min_length": _set(limits.min_length if is_list else 0),
        "max_length": _set(min(limits.max_length, len(projects)) if is_list else 0),
        "max_sum_cost": _money(heading.max_sum_cost) if heading.max_sum_cost else "",
        "max_points": _set(limits.max_points if with_points else 0),
        "min_sum_points": _set(limits.min_sum if with_points else 0),
        "max_sum_points": _set(limits.max_sum if with_points else 0),
        "min_project_score_threshold": _set(heading.threshold),
        "edition": _text(heading.edition),
        "language": heading.language,
        "currency": heading.currency,
        "fully_funded": _set(_is_enough_for_all(heading, projects)),
        "comment": _comment(heading, tally),
    }
    yield from ((name, value) for name, value in told.items() if value)


def _is_enough_for_all(heading: Heading, projects: Sequence[Project]) -> bool:
    """As the checker sums it: whole units of money, the rest of each cut off."""
    return int(heading.budget) >= sum(int(project.cost) for project in projects)


def _comment(heading: Heading, tally: _Tally) -> str:
    comments = [*heading.comments]
    if tally.blank:
        comments.append(f"blank ballots left out: {tally.blank}")
    return " ".join(f"#{number}: {_text(said)}" for number, said in enumerate(comments, start=1))


def _columns(heading: Heading, projects: Sequence[Project], tally: _Tally) -> dict[str, list[str]]:
    columns = {
        "project_id": [project.id for project in projects],
        "cost": [_money(project.cost) for project in projects],
        "votes": [str(tally.votes[project.id]) for project in projects],
    }
    if heading.vote_type in WITH_POINTS:
        columns["score"] = [str(tally.points[project.id]) for project in projects]
    columns["name"] = [_text(project.name) or project.id for project in projects]
    if projects[0].selected is not None:
        columns["selected"] = [str(project.selected) for project in projects]
    if any(project.latitude is not None for project in projects):
        columns["latitude"] = [_degrees(project.latitude) for project in projects]
        columns["longitude"] = [_degrees(project.longitude) for project in projects]
    return columns


def _require_heading(heading: Heading) -> None:
    for name in ("description", "unit", "instance", "country"):
        if not _text(getattr(heading, name)):
            raise ValueError(f"META must tell `{name}`.")
    if heading.vote_type not in VOTE_TYPES or heading.rule not in RULES:
        raise ValueError(f"{heading.vote_type} or {heading.rule} is unknown to the library.")
    if heading.date_begin > heading.date_end:
        raise ValueError("The vote ends before it begins.")
    if heading.vote_type == CUMULATIVE and not heading.limits.max_sum:
        raise ValueError("A cumulative vote has a number of points to give.")


def _require_projects(projects: Sequence[Project]) -> None:
    if not projects:
        raise ValueError("No projects.")
    if len({project.id for project in projects}) != len(projects):
        raise ValueError("Two projects have one id.")
    for project in projects:
        # The checker takes a row that begins with the name of a section for that section.
        is_section = project.id.upper() in SECTIONS
        if is_section or len(project.id) > ID_LENGTH or not PROJECT_ID.fullmatch(project.id):
            raise ValueError(f"{project.id!r} cannot be the id of a project.")
        if (project.latitude is None) != (project.longitude is None):
            raise ValueError(f"{project.id} has half a place.")
        if (project.selected is None) != (projects[0].selected is None):
            raise ValueError("Of some projects it is not told whether they were selected.")


def _tally(heading: Heading, known: set[str], ballots: Iterable[Ballot]) -> _Tally:
    tally = _Tally()
    for number, ballot in enumerate(ballots, start=1):
        if not ballot:
            tally.blank += ballot is not None
            continue
        wrong = _flaw_of(heading, known, ballot)
        if wrong:
            raise ValueError(f"Ballot {number}: {wrong}.")
        tally.rows += 1
        tally.votes.update(list(ballot))
        if isinstance(ballot, Mapping):
            tally.points.update(ballot)
    return tally


def _flaw_of(heading: Heading, known: set[str], ballot: Sequence[str] | Mapping[str, int]) -> str:
    if isinstance(ballot, Mapping) != (heading.vote_type in WITH_POINTS):
        return f"points, or none, in a vote of the type {heading.vote_type}"
    if not known.issuperset(ballot) or len(set(ballot)) != len(ballot):
        return "an unknown project, or one twice"
    limits = heading.limits
    most = 1 if heading.vote_type == CHOOSE_ONE else limits.max_length or len(known)
    if not limits.min_length <= len(ballot) <= most:
        return "too many projects or too few"
    return _flaw_of_points(heading, ballot) if isinstance(ballot, Mapping) else ""


def _flaw_of_points(heading: Heading, ballot: Mapping[str, int]) -> str:
    limits = heading.limits
    least = 0 if heading.vote_type == SCORING else 1
    if not all(least <= value <= (limits.max_points or value) for value in ballot.values()):
        return "too many points for one project or too few"
    total = sum(ballot.values())
    if not limits.min_sum <= total <= (limits.max_sum or total):
        return "too many points or too few"
    return ""


def _require_result(heading: Heading, projects: Sequence[Project], tally: _Tally) -> None:
    with_points = heading.vote_type in WITH_POINTS
    for project in projects:
        if project.votes not in {None, tally.votes[project.id]}:
            raise ValueError(f"{project.id}: its votes do not follow from the ballots.")
        if with_points and project.score not in {None, Decimal(tally.points[project.id])}:
            raise ValueError(f"{project.id}: its score does not follow from the ballots.")


def _line(cells: Sequence[str]) -> str:
    row = io.StringIO()
    csv.writer(row, delimiter=";", lineterminator="\n").writerow(cells)
    return row.getvalue()


def _text(given: str) -> str:
    """On one line, without blanks at its ends: the checker wants no others."""
    return " ".join(given.replace("\0", " ").split())


def _money(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _degrees(value: float | None) -> str:
    return "" if value is None else repr(value)


def _set(limit: int) -> str:
    """A limit, where there is one."""
    return str(int(limit)) if limit else ""
