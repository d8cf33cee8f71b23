"""A PostgreSQL server of our own for one machine: found, initialised, started, shared, stopped.

Only the programs of the wheel are used, never its Python layer, which would open
the cluster to everybody on the machine (`trust`). Linux only; the standard library only.
"""

from veche.kernel.embedded_postgres.programs import EmbeddedPostgresError
from veche.kernel.embedded_postgres.server import EmbeddedPostgres, data_folder, home_for

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "data_folder", "home_for"]
