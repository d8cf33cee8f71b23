"""Reading META, PROJECTS and VOTES, and checking them against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from veche.commons.ballots.pabulib.election import (
    CHOOSE_ONE,
    CUMULATIVE,
    SCORING,
    VOTE_TYPES,
    WITH_POINTS,
    BadFile,
    Election,
    Flaw,
    Limits,
    Note,
    Project,
    Vote,
)
from veche.commons.ballots.pabulib.sections import sections_of

PROJECTS_MAX = 2_000
VOTES_MAX = 2_000_000
FLAWS_TOLD = 10
ID_LENGTH = 36
VOTER_ID_LENGTH = 80
AGE_MAX = 120
COST_MAX = Decimal(10) ** 15
_SELECTED = {"0", "1", "2", "3"}
_WHOLE = re.compile(r"[0-9]{1,12}")
PROJECT_ID = re.compile(r"[^\s,;\x00-\x1f\x7f]+(?: [^\s,;\x00-\x1f\x7f]+)*")


class Reader:
    """Reads one file; collects flaws of single lines so that several are told at once."""

    def __init__(self, text: str, *, projects_max: int, votes_max: int) -> None:
        self.sections = sections_of(text)
        self.maxima = {"PROJECTS": projects_max, "VOTES": votes_max}
        self.flaws: list[Flaw] = []
        self.notes: list[Note] = []
        self.skipped: Counter[str] = Counter()
        self.meta: dict[str, str] = {}
        self.meta_lines: dict[str, int] = {}

    def read(self) -> Election:
        self._stop_if_too_large()
        self._read_meta()
        self._stop_if_flawed()
        vote_type = self._vote_type()
        projects = self._read_projects()
        self._stop_if_flawed()
        votes = self._read_votes(vote_type, {project.id for project in projects})
        self._stop_if_flawed()
        self._compare_size("num_projects", len(projects))
        self._compare_size("num_votes", len(votes))
        self._stop_if_flawed()
        limits = self._limits(vote_type, projects, [vote for _, vote in votes])
        for line, vote in votes:
            self._check_limits(line, vote, vote_type, limits)
        self._stop_if_flawed()
        self._compare_results(projects, [vote for _, vote in votes])
        self._stop_if_flawed()
        self.notes += [Note(code, {"count": count}) for code, count in self.skipped.items()]
        return Election(
            self.meta,
            vote_type,
            limits,
            tuple(projects),
            tuple(v for _, v in votes),
            tuple(self.notes),
        )

    def _flaw(self, line: int, code: str, **values: Any) -> None:
        self.flaws.append(Flaw(line, code, values))
        if len(self.flaws) >= FLAWS_TOLD:
            self._stop_if_flawed()

    def _stop_if_too_large(self) -> None:
        for section, most in self.maxima.items():
            _header, *rows = self.sections[section]
            if len(rows) > most:
                line, _row = rows[most]
                raise BadFile([Flaw(line, f"too-many-{section.lower()}", {"maximum": most})])

    def _stop_if_flawed(self) -> None:
        if self.flaws:
            raise BadFile(self.flaws)

    # META

    def _read_meta(self) -> None:
        (line, header), *rows = self.sections["META"]
        if [cell.strip() for cell in header[:2]] != ["key", "value"]:
            raise BadFile([Flaw(line, "meta-header")])
        for line, row in rows:
            name, value = row[0].strip(), row[1].strip() if len(row) > 1 else ""
            if len(row) < 2 or any(cell.strip() for cell in row[2:]):
                self._flaw(line, "cells", found=len(row), expected=2)
            elif name in self.meta:
                self._flaw(line, "meta-twice", name=name[:40])
            self.meta[name], self.meta_lines[name] = value, line
        for name in ("vote_type", "num_projects", "num_votes"):
            if not self.meta.get(name):
                self._flaw(self.sections["META"][0][0], "no-meta-key", name=name)

    def _vote_type(self) -> str:
        given = self.meta["vote_type"].lower()
        if given not in VOTE_TYPES:
            self._flaw(self.meta_lines["vote_type"], "vote-type", given=given[:40])
            self._stop_if_flawed()
        return given

    def _number(self, name: str) -> int | None:
        """A whole number of META; None when the file does not tell it."""
        given = self.meta.get(name, "")
        if not given:
            return None
        if not _WHOLE.fullmatch(given):
            self._flaw(self.meta_lines[name], "meta-number", name=name, given=given[:40])
            return None
        return int(given)

    def _compare_size(self, name: str, found: int) -> None:
        declared = self._number(name)
        if declared is not None and declared != found:
            self._flaw(self.meta_lines[name], "size", name=name, declared=declared, found=found)

    # PROJECTS

    def _table(self, section: str, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows as {column: cell}, cells stripped."""
        (line, header), *rows = self.sections[section]
        names = [cell.strip() for cell in header]
        missing = [name for name in needed if name not in names]
        if missing:
            raise BadFile([Flaw(line, "no-columns", {"names": ", ".join(missing)})])
        if len(set(names)) != len(names):
            raise BadFile([Flaw(line, "column-twice")])
        for line, row in rows:
            if len(row) != len(names):
                self._flaw(line, "cells", found=len(row), expected=len(names))
                continue
            yield line, dict(zip(names, (cell.strip() for cell in row), strict=True))

    def _read_projects(self) -> list[Project]:
        lines: dict[str, int] = {}
        projects: list[Project] = []
        for line, cells in self._table("PROJECTS", ("project_id", "cost")):
            project_id = cells["project_id"]
            if not PROJECT_ID.fullmatch(project_id) or len(project_id) > ID_LENGTH:
                self._flaw(line, "project-id", given=project_id[:40], maximum=ID_LENGTH)
            elif project_id in lines:
                self._flaw(line, "project-twice", id=project_id, first=lines[project_id])
            else:
                lines[project_id] = line
                projects.append(self._project(line, cells))
        if not projects and not self.flaws:
            self._flaw(self.sections["PROJECTS"][0][0], "no-projects")
        return projects

    def _project(self, line: int, cells: Mapping[str, str]) -> Project:
        votes = self._decimal(line, cells, "votes")
        if votes is not None and (votes < 0 or votes != votes.to_integral_value()):
            self._flaw(line, "cell-number", name="votes", given=cells["votes"][:40])
            votes = None
        cost = self._decimal(line, cells, "cost")
        if cost is None or not 0 <= cost <= COST_MAX:
            if cost is not None or not cells["cost"]:
                self._flaw(line, "cell-number", name="cost", given=cells["cost"][:40])
            cost = Decimal(0)
        return Project(
            id=cells["project_id"],
            line=line,
            name=cells.get("name") or cells["project_id"],
            cost=cost,
            votes=None if votes is None else int(votes),
            score=self._decimal(line, cells, "score"),
            selected=self._selected(line, cells),
            latitude=self._degrees(line, cells, "latitude", 90),
            longitude=self._degrees(line, cells, "longitude", 180),
        )

    def _selected(self, line: int, cells: Mapping[str, str]) -> int | None:
        given = cells.get("selected", "")
        if given and given not in _SELECTED:
            self._flaw(line, "cell-number", name="selected", given=given[:40])
            return None
        return int(given) if given else None

    def _decimal(self, line: int, cells: Mapping[str, str], name: str) -> Decimal | None:
        given = cells.get(name, "")
        if not given:
            return None
        try:
            value = Decimal(given)
        except InvalidOperation:
            value = Decimal("NaN")
        # Bounded, for 1e999999999 is a number that no further step may touch.
        if value.is_nan() or not -COST_MAX <= value <= COST_MAX:
            self._flaw(line, "cell-number", name=name, given=given[:40])
            return None
        return value

    def _degrees(self, line: int, cells: Mapping[str, str], name: str, most: int) -> float | None:
        value = self._decimal(line, cells, name)
        if value is not None and abs(value) > most:
            self._flaw(line, "cell-number", name=name, given=cells[name][:40])
            return None
        return None if value is None else float(value)

    # VOTES

    def _read_votes(self, vote_type: str, known: set[str]) -> list[tuple[int, Vote]]:
        needed = ("voter_id", "vote", *(["points"] if vote_type in WITH_POINTS else []))
        lines: dict[str, int] = {}
        votes: list[tuple[int, Vote]] = []
        for line, cells in self._table("VOTES", needed):
            voter_id = cells["voter_id"]
            if not voter_id or len(voter_id) > VOTER_ID_LENGTH:
                self._flaw(line, "voter-id", maximum=VOTER_ID_LENGTH)
            elif voter_id in lines:
                self._flaw(line, "voter-twice", id=voter_id, first=lines[voter_id])
            else:
                lines[voter_id] = line
                vote = self._vote(line, cells, vote_type, known)
                if vote is not None:
                    votes.append((line, vote))
        return votes

    def _vote(
        self, line: int, cells: Mapping[str, str], vote_type: str, known: set[str]
    ) -> Vote | None:
        chosen = _list(cells["vote"])
        if not self._are_projects(line, chosen, known):
            return None
        points = self._points(line, cells.get("points", ""), chosen, vote_type)
        if points is None:
            return None
        return Vote(
            voter_id=cells["voter_id"],
            projects=tuple(chosen),
            points=points,
            age=self._age(cells.get("age", "")),
            method=self._method(cells.get("voting_method", "")),
            area=cells.get("district") or cells.get("neighborhood", ""),
        )

    def _are_projects(self, line: int, chosen: Sequence[str], known: set[str]) -> bool:
        for project_id in chosen:
            if project_id not in known:
                self._flaw(line, "unknown-project", id=project_id[:40])
                return False
        if len(set(chosen)) != len(chosen):
            twice = next(one for one, count in Counter(chosen).items() if count > 1)
            self._flaw(line, "chosen-twice", id=twice)
            return False
        return True

    def _points(
        self, line: int, cell: str, chosen: Sequence[str], vote_type: str
    ) -> tuple[int, ...] | None:
        given = _list(cell)
        if vote_type not in WITH_POINTS:
            if given:
                self._flaw(line, "points-unasked", type=vote_type)
                return None
            return ()
        if len(given) != len(chosen):
            self._flaw(line, "points-count", points=len(given), projects=len(chosen))
            return None
        for value in given:
            if not _WHOLE.fullmatch(value) or (vote_type == CUMULATIVE and int(value) == 0):
                self._flaw(line, "points-number", given=value[:40])
                return None
        return tuple(int(value) for value in given)

    def _age(self, cell: str) -> int | None:
        if _WHOLE.fullmatch(cell) and int(cell) <= AGE_MAX:
            return int(cell)
        if cell not in {"", "-"}:
            self.skipped["age-unread"] += 1
        return None

    def _method(self, cell: str) -> str:
        method = cell.lower()
        if method not in {"", "-", "internet", "paper", "mail"}:
            self.skipped["method-unknown"] += 1
        return "paper" if method in {"paper", "mail"} else "internet"

    # What one ballot may hold, and what the file says came out

    def _limits(self, vote_type: str, projects: Sequence[Project], votes: Sequence[Vote]) -> Limits:
        declared_least = self._number("min_length")
        most = self._number("max_length") or len(projects)
        least = 1 if declared_least is None else declared_least
        if vote_type == CHOOSE_ONE:
            least, most = min(least, 1), 1
        blank = sum(not vote.projects for vote in votes)
        if blank and declared_least is None:
            least = 0
            self.notes.append(Note("blank-ballots", {"count": blank}))
        limits = Limits(least, min(most, len(projects)))
        if vote_type in WITH_POINTS:
            limits = self._limits_of_points(vote_type, limits, projects, votes)
        self._stop_if_flawed()
        return limits

    def _limits_of_points(
        self,
        vote_type: str,
        limits: Limits,
        projects: Sequence[Project],
        votes: Sequence[Vote],
    ) -> Limits:
        most = self._number("max_points")
        total = self._number("max_sum_points")
        if total is None:
            total = max((sum(vote.points) for vote in votes), default=0) or 1
            if vote_type == SCORING and most:
                total = most * len(projects)
            self.notes.append(Note("total-unsaid", {"total": total}))
        if self._number("default_score"):
            self.notes.append(Note("default-score"))
        return Limits(
            limits.min_length,
            limits.max_length,
            self._number("min_sum_points") or 0,
            total,
            most or 0,
        )

    def _check_limits(self, line: int, vote: Vote, vote_type: str, limits: Limits) -> None:
        count = len(vote.projects)
        if count > limits.max_length:
            self._flaw(line, "too-many-chosen", found=count, maximum=limits.max_length)
        elif count < limits.min_length:
            self._flaw(line, "too-few-chosen", found=count, minimum=limits.min_length)
        if vote_type not in WITH_POINTS or not count:
            return
        total, most = sum(vote.points), max(vote.points)
        if limits.max_points and most > limits.max_points:
            self._flaw(line, "points-each", found=most, maximum=limits.max_points)
        if total > limits.max_sum:
            self._flaw(line, "points-sum", found=total, maximum=limits.max_sum)
        elif total < limits.min_sum:
            self._flaw(line, "points-sum-least", found=total, minimum=limits.min_sum)

    def _compare_results(self, projects: Sequence[Project], votes: Sequence[Vote]) -> None:
        """What the file says of its result must follow from its own ballots."""
        chosen: Counter[str] = Counter()
        points: Counter[str] = Counter()
        for vote in votes:
            chosen.update(vote.projects)
            for project_id, value in zip(vote.projects, vote.points, strict=False):
                points[project_id] += value
        with_points = bool(points)
        for project in projects:
            if project.votes is not None and project.votes != chosen[project.id]:
                self._flaw(
                    project.line,
                    "result",
                    name="votes",
                    declared=project.votes,
                    found=chosen[project.id],
                )
            if with_points and project.score not in {None, Decimal(points[project.id])}:
                self._flaw(
                    project.line,
                    "result",
                    name="score",
                    declared=project.score,
                    found=points[project.id],
                )


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",")] if cell else []
