"""Ways down into a budget, from the whole to its lines: rolled up once, when a file is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from veche.domains.transparency.rules import codes

# What for (section, subsection, programme); by whom; by which programme; where money comes from;
# what property brings, apart; what covers a deficit.
FUNCTION, OFFICE, PROGRAMME, INCOME = "function", "office", "programme", "income"
PROPERTY, DEFICIT = "property", "deficit"
AXES = {
    codes.SPENDING: (FUNCTION, OFFICE, PROGRAMME),
    codes.REVENUE: (INCOME, PROPERTY),
    codes.SOURCES: (DEFICIT,),
}
SIDE_OF = {axis: side for side, ones in AXES.items() for axis in ones}
# An axis of a part of a side has one node above all others.
ROOTS = {PROPERTY: "all"}
JOINT = "-"
NONE = "none"
Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Group:
    """Lines of one office, part and programme together; `detail` is how far the code of income
    from property goes, or whether a source grows, shrinks, is borrowed or paid back."""

    office: str
    part: str
    programme: str
    number: int
    sums: Sequence[int | None]
    detail: str = ""


@dataclass
class Sum:
    """A node on its way: a sum and how many lines it is of."""

    axis: str
    key: str
    parent: str
    code: str
    kind: str
    number: int = 0
    has_below: bool = False
    sums: list[int | None] = field(default_factory=lambda: [None, None, None])


def path_of(
    axis: str, one: Group, *, has_programmes: bool, parted: Collection[str]
) -> list[tuple[str, str]]:
    """Codes from the top down with what each is a code of; of lines that name no programme where
    others do, that they name none, and so of subsections (`parted` are the sections that have)."""
    if axis == INCOME:
        top = ("income", codes.income_kind(one.part) if one.part else NONE)
        return [top, ("part", one.part or NONE)]
    if axis == PROPERTY:
        detail = codes.property_code(one.detail) or one.part
        kind = codes.property_kind(detail)
        return [("property", ROOTS[PROPERTY]), ("property", kind), ("part", detail)]
    if axis == DEFICIT:
        return [("part", one.part or NONE), ("flow", one.detail or NONE)]
    section = ("part", one.part[:2] or NONE)
    below = ("part", one.part.ljust(codes.PART, "0"))
    programme = ("programme", one.programme or NONE)
    if axis == OFFICE:
        top = ("office", one.office or NONE)
        return [top, ("part", one.part or NONE)]
    if axis == PROGRAMME:
        return [programme, ("part", one.part or NONE)]
    path = [section]
    if one.part[:2] in parted:
        path.append(below)
    if has_programmes:
        path.append(programme)
    return path


def is_programme(axis: str, parent: str, code: str) -> bool:
    """Whether a node stands for a programme, or for lines without one. Below a section codes of
    subsections have four digits; a section that has none goes on with programmes at once."""
    if axis == FUNCTION:
        return bool(parent) and (code == NONE or len(code) != codes.PART)
    return axis == PROGRAMME and not parent


def rolled_up(side: str, groups: Iterable[Group]) -> list[Sum]:
    """Every node of every axis; an axis nothing is said of (no offices at all) is left out."""
    kept = list(groups)
    found: dict[tuple[str, str], Sum] = {}
    told = _told(side, kept)
    parted = {one.part[:2] for one in kept if len(one.part) == codes.PART}
    for axis in told:
        for one in kept:
            if axis == PROPERTY and one.part not in codes.PROPERTY:
                continue
            path = path_of(axis, one, has_programmes=PROGRAMME in told, parted=parted)
            _add_path(found, axis, path, one)
    return list(found.values())


def _told(side: str, groups: Sequence[Group]) -> list[str]:
    has = {
        FUNCTION: any(one.part for one in groups),
        OFFICE: any(one.office for one in groups),
        PROGRAMME: any(one.programme for one in groups),
        INCOME: True,
        PROPERTY: any(one.part in codes.PROPERTY for one in groups),
        DEFICIT: True,
    }
    return [axis for axis in AXES[side] if has[axis]]


def _add_path(
    found: dict[tuple[str, str], Sum], axis: str, path: Sequence[tuple[str, str]], one: Group
) -> None:
    parent: str = ""
    upper: Sum | None = None
    for kind, code in path:
        key = f"{parent}{JOINT}{code}" if parent else code
        node = found.setdefault((axis, key), Sum(axis, key, parent, code, kind))
        node.number += one.number
        for place, value in enumerate(one.sums):
            if value is not None:
                node.sums[place] = (node.sums[place] or 0) + value
        if upper is not None:
            upper.has_below = True
        parent, upper = key, node
