"""The box stands alone: loading all of it brings in nothing of the house, and no Django."""

import json
import subprocess
import sys
from pathlib import Path

# What serves; all the rest is arithmetic on bytes.
SERVING = {
    *("app", "mirror", "office", "sealer", "sealerlink", "sealing", "serve", "store"),
    "timing",
}
PACKAGE = Path(__file__).resolve().parents[1]
LOAD = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def loaded_by(names: list[str]) -> set[str]:
    answer = subprocess.run(
        [sys.executable, "-c", LOAD, *(f"veche.ballotbox.{name}" for name in names)],
        cwd=PACKAGE.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(answer.stdout))


MODULES = {path.stem for path in PACKAGE.glob("*.py")}


def test_nothing_of_the_house_is_loaded():
    loaded = loaded_by(sorted(MODULES))
    ours = {name for name in loaded if name.split(".")[0] == "veche"}
    assert "veche.ballotbox.blindsign" in ours
    allowed = ("veche.ballotbox.", "veche.groupcommit.")
    assert all(f"{name}.".startswith(allowed) for name in ours - {"veche"})
    assert not {"django", "ninja", "procrastinate", "httpx"} & loaded
    # The server brings it in; it is told to log nothing.
    assert "logging.config" not in loaded_by(sorted(MODULES - {"serve"}))


def test_arithmetic_knows_no_database():
    loaded = loaded_by(sorted(MODULES - SERVING))
    assert "veche.ballotbox.counting" in loaded
    assert not {"psycopg", "veche.groupcommit", "asyncio"} & loaded
