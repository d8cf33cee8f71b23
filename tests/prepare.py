"""Prepare the test towns: `python -m tests.prepare ADMIN_DSN`; `--digest` of what shapes them."""

from __future__ import annotations

import hashlib
import sys

import django

from tests.environment import TOWNS  # first: it sets what the settings read
from veche.commons.norms import shipped
from veche.commons.towns import digest
from veche.config.prepare import prepare

if __name__ == "__main__":
    if sys.argv[1] == "--digest":
        django.setup()
        summed = hashlib.sha256(digest.migrations_digest().encode())
        for path in sorted(shipped.DATA.glob("*.json")):
            summed.update(path.read_bytes())
        print(summed.hexdigest())
    else:
        prepare(sys.argv[1], TOWNS, log=lambda line: None)
