"""The environment of the tests: a state folder and roles of their own. Import it first."""

import os
from pathlib import Path
from typing import Any

STATE = Path(__file__).resolve().parents[1] / "var" / "test"
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
