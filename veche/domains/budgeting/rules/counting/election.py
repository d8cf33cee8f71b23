"""An election over projects as compact arrays: what every rule of counting reads.

Ballots are marks on projects: 1 for a project approved, points where people give points. Voters
whose ballots are alike are one group with a number of voters, so 61,668 ballots become fewer rows.
Money is whole kopecks (or whole units of any other currency) everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Sums of marks over all voters stay below 2^53, so that floats hold them without rounding.
SUM_MAX = 2**53


class BadElection(ValueError):
    """The numbers do not make an election; the message says which."""


@dataclass(frozen=True)
class Supporters:
    """Who marked one project: groups, their marks (the highest is `most`), how many people they
    are, and both multiplied. All whole numbers, their sums exact. `marks` is one number where all
    are the same.
    """

    groups: Ints
    marks: Floats
    weights: Floats
    pulls: Floats
    most: float


@dataclass(frozen=True)
class Election:
    """Projects, groups of voters and their marks; projects and groups are named by their places.

    `costs` (projects,) in kopecks; `order` (projects,) the place of each in the published order,
    by which every tie is decided, the lower first. `voters` (groups,) how many people each group
    stands for. The marks are a matrix by project: those of project p are `marks[a:b]`, given by the
    groups `members[a:b]` (ascending), where `a, b = starts[p], starts[p + 1]`; all are above zero.
    `areas` (groups,) says where the voters of a group live, -1 where it is not known.
    Of each set in `rivals` at most one project is funded. A project with fewer than `votes_min`
    voters or less than `score_min` marks is not, nor is one that nobody chose.
    """

    budget: int
    costs: Ints
    order: Ints
    voters: Ints
    starts: Ints
    members: Ints
    marks: Ints
    areas: Ints
    rivals: tuple[tuple[int, ...], ...] = ()
    votes_min: int = 0
    score_min: int = 0
    area_names: tuple[Hashable, ...] = field(default=(), compare=False)

    @property
    def projects(self) -> int:
        """How many projects stand on the ballot."""
        return len(self.costs)

    @cached_property
    def people(self) -> int:
        """How many voted, those who chose nothing included."""
        return int(self.voters.sum())

    def span(self, project: int) -> slice:
        """Where the marks of a project lie in `members` and `marks`."""
        return slice(int(self.starts[project]), int(self.starts[project + 1]))

    @cached_property
    def supporters(self) -> tuple[Supporters, ...]:
        """(projects,) the marks of each project, laid out for floats."""
        return tuple(map(self._laid_out, range(self.projects)))

    def _laid_out(self, project: int) -> Supporters:
        span = self.span(project)
        marks = self.marks[span].astype(np.float64)
        weights = self.voters[self.members[span]].astype(np.float64)
        return Supporters(
            groups=self.members[span],
            marks=_alike(marks),
            weights=weights,
            pulls=weights * marks,
            most=float(marks.max(initial=0)),
        )

    @cached_property
    def votes(self) -> Ints:
        """(projects,) how many voters chose each."""
        return self._summed(self.voters[self.members])

    @cached_property
    def scores(self) -> Ints:
        """(projects,) the marks each received; of approvals the same as `votes`."""
        return self._summed(self.voters[self.members] * self.marks)

    def _summed(self, values: Ints) -> Ints:
        ends = np.concatenate(([0], np.cumsum(values)))
        return np.asarray(ends[self.starts[1:]] - ends[self.starts[:-1]], dtype=np.int64)

    @cached_property
    def eligible(self) -> Flags:
        """(projects,) who passed the town's thresholds and was chosen by anybody at all."""
        passed = (self.votes >= self.votes_min) & (self.scores >= self.score_min)
        return np.asarray(passed & (self.votes > 0))

    @cached_property
    def against(self) -> tuple[frozenset[int], ...]:
        """(projects,) the projects that are off once this one is funded."""
        found: list[set[int]] = [set() for _project in range(self.projects)]
        for rivals in self.rivals:
            for one in rivals:
                found[one].update(set(rivals) - {one})
        return tuple(frozenset(one) for one in found)

    @cached_property
    def by_order(self) -> tuple[int, ...]:
        """The projects in their published order."""
        return tuple(int(one) for one in np.argsort(self.order, kind="stable"))

    def with_cost(self, project: int, cost: int) -> Election:
        """The same election, had this project cost so much."""
        costs = self.costs.copy()
        costs[project] = cost
        kept = {"votes": self.votes, "scores": self.scores, "eligible": self.eligible}
        return _keeping(replace(self, costs=costs), supporters=self.supporters, **kept)

    def with_supporters(self, project: int, people: int, mark: int = 1) -> Election:
        """The same election, had so many more people come and marked this project alone."""
        place = int(self.starts[project + 1])
        changed = replace(
            self,
            voters=np.append(self.voters, people),
            areas=np.append(self.areas, -1),
            members=np.insert(self.members, place, len(self.voters)),
            marks=np.insert(self.marks, place, mark),
            starts=self.starts + (np.arange(self.projects + 1) > project),
        )
        mine = changed._laid_out(project)
        before, after = self.supporters[:project], self.supporters[project + 1 :]
        here = np.arange(self.projects) == project
        return _keeping(
            changed,
            supporters=(*before, mine, *after),
            votes=self.votes + here * people,
            scores=self.scores + here * (people * mark),
        )

    def cost_of(self, projects: Iterable[int]) -> int:
        """What these projects cost together."""
        return sum(int(self.costs[one]) for one in projects)


