"""From the plate of a finished object to the report of what broke there, its place filled in."""

from __future__ import annotations

from veche.commons.hall import public as hall
from veche.domains.budgeting import public as budgeting
from veche.domains.reports import public as reports


def connect() -> None:
    """Called once at start: plates lead to the form of reports."""
    budgeting.use_reports(_address)


def _address(latitude: float | None, longitude: float | None, title: str) -> str:
    """The form at that point; "" where the town takes no reports."""
    return reports.begin_address(latitude, longitude, title) if hall.is_on("reports") else ""
