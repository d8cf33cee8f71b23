"""Each domain can be taken out of the list, and the house stands: its own process for each."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.checks.tree import Fault, Tree, assert_none
from tests.shares import turn_about
from veche.config.domains import DOMAINS

ROOT = Path(__file__).resolve().parents[2]
STAND = """
import django
django.setup()
from django.core import checks
from django.urls import get_resolver
from django.apps import apps
errors = [e for e in checks.run_checks() if e.is_serious()]
assert not errors, errors
assert get_resolver().url_patterns
assert not [c.label for c in apps.get_app_configs() if c.label in "{label}".split()]
print("stands")
"""


def stand_without(label: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", STAND.format(label=label)],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "VECHE_WITHOUT": ",".join(label.split()),
        },
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("module", turn_about(DOMAINS, 3))
def test_house_stands_without_a_domain(module: str) -> None:
    label = module.rpartition(".")[2]
    answer = stand_without(label)
    if "stands" not in answer.stdout:
        last = (answer.stderr.strip().splitlines() or ["no words"])[-1]
        mend = f"nothing outside veche/domains/{label} and bridges may need it: ask its manifest"
        assert_none([Fault(module, f"the house falls without it: {last}", mend)])


def test_house_stands_without_any_domain() -> None:
    labels = " ".join(module.rpartition(".")[2] for module in DOMAINS)
    answer = stand_without(labels)
    assert "stands" in answer.stdout, answer.stderr


def test_a_name_left_in_is_noticed() -> None:
    """The process above looks at what is installed, not only at whether it starts."""
    assert "stands" not in stand_without("kernel").stdout


def test_a_domain_is_named_in_one_line_outside_its_folder(house: Tree) -> None:
    faults = []
    for module in DOMAINS:
        label = module.rpartition(".")[2]
        for path in house.python():
            inside = house.app_of(path)
            if inside is not None and inside.label == label:
                continue
            lines = [
                number
                for number, line in enumerate(house.text(path).splitlines(), start=1)
                if module in line
            ]
            allowed = house.name(path) == "veche/config/domains.py" and len(lines) == 1
            in_bridge = house.name(path).startswith("veche/bridges/")
            if lines and not allowed and not in_bridge:
                faults.append(
                    Fault(
                        house.place(path, lines[0]),
                        f"names {module}",
                        "take what is needed from its manifest, which config hands over",
                    )
                )
    assert_none(faults)
