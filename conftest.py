"""Fixtures of every test: see tests/database.py and tests/clusters.py."""

import gc

from hypothesis import HealthCheck, settings

from tests.clusters import own_cluster, own_database
from tests.database import (
    admin_dsn,
    committed_town,
    django_db_setup,
    in_thread,
    standing_town,
    town,
)

__all__ = [
    "admin_dsn",
    "committed_town",
    "django_db_setup",
    "in_thread",
    "own_cluster",
    "own_database",
    "standing_town",
    "town",
]

# A busy machine is no fault of the code: nothing here is judged by the clock.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
