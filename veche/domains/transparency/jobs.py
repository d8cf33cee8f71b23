"""Background work of the open budget."""

from __future__ import annotations

from uuid import UUID

from veche.domains.transparency.actions import loading
from veche.kernel import jobs


@jobs.job("transparency.read_source")
def read_source(source_id: str, attempt: int) -> None:
    """Read a file whole, or tell its faults by cell."""
    loading.read_source(source_id=UUID(source_id), attempt=attempt)
