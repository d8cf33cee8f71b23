"""Checks of what Django knows once all apps are loaded, given as plain records."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.house.checks.tree import Fault

COMMONS_ORDER = (
    frozenset({"towns"}),
    frozenset({"audit", "channels", "norms"}),
    frozenset({"files", "places"}),
    frozenset({"identity"}),
    frozenset({"organisations"}),
    frozenset({"ballots"}),
    frozenset({"moderation"}),
    frozenset({"commitments", "discussion", "points", "matching"}),
    frozenset({"hall"}),
    frozenset({"pages"}),
    frozenset({"privacy"}),
    frozenset({"notifications"}),
)


@dataclass(frozen=True)
class Relation:
    """A foreign key or many-to-many: from which model's field to which model."""

    app: str
    model: str
    field: str
    target_app: str
    target_model: str

    @property
    def where(self) -> str:
        return f"{self.app}.{self.model}.{self.field}"


def floor_of(app: str) -> int:
    """How high an app stands: kernel 0, commons by their order, domains 100, portal 200."""
    if app == "kernel":
        return 0
    for height, labels in enumerate(COMMONS_ORDER, start=1):
        if app in labels:
            return height
    return 200 if app == "portal" else 100


def relations(found: Iterable[Relation]) -> Iterator[Fault]:
    """Foreign keys stay at home or point down to a commons; never to a neighbour."""
    for relation in found:
        if relation.app == relation.target_app:
            continue
        mine, theirs = floor_of(relation.app), floor_of(relation.target_app)
        if theirs in (0, 100, 200) or theirs >= mine:
            yield Fault(
                relation.where,
                f"points to {relation.target_app}.{relation.target_model}",
                "keep a plain UUIDField; foreign keys stay inside the app or point to a commons "
                "below it",
            )


@dataclass(frozen=True)
class Route:
    """One way in: its path, its name, what its view declares, whether the view is ours."""

    path: str
    name: str
    access: str
    view: str


def routes(found: Iterable[Route], is_policy: Callable[[str], bool]) -> Iterator[Fault]:
    """Each route is public on purpose, or names the policy that guards it."""
    for route in found:
        where = f"/{route.path} ({route.view})"
        if not route.access:
            yield Fault(
                where,
                "names no policy",
                'put @access("public") or @access(policies.may_…) on the view',
            )
        elif route.access != "public" and not is_policy(route.access):
            yield Fault(
                where,
                f"`{route.access}` is not a policy",
                "name a function `may_…` of a policies.py",
            )


def route_names(found: Iterable[Route]) -> Iterator[Fault]:
    """A name says the verb: lower-case words with hyphens, in the space of its app."""
    for route in found:
        name = route.name.rpartition(":")[2]
        if not name or name != name.lower() or "_" in name:
            yield Fault(
                f"/{route.path} ({route.view})",
                f"is called `{route.name}`",
                'name it like "polls:close-poll"',
            )


def declared_columns(
    columns: Iterable[str], declared: Mapping[str, Any], app: str
) -> Iterator[Fault]:
    """Each column is declared, and nothing that is not a column."""
    existing = set(columns)
    for name in sorted(existing - declared.keys()):
        yield Fault(
            f"{app}: {name}",
            "is not declared",
            f'add it to COLUMNS of {app}/columns.py: public("why"), restricted("why") '
            "or personal(…)",
        )
    for name in sorted(declared.keys() - existing):
        yield Fault(f"{app}: {name}", "is declared but no such column exists", "take the line out")


def personal_columns(declared: Mapping[str, Any], app: str) -> Iterator[Fault]:
    """What is about a person lies in identity alone, with purpose, term, export and erasure."""
    for name, column in declared.items():
        where = f"{app}: {name}"
        if len(column.why.strip()) < 3:
            yield Fault(where, "does not say why", "say what it is for in some words")
        if column.kind != "personal":
            continue
        if app != "identity":
            yield Fault(
                where,
                "is personal outside identity",
                "keep the person's opaque id and ask identity.public",
            )
        if not column.keep:
            yield Fault(where, "has no term of keeping", "say how long, and from what moment")
        if not callable(column.export) or not callable(column.erase):
            yield Fault(
                where,
                "has no export or no erasure",
                "name the functions that hand out and erase it",
            )


def jobs(
    declared: Iterable[str], registered: Iterable[str], deferred: Iterable[str]
) -> Iterator[Fault]:
    """Jobs that manifests declare, that are registered, and that somebody defers, are the same."""
    all_declared, all_registered, all_deferred = set(declared), set(registered), set(deferred)
    for name in sorted(all_declared - all_registered):
        yield Fault(
            name, "is declared by a manifest, but no such job exists", "write it in jobs.py"
        )
    for name in sorted(all_registered - all_declared):
        yield Fault(name, "is a job that no manifest declares", "name it in the manifest's `jobs`")
    for name in sorted(all_deferred - all_registered):
        yield Fault(name, "is deferred, but no such job exists", "write it in jobs.py")
    for name in sorted(all_registered - all_deferred):
        yield Fault(
            name, "is a job that nobody defers", "defer it, make it periodic, or take it out"
        )


def events(
    declared: Iterable[str], written: Iterable[str], listened: Iterable[str]
) -> Iterator[Fault]:
    """Events of `events.py` are those that manifests declare; only those are listened to."""
    all_declared, all_written, all_listened = set(declared), set(written), set(listened)
    for name in sorted(all_written - all_declared):
        yield Fault(
            name, "is an event that no manifest declares", "name it in the manifest's `events`"
        )
    for name in sorted(all_declared - all_written):
        yield Fault(name, "is declared, but events.py has no such event", "write it in events.py")
    for name in sorted(all_listened - all_written):
        yield Fault(name, "is listened to, but nobody tells it", "take the listener out")
