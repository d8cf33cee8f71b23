"""Run beside a running town, in its own state folder (VECHE_STATE):

python -m tests.faults.voting_town prepare COUNT
python -m tests.faults.voting_town count POLL_ID
python -m tests.faults.voting_town fill COUNT
python -m tests.faults.voting_town begin_fanout COUNT
python -m tests.faults.voting_town told DECISION_ID
"""

from __future__ import annotations

import importlib
import json
import os
import sys

import django

from veche.config import env
from veche.config.running.database import open_database

MODULES = ("voting_inside", "fanout_inside")


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "veche.config.settings"
    with open_database(env.state_dir()) as database:
        os.environ.update(database.environment)
        django.setup()
        # Only now: the settings are read once, when the first model is loaded.
        verb, argument = sys.argv[1:]
        inside = (importlib.import_module(f"tests.faults.{name}") for name in MODULES)
        said = next(getattr(one, verb)(argument) for one in inside if hasattr(one, verb))
        print(json.dumps(said))


if __name__ == "__main__":
    main()
