"""Reports of the demo town that neighbours have mended, or are about to."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from veche.commons.matching import demo as deeds
from veche.domains.reports.demo.course import Case
from veche.domains.reports.queries import reading
from veche.domains.reports.rules import states

SEED = 5914
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


def load(cases: Sequence[Case]) -> None:
    """Tell the needs of all that call, and write into each history who has helped."""
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    called = [one for one in cases if _sought_at(one) is not None]
    mended = [one for one in called if one.row.state == states.CLOSED]
    going = [one for one in called if one.row.state in states.AT_WORK]
    tales = [_tale(draw, one, DONE) for one in mended]
    for number, one in enumerate(going):
        reaches = "offered" if one is cases[-1] else GOING[number % len(GOING)]
        tales.append(_tale(draw, one, reaches))
    helpers = deeds.tell(SEED, tales)
    for one in mended:
        one.steps[-1].body_name = helpers.get(str(one.row.id), "")


def _sought_at(one: Case) -> datetime | None:
    return next((step.at for step in one.steps if step.verb == "seek"), None)


def _tale(draw: random.Random, one: Case, reaches: str) -> deeds.Tale:
    row, called = one.row, _sought_at(one) or one.row.filed_at
    last = called + (one.desk.now - called) * draw.uniform(0.5, 0.95)
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
