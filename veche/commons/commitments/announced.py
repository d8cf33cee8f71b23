"""What of a decision's life is told to programs of others: only what its page shows everyone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.commitments import events, queries, rules
from veche.kernel.manifest import Announcement

# not shown: an example for programmers
EXAMPLE = {
    "id": "k3m8p2q7w1",
    "url": "/decisions/k3m8p2q7w1/",
    "source": {"title": "Какой быть площади?", "url": "/polls/newyear/"},
    "state": rules.IN_WORK,
    "decide_by": "2026-12-09",
    "due_on": "2027-05-01",
}


def tell(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """The decision as it is now."""
    found = queries.commitment_by_id(UUID(payload["commitment_id"]))
    if found is None:
        return None
    return {
        "id": found.slug,
        "url": found.url,
        "source": {"title": found.source_title, "url": found.source_url},
        "state": found.state,
        "decide_by": found.decide_by.isoformat(),
        "due_on": found.due_on and found.due_on.isoformat(),
    }


ANNOUNCEMENTS = tuple(
    Announcement(kind, title, tell, {**EXAMPLE, "state": state})
    for kind, title, state in (
        (events.CommitmentOwed.kind, _("Город должен решение"), rules.OWED),
        (events.CommitmentDecided.kind, _("Принято решение"), rules.DECIDED),
        (events.StageCompleted.kind, _("Сделан шаг работы"), rules.IN_WORK),
        (events.DueChanged.kind, _("Срок перенесён"), rules.IN_WORK),
        (events.CommitmentDone.kind, _("Обещание выполнено"), rules.DONE),
        (events.CommitmentDeclined.kind, _("Город отказался"), rules.DECLINED),
    )
)
