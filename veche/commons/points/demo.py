"""Points of the demo town: switched on, paid for deeds of some residents, a shop with its act."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from veche.commons.identity.demo import DemoPeople
from veche.commons.points import queries, registry, rules
from veche.commons.points.models import Account, Entry, Terms, Thing

SEED = 5913
PEOPLE = 300
THINGS = (
    ("Саженец липы из городского питомника", "Питомник на Мира, 40, по субботам", 30, 120, 2),
    ("Билет в бассейн на одно посещение", "Касса бассейна, в течение месяца", 20, 80, 4),
    ("Экскурсия на крышу ратуши", "По воскресеньям в 12:00, группа до десяти", 15, 10, 1),
)


def load(known: DemoPeople, log: Callable[[str], None]) -> None:
    """Enter it once."""
    if Terms.objects.exists():
        return
    with transaction.atomic():
        _open()
        _pay(known)
    log(f"баллы: {PEOPLE} жителей")


def _open() -> None:
    Terms.objects.create(
        is_on=True,
        act_number="214-п",
        act_on=date(2026, 9, 1),
        act_url="https://zarechye.example/acts/214-p",
    )
    for title, text, price, stock, per_person in THINGS:
        Thing.objects.create(
            title=title, text=text, price=price, stock=stock, per_person=per_person
        )


def _pay(known: DemoPeople) -> None:
    """Deeds of half a year, as the daily payment would have written them."""
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    deeds = [one for one in registry.all_deeds() if one.points]
    today = queries.today()
    if not deeds:
        return
    accounts, entries = [], []
    for resident in known.residents()[:PEOPLE]:
        account = Account(kind=rules.PERSON, holder_id=resident.id)
        for _number in range(draw.randint(1, 24)):
            one = draw.choice(deeds)
            minutes = draw.choice((60, 120, 180)) if one.points >= 10 else 0
            entries.append(
                Entry(
                    account=account,
                    code=one.code,
                    points=one.points,
                    minutes=minutes,
                    is_deed=True,
                    day=today - timedelta(days=draw.randint(1, 180)),
                )
            )
            account.balance += one.points
            account.deeds += 1
            account.minutes += minutes
        accounts.append(account)
    Account.objects.bulk_create(accounts)
    Entry.objects.bulk_create(sorted(entries, key=lambda row: row.day))
