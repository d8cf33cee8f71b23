"""Prepare the test towns: `python -m tests.prepare ADMIN_DSN`, or print `--digest` of all migrations."""

from __future__ import annotations

import sys

import django

import tests.environment  # noqa: F401  before anything reads it
from tests.database import TOWNS
from veche.commons.towns import digest
from veche.config.prepare import prepare

if __name__ == "__main__":
    if sys.argv[1] == "--digest":
        django.setup()
        print(digest.migrations_digest())
    else:
        prepare(sys.argv[1], TOWNS, log=lambda line: None)
