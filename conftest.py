"""Fixtures of every test: see tests/database.py."""

from tests.database import (
    admin_dsn,
    committed_town,
    django_db_setup,
    in_thread,
    town,
)

__all__ = ["admin_dsn", "committed_town", "django_db_setup", "in_thread", "town"]
