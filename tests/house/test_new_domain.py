"""A domain made by tools/new_domain.py passes the tests of the house."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.checks import danger, migration_files, secrets, templates, tidy, walls, words
from tests.house.checks.tree import Tree, assert_none
from tests.house.test_import_contracts import lint
from tools import new_domain

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("veche", "tests", "tools", "docs")
STATIC = (walls, danger, tidy, templates, migration_files, secrets, words)


@pytest.fixture(scope="module")
def house_with_clubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with a domain of its own making."""
    root = tmp_path_factory.mktemp("house")
    skipped = shutil.ignore_patterns("__pycache__", "node_modules", "dist", "*.mo")
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name, ignore=skipped)
    shutil.copy(ROOT / ".importlinter", root)
    shutil.copy(ROOT / "pyproject.toml", root)
    new_domain.create(root, "clubs", "Кружки и секции")
    return root


def of_clubs(root: Path, page: object) -> list[object]:
    tree = Tree(root)
    folder = root.resolve() / "veche" / "domains" / "clubs"
    tree.files = [path for path in tree.files if folder in path.parents]
    checks = page.CHECKS  # type: ignore[attr-defined]
    faults = [fault for check in checks for fault in check(tree)]
    return [fault for fault in faults if "domains/clubs" in fault.where]


@pytest.mark.parametrize("page", STATIC, ids=lambda page: page.__name__.rpartition(".")[2])
def test_new_domain_has_no_fault(house_with_clubs: Path, page: object) -> None:
    assert_none(of_clubs(house_with_clubs, page))  # type: ignore[arg-type]


def test_new_domain_keeps_the_contracts(house_with_clubs: Path) -> None:
    answer = lint(house_with_clubs)
    assert "clubs" not in answer.stdout, answer.stdout


def test_new_domain_is_one_line_outside_its_folder(house_with_clubs: Path) -> None:
    before = (ROOT / "veche/config/domains.py").read_text("utf-8").splitlines()
    after = (house_with_clubs / "veche/config/domains.py").read_text("utf-8").splitlines()
    assert [line for line in after if line not in before] == ['    "veche.domains.clubs",']
    assert len(after) == len(before) + 1


def test_loaded_house_with_the_new_domain_has_no_fault(house_with_clubs: Path) -> None:
    """The tests that need Django run in the copy; faults of other apps are not this test's."""
    pages = [f"tests/house/test_{page}.py" for page in ("registry", "routes", "migrations")]
    answer = run_in(house_with_clubs, *pages, "veche/domains/clubs")
    told = [line for line in answer.splitlines() if "clubs" in line and not passed(line)]
    assert not told, answer
    assert "veche/domains/clubs/tests/test_policies.py::test_author_may_publish PASSED" in answer


def passed(line: str) -> bool:
    return line.startswith(("veche/domains/clubs/tests", "tests/house")) and "PASSED" in line


def run_in(root: Path, *words: str) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--tb=short", "-v", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    return answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("name", "title"),
    [("Clubs", "Кружки"), ("towns", "Города"), ("c", "К"), ("clubs", '"}}'), ("clubs", " ")],
)
def test_bad_names_are_refused(tmp_path: Path, name: str, title: str) -> None:
    (tmp_path / "veche/commons/towns").mkdir(parents=True)
    with pytest.raises(new_domain.UsageError):
        new_domain.create(tmp_path, name, title)
    assert not (tmp_path / "veche/domains").exists()
