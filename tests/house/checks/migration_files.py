"""Migrations by their text: named, in one line, marked for the deploy, gentle to big tables."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.checks.tree import Fault, Tree, dotted

FORM = re.compile(r"(\d{4})_([a-z0-9_]+)\.py$")


def migration_files(tree: Tree) -> Iterator[Path]:
    for path in tree.python():
        if path.parent.name == "migrations" and path.name != "__init__.py":
            yield path


def names(tree: Tree) -> Iterator[Fault]:
    """A migration's name says what it does."""
    for path in migration_files(tree):
        match = FORM.search(path.name)
        if match is None:
            yield Fault(tree.name(path), "is not called NNNN_words", "rename it")
        elif re.match(r"(auto_|alter_|\d)", match[2]):
            yield Fault(
                tree.name(path), "has a made-up name", "name what it brings: 0002_poll_photos"
            )


def one_line(tree: Tree) -> Iterator[Fault]:
    """Numbers of an app run 1, 2, 3 and each migration depends on the one before."""
    folders: dict[Path, list[Path]] = {}
    for path in migration_files(tree):
        folders.setdefault(path.parent, []).append(path)
    for paths in folders.values():
        for number, path in enumerate(sorted(paths), start=1):
            if not path.name.startswith(f"{number:04}_"):
                yield Fault(
                    tree.name(path),
                    f"is not number {number:04}",
                    "rename it and what depends on it",
                )
                continue
            before = sorted(paths)[number - 2].stem if number > 1 else ""
            if before and before not in tree.text(path):
                yield Fault(
                    tree.name(path), f"does not depend on {before}", "put it into `dependencies`"
                )


def deploy_marks(tree: Tree) -> Iterator[Fault]:
    """Each says whether it runs before the new code or after the old code is gone.

    The first of an app makes its tables, so it can only run before.
    """
    for path in migration_files(tree):
        for node in tree.nodes(path):
            if isinstance(node, ast.ClassDef) and node.name == "Migration":
                marked = _attribute(node, "deploy") in ("before", "after")
                if not marked and _attribute(node, "initial") is not True:
                    yield Fault(
                        tree.place(path, node.lineno),
                        "is not marked for the deploy",
                        'add `deploy = "before"` (new tables and columns) or `deploy = "after"` '
                        "(what old code may still use is dropped)",
                    )


def concurrent_indexes(tree: Tree) -> Iterator[Fault]:
    """An index on a table that has rows is made concurrently, outside a transaction."""
    for path in migration_files(tree):
        made = set(_named(tree, path, "CreateModel", "name"))
        for name, line in _calls(tree, path, "AddIndex"):
            if name not in made:
                yield Fault(
                    tree.place(path, line),
                    f"locks the table of {name} while it makes an index",
                    "use AddIndexConcurrently with `atomic = False`, alone in its migration",
                )
        if list(_calls(tree, path, "AddIndexConcurrently")) and "atomic = False" not in tree.text(
            path
        ):
            yield Fault(tree.name(path), "runs in a transaction", "add `atomic = False`")


def _calls(tree: Tree, path: Path, kind: str) -> Iterator[tuple[str, int]]:
    """Each operation of a kind: the lower-case name of its model, and the line."""
    for node in tree.nodes(path):
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == kind:
            yield _keyword(node, "model_name"), node.lineno


def _named(tree: Tree, path: Path, kind: str, key: str) -> Iterator[str]:
    for node in tree.nodes(path):
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == kind:
            yield _keyword(node, key)


def _keyword(node: ast.Call, name: str) -> str:
    for keyword in node.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value).lower()
    first = node.args[0] if node.args else None
    return str(first.value).lower() if isinstance(first, ast.Constant) else ""


def _attribute(node: ast.ClassDef, name: str) -> object:
    for item in node.body:
        targets = item.targets if isinstance(item, ast.Assign) else []
        if isinstance(item, ast.AnnAssign):
            targets = [item.target]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            value = getattr(item, "value", None)
            return value.value if isinstance(value, ast.Constant) else None
    return None


CHECKS = (names, one_line, deploy_marks, concurrent_indexes)
