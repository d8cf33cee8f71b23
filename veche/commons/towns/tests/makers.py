"""Towns for the tests of higher floors."""

from __future__ import annotations

from django.conf import settings

from veche.commons.towns import provision


def remove_town(admin_dsn: str, slug: str) -> None:
    """Take away a town that a test has added, with its roles."""
    provision.drop_town(admin_dsn, slug=slug, prefix=settings.ROLE_PREFIX)
