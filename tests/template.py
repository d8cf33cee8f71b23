"""Make the database that all tests copy, before they ask for it: `python -m tests.template`."""

from __future__ import annotations

import importlib
import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    # Only now: it brings models along.
    importlib.import_module("tests.database").make_template()
