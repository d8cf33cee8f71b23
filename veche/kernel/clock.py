"""Instants are UTC; days are the town's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.db import connection

from veche.kernel.database.base import DatabaseWrapper


def now() -> datetime:
    """This machine's clock, UTC: for display and for limits that need no precision."""
    return datetime.now(UTC)


def database_now() -> datetime:
    """The database's clock at this moment (not the transaction's start): for deadlines."""
    found = cast(DatabaseWrapper, connection).run_prepared(("SELECT clock_timestamp()", ()))
    moment: datetime = found[0][0]
    return moment


def zone(name: str) -> ZoneInfo:
    """An IANA time zone by name."""
    return ZoneInfo(name)


def today(time_zone: str) -> date:
    """The calendar day it is now in an IANA time zone."""
    return now().astimezone(ZoneInfo(time_zone)).date()