def _keeping(changed: Election, **known: object) -> Election:
    """A changed election that need not lay out again what is known of it."""
    changed.__dict__.update(known)
    return changed


def _alike(marks: Floats) -> Floats:
    """One value for all where they are the same: it is multiplied many times."""
    return marks[:1] if len(marks) and (marks == marks[0]).all() else marks


Ballot = Mapping[int, int]


def election_of(
    *,
    budget: int,
    costs: Sequence[int],
    ballots: Iterable[Ballot],
    areas: Iterable[Hashable] = (),
    voters: Iterable[int] = (),
    order: Sequence[int] | None = None,
    rivals: Iterable[Iterable[int]] = (),
    votes_min: int = 0,
    score_min: int = 0,
) -> Election:
    """Group like ballots (of one area, where `areas` names one for each) and lay them out.

    `voters` tells how many people dropped each ballot, where they were not one each.

    A ballot maps the place of a project in `costs` to its mark; marks of zero are as good as none.
    `order` lists the places of the projects as they were published; without it, as they stand.
    Raises BadElection for what cannot be counted.
    """
    groups = _grouped(ballots, areas, voters)
    names = tuple(dict.fromkeys(area for _ballot, area in groups if area is not None))
    number = {name: place for place, name in enumerate(names)}
    listed = list(range(len(costs))) if order is None else list(order)
    sets = tuple(tuple(sorted(set(one))) for one in rivals)
    _check(budget, costs, [ballot for ballot, _area in groups], listed, sets)
    groups_of = [place for place, (ballot, _area) in enumerate(groups) for _pair in ballot]
    pairs = np.array([pair for ballot, _area in groups for pair in ballot], dtype=np.int64).reshape(
        -1, 2
    )
    members = np.array(groups_of, dtype=np.int64)
    # Stable, so that the groups of each project stay in ascending order.
    sorting = np.argsort(pairs[:, 0], kind="stable")
    counts = np.bincount(pairs[:, 0], minlength=len(costs))
    places = np.empty(len(costs), dtype=np.int64)
    places[listed] = np.arange(len(costs))
    made = Election(
        budget=budget,
        costs=np.array(costs, dtype=np.int64),
        order=places,
        voters=np.array(list(groups.values()), dtype=np.int64),
        starts=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        members=members[sorting],
        marks=pairs[sorting, 1],
        areas=np.array([number.get(area, -1) for _ballot, area in groups], dtype=np.int64),
        rivals=sets,
        votes_min=votes_min,
        score_min=score_min,
        area_names=names,
    )
    marks = float((made.marks.astype(np.float64) * made.voters[made.members]).sum())
    if max(marks, float(sum(costs))) >= SUM_MAX:
        raise BadElection("The marks or the costs are too large to be summed exactly.")
    return made


Key = tuple[tuple[tuple[int, int], ...], Hashable]


def _grouped(
    ballots: Iterable[Ballot], areas: Iterable[Hashable], voters: Iterable[int]
) -> Counter[Key]:
    """How many voters gave each ballot in each area, in the order of first appearance."""
    lives, people = iter(areas), iter(voters)
    groups: Counter[Key] = Counter()
    for ballot in ballots:
        marks = tuple(sorted(pair for pair in ballot.items() if pair[1]))
        groups[marks, next(lives, None)] += next(people, 1)
    return groups


def _check(
    budget: int,
    costs: Sequence[int],
    ballots: Sequence[tuple[tuple[int, int], ...]],
    order: Sequence[int],
    rivals: Sequence[Sequence[int]],
) -> None:
    if budget < 0 or any(cost < 0 for cost in costs):
        raise BadElection("Money is not below zero.")
    if sorted(order) != list(range(len(costs))):
        raise BadElection("The published order names each project once.")
    known = range(len(costs))
    if any(one not in known for each in rivals for one in each):
        raise BadElection("Incompatible projects stand on the ballot.")
    for ballot in ballots:
        for project, mark in ballot:
            if project not in known or mark < 0:
                raise BadElection("A ballot marks projects that stand on it, not below zero.")


def places_to_marks(ranking: Sequence[int], places: int) -> dict[int, int]:
    """Borda's marks of a ranking: `places` for the first, one less for each that follows.

    As pabulib counts `ordinal` ballots (https://pabulib.org/format): the length that a ballot may
    have at most stands for the first place.
    """
    return {project: places - place for place, project in enumerate(ranking) if place < places}
