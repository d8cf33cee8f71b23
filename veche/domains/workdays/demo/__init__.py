"""Neighbours' days of the demo town."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from collections.abc import Callable

from veche.commons.identity.demo import DemoPeople

Log = Callable[[str], None]


def load(known: DemoPeople, log: Log) -> None:
    """Enter the days if they are not there yet."""
