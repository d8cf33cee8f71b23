"""Neighbours' days of the demo town in all their states, with tools, hours and drawings."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction

from veche.commons.files import demo as pictures
from veche.commons.identity import demo as people
from veche.commons.identity.demo import DemoPeople
from veche.commons.moderation.demo import load_passed
from veche.commons.organisations import public as organisations
from veche.commons.places import public as places
from veche.domains.workdays import rules
from veche.domains.workdays.actions.calling import settle
from veche.domains.workdays.demo import texts
from veche.domains.workdays.demo.texts import Story
from veche.domains.workdays.models import (
    Day,
    Hand,
    Hold,
    Photo,
    Sheet,
    Tool,
    certificate_number,
)
from veche.domains.workdays.queries import reading, terms
from veche.kernel import clock

SEED = 1412
NAMESPACE = UUID("6b0f7b1e-0d2c-4a35-9f0e-5c61c9a1f7d2")
Log = Callable[[str], None]


@transaction.atomic
def load(known: DemoPeople, log: Log) -> None:
    """Enter the days if they are not there yet."""
    if Day.objects.exists() or not places.has_geography():
        return
    Tool.objects.bulk_create(
        Tool(id=uuid5(NAMESPACE, title), title=title, count=count, note=texts.STORE)
        for title, count in texts.TOOLS
    )
    telling = _Telling(known)
    for story in texts.COMING:
        telling.coming(story)
    for number, story in enumerate(texts.ASKING):
        telling.asking(story, of_organisation=number == 1)
    for story in texts.DONE:
        telling.done(story)
    telling.cancelled(texts.CANCELLED)
    rows = telling.rows
    load_passed(reading.KIND, [(row.id, row.caller_id, row.asked_at) for row in rows])
    log(f"соседские дни: {len(rows)}")


class _Telling:
    """Draws the days, the same on each machine."""

    def __init__(self, known: DemoPeople) -> None:
        self.draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
        self.residents = [one.id for one in known.residents()[100:4000]]
        self.owner_id = known.approver_id
        self.me = uuid5(people.NAMESPACE, "resident 0")
        self.sheets = {(one.work_id, one.number): one for one in Sheet.objects.all()}
        self.houses = places.addresses("улица", 50)
        self.rows: list[Day] = []

    def _day(self, story: Story, caller: UUID) -> Day:
        house = next(iter(places.addresses(story.street, 1)), None) or self.draw.choice(self.houses)
        on = terms.today() + timedelta(days=story.days)
        start = terms.at_minute(on, story.from_hour * 60)
        row = Day(
            id=uuid5(NAMESPACE, story.title),
            work_id=story.work,
            caller_id=caller,
            title=story.title,
            text=story.text,
            latitude=house.latitude,
            longitude=house.longitude,
            place_id=house.place_id,
            address=house.text,
            on=on,
            starts_at=start,
            ends_at=start + timedelta(hours=story.hours),
            hands_needed=story.needed,
            is_shown=True,
            asked_at=min(start - timedelta(days=9), clock.now() - timedelta(days=1)),
        )
        self.rows.append(row)
        return row

    def _allow(self, row: Day, state: str) -> None:
        row.state, row.allowed_by_id = state, self.owner_id
        row.allowed_at = row.asked_at + timedelta(hours=self.draw.randint(3, 20))

    def _come(self, row: Day, number: int, me: bool = False) -> list[Hand]:
        """The caller first; then neighbours, some of them with a second pair of hands."""
        others = self.draw.sample(self.residents, number)
        ids = [row.caller_id, *([self.me] if me else []), *others][:number]
        found = [
            Hand(
                id=uuid5(NAMESPACE, f"{row.title} {badge}"),
                day=row,
                person_id=one,
                badge=badge,
                hands=1 if badge == 1 else self.draw.choice((1, 1, 1, 2)),
                sheet=self.sheets[row.work_id, 1],
                joined_at=row.asked_at + timedelta(hours=6 * badge),
            )
            for badge, one in enumerate(ids, 1)
        ]
        row.hands = sum(one.hands for one in found)
        return found

    def _save(self, row: Day, helpers: list[Hand]) -> None:
        settle(row)
        row.save(force_insert=True)
        Hand.objects.bulk_create(helpers)

    def coming(self, story: Story) -> None:
        """A day to come; to the first the resident whom one can be comes too."""
        row = self._day(story, self.draw.choice(self.residents))
        self._allow(row, rules.CALLED)
        self._save(row, self._come(row, story.come, me=story is texts.COMING[0]))
        self._hold(row)
        if story.scene:
            self._photo(row, story.scene, Photo.BEFORE)

    def asking(self, story: Story, *, of_organisation: bool) -> None:
        """A day that waits for the town, or for the company whose yard it is."""
        row = self._day(story, self.me if not of_organisation else self.draw.choice(self.residents))
        owners = organisations.organisations(kind="uk", size=1).items
        if of_organisation and owners:
            row.owner_organisation_id, row.owner_name = owners[0].id, owners[0].name
        self._save(row, self._come(row, 1))

    def done(self, story: Story) -> None:
        """A day that was; the resident whom one can be was at the first."""
        row = self._day(story, self.draw.choice(self.residents))
        self._allow(row, rules.DONE)
        helpers = self._come(row, story.come, me=story is texts.DONE[0])
        for one in helpers:
            if self.draw.random() < 0.9 or one.person_id in (self.me, row.caller_id):
                self._certify(one, story.hours * 60 - self.draw.choice((0, 0, 30)))
        came = [one for one in helpers if one.came]
        row.came, row.minutes = len(came), sum(one.minutes for one in came)
        row.result, row.is_result_shown = story.result, True
        row.done_at = row.ends_at + timedelta(hours=self.draw.randint(1, 30))
        self._save(row, helpers)
        self._photo(row, f"{story.scene}-before", Photo.BEFORE)
        self._photo(row, f"{story.scene}-after", Photo.AFTER)

    def _certify(self, one: Hand, minutes: int) -> None:
        one.came, one.minutes, one.number = True, minutes, certificate_number()

    def cancelled(self, story: Story) -> None:
        """A day that will not be."""
        row = self._day(story, self.draw.choice(self.residents))
        self._allow(row, rules.CANCELLED)
        row.reason = "weather"
        self._save(row, self._come(row, story.come))

    def _hold(self, row: Day) -> None:
        for title, _count in self.draw.sample(texts.TOOLS, 2):
            tool_id = uuid5(NAMESPACE, title)
            number = self.draw.randint(1, 3)
            Hold.objects.create(day=row, tool_id=tool_id, on=row.on, number=number)

    def _photo(self, row: Day, scene: str, kind: str) -> None:
        """A drawing, let through already."""
        photo_id = uuid5(NAMESPACE, f"{row.title} {kind}")
        shown = pictures.hang(
            scene, subject_kind=reading.SHOWN_FILES, subject_id=str(photo_id), is_public=True
        )
        Photo.objects.create(id=photo_id, day=row, kind=kind, state=Photo.SHOWN, blurred_id=shown)
