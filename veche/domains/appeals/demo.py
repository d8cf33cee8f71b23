"""Half a year of appeals of the demo town, and hours of reception. Deterministic by the day."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from veche.commons.identity import public as identity
from veche.commons.identity.demo import DemoPeople
from veche.commons.identity.public import Addressee
from veche.commons.towns import public as towns
from veche.domains.appeals.models import (
    Appeal,
    Booking,
    Department,
    Letter,
    Reception,
    Slot,
    Step,
)
from veche.domains.appeals.queries import dates
from veche.domains.appeals.rules import states
from veche.kernel import clock

APPEALS, DAYS, SEED = 200, 180, 5906
RECEPTIONS, SLOTS = 4, 10
NAMESPACE = UUID("a3a9f0d4-0f0e-4c0c-8a44-2a1b7a6f59a1")
Log = Callable[[str], None]

DEPARTMENTS = (
    "Управление городского хозяйства",
    "Комитет имущества",
    "Отдел образования",
    "Управление архитектуры",
)
SURNAMES = ("Ковалёва", "Мельникова", "Зайцева", "Орлова", "Журавлёва", "Соколова", "Фомина")
NAMES = ("Анна", "Мария", "Ольга", "Вера", "Нина", "Елена", "Тамара")
PATRONYMICS = ("Ивановна", "Петровна", "Сергеевна", "")
TEXTS = {
    states.PROPOSAL: (
        "Предлагаю сделать Луговую улицу пешеходной по воскресеньям летом.",
        "Предлагаю открывать школьный двор для детей после уроков.",
    ),
    states.STATEMENT: (
        "Прошу дать копию решения о границах моего участка.",
        "Прошу поставить нашу семью на учёт на земельный участок.",
        "Прошу перенести остановку ближе к поликлинике: пожилым далеко идти.",
    ),
    states.COMPLAINT: (
        "Третий месяц не вывозят снег у дома, по телефону обещают и не делают.",
        "Мне отказали в приёме документов и не объяснили почему.",
    ),
}
ANSWERS = (
    "Мы проверили вашу просьбу. Работы внесены в план следующего квартала.",
    "Ваше предложение рассмотрели на комиссии и приняли. Начнём весной.",
    "Копию решения направляем приложением.",
)
HOSTS = (
    ("Глава города", "Сергеева А. П.", "Любые вопросы"),
    ("Заместитель главы", "Громов И. Н.", "Дороги, дворы, вывоз мусора"),
)


def load(known: DemoPeople, log: Log) -> None:
    """Enter them if they are not there yet."""
    if Appeal.objects.exists():
        return
    with transaction.atomic():
        rows = _Made(known).make()
        slots = _receptions(known)
    log(f"обращения: {rows}, время приёма: {slots}")


class _Made:
    """Draws the appeals by one seed."""

    def __init__(self, known: DemoPeople) -> None:
        self.draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
        self.now, self.today = clock.now(), dates.today()
        self.office, self.head = known.admin_id, known.approver_id
        residents = known.residents()
        self.authors = [one.id for one in residents if one.level >= identity.BY_DOCUMENT]
        # Whom one can be in the demo has one of each kind of end.
        self.authors[:0] = [residents[0].id] * 4
        self.departments = [Department(name=name) for name in DEPARTMENTS]
        self.numbers: dict[int, int] = {}
        self.steps: list[Step] = []
        self.letters: list[Letter] = []

    def make(self) -> int:
        """All of them, the oldest first, so that the book is in order."""
        Department.objects.bulk_create(self.departments)
        moments = sorted(
            self.now - timedelta(days=self.draw.randint(0, DAYS), minutes=self.draw.randint(1, 600))
            for _one in range(APPEALS)
        )
        rows = [self._one(number, moment) for number, moment in enumerate(moments)]
        Appeal.objects.bulk_create(rows)
        Step.objects.bulk_create(self.steps)
        Letter.objects.bulk_create(self.letters)
        return len(rows)

    def _one(self, key: int, moment: datetime) -> Appeal:
        filed_on = moment.astimezone(ZoneInfo(towns.current().time_zone)).date()
        kind = self.draw.choice(states.KINDS)
        is_own = key % 50 == 7
        author = self.authors[key // 50] if is_own else self.draw.choice(self.authors[4:])
        row = Appeal(
            id=uuid5(NAMESPACE, str(key)),
            number=f"{uuid5(NAMESPACE, f'number {key}').int % 10**8:08d}",
            kind=kind,
            text=self.draw.choice(TEXTS[kind]),
            author_id=author,
            addressee_id=identity.keep_addressee(author, self._addressee(key), purpose="appeal"),
            filed_at=moment,
            filed_on=filed_on,
            register_by=dates.register_by(filed_on),
            due_on=dates.register_by(filed_on),
        )
        self._step(row, "file", moment, part=states.AUTHOR)
        ago = (self.today - filed_on).days
        if ago > 1:
            self._walk(row, ago)
        return row

    def _addressee(self, key: int) -> Addressee:
        house = self.draw.randint(1, 90)
        return Addressee(
            self.draw.choice(SURNAMES),
            self.draw.choice(NAMES),
            self.draw.choice(PATRONYMICS),
            f"person{key}@example.org" if key % 3 else f"Заречье, Луговая улица, {house}",
        )

    def _walk(self, row: Appeal, ago: int) -> None:
        """Into the book, then as far as this one goes."""
        on = row.filed_on + timedelta(days=1)
        counted = dates.from_registration(on)
        row.state, row.registered_on = states.WORK, on
        row.book_year = on.year
        row.book_number = self.numbers[on.year] = self.numbers.get(on.year, 0) + 1
        row.due_on, row.forward_by = counted.due_on, counted.forward_by
        row.notice_by = counted.notice_by
        row.department = self.draw.choice(self.departments)
        moment = row.filed_at + timedelta(days=1)
        self._step(row, "register", moment, body_name=row.department.name)
        fate = self.draw.choices(
            (states.ANSWERED, states.FORWARDED, states.ENDED, states.WORK), (80, 9, 4, 7)
        )[0]
        days = self.draw.randint(8, 29) if fate == states.ANSWERED else self.draw.randint(2, 6)
        if fate == states.WORK or days + 1 > ago:
            self._still(row, moment)
            return
        self._end(row, fate, on + timedelta(days=days), moment + timedelta(days=days))

    def _still(self, row: Appeal, moment: datetime) -> None:
        """At work: some wait for a signature, some have got more days, a few are late."""
        if row.due_on < self.today and self.draw.random() < 0.6 and row.registered_on:
            row.due_on = dates.longest(row.registered_on, self.today)
            row.extended_on = row.registered_on + timedelta(days=25)
            self._letter(row, states.EXTENSION, "Ждём заключения, ответим позже.", row.extended_on)
            self._step(row, "extend", moment + timedelta(days=25), on=row.due_on)
        if row.due_on < self.today - timedelta(days=20):
            last = row.due_on + timedelta(days=3)
            self._end(row, states.ANSWERED, last, self.now)
        elif self.draw.random() < 0.3:
            row.state = states.SIGNING
            self._letter(row, states.ANSWER, self.draw.choice(ANSWERS), None)
            self._step(row, "prepare", self.now - timedelta(hours=3))

    def _end(self, row: Appeal, fate: str, on: date, moment: datetime) -> None:
        row.state, row.ended_on = fate, on
        if fate == states.ANSWERED:
            self._letter(row, states.ANSWER, self.draw.choice(ANSWERS), on)
            self._step(row, "sign", moment, part=states.APPROVER)
        elif fate == states.FORWARDED:
            row.forwarded_to = "Государственная жилищная инспекция"
            self._letter(row, states.FORWARDING, "Передали по компетенции.", on)
            self._step(row, "forward", moment, body_name=row.forwarded_to)
        else:
            row.ground = self.draw.choice(("no_essence", "repeated", "abuse"))
            self._letter(row, states.ENDING, "Объясняем, почему ответа не будет.", on)
            self._step(row, "end", moment, part=states.APPROVER)

    def _letter(self, row: Appeal, kind: str, text: str, on: date | None) -> None:
        position = 1 + sum(one.appeal_id == row.id for one in self.letters)
        self.letters.append(
            Letter(
                appeal=row,
                kind=kind,
                position=position,
                text=text,
                post=HOSTS[0][0],
                signatory=HOSTS[0][1],
                written_by=self.office,
                issued_on=on,
                signed_by=self.head if on else None,
                sent_on=on,
            )
        )

    def _step(
        self,
        row: Appeal,
        verb: str,
        at: datetime,
        *,
        part: str = states.COORDINATOR,
        body_name: str = "",
        on: date | None = None,
    ) -> None:
        person = None if part == states.AUTHOR else self.office
        self.steps.append(
            Step(
                appeal=row,
                verb=verb,
                part=part,
                person_id=person,
                body_name=body_name,
                on=on,
                at=min(at, self.now),
            )
        )


def _receptions(known: DemoPeople) -> int:
    """Four days of hours ahead, some of them booked."""
    draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
    zone, today = ZoneInfo(towns.current().time_zone), dates.today()
    visitors = iter(known.residents()[1:])
    made = 0
    for number in range(RECEPTIONS):
        post, host, topics = HOSTS[number % len(HOSTS)]
        row = Reception.objects.create(
            post=post,
            host=host,
            place="Дом администрации, кабинет 12",
            topics=topics,
            on=today + timedelta(days=3 + 7 * (number // 2) + number % 2),
            published_by=known.admin_id,
        )
        start = datetime.combine(row.on, time(15, 0), zone)
        slots = Slot.objects.bulk_create(
            Slot(reception=row, starts_at=start + timedelta(minutes=15 * one), minutes=15)
            for one in range(SLOTS)
        )
        made += len(slots)
        for place, slot in enumerate(draw.sample(slots, 4)):
            Booking.objects.create(
                slot=slot,
                reception=row,
                person_id=next(visitors).id,
                code=f"{draw.randint(0, 999):03d}{place}",
                topic=draw.choice(("Очередь в детский сад", "Ямы на Луговой", "Участок")),
            )
    return made
