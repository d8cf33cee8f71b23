"""Fixtures of every test: see tests/database.py."""

from hypothesis import HealthCheck, settings

from tests.database import (
    admin_dsn,
    committed_town,
    django_db_setup,
    in_thread,
    standing_town,
    town,
)

__all__ = ["admin_dsn", "committed_town", "django_db_setup", "in_thread", "standing_town", "town"]

# A busy machine is no fault of the code: nothing here is judged by the clock.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
