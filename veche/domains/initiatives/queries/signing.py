"""Sheets for signatures, as clerks meet them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from veche.domains.initiatives import rules
from veche.domains.initiatives.models import Proposal, Sheet
from veche.kernel.errors import NotFound


def sheet(number: str) -> Sheet:
    """The sheet of that number, with its proposal; NotFound."""
    found = Sheet.objects.filter(number=number).select_related("proposal").first()
    if found is None:
        raise NotFound()
    return found


def pack(pack_id: UUID) -> list[Sheet]:
    """The sheets of one pack, in the order of their numbers."""
    return list(Sheet.objects.filter(pack_id=pack_id).select_related("proposal").order_by("number"))


def sheets_of(row: Proposal, limit: int = 50) -> list[Sheet]:
    """The latest sheets of a proposal."""
    return list(Sheet.objects.filter(proposal=row)[:limit])


def open_sheets(limit: int) -> list[Sheet]:
    """Sheets that somebody has begun and nobody has closed, while they count; the oldest first."""
    begun = Q(taken__gt=0) | Q(doubles__gt=0) | Q(spoiled__gt=0)
    rows = Sheet.objects.filter(begun, is_closed=False, proposal__state=rules.COLLECTING)
    return list(rows.select_related("proposal").order_by("printed_on", "number")[:limit])


def free_numbers(wanted: Sequence[str], amount: int) -> list[str]:
    """Numbers no sheet has, as many as asked."""
    taken = set(Sheet.objects.filter(number__in=wanted).values_list("number", flat=True))
    return [one for one in dict.fromkeys(wanted) if one not in taken][:amount]
