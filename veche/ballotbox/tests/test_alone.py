"""The box stands alone: loading all of it brings in nothing of the house, and no Django."""

import json
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
LOAD = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


def test_nothing_of_the_house_is_loaded():
    names = [f"veche.ballotbox.{path.stem}" for path in PACKAGE.glob("*.py")]
    answer = subprocess.run(
        [sys.executable, "-c", LOAD, *names],
        cwd=PACKAGE.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = json.loads(answer.stdout)
    ours = {name for name in loaded if name.split(".")[0] == "veche"}
    assert "veche.ballotbox.blindsign" in ours
    assert all(f"{name}.".startswith("veche.ballotbox.") for name in ours - {"veche"})
    foreign = {"django", "ninja", "psycopg", "procrastinate", "httpx"}
    assert not foreign & set(loaded)
