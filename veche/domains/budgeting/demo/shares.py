"""The residents' share in the demo town: where it is paid, what has come, what waits to be matched.

Every number is plainly made up, noughts wherever a bank lets them be: no bank takes such a payment.
"""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from veche.commons.audit.demo import DemoAct
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions.sharing import REQUISITES_ID
from veche.domains.budgeting.models import Cycle, Gift, Payment, Project, Requisites
from veche.domains.budgeting.queries import cycles, shares
from veche.kernel import clock

REQUISITES = {
    "name": "УФК по выдуманной области (Управление экономики Заречья, демонстрация)",
    "inn": "0000000000",
    "kpp": "000000000",
    "account": "03100000000000000000",
    "bank_name": "Выдуманное отделение, демонстрация",
    "bic": "000000000",
    "bank_account": "40102810200000000000",
    "kbk": "00011715000000000150",
    "oktmo": "00000000",
}
ROUBLES = (500, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000)
# Paid with words in which no project is named: an official says what for.
UNNAMED = (2_000, 1_500)


def collect(cycle: Cycle, parts: Sequence[float], by_id: UUID, draw: random.Random) -> None:
    """Requisites, payments up to these parts of each project's share, one gift of labour."""
    signed = cycles.protocol_of(cycle)
    assert signed is not None  # only approved cycles collect
    first = signed.signed_on + timedelta(days=10)
    days = max((cycles.today() - first).days, 1)
    Requisites.objects.get_or_create(
        id=1, defaults={**REQUISITES, "by_id": by_id, "changed_at": _at(first)}
    )
    won = Project.objects.filter(cycle=cycle, state__in=sorted(rules.FUNDED))
    rows = list(won.order_by("place", "number"))
    sums: list[tuple[Project | None, int]] = [(None, roubles * 100) for roubles in UNNAMED]
    for row, part in zip(rows, parts, strict=False):
        left = round(shares.needed_of(row) * part)
        while left > 0:
            kopecks = min(draw.choice(ROUBLES) * 100, left)
            sums.append((row, kopecks))
            left -= kopecks
    paid = sorted(first + timedelta(days=draw.randrange(days)) for _sum in sums)
    draw.shuffle(sums)
    Payment.objects.bulk_create(
        Payment(project=row, number=str(number), on=on, amount_kopecks=kopecks, at=_at(on))
        for number, (on, (row, kopecks)) in enumerate(zip(paid, sums, strict=True), 101)
    )
    if rows:
        Gift.objects.create(
            project=rows[0],
            kind=rules.LABOUR,
            text="Двенадцать соседей расчистили место за два выходных",
            amount_kopecks=1_800_000,
            on=first + timedelta(days=days // 2),
            key="demo",
            by_id=by_id,
            at=_at(first + timedelta(days=days // 2)),
        )


def acts() -> Iterator[DemoAct]:
    """What the journal would hold of it, read from the rows."""
    payments = list(Payment.objects.order_by("at"))
    for row in Requisites.objects.all():
        yield DemoAct(row.changed_at, "budgeting.requisites_set", row.by_id, REQUISITES_ID)
        if payments:
            told = {"payments": len(payments)}
            at, kind = payments[-1].at, "budgeting.payments_taken"
            yield DemoAct(at, kind, row.by_id, REQUISITES_ID, details=told)
    for gift in Gift.objects.all():
        yield DemoAct(gift.at, "budgeting.gift_taken", gift.by_id, gift.project_id)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(11), clock.zone(cycles.zone()))
