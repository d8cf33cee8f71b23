"""Run the measurements named (all without names), each on a fresh database in a temporary folder.

    python -m tools.bench                      everything
    python -m tools.bench web.home web.memory  some of it

Results go to stdout, one JSON object a line; what happens meanwhile goes to stderr. Where a
measurement needs a real election, VECHE_REAL_DATA names the folder that holds it.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django

NAMES = {
    "polls.import_warszawa": "voting",
    "ballots.fill": "filling",
    "budgeting.equal_shares": "budgeting",
    "budgeting.equal_shares_add1": "budgeting",
    "budgeting.explain": "budgeting",
    "budgeting.growth": "budgeting",
    "reports.map": "reports",
    "reports.list": "reports",
    "reports.worklist": "reports",
    "reports.duplicates": "reports",
    "reports.open311": "reports",
    "reports.accept": "reports",
    "reports.blurring": "blurring",
    "reports.match": "matching",
    "polls.breakdown": "breaking",
    "matching.match": "matching",
    "transparency.import_1e6": "budgets",
    "transparency.view": "budgets",
    "web.home": "pages",
    "web.poll": "pages",
    "web.result": "pages",
    "web.result_growth": "growth",
    "web.first_load": "served",
    "web.memory": "served",
    "web.lighthouse": "audits",
    "notifications.fanout_100k": "telling",
    "box.pgbench": "ballotbox",
    "box.open": "ballotbox",
    "box.issue": "issuing",
    "box.secret_cast": "ballotbox",
    "box.seal": "ballotbox",
    "box.growth": "ballotbox",
    "box.recount_1e6": "recounting",
    "box.result_under_load": "besidebox",
    "ops.start": "starting",
    "ops.backup": "copies",
    "ops.restore": "copies",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    names = parser.parse_args().names or list(NAMES)
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        parser.error(f"no measurement is called {', '.join(unknown)}")
    state = Path(tempfile.mkdtemp(prefix="veche-bench-"))
    os.environ.update(VECHE_STATE=str(state), VECHE_MODE="demo", VECHE_DEMO="empty")
    os.environ["DJANGO_SETTINGS_MODULE"] = "veche.config.settings"
    for name in ("VECHE_DSN", "DATABASE_URL", "VECHE_ROLE_PREFIX"):
        os.environ.pop(name, None)
    # Only now: the settings are read once, when the first module asks for them.
    stand = importlib.import_module("tools.bench.stand")
    try:
        with stand.town(state):
            django.setup()
            for name in names:
                importlib.import_module(f"tools.bench.{NAMES[name]}").run(name)
    finally:
        stand.clean_up(state)
        shutil.rmtree(state, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
