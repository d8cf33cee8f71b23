"""Draw docs/build/map.md, the map of the house as it is: `python tools/draw_map.py [--check]`.

It reads the sources alone: who imports whom, which verbs, events, jobs and tables there are.
"""

from __future__ import annotations

import argparse
import ast
import functools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PAGE = Path("docs") / "build" / "map.md"
SKIPPED = frozenset({"tests", "migrations", "__pycache__"})
HEAD = """# Map of the house

Drawn by `python tools/draw_map.py`; a house test compares it with the sources. The rules behind it
are in [architecture.md](architecture.md).
"""


FLOORS = (
    "config",
    "portal",
    "bridges",
    "domains",
    "commons",
    "signer",
    "kernel",
    "ballotbox",
    "groupcommit",
)


class Part(NamedTuple):
    """A floor, or one app of a floor that has apps."""

    name: str
    folder: Path

    @property
    def module(self) -> str:
        """Its dotted name."""
        return "veche." + self.name.replace("/", ".")


def parts(root: Path) -> Iterator[Part]:
    """Every part of the house, from the top floor down."""
    package = root / "veche"
    for floor in FLOORS:
        folder = package / floor
        if floor in ("domains", "commons"):
            for inner in sorted(folder.glob("*/__init__.py")):
                yield Part(f"{floor}/{inner.parent.name}", inner.parent)
        elif (folder / "__init__.py").is_file():
            yield Part(floor, folder)


def sources(part: Part) -> Iterator[Path]:
    """Python files of a part that are not tests or migrations."""
    for path in sorted(part.folder.rglob("*.py")):
        if not SKIPPED & set(path.relative_to(part.folder).parts):
            yield path


@functools.cache
def parsed(path: Path) -> ast.Module:
    """The syntax of a file, read once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def purpose(part: Part) -> str:
    """The first sentence of its README, or of its package's docstring."""
    readme = part.folder / "README.md"
    if readme.is_file():
        blocks = readme.read_text(encoding="utf-8").split("\n\n")
        text = next((block for block in blocks if not block.startswith("#")), "")
        if not text and "\n" in blocks[0]:
            text = blocks[0].partition("\n")[2]
    else:
        tree = ast.parse((part.folder / "__init__.py").read_text(encoding="utf-8"))
        text = ast.get_docstring(tree) or ""
    flat = " ".join(text.split())
    return re.split(r"(?<=[.!?]) (?=[A-Z«])", flat)[0]


def role(part: Part, path: Path) -> str:
    """What a file is inside its part: `actions` for actions.py and actions/close.py."""
    return path.relative_to(part.folder).parts[0].removesuffix(".py")


def leans_on(part: Part, others: list[Part]) -> list[str]:
    """Which other parts its sources import."""
    found = set()
    for path in sources(part):
        for node in ast.walk(parsed(path)):
            for name in imported(node):
                found |= {o.name for o in others if f"{name}.".startswith(f"{o.module}.")}
    return sorted(found - {part.name})


def imported(node: ast.AST) -> list[str]:
    """Dotted names an import reaches."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def described(
    part: Part, wanted: str, kind: type[ast.FunctionDef | ast.ClassDef]
) -> Iterator[tuple[str, str]]:
    """Public functions or classes of a role, with the first line of their docstrings."""
    for path in sources(part):
        if role(part, path) != wanted:
            continue
        for node in parsed(path).body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                yield node.name, first_line(node)


def first_line(node: ast.FunctionDef | ast.ClassDef) -> str:
    """The first line of a docstring, fit for a cell of a table."""
    return (ast.get_docstring(node) or "").split("\n")[0].replace("|", "\\|")


def jobs(part: Part) -> Iterator[tuple[str, str]]:
    """Functions declared as jobs, by their queue names."""
    for path in sources(part):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef):
                for mark in node.decorator_list:
                    name = job_name(mark)
                    if name:
                        yield name, first_line(node)


def job_name(mark: ast.expr) -> str:
    """The name in `@job("…")` or `@periodic("…", …)`, otherwise nothing."""
    if not isinstance(mark, ast.Call) or not mark.args:
        return ""
    function = mark.func
    called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    first = mark.args[0]
    if called in ("job", "periodic") and isinstance(first, ast.Constant):
        return str(first.value)
    return ""


def drawing(root: Path) -> str:
    """The whole page."""
    found = list(parts(root))
    lines = [HEAD, "| part | what for | leans on |", "|---|---|---|"]
    for part in found:
        below = ", ".join(leans_on(part, found)) or "nothing"
        lines.append(f"| `{part.name}` | {purpose(part)} | {below} |")
    for part in found:
        lines += section(part)
    return "\n".join(lines) + "\n"


def section(part: Part) -> list[str]:
    """Verbs, events, jobs and tables of one part."""
    groups = (
        ("verb", described(part, "actions", ast.FunctionDef)),
        ("event", described(part, "events", ast.ClassDef)),
        ("job", jobs(part)),
        ("policy", described(part, "policies", ast.FunctionDef)),
        ("table", described(part, "models", ast.ClassDef)),
    )
    rows = [
        f"| {kind} | `{name}` | {text} |" for kind, named in groups for name, text in sorted(named)
    ]
    if not rows:
        return []
    return ["", f"## {part.name}", "", "| kind | name | what |", "|---|---|---|", *rows]


def main() -> int:
    """Write the page, or say whether it is fresh."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    page = ROOT / PAGE
    text = drawing(ROOT)
    if parser.parse_args().check:
        fresh = page.is_file() and page.read_text(encoding="utf-8") == text
        print("fresh" if fresh else f"{PAGE} is stale: python tools/draw_map.py")
        return 0 if fresh else 1
    page.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
