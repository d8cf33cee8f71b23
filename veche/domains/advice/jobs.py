"""Who asked and answered is forgotten after the term."""

from __future__ import annotations

from veche.domains.advice.actions import keeping
from veche.kernel.retention import retained


@retained("advice.forget_authors", every_minutes=1440)
def forget_authors() -> int:
    """Authors of what is older than the norm `advice.author_days`."""
    return keeping.forget_authors()
