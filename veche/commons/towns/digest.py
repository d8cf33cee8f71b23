"""A digest of everything that shapes a town's schema."""

from __future__ import annotations

import hashlib
from pathlib import Path

import django
from django.apps import apps


def migrations_digest() -> str:
    """SHA-256 over the installed applications' migrations, the grants and Django's version."""
    summed = hashlib.sha256(django.get_version().encode())
    for app in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            summed.update(f"{app.label}/{path.name}".encode())
            summed.update(path.read_bytes())
    for name in ("provision.py", "shared.sql"):
        summed.update((Path(__file__).parent / name).read_bytes())
    return summed.hexdigest()
