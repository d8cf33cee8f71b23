"""For what of reports a town may give points: looking at the work, whatever was found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from veche.domains.reports import events
from veche.domains.reports.queries import reading
from veche.kernel.manifest import Deed, Doer


def _looked(payload: Mapping[str, Any]) -> Sequence[Doer]:
    """The author who said whether it is done: yes and no are paid alike, and once."""
    row = reading.by_id(payload["report_id"])
    if row is None or row.author_id is None:
        return ()
    return (Doer(row.author_id, str(row.id)),)


DEEDS = (
    Deed(
        "reports.looked",
        (events.ReportConfirmed.kind, events.ReportDisagreed.kind),
        _("Проверили, решена ли проблема"),
        2,
        _looked,
    ),
)
