"""The series of turnout: read while the vote runs, folded once its rows are published."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Sum

from veche.commons.ballots import series_rules
from veche.commons.ballots.models import Box, HourCount
from veche.commons.ballots.series_rules import Bin
from veche.commons.norms import public as norms
from veche.commons.towns import public as towns
from veche.kernel import clock
from veche.kernel.errors import NotFound

SMALLEST_BIN = "poll.hour_bin_min"


def smallest_bin() -> int:
    """How many ballots a bin holds at least, by the norm in force today."""
    return norms.value(SMALLEST_BIN, clock.today(towns.current().time_zone)).value


def turnout_bins(box_id: UUID) -> tuple[Bin, ...] | None:
    """The bins everyone may see; None for a box whose hours were not counted from the start."""
    box = Box.objects.filter(id=box_id).first()
    if box is None:
        raise NotFound()
    if not box.counts_hours:
        return None
    if box.hour_bins is not None:
        return series_rules.from_json(box.hour_bins)
    return _bins_of(box)


def fold_hours(box: Box) -> None:
    """Keep the bins of a closed box alone; joins the transaction that publishes its rows.

    The hours themselves would place every row of the box in its hour by the order of rows.
    """
    if box.counts_hours and box.hour_bins is None:
        kept = series_rules.to_json(_bins_of(box))
        Box.objects.filter(id=box.id).update(hour_bins=kept)
        HourCount.objects.filter(box_id=box.id).delete()


def _bins_of(box: Box) -> tuple[Bin, ...]:
    rows = HourCount.objects.filter(box_id=box.id).values_list("hour").annotate(Sum("votes"))
    return series_rules.bins(
        [(hour, int(votes)) for hour, votes in rows],
        opens_at=box.opens_at,
        until=box.closed_at or clock.database_now(),
        minimum=smallest_bin(),
        is_over=box.closed_at is not None,
    )
