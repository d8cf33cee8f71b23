"""What is done with open data by itself."""

from __future__ import annotations

from functools import partial

from veche.domains.opendata.actions import publishing, watching
from veche.domains.opendata.queries import office
from veche.kernel import jobs


@jobs.periodic("opendata.watch_sets", every_minutes=60)
def watch_sets() -> None:
    """Look once a day at each table of a service: when it changed, as it was this month."""
    steps = [partial(watching.look_at, code=code) for code in watching.due()]
    steps += [partial(publishing.measure_again, version_id=one) for one in office.unmeasured()]
    jobs.for_each(steps, lambda step: step())
