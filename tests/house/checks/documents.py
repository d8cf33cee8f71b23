"""What must be written down: settings, services, dependencies, decisions, proofs."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.checks.tree import Fault, Tree, is_test, strings

SETTING = re.compile(r"^(VECHE_[A-Z0-9_]+|DATABASE_URL|PORT|HOST)$")
SETTINGS_PAGE = "docs/operate/settings.md"
OWN_SETTING = re.compile(r"^(VECHE_[A-Z0-9_]+|DATABASE_URL)$")
DEPENDENCIES_PAGE = "docs/decisions/dependencies.md"
DOMAIN_HEADINGS = ("Words", "States", "Invariants")


def settings_read(tree: Tree) -> dict[str, str]:
    """Each environment variable the house reads, and where."""
    found: dict[str, str] = {}
    for path in tree.python("veche", "tools"):
        if is_test(path):
            continue
        for text, line in strings(tree.nodes(path)):
            if SETTING.match(text):
                found.setdefault(text, tree.place(path, line))
    return found


def documented_settings(tree: Tree) -> Iterator[Fault]:
    """Whoever runs the house finds every variable on one page, and no others."""
    page = tree.root / SETTINGS_PAGE
    written = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", tree.text(page))) if page.is_file() else set()
    read = settings_read(tree)
    for name in sorted(read.keys() - written):
        yield Fault(read[name], f"`{name}` is not described", f"add a line to {SETTINGS_PAGE}")
    for name in sorted(name for name in written - read.keys() if SETTING.match(name)):
        yield Fault(SETTINGS_PAGE, f"`{name}` is read by nobody", "take the line out")


def scattered_settings(tree: Tree) -> Iterator[Fault]:
    """The environment is read in veche/config alone; the rest asks django.conf."""
    for path in tree.python():
        if is_test(path) or tree.name(path).startswith("veche/config/"):
            continue
        for text, line in strings(tree.nodes(path)):
            if OWN_SETTING.match(text):
                yield Fault(
                    tree.place(path, line),
                    f"reads `{text}` from the environment",
                    "read it in veche/config/env.py and take it from django.conf.settings",
                )


def described_apps(tree: Tree) -> Iterator[Fault]:
    """Each commons and domain has a page of its own; a domain's has its words and states."""
    for app in tree.apps:
        if app.floor == "portal":
            continue
        readme = app.folder / "README.md"
        if not readme.is_file():
            yield Fault(
                tree.name(app.folder), "has no README.md", "write one page: purpose, words, states"
            )
            continue
        text = tree.text(readme)
        if not text.startswith("# ") or len(text.splitlines()) < 5:
            yield Fault(tree.name(readme), "says too little", "purpose, words, states, invariants")
        if app.floor == "domains":
            for heading in DOMAIN_HEADINGS:
                if f"## {heading}" not in text:
                    yield Fault(tree.name(readme), f"has no `## {heading}`", "add the section")


def justified_dependencies(tree: Tree) -> Iterator[Fault]:
    """One line says why each dependency is here, and none is without a dependency."""
    needed = set(dependencies(tree))
    page = tree.root / DEPENDENCIES_PAGE
    text = tree.text(page) if page.is_file() else ""
    written = {name.lower() for name in re.findall(r"^\| `([^`]+)` \| \S", text, re.M)}
    for name in sorted(needed - written):
        yield Fault(DEPENDENCIES_PAGE, f"`{name}` is not justified", "add a line: why it is needed")
    for name in sorted(written - needed):
        yield Fault(DEPENDENCIES_PAGE, f"`{name}` is not a dependency", "take the line out")


def dependencies(tree: Tree) -> Iterator[str]:
    """Names in requirements/*.in and in the manifest of frontend/."""
    for path in tree.ending(".in", under=["requirements"]):
        for line in tree.text(path).splitlines():
            match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line)
            if match:
                yield match[0].lower()
    manifest = tree.root / "frontend" / "package.json"
    if manifest.is_file():
        for group in ("dependencies", "devDependencies"):
            block = re.search(rf'"{group}"\s*:\s*{{(.*?)}}', tree.text(manifest), re.S)
            yield from (
                name.lower() for name in re.findall(r'"([^"]+)"\s*:', block[1] if block else "")
            )


def numbered_decisions(tree: Tree) -> Iterator[Fault]:
    """Decisions are numbered without a gap and have the parts of the record's form."""
    pages = [
        path
        for path in tree.ending(".md", under=["docs/decisions"])
        if re.match(r"\d{4}-", path.name)
    ]
    for number, path in enumerate(pages, start=1):
        if int(path.name[:4]) != number:
            yield Fault(tree.name(path), f"is not number {number:04}", "number without a gap")
        for heading in ("## Context", "## Decision", "## Consequences"):
            if heading not in tree.text(path):
                yield Fault(tree.name(path), f"has no `{heading}`", "see 0001")


def live_links(tree: Tree) -> Iterator[Fault]:
    """A link inside the repository leads somewhere."""
    for path in tree.ending(".md"):
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            for target in re.findall(r"\]\(([^)\s]+)\)", line):
                if re.match(r"[a-z]+:|#|/", target):
                    continue
                if not (path.parent / target.partition("#")[0]).exists():
                    yield Fault(
                        tree.place(path, number), f"`{target}` leads nowhere", "mend the link"
                    )


def proofs(tree: Tree) -> Iterator[Fault]:
    """Each bad input of docs/build/bad-input.md names a test that exists."""
    page = tree.root / "docs" / "build" / "bad-input.md"
    if not page.is_file():
        return
    for number, line in enumerate(tree.text(page).splitlines(), start=1):
        where = tree.place(page, number)
        found = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", line)
        is_attack = re.match(r"\| [^*\s-]", line) and not line.startswith("| attack |")
        if is_attack and not found:
            yield Fault(where, f"no proof: {line.split('|')[1].strip()}", "name its test")
        for path, test in found:
            if not _has_test(tree, tree.root / path, test):
                yield Fault(
                    where,
                    f"{path}::{test} does not exist",
                    "name the test that proves it, or write one",
                )


def _has_test(tree: Tree, path: Path, name: str) -> bool:
    return path.is_file() and (not name or f"def {name}(" in tree.text(path))


CHECKS = (
    documented_settings,
    scattered_settings,
    described_apps,
    justified_dependencies,
    numbered_decisions,
    live_links,
    proofs,
)
