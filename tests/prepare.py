"""Prepare the test towns: `python -m tests.prepare ADMIN_DSN`; or `--digest` of all migrations."""

from __future__ import annotations

import sys

import django

from tests.environment import TOWNS  # first: it sets what the settings read
from veche.commons.towns import digest
from veche.config.prepare import prepare

if __name__ == "__main__":
    if sys.argv[1] == "--digest":
        django.setup()
        print(digest.migrations_digest())
    else:
        prepare(sys.argv[1], TOWNS, log=lambda line: None)
