"""The environment of the tests: a state folder and roles of their own. Import it first.

Each process of a session has a state folder of its own, `var/test/run-<pid>/…`, or another one
would take its files away. The database server and the keys, from which the passwords of its roles
are made, are shared.
"""

import atexit
import os
import shutil
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[1] / "var" / "test"
RUN = "VECHE_TEST_RUN"


def _own_folder() -> Path:
    """Found by what the tests start, made and removed by the session itself."""
    if RUN not in os.environ:
        for left in SHARED.glob("run-*"):  # of sessions that were killed
            if not Path(f"/proc/{left.name.removeprefix('run-')}").exists():
                shutil.rmtree(left, ignore_errors=True)
        run = SHARED / f"run-{os.getpid()}"
        os.environ[RUN] = str(run)
        atexit.register(shutil.rmtree, run, ignore_errors=True)
    own = Path(os.environ[RUN]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    (SHARED / "keys").mkdir(mode=0o700, parents=True, exist_ok=True)
    own.mkdir(parents=True, exist_ok=True)
    if not (own / "keys").is_symlink():
        (own / "keys").symlink_to(SHARED / "keys")
    return own


STATE = _own_folder()
os.environ["VECHE_STATE"] = str(STATE)
os.environ["VECHE_ROLE_PREFIX"] = "veche_test"
os.environ["VECHE_MODE"] = "demo"
# Playwright keeps an event loop in the thread of the tests; our code knows nothing of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
for _name in ("VECHE_DSN", "DATABASE_URL", "VECHE_SECRET_KEY", "VECHE_VAULT_KEY"):
    os.environ.pop(_name, None)

TOWNS: list[dict[str, Any]] = [
    {"slug": "zarechye", "name": "Заречье", "area": "Береговой округ", "hosts": ["testserver"]},
    {"slug": "gorka", "name": "Горка", "area": "Горный округ", "hosts": ["gorka.test"]},
]
