"""How long does it take to find who can help with one need among a hundred thousand?"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import NOT_PROVIDED, AutoField, Model

from tools.bench.stand import TOWN, say, tell
from veche.commons.matching import actions
from veche.commons.matching.actions.reaching import rows_of
from veche.commons.matching.models import Need, Skill, Solver, WorkKind
from veche.commons.matching.queries.needs import who_can
from veche.commons.matching.queries.standing import today
from veche.commons.matching.rules import territory
from veche.commons.towns import public as towns

SOLVERS, BATCH, NEEDS = 100_000, 5_000, 60
CENTRE = (54.51, 36.26)


def run(name: str) -> None:
    """Tell the median and the worst of needs of every kind all over the town."""
    with towns.enter(TOWN):
        draw = random.Random(1)  # noqa: S311  a measurement, not a secret
        codes = list(WorkKind.objects.order_by("code").values_list("code", flat=True))
        _fill(draw, codes)
        needs = [_need(draw, codes, number) for number in range(NEEDS)]
        found = [len(who_can(need)) for need in needs]  # once over, so that all is in memory
        spent = [_spent_ms(need) for need in needs]
    tell(
        name,
        statistics.median(clock for clock, _own in spent),
        "ms",
        worst=round(max(clock for clock, _own in spent), 3),
        # On a busy machine the clock measures the machine.
        processor_ms=round(statistics.median(own for _clock, own in spent), 3),
        solvers=SOLVERS,
        needs=NEEDS,
        found=statistics.median(found),
    )


def _spent_ms(need: Need) -> tuple[float, float]:
    """By the clock, and of this process's own time."""
    begun, own = time.perf_counter(), time.process_time()
    who_can(need)
    return (time.perf_counter() - begun) * 1000, (time.process_time() - own) * 1000


def _point(draw: random.Random) -> tuple[float, float]:
    return draw.gauss(CENTRE[0], 0.05), draw.gauss(CENTRE[1], 0.09)


def _fill(draw: random.Random, codes: list[str]) -> None:
    """A third helps in the whole town, the others around a point; three kinds each.

    By COPY: a hundred thousand solvers are found by two million rows.
    """
    if Solver.objects.count() >= SOLVERS:
        return
    say(f"{SOLVERS:,} solvers")
    began = time.monotonic()
    with transaction.atomic():
        for _start in range(0, SOLVERS, BATCH):
            solvers = [_solver(draw) for _number in range(BATCH)]
            skills = {
                row.id: [Skill(solver=row, work_kind_id=one) for one in draw.sample(codes, 3)]
                for row in solvers
            }
            _copy(solvers)
            _copy([one for rows in skills.values() for one in rows])
            _copy([each for row in solvers for each in rows_of(row, skills[row.id])])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"filled in {time.monotonic() - began:.0f} s")


def _copy(rows: Sequence[Model]) -> None:
    """Rows of one table; keys that the database gives are left to it."""
    fields = [
        one
        for one in rows[0]._meta.concrete_fields
        if not isinstance(one, AutoField) and one.db_default is NOT_PROVIDED
    ]
    columns = ", ".join(str(one.column) for one in fields)
    names = [str(one.attname) for one in fields]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {rows[0]._meta.db_table} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row([getattr(row, name) for name in names])


def _solver(draw: random.Random) -> Solver:
    latitude, longitude = map(territory.coarse, _point(draw))
    is_wide = draw.random() < 0.33
    return Solver(
        kind="resident",
        person_id=uuid4(),
        name="Сосед",
        hands=draw.randint(1, 6),
        latitude=None if is_wide else latitude,
        longitude=None if is_wide else longitude,
        radius_m=0 if is_wide else draw.choice(territory.RADII_M),
        weekdays=draw.choice((0b1100000, 0b1111111, 0b0010101, 0b0000001)),
        is_open=True,
        is_shown=True,
        deeds=draw.choice((0, 0, 0, 1, 4)),
        waits_since=today() - timedelta(days=draw.randint(0, 400)),
    )


def _need(draw: random.Random, codes: list[str], number: int) -> Need:
    latitude, longitude = _point(draw)
    day = today() + timedelta(days=draw.randint(0, 6))
    need_id = actions.open_need(
        source_kind="bench",
        source_id=f"{number} {uuid4()}",
        given=actions.NewNeed(
            title="Дело",
            work_kind=codes[number % len(codes)],
            latitude=latitude,
            longitude=longitude,
            owner_name="Город",
            starts_on=day,
            ends_on=day,
            hands=draw.randint(1, 4),
        ),
    )
    need = Need.objects.get(id=need_id)
    need.is_dangerous = False  # nobody here has a licence: every kind is measured alike
    return need
