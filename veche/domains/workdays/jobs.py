"""Background work of neighbours' days."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from veche.commons.files import public as files
from veche.domains.workdays.actions import keeping, picturing
from veche.domains.workdays.queries import reading, terms
from veche.kernel import jobs


@jobs.job("workdays.blur_photo", keeps_on=True)
def blur_photo(photo_id: str) -> None:
    """Cover faces and plates of a photo; until then nobody but its sender sees it."""
    data = files.photo_bytes(UUID(photo_id))
    if data is not None:
        picturing.keep_blurred(photo_id=UUID(photo_id), data=files.blurred(data).data)


@jobs.periodic("workdays.mind_days", every_minutes=60)
def mind_days() -> None:
    """Remind of tomorrow, ask how yesterday went, end what nobody answers for."""
    today = terms.today()
    answered = today + timedelta(days=1)
    summed_up = today - timedelta(days=terms.value("sum_up_days"))
    remind = partial(keeping.remind_of_day, today=today)
    ask = partial(keeping.ask_how_it_went, today=today)
    lapse = partial(keeping.lapse_day, answered_before=answered, summed_up_before=summed_up)
    lapsed = [*reading.unanswered(today), *reading.not_summed_up(summed_up)]
    steps = [
        *(partial(remind, day_id=one) for one in reading.near(today)),
        *(partial(ask, day_id=one) for one in reading.over(today)),
        *(partial(lapse, day_id=one) for one in lapsed),
    ]
    jobs.for_each(steps, lambda step: step())
