"""What became of what the demo town has said yes to: done, at work, promised, now and then late."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, time

from django.urls import reverse

from veche.commons.commitments import demo as commitments
from veche.commons.commitments.demo import Outcome
from veche.commons.towns import public as towns
from veche.domains.initiatives import rules
from veche.domains.initiatives.demo import texts
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import wording
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel import clock

SEED = 4907
# Of promises whose day has passed, how many are kept; of the others, how many are begun.
KEPT, BEGUN = 0.9, 0.4


def load(rows: Iterable[Proposal], today: date) -> None:
    """A commitment for each that was answered with a promise."""
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    zone = clock.zone(towns.current().time_zone)
    for row in rows:
        if row.state != rules.ANSWERED or row.outcome not in rules.PROMISED:
            continue
        assert row.answered_on is not None  # only answered rows come here
        commitments.tell(
            _outcome(row, today, draw),
            source_kind=KIND,
            source_id=row.id,
            title=wording.promise_title(row),
            url=reverse("initiatives:read-proposal", args=[row.slug]),
            decide_by=row.answered_on,
            closed_at=datetime.combine(row.answered_on, time(12), zone),
        )


def _outcome(row: Proposal, today: date, draw: random.Random) -> Outcome:
    assert row.answered_on is not None  # only answered rows come here
    assert row.promised_on is not None  # and a promise has its day
    if row.promised_on < today:
        state = "done" if draw.random() < KEPT else "in_work"
    else:
        state = "in_work" if draw.random() < BEGUN else "decided"
    few, more, most = draw.randint(0, 4), draw.randint(2, 12), draw.randint(4, 24)
    return Outcome(
        state=state,
        after=0,
        text=row.answer,
        body=row.body,
        due=(row.promised_on - row.answered_on).days,
        outcome=draw.choice(texts.DONE) if state == "done" else "",
        stars=(few, few, more, most, most + few) if state == "done" else (0, 0, 0, 0, 0),
    )
