"""The import contracts hold for the house, and break on imports that they forbid."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.checks.tree import Tree

ROOT = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
# One process for all the small houses: none of them is imported, so each is found anew.
LINT_EACH = """
import contextlib, importlib, io, json, os, sys
from importlinter.cli import lint_imports
said = {}
for root in sys.argv[1:]:
    os.chdir(root)
    importlib.invalidate_caches()
    words = io.StringIO()
    with contextlib.redirect_stdout(words):
        code = lint_imports(no_cache=True, no_logo=True)
    said[root] = [code, words.getvalue()]
    sys.path.remove(root)
print(json.dumps(said))
"""
PACKAGES = [
    "veche",
    "veche/config",
    "veche/portal",
    "veche/signer",
    "veche/kernel",
    "veche/ballotbox",
    "veche/groupcommit",
    "veche/domains",
    "veche/domains/polls",
    "veche/domains/reports",
    "veche/commons",
    *(f"veche/commons/{name}" for name in ("towns", "places", "identity", "ballots")),
]
MODULES = ["models", "views", "actions", "rules", "public", "manifest"]
FORBIDDEN = {
    "kernel looks up": ("veche/kernel/clock.py", "import veche.commons.towns.public"),
    "commons looks up": ("veche/commons/places/public.py", "import veche.domains.polls.public"),
    "domains meet": ("veche/domains/polls/views.py", "import veche.domains.reports.public"),
    "commons out of order": (
        "veche/commons/places/public.py",
        "import veche.commons.ballots.rules",
    ),
    "models call actions": ("veche/domains/polls/models.py", "import veche.domains.polls.actions"),
    "portal enters a domain": ("veche/portal/views.py", "import veche.domains.polls.models"),
    "vault is read": ("veche/commons/ballots/public.py", "import veche.commons.identity.models"),
    "rules know Django": ("veche/domains/polls/rules.py", "import django"),
    "the box knows Django": ("veche/ballotbox/note.py", "import django"),
    "the box knows the kernel": ("veche/ballotbox/note.py", "import veche.kernel.ids"),
    "the box knows people": ("veche/ballotbox/note.py", "import veche.commons.identity.models"),
    "the signer knows Django": ("veche/signer/keyring.py", "import django"),
    "the signer knows a database": ("veche/signer/keyring.py", "import psycopg"),
    "the signer knows people": ("veche/signer/server.py", "import veche.commons.ballots.public"),
    "the kernel knows the box": ("veche/kernel/clock.py", "import veche.ballotbox.note"),
    "group commits know Django": ("veche/groupcommit/committer.py", "import django"),
    "group commits look up": ("veche/groupcommit/committer.py", "import veche.kernel.ids"),
    "settings are imported": ("veche/portal/views.py", "import veche.config.settings"),
    "unknown floor": ("veche/attic/__init__.py", ""),
    "unknown commons": ("veche/commons/attic/__init__.py", ""),
    "unknown part of a domain": ("veche/domains/polls/services.py", ""),
    "a cycle": ("veche/kernel/clock.py", "import veche.kernel.ids"),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return in_python(root, LINT, "--no-cache")


def in_python(root: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=root,
        env={"PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def build(root: Path) -> Path:
    """A house with every floor and nothing in it."""
    for package in PACKAGES:
        folder = root / package
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
        if package.count("/") == 2:
            for module in MODULES:
                (folder / f"{module}.py").touch()
    (root / "veche/config/settings.py").touch()
    (root / "veche/portal/views.py").touch()
    (root / "veche/kernel/clock.py").touch()
    (root / "veche/ballotbox/note.py").touch()
    (root / "veche/kernel/ids.py").write_text("import veche.kernel.clock\n")
    (root / ".importlinter").write_text((ROOT / ".importlinter").read_text())
    return root


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """What the linter says of each small house."""
    parent = tmp_path_factory.mktemp("houses").resolve()
    roots = {"nothing": build(parent / "nothing")}
    for number, (name, (path, line)) in enumerate(FORBIDDEN.items()):
        roots[name] = build(parent / str(number))
        target = roots[name] / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(f"{line}\n")
    answer = in_python(parent, LINT_EACH, *map(str, roots.values()))
    assert answer.returncode == 0, answer.stderr
    said = json.loads(answer.stdout)
    return {name: said[str(root)] for name, root in roots.items()}


def test_house_keeps_its_contracts(house: Tree) -> None:
    answer = lint(house.root)
    if answer.returncode:
        broken = answer.stdout.partition("Broken contracts")[2] or answer.stdout + answer.stderr
        pytest.fail(f"Imports against the walls, see docs/build/architecture.md{broken}", False)


def test_empty_house_keeps_them(verdicts: dict[str, tuple[int, str]]) -> None:
    code, words = verdicts["nothing"]
    assert code == 0, words


@pytest.mark.parametrize("name", FORBIDDEN)
def test_forbidden_import_breaks_a_contract(
    verdicts: dict[str, tuple[int, str]], name: str
) -> None:
    code, words = verdicts[name]
    assert code == 1, words
    assert "BROKEN" in words
