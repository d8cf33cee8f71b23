"""The demo town's coming and going, remembered for this very database."""

from collections.abc import Callable, Mapping
from pathlib import Path

from veche.config import env
from veche.config.running import stamps
from veche.config.running.children import run_module
from veche.config.running.database import Database, identity
from veche.config.running.trouble import Trouble

MODULE = "veche.config.demo"
REMOVED = ".removed"


def wanted(state: Path, database: Database) -> str:
    """What the setting says, unless somebody removed the town: it does not come back by itself."""
    is_removed = stamps.is_fresh(state, "demo", f"{identity(database)}{REMOVED}")
    return "no" if is_removed else env.demo_wanted()


def is_loaded(state: Path, database: Database) -> bool:
    """Whether it was loaded to its end."""
    return stamps.is_fresh(state, "demo", identity(database))


def load(
    state: Path, database: Database, environment: Mapping[str, str], log: Callable[[str], None]
) -> None:
    """Load what is not there yet; the tables must be ready."""
    run_module(MODULE, ["load"], environment, log)
    stamps.keep(state, "demo", identity(database))


def remove(
    state: Path, database: Database, environment: Mapping[str, str], log: Callable[[str], None]
) -> None:
    """Remove the town with all it holds."""
    if not database.admin_dsn:
        raise Trouble("Чтобы удалить демо-город, задайте DATABASE_URL администратора базы.")
    run_module(MODULE, ["remove"], {**environment, "DATABASE_URL": database.admin_dsn}, log)
    stamps.keep(state, "demo", f"{identity(database)}{REMOVED}")
    # The town's schema went too: a later load has to make it first.
    stamps.keep(state, "tables", stamps.NEVER)
