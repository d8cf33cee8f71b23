"""What the portal shows of school polls."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from veche.commons.identity.public import PersonRef
from veche.domains.schools import queries
from veche.kernel.manifest import SitePage


def me_part(person: PersonRef) -> dict[str, Any]:
    """The way to the school's own polls, for whoever acts for a school."""
    return {"schools": [one.name for one in queries.schools_of(person)]}


def site_pages() -> list[SitePage]:
    """The page where a code is entered, and results of whole schools; a class's are not told."""
    told = queries.told_polls(size=100).items
    return [SitePage(reverse("schools:index"))] + [
        SitePage(reverse("schools:read-poll", args=[poll.slug]), poll.closed_at) for poll in told
    ]
