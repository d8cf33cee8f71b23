"""What must never be in the tree: keys, hosts of package registries, paths of one machine."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.checks.tree import Fault, Tree

TEXTS = frozenset(
    {
        *(".py", ".pyi", ".toml", ".in", ".txt", ".md", ".ini", ".cfg", ".yml", ".yaml", ".json"),
        *(".geojson", ".html", ".css", ".ts", ".js", ".mjs", ".svg", ".sql", ".sh", ".po", ".pb"),
        *(".csv", ".tmpl", "Makefile", "run", ".importlinter", ".npmrc", ".gitignore"),
    }
)
# Written in two halves, so that this list itself names no host.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("npmmirror", "com"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
        ("cdnjs", "cloudflare", "com"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
        ("deb", "debian", "org"),
        ("fonts", "googleapis", "com"),
        ("fonts", "gstatic", "com"),
    )
]
REGISTRY = re.compile("|".join(re.escape(host) for host in REGISTRIES), re.I)
MACHINE_PATH = re.compile(r"(?<![\w.:/>)\]}-])/(?:home/\w+|root|work|Users/\w+)(?=[/\s\"'`)]|$)")
TEMPORARY_PATH = re.compile(r"(?<![\w.:/>)\]}-])/(?:var/)?tmp(?=[/\s\"'`)]|$)")
PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----")
KNOWN_TOKEN = re.compile(
    r"\b(AKIA[0-9A-Z]{16}(?<!EXAMPLE)|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-[A-Za-z0-9-]{20,})\b"
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def texts(tree: Tree) -> list[Path]:
    """Files of text that are in the repository, or would be."""
    return [path for path in tree.files if path.suffix in TEXTS or path.name in TEXTS]


def hosts(tree: Tree) -> Iterator[Fault]:
    """Which registry serves the packages is a matter of the machine, not of the tree."""
    for path in texts(tree):
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            if REGISTRY.search(line):
                yield Fault(
                    tree.place(path, number),
                    "a package registry or foreign network of files is named",
                    "leave it out: clients know theirs; files are served by ourselves",
                )


def machine_paths(tree: Tree) -> Iterator[Fault]:
    """A path of somebody's machine; `# noqa: S108 -- why` excuses the temporary folder."""
    for path in texts(tree):
        may_be_temporary = tree.name(path).startswith("tests/") or "tests" in path.parts
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            temporary = TEMPORARY_PATH.search(line) and "noqa: S108 -- " not in line
            if MACHINE_PATH.search(line) or (temporary and not may_be_temporary):
                yield Fault(
                    tree.place(path, number),
                    "a path that exists on one machine",
                    "derive it from the file's own place or from a setting",
                )


def keys(tree: Tree) -> Iterator[Fault]:
    """Private keys and tokens of services."""
    for path in texts(tree):
        for number, line in enumerate(tree.text(path).splitlines(), start=1):
            if PRIVATE_KEY.search(line) or KNOWN_TOKEN.search(line):
                yield Fault(
                    tree.place(path, number),
                    "a private key or token",
                    "take it out of the tree and of the history, and replace it everywhere",
                )


def locked_requirements(tree: Tree) -> Iterator[Fault]:
    """Every locked package has a version and a hash; no address of an index."""
    for path in tree.ending(".txt", under=["requirements"]):
        blocks = re.sub(r"\\\n\s*", " ", tree.text(path))
        for number, line in enumerate(blocks.splitlines(), start=1):
            if re.match(r"\s*(--(extra-)?index-url|-i\b|--find-links|--trusted-host)", line):
                yield Fault(tree.place(path, number), "an index address", "lock without it")
            is_package = re.match(r"[A-Za-z0-9]", line)
            if is_package and not ("==" in line and HASH.search(line)):
                yield Fault(
                    tree.place(path, number),
                    f"`{line.split()[0]}` has no version with a hash",
                    "lock again with hashes",
                )


def locked_node_packages(tree: Tree) -> Iterator[Fault]:
    """package-lock.json carries integrity and no addresses."""
    for path in tree.ending("package-lock.json"):
        for name, package in json.loads(tree.text(path)).get("packages", {}).items():
            if "resolved" in package and not package.get("link"):
                yield Fault(
                    tree.name(path),
                    f"`{name}` has a resolved address",
                    "keep omit-lockfile-registry-resolved=true in .npmrc and lock again",
                )
            elif name and not package.get("link") and "integrity" not in package:
                yield Fault(tree.name(path), f"`{name}` has no integrity", "lock it again")


CHECKS = (hosts, machine_paths, keys, locked_requirements, locked_node_packages)
