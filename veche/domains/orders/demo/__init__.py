"""A dozen voters' orders of the demo town in all states, with support and work like life's."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from veche.commons.commitments import demo as commitments
from veche.commons.identity import demo as people
from veche.commons.identity.demo import DemoPeople
from veche.commons.moderation import public as moderation
from veche.commons.moderation.demo import load_passed
from veche.commons.organisations import public as organisations
from veche.commons.organisations.public import Mandate
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.orders import rules
from veche.domains.orders.demo import texts
from veche.domains.orders.demo.texts import Story
from veche.domains.orders.models import Order, Support
from veche.domains.orders.queries import terms, wording
from veche.domains.orders.queries.reading import KIND
from veche.kernel import clock

SEED = 2711
NAMESPACE = UUID("5f1c3b0a-94d7-4d52-8e0f-6f3f2f6d7a10")
Log = Callable[[str], None]


def load(known: DemoPeople, log: Log) -> None:
    """Enter the orders if they are not there yet."""
    deputies = organisations.mandates(office=organisations.DEPUTY, size=50).items
    if Order.objects.exists() or not deputies:
        return
    with transaction.atomic():
        rows = _Told(known, deputies).rows()
    log(f"наказы депутатам: {len(rows)}")


class _Told:
    """Writes the stories down, the first of each kind to the deputy whom one can be."""

    def __init__(self, known: DemoPeople, deputies: list[Mandate]) -> None:
        self.draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
        self.today = terms.today()
        self.residents = known.residents()
        self.approver = known.approver_id
        home = self.residents[0].place_id
        # Deputies are of districts, which no other place lies in.
        self.by_place: dict[UUID, list[UUID]] = {}
        for one in self.residents:
            self.by_place.setdefault(one.place_id, []).append(one.id)
        # The deputy of the resident whom one can be comes first.
        self.deputies = sorted(
            deputies, key=lambda one: (not places.lies_in(home, [one.place_id]), one.territory)
        )

    def rows(self) -> list[Order]:
        """All of them with their support, and what moderators have read."""
        rows = [self._one(number, story) for number, story in enumerate(texts.STORIES)]
        Order.objects.bulk_create(rows)
        for row, story in zip(rows, texts.STORIES, strict=True):
            self._support(row)
            if story.outcome is not None and row.adopted_on is not None:
                self._work(row, story.outcome)
        load_passed(KIND, [(row.id, row.author_id, row.given_at) for row in rows if row.is_public])
        for row in rows:
            if row.state == rules.MODERATION:
                text = rules.as_one(row.title, row.spot, row.why)
                moderation.submit(kind=KIND, subject_id=row.id, author_id=row.author_id, text=text)
        return rows

    def _one(self, number: int, story: Story) -> Order:
        deputy = self.deputies[story.deputy % len(self.deputies)]
        at = self._moment(story.ago)
        row = Order(
            id=uuid5(NAMESPACE, story.title),
            slug=f"order{number:03}",
            state=story.state,
            mandate_id=deputy.id,
            place_id=deputy.place_id,
            author_id=self._author(story, deputy),
            title=story.title,
            spot=story.spot,
            why=story.why,
            given_at=at,
            changed_at=at,
        )
        if story.state == rules.MODERATION:
            return row
        row.is_public, row.published_at = True, at + timedelta(hours=5)
        row.due_on = terms.due_on(row.published_at.date())
        row.support = story.support
        self._answer(row, story)
        return row

    def _author(self, story: Story, deputy: Mandate) -> UUID:
        resident = uuid5(people.NAMESPACE, "resident 0")
        return resident if story.is_own else self._neighbours(deputy.place_id, 1)[0]

    def _answer(self, row: Order, story: Story) -> None:
        if not story.answer or row.published_at is None:
            return
        row.answer, row.answered_by = story.answer, story.voice
        row.answered_on = row.published_at.date() + timedelta(days=story.took)
        row.changed_at = row.published_at + timedelta(days=story.took)
        row.answerer_id = self.approver if story.voice == rules.COUNCIL else None
        row.answer_act = story.act
        if row.state == rules.TAKEN:
            row.due_on = terms.due_on(row.answered_on, terms.COUNCIL)
        if story.outcome is not None:
            row.adopted_on = self._day(story.adopted_ago)
            row.year, row.sum_kopecks = row.adopted_on.year + story.next_year, story.roubles * 100
            row.executor = story.outcome.body

    def _support(self, row: Order) -> None:
        ids = self._neighbours(row.place_id, row.support)
        Support.objects.bulk_create(Support(order=row, person_id=one) for one in ids)
        Order.objects.filter(id=row.id).update(support=len(ids))

    def _neighbours(self, place_id: UUID, number: int) -> list[UUID]:
        near = self.by_place.get(place_id, [])
        return self.draw.sample(near, min(number, len(near)))

    def _work(self, row: Order, outcome: commitments.Outcome) -> None:
        assert row.adopted_on is not None  # only adopted rows come here
        zone = clock.zone(towns.current().time_zone)
        commitments.tell(
            outcome,
            source_kind=KIND,
            source_id=row.id,
            title=row.title,
            url=wording.url_of(row),
            decide_by=row.adopted_on,
            closed_at=datetime.combine(row.adopted_on, time(12), zone),
        )

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def _moment(self, ago: int) -> datetime:
        return clock.now() - timedelta(days=ago, hours=6)
