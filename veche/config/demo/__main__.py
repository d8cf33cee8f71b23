"""`python -m veche.config.demo load|remove`: the demo town; loading is quick if it is there.

Loading serves as the web login (VECHE_DSN); removing needs the administrator's DATABASE_URL.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

import django

from veche.config import env
from veche.config.prepare import DEMO_TOWN


def main() -> int:
    begun = time.monotonic()
    django.setup()
    if sys.argv[1:] == ["remove"]:
        admin = env.text("DATABASE_URL")
        sweep = import_module("veche.config.demo.town").sweeper()
        provision = import_module("veche.commons.towns.provision")
        provision.drop_town(admin, slug=DEMO_TOWN["slug"], prefix=env.role_prefix(admin))
        sweep()  # after the rows: a crash between leaves bytes without rows, never the other way
    else:
        import_module("veche.config.demo.town").load(lambda line: print(line, flush=True))
    print(f"готово за {time.monotonic() - begun:.1f} с", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
