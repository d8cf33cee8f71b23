"""What the journal is given, read from the source: kinds and the details beside them."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from tests.house.checks.tree import Fault, Tree, dotted, is_test

KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
# How a kind is handed on to the one function that writes for several verbs.
HANDED_ON = "verb"
# Where the kind stands among the arguments; the actor follows it.
WRITERS = {"audit.record": 0, "DemoAct": 1}


@dataclass(frozen=True)
class Written:
    """One place that writes: its kind, or "" where the source does not say, and its details."""

    where: str
    kind: str
    details: frozenset[str] = frozenset()


def written(tree: Tree) -> Iterator[Written]:
    """Everything that is recorded, tests apart."""
    for path in tree.python():
        if is_test(path):
            continue
        for node in tree.nodes(path):
            if isinstance(node, ast.Call):
                yield from _of_call(node, path, tree)


def _of_call(node: ast.Call, path: Path, tree: Tree) -> Iterator[Written]:
    where = tree.place(path, node.lineno)
    for given in node.keywords:
        if given.arg == HANDED_ON:
            yield from (Written(where, kind) for kind in _kinds(given.value, {}))
    if dotted(node.func) != "audit.record" or not node.args:
        return
    # Details that are unpacked are not said by the source: `**` has a name in no Act. Nor can
    # details be held against their Act where its kind stands elsewhere: that is a fault too.
    details = frozenset(one.arg or "**" for one in node.keywords if one.arg != "reason")
    is_handed_on = isinstance(node.args[0], ast.Name) and node.args[0].id == HANDED_ON
    kinds = _kinds(node.args[0], _bound(tree, path))
    if kinds or not is_handed_on or details:
        yield from (Written(where, kind, details) for kind in sorted(kinds or {""}))


def signed(tree: Tree, nameless: Set[str]) -> Iterator[Fault]:
    """What tells a resident's mind is recorded with None, or with who speaks for the town."""
    for path in tree.python():
        if is_test(path):
            continue
        for node in tree.nodes(path):
            if not isinstance(node, ast.Call) or dotted(node.func) not in WRITERS:
                continue
            kind, actor = node.args[WRITERS[dotted(node.func)] :][:2]
            found = _kinds(kind, {}) & nameless
            if found and isinstance(actor, ast.Name | ast.Attribute):
                yield Fault(
                    tree.place(path, node.lineno),
                    f"writes who did `{min(found)}`, which is nameless",
                    "give None: the journal tells what residents think, never who of them",
                )


def _bound(tree: Tree, path: Path) -> dict[str, list[ast.expr]]:
    """What each name of a module is made of."""
    found: dict[str, list[ast.expr]] = {}
    for node in tree.nodes(path):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
    return found


def _kinds(node: ast.expr, bound: Mapping[str, list[ast.expr]]) -> set[str]:
    """Kinds that an expression may be, through the names of its module."""
    found: set[str] = set()
    waiting, seen = [node], set()
    while waiting:
        for one in ast.walk(waiting.pop()):
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                found |= {one.value} if KIND.fullmatch(one.value) else set()
            elif isinstance(one, ast.Name) and one.id not in seen:
                seen.add(one.id)
                waiting += bound.get(one.id, [])
    return found


def named(found: Iterable[Written], acts: Mapping[str, Set[str]]) -> Iterator[Fault]:
    """Each kind has a name in its app's manifest, and each of its details too; none is idle."""
    everything = list(found)
    for one in everything:
        if not one.kind:
            yield Fault(one.where, "writes a kind that the source does not say", "write it out")
        elif one.kind not in acts:
            yield Fault(
                one.where,
                f"writes `{one.kind}`, which has no name",
                "name it in `acts` of the app's manifest: the journal is read by people",
            )
        else:
            for detail in sorted(one.details - acts[one.kind]):
                yield Fault(
                    one.where,
                    f"writes `{detail}` of `{one.kind}`, which has no name",
                    "name it in the `details` of that Act",
                )
    for kind in sorted(acts.keys() - {one.kind for one in everything}):
        yield Fault(kind, "is named, but nobody writes it", "take the name out")
