"""Run beside a running town, in its own state folder (VECHE_STATE):

python -m tests.faults.voting_town prepare COUNT
python -m tests.faults.voting_town count POLL_ID
python -m tests.faults.voting_town fill COUNT
"""

from __future__ import annotations

import importlib
import json
import os
import sys

import django

from veche.config import env
from veche.config.running.database import open_database


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "veche.config.settings"
    with open_database(env.state_dir()) as database:
        os.environ.update(database.environment)
        django.setup()
        # Only now: the settings are read once, when the first model is loaded.
        inside = importlib.import_module("tests.faults.voting_inside")
        verb, argument = sys.argv[1:]
        print(json.dumps(getattr(inside, verb)(argument)))


if __name__ == "__main__":
    main()
