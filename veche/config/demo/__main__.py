"""`python -m veche.config.demo load`: the demo town, in the database of VECHE_DSN; quick if there."""

from __future__ import annotations

import sys
import time
from importlib import import_module

import django


def main() -> int:
    begun = time.monotonic()
    django.setup()
    import_module("veche.config.demo.town").load(lambda line: print(line, flush=True))
    print(f"готово за {time.monotonic() - begun:.1f} с", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
