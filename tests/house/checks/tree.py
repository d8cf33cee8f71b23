"""Reading a tree of sources: which files there are, their text, their syntax."""

import ast
import functools
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SKIPPED_FOLDERS = frozenset(
    {
        ".git",
        ".venv",
        "node_modules",
        "var",
        "dist",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".import_linter_cache",
        ".hypothesis",
    }
)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what, and how to mend it."""

    where: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.wrong}\n      mend: {self.mend}"


@dataclass(frozen=True)
class App:
    """One Django app of the house: `polls` in `veche.domains.polls`."""

    floor: str
    label: str
    folder: Path

    @property
    def module(self) -> str:
        if self.floor in ("commons", "domains"):
            return f"veche.{self.floor}.{self.label}"
        return f"veche.{self.label}"


class Tree:
    """The sources under one root, each read and parsed once."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @functools.cached_property
    def files(self) -> list[Path]:
        """Every file but those that are made, not written."""
        kept = _kept_by_git(self.root)
        return sorted(_walk(self.root) if kept is None else kept)

    def ending(self, *suffixes: str, under: Iterable[str] = ("",)) -> list[Path]:
        """Files with one of the endings inside one of the folders named from the root."""
        starts = [self.root / folder for folder in under]
        return [
            path
            for path in self.files
            if path.name.endswith(suffixes) and any(_is_inside(path, start) for start in starts)
        ]

    def python(self, *under: str) -> list[Path]:
        """Python files of the folders named; of the package when none is."""
        return self.ending(".py", under=under or ("veche",))

    @functools.cache  # noqa: B019 - a tree lives as long as one test run
    def text(self, path: Path) -> str:
        return path.read_text(encoding="utf-8")

    @functools.cache  # noqa: B019 - a tree lives as long as one test run
    def syntax(self, path: Path) -> ast.Module:
        return ast.parse(self.text(path), filename=str(path))

    @functools.cache  # noqa: B019 - a tree lives as long as one test run
    def nodes(self, path: Path) -> list[ast.AST]:
        """Every node of a file, found once for all checks."""
        return list(ast.walk(self.syntax(path)))

    def line(self, path: Path, number: int) -> str:
        return self.text(path).splitlines()[number - 1]

    def name(self, path: Path) -> str:
        """The path as people write it: from the root, with slashes."""
        return path.resolve().relative_to(self.root).as_posix()

    def place(self, path: Path, line: int | None = None) -> str:
        return self.name(path) if line is None else f"{self.name(path)}:{line}"

    def module(self, path: Path) -> str:
        """The dotted name of a Python file."""
        parts = list(path.resolve().relative_to(self.root).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        return ".".join(parts)

    @functools.cached_property
    def apps(self) -> list[App]:
        """All domains and commons of the tree, and the portal."""
        found = []
        for floor in ("commons", "domains"):
            for folder in sorted((self.root / "veche" / floor).glob("*/")):
                if (folder / "__init__.py").is_file():
                    found.append(App(floor, folder.name, folder))
        portal = self.root / "veche" / "portal"
        if (portal / "__init__.py").is_file():
            found.append(App("portal", "portal", portal))
        return found

    def app_of(self, path: Path) -> App | None:
        """The app whose folder the file lies in."""
        return next((app for app in self.apps if _is_inside(path, app.folder)), None)


def is_test(path: Path) -> bool:
    """Whether the file serves tests only."""
    return "tests" in path.parts or path.name == "conftest.py" or path.name.startswith("test_")


def is_migration(path: Path) -> bool:
    return "migrations" in path.parts


def role(tree: Tree, path: Path) -> str:
    """What part of its app a file is: `views` for `polls/views.py` and `polls/views/vote.py`."""
    app = tree.app_of(path)
    if app is None:
        return ""
    inner = path.resolve().relative_to(app.folder)
    return inner.parts[0].removesuffix(".py")


def functions(nodes: list[ast.AST]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of names, otherwise an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr}" if left else ""
    return ""


def calls(nodes: list[ast.AST], *names: str) -> Iterator[ast.Call]:
    """Calls of anything whose last name is one of those given."""
    for node in nodes:
        if isinstance(node, ast.Call) and last_name(node.func) in names:
            yield node


def last_name(node: ast.AST) -> str:
    """`c` for `a.b.c`, and for `a().c`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def strings(nodes: list[ast.AST]) -> Iterator[tuple[str, int]]:
    """Every string of a module and its line."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def report(faults: Iterable[Fault]) -> str:
    """What a failed test says."""
    listed = sorted(faults, key=lambda fault: fault.where)
    lines = [f"{len(listed)} to mend:"]
    for mend in dict.fromkeys(fault.mend for fault in listed):
        lines += [f"  {fault.where}: {fault.wrong}" for fault in listed if fault.mend == mend]
        lines.append(f"      mend: {mend}")
    return "\n".join(lines)


def assert_none(faults: Iterable[Fault]) -> None:
    """Fail with every fault, its place and its mending."""
    listed = list(faults)
    if listed:
        pytest.fail(report(listed), pytrace=False)


def _kept_by_git(root: Path) -> list[Path] | None:
    """Files that git keeps or does not ignore; None outside a repository."""
    if not (root / ".git").exists():
        return None
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        return None
    names = filter(None, listed.stdout.decode().split("\0"))
    return [path for path in map(root.joinpath, names) if path.is_file()]


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            if path.name not in SKIPPED_FOLDERS and not path.name.endswith(".egg-info"):
                yield from _walk(path)
        elif path.is_file():
            yield path


def _is_inside(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents
