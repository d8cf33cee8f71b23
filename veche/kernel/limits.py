"""Rate limits shared by all processes: windows of time counted in PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import cast

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from veche.kernel import clock, crypto, jobs
from veche.kernel.database.base import DatabaseWrapper
from veche.kernel.errors import TooMany
from veche.kernel.models import LimitWindow

_HIT = """
    INSERT INTO kernel_limitwindow AS w (key, hits, ends_at)
    SELECT key, 1, clock_timestamp() + make_interval(secs => seconds)
      FROM unnest(%s::bytea[], %s::int[]) AS tries (key, seconds)
    ON CONFLICT (key) DO UPDATE
       SET hits = CASE WHEN w.ends_at > clock_timestamp() THEN w.hits + 1 ELSE 1 END,
           ends_at = CASE WHEN w.ends_at > clock_timestamp() THEN w.ends_at
                          ELSE excluded.ends_at END
    RETURNING key, hits, ceil(extract(epoch FROM ends_at - clock_timestamp()))::int
"""


@dataclass(frozen=True)
class Limit:
    """At most so many tries under a key in a window of so many seconds."""

    key: str
    most: int
    seconds: int


def hit(key: str, *, limit: int, seconds: int) -> None:
    """Count one try under `key`; more than `limit` in a window of so many seconds raise TooMany.

    A window opens with the first try, not by the clock on the wall. The key may hold an address:
    only its keyed digest is stored.
    """
    hit_each(Limit(key, limit, seconds))


def hit_each(*limits: Limit) -> None:
    """Count one try under each key, in one trip; TooMany by the one that is waited for longest."""
    by_digest = {crypto.mac("limit", one.key.encode()): one for one in limits}
    # In one order: two tries at once would else wait for each other.
    digests = sorted(by_digest)
    seconds = [by_digest[one].seconds for one in digests]
    database = cast(DatabaseWrapper, connection)
    counted = database.run_prepared((_HIT, (digests, seconds)))
    waits = [wait for key, hits, wait in counted if hits > by_digest[bytes(key)].most]
    if waits:
        wait = max(1, *waits)
        raise TooMany(
            _("Слишком много попыток подряд"),
            advice=_("Подождите %(minutes)s мин. и попробуйте ещё раз.")
            % {"minutes": max(1, round(wait / 60))},
            retry_after=wait,
        )


def client_of(request: HttpRequest) -> str:
    """What stands for the visitor in a key: the address, in IPv6 the whole /64 it lies in.

    A household is given a /64, so who counts single addresses counts nothing.
    """
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address.packed, 64), strict=False))


@jobs.periodic("kernel.forget_limits", every_minutes=60)
def forget_limits() -> None:
    """Drop windows that have ended."""
    LimitWindow.objects.filter(ends_at__lt=clock.now()).delete()
