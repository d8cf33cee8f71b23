"""Reports of the demo town that neighbours have mended, or are about to."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from veche.commons.matching import demo as deeds
from veche.domains.reports.models import Report, Step
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states
from veche.kernel import clock

SEED = 5914
# Of reports that ended well neighbours mended so many; of those at work so many call for them.
MENDED, CALLED = 0.6, 0.6
GOING = ("", "offered", "asked", "agreed", "planned", "handed", "proven")
DONE = "done"
PROOFS = {
    "yards.playground": (
        "Заменили доску, покрасили, гвоздей не торчит",
        "Прибили и зашкурили",
        "Поставили новую цепь",
    ),
    "yards.mowing": ("Скосили и вывезли", "Скосили всё до забора"),
    "trade.adverts": ("Сняли объявления, столбы отмыли", "Закрасили надпись"),
}
SCENES = {
    "yards.playground": "playground-after",
    "yards.mowing": "corner-after",
    "trade.adverts": "path-after",
}


@dataclass
class Told:
    """A report with its history, before both are written."""

    row: Report
    steps: list[Step]


def load(told: Sequence[Told]) -> None:
    """Choose some, rewrite how they went, and tell their needs at once."""
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    own = told[-1]
    mended = [one for one in told if _is_mended(one.row) and draw.random() < MENDED]
    at_work = [
        one for one in told if _is_at_work(one.row) and (one is own or draw.random() < CALLED)
    ]
    for one in mended:
        _rewrite(draw, one)
    tales = [_tale(draw, one, DONE) for one in mended]
    for number, one in enumerate(at_work):
        _call(draw, one)
        tales.append(_tale(draw, one, "offered" if one is own else GOING[number % len(GOING)]))
    helpers = deeds.tell(SEED, tales)
    for one in mended:
        one.steps[-1].body_name = helpers.get(str(one.row.id), "")


def _is_mended(row: Report) -> bool:
    return (
        row.category.is_for_neighbours
        and row.state == states.CLOSED
        and row.closed_by == states.BY_AUTHOR
        and row.outcome == states.SOLVED
    )


def _is_at_work(row: Report) -> bool:
    return row.category.is_for_neighbours and row.state in states.AT_WORK


def _rewrite(draw: random.Random, one: Told) -> None:
    """No answer of the body: neighbours were called, and the author has confirmed to them."""
    end = one.steps[-1]
    one.steps[:] = [step for step in one.steps if step.verb in ("file", "pass", "assign")]
    _call(draw, one)
    one.row.answered_on = None
    one.steps.append(
        Step(report=one.row, verb="mend", part=states.AUTHOR, state=states.CLOSED, at=end.at)
    )


def _call(draw: random.Random, one: Told) -> None:
    """The author or a coordinator calls, some hours after it was given out."""
    given = next(step.at for step in one.steps if step.verb == "assign")
    part = draw.choice((states.AUTHOR, states.COORDINATOR))
    name = one.row.body.name if one.row.body else ""
    at = min(given + timedelta(minutes=draw.randint(4, 50)), clock.now())
    step = Step(report=one.row, verb="seek", part=part, state=states.IN_WORK, body_name=name, at=at)
    after = next(place for place, each in enumerate(one.steps) if each.verb == "assign")
    one.steps.insert(after + 1, step)


def _tale(draw: random.Random, one: Told, reaches: str) -> deeds.Tale:
    row, called = one.row, next(step.at for step in one.steps if step.verb == "seek")
    last = called + (clock.now() - called) * draw.uniform(0.5, 0.95)
    if reaches == DONE:
        last = one.steps[-1].at
    return deeds.Tale(
        source_kind=reading.SOURCE,
        source_id=str(row.id),
        title=row.text[:120],
        kind=row.category.work_kind,
        hands=draw.choice((1, 1, 2, 3)),
        point=(row.latitude, row.longitude),
        address=row.address,
        place_id=row.place_id,
        opened_at=called,
        last_at=last,
        reaches=reaches,
        raised_by=row.author_id,
        owner_name=row.body.name if row.body else "",
        owner_organisation_id=row.body.organisation_id if row.body else None,
        proof=draw.choice(PROOFS[row.category_id]),
        scene=SCENES[row.category_id],
        url=reverse("reports:read-report", args=[row.number]),
    )
