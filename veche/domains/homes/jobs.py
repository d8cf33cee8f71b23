"""Background work of houses."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from veche.domains.homes.actions import feeds, uploads
from veche.domains.homes.queries import outages
from veche.kernel import clock, jobs
from veche.kernel.retention import retained

KEPT_FOR = timedelta(days=1)


@jobs.periodic("homes.fetch_feeds", every_minutes=15)
def fetch_feeds() -> None:
    """Queue each address that is asked: a silent one holds up none of the others."""
    for feed in outages.feeds():
        if feed.is_on:
            jobs.defer(
                "homes.fetch_feed",
                feed_id=str(feed.id),
                once=f"homes-feed:{feed.id}",
                lock=f"homes-feed:{feed.id}",
            )


@jobs.job("homes.fetch_feed", queue=jobs.OUTGOING)
def fetch_feed(feed_id: str) -> None:
    """Ask one address and write what is new."""
    feeds.fetch_feed(UUID(feed_id))


@jobs.job("homes.try_table")
def try_table(token: str) -> None:
    """Find what a table would change; nothing is written."""
    uploads.run_try(UUID(token))


@jobs.job("homes.take_table")
def take_table(token: str) -> None:
    """Write a table that was tried."""
    uploads.run_take(UUID(token))


@retained("homes.forget_uploads", every_minutes=60)
def forget_uploads() -> int:
    """Drop tables that nobody has written in a day."""
    return uploads.forget_uploads(before=clock.now() - KEPT_FOR)
