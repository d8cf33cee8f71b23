"""Run inside an installation named by the environment: `python -m tests.operation.beside VERB`."""

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
        inside = importlib.import_module("tests.operation.inside")
        print(json.dumps(getattr(inside, sys.argv[1])()))


if __name__ == "__main__":
    main()
