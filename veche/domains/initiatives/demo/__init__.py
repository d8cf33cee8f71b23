"""A year of proposals of the demo town, with support and answers like life's. By one seed."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from veche.commons.identity import demo as people
from veche.commons.identity.demo import DemoPeople
from veche.commons.moderation import public as moderation
from veche.commons.moderation.demo import load_passed
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.domains.initiatives import rules
from veche.domains.initiatives.actions import filing
from veche.domains.initiatives.demo import helping, promises, texts
from veche.domains.initiatives.demo.journal import acts
from veche.domains.initiatives.models import Member, Proposal, Support, Threshold
from veche.domains.initiatives.queries import terms
from veche.domains.initiatives.queries.onward import KIND
from veche.kernel import clock

PROPOSALS = 300
DAYS = 365
SEED = 4906
GROUP = 3
TOWN, DISTRICT, VILLAGE = 300, 80, 20
# Residents are asked within so long: earlier promises of it have become something else.
ASKED_WITHIN = timedelta(days=60)
ACT = "Решение совета о порядке внесения инициативных проектов"
NAMESPACE = UUID("0d0b8a53-6a9b-4a2e-9a4d-2a1f0f6f7c11")
Log = Callable[[str], None]
__all__ = ["acts", "load"]


def load(known: DemoPeople, log: Log) -> None:
    """Enter the year if it is not there yet."""
    if Proposal.objects.exists() or not places.has_geography():
        return
    with transaction.atomic():
        _acts()
        year = _Year(known)
        rows = year.tell()
        Proposal.objects.bulk_create(rows, batch_size=500)
        Member.objects.bulk_create(year.members, batch_size=2000)
        Support.objects.bulk_create(year.support, batch_size=5000)
        load_passed(KIND, [(row.id, row.author_id, _at(row)) for row in rows if row.is_public])
        for row in rows:
            if row.state == rules.MODERATION:
                moderation.submit(
                    kind=KIND,
                    subject_id=row.id,
                    author_id=row.author_id,
                    text=filing.as_text(row),
                )
        helping.load(rows)
        promises.load(rows, year.today)
    log(f"предложения жителей: {len(rows)}")


def _at(row: Proposal) -> datetime:
    return row.filed_at or row.changed_at


def _acts() -> None:
    """The council's act: a smaller group, thresholds of territories."""
    began = terms.today() - timedelta(days=400)
    norms.take_over(
        "initiative.group_min", value=GROUP, legal_ref=f"{ACT}, № 41", valid_from=terms.today()
    )
    wanted: list[tuple[UUID | None, int]] = [(None, TOWN)]
    wanted += [
        (one.id, VILLAGE if one.kind == "settlement" else DISTRICT) for one in terms.territories()
    ]
    Threshold.objects.bulk_create(
        Threshold(
            place_id=place_id,
            number=number,
            starts_on=began,
            act_title=ACT,
            act_number="41",
            act_on=began - timedelta(days=14),
        )
        for place_id, number in wanted
    )


class _Year:
    """Draws the proposals of a year."""

    def __init__(self, known: DemoPeople) -> None:
        self.draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
        self.now, self.zone = clock.now(), clock.zone(towns.current().time_zone)
        self.today = terms.today()
        self.works = norms.working_days()
        self.residents = [one.id for one in known.residents() if one.age >= 16]
        self.approver = known.approver_id
        self.places = terms.territories()
        self.numbers = {
            code: terms.value(code) for code in ("support_days", "decision_days", "remarks_days")
        }
        self.members: list[Member] = []
        self.support: list[Support] = []

    def tell(self) -> list[Proposal]:
        """All of them; the last are of the resident whom one can be in the demo."""
        whats = [(theme, place) for theme in texts.THEMES for place in texts.PLACES]
        chosen = self.draw.sample(whats, PROPOSALS)
        rows = [self._one(number, *one) for number, one in enumerate(chosen)]
        self._retire(rows)
        left = [one for one in whats if one not in chosen]
        return rows + self._own(left)

    def _one(self, number: int, theme: texts.Theme, place: str) -> Proposal:
        # Later days have more of them: the service has caught on.
        ago = int(DAYS * (1 - self.draw.random() ** 0.8))
        at = self.now - timedelta(days=ago, hours=self.draw.randint(1, 12))
        row = self._written(f"{number}", theme, place, self.draw.choice(self.residents), at)
        if ago == 0:
            row.state = rules.MODERATION
        elif self.draw.random() < 0.02:
            row.state = rules.REJECTED
        else:
            self._run(row, at + timedelta(hours=self.draw.randint(3, 50)), self._liking())
        return row

    def _written(
        self, key: str, theme: texts.Theme, where: str, author: UUID, at: datetime
    ) -> Proposal:
        place = self.draw.choice([None, *self.places, *self.places])
        village = place.kind == "settlement" if place is not None else False
        roubles = round(theme.roubles * self.draw.uniform(0.7, 1.4), -3)
        own = round(roubles * self.draw.choice((0, 0, 0.03, 0.05, 0.1)), -3)
        starts = at.date() + timedelta(days=self.draw.randint(120, 240))
        row = Proposal(
            id=uuid5(NAMESPACE, key),
            author_id=author,
            title=theme.title.format(where=where),
            place_id=place.id if place is not None else None,
            spot=where,
            problem=f"{theme.problem} {self.draw.choice(texts.TROUBLED)}".strip(),
            grounds=f"{theme.grounds} {self.draw.choice(texts.ASKED)}".strip(),
            result=theme.result,
            cost_kopecks=int(roubles) * 100,
            cost_note=theme.note,
            starts_on=starts,
            ends_on=starts + timedelta(days=self.draw.randint(20, 90)),
            own_kopecks=int(own) * 100,
            own_labour=theme.labour,
            budget_kopecks=int(roubles - own) * 100,
            begun_at=at - timedelta(days=self.draw.randint(1, 20)),
            filed_at=at,
            version=2,
            changed_at=at,
            threshold=VILLAGE if village else DISTRICT if place is not None else TOWN,
        )
        others = self.draw.sample(self.residents, GROUP)
        self.members += [
            Member(proposal=row, person_id=one, joined_at=at - timedelta(hours=3 * step))
            for step, one in enumerate([author, *(one for one in others if one != author)])
        ]
        return row

    def _liking(self) -> float:
        """Which share of the threshold it would have in the whole term: few have many."""
        return self.draw.lognormvariate(-0.35, 0.85)

    def _run(self, row: Proposal, published: datetime, liking: float) -> None:
        """From the publication as far as this one has come."""
        row.state, row.is_public = rules.COLLECTING, True
        row.version += 1
        row.published_at = row.changed_at = min(published, self.now)
        day = row.published_at.date()
        row.support_until = day + timedelta(days=self.numbers["support_days"])
        row.remarks_until = day + timedelta(days=self.numbers["remarks_days"] + 2)
        moments = self._moments(row, liking)
        row.milestone = rules.crossed(0, len(moments), row.threshold)
        if len(moments) >= row.threshold:
            self._reach(row, moments[row.threshold - 1])
        elif row.support_until < self.today:
            row.state = rules.EXPIRED
            row.version += 1
            over = datetime.combine(row.support_until + timedelta(days=1), time(0, 20), self.zone)
            row.changed_at = over
        self._count(row, moments)

    def _moments(self, row: Proposal, liking: float) -> list[datetime]:
        """When people came: many at first, fewer later, until today or the threshold."""
        assert row.published_at is not None
        whole = max(GROUP, min(int(row.threshold * liking), row.threshold + 4))
        days = self.numbers["support_days"]
        found = sorted(
            row.published_at + timedelta(days=days * self.draw.betavariate(1.1, 3.2))
            for _one in range(whole)
        )
        return [one for one in found if one <= self.now] or [row.published_at]

    def _reach(self, row: Proposal, at: datetime) -> None:
        """The town's term, and its word: most in time, some late, some not yet."""
        row.state, row.reached_on = rules.CONSIDERED, at.date()
        row.version += 1
        row.due_on = self._next_working(row.reached_on, self.numbers["decision_days"])
        row.changed_at = at
        took = timedelta(days=min(55, 31 * self.draw.lognormvariate(-0.45, 0.45)))
        answered = (at + took).date()
        row.is_overdue_told = row.due_on < min(answered, self.today)
        if answered > self.today:
            return
        row.state, row.answered_on = rules.ANSWERED, answered
        row.version += 1
        row.changed_at = at + took
        row.body, row.answerer_id = self.draw.choice(texts.BODIES), self.approver
        row.outcome = self.draw.choices(rules.OUTCOMES, (6, 1, 3))[0]
        if row.outcome == rules.ASKING and answered + ASKED_WITHIN <= self.today:
            row.outcome = rules.ACCEPTED
        if row.outcome == rules.DECLINED:
            row.ground = self.draw.choice(sorted(texts.DECLINED))
            row.answer = texts.DECLINED[row.ground]
            return
        said = texts.ACCEPTED if row.outcome == rules.ACCEPTED else texts.ASKING
        row.answer = self.draw.choice(said)
        days = self.draw.randint(60, 300)
        term = ASKED_WITHIN if row.outcome == rules.ASKING else timedelta(days=days)
        row.promised_on = answered + term

    def _next_working(self, start: date, days: int) -> date:
        day = start + timedelta(days=days)
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def _count(self, row: Proposal, moments: list[datetime]) -> None:
        """A row for each who supports, the group among them."""
        wanted = (
            moments[: row.threshold + 2] if row.reached_on is None else moments[: row.threshold]
        )
        # Its group are the first who support it, on the very day.
        group = [one.person_id for one in self.members if one.proposal is row][: len(wanted)]
        others = [one for one in self.draw.sample(self.residents, len(wanted)) if one not in group]
        chosen = [*group, *others][: len(wanted)]
        if row.published_at is not None:
            wanted[: len(group)] = [row.published_at] * len(group)
        self.support += [
            Support(proposal=row, person_id=one, given_at=at)
            for one, at in zip(chosen, wanted, strict=True)
        ]
        row.online = row.support = len(wanted)

    def _retire(self, rows: list[Proposal]) -> None:
        """A few have given up for another of the same theme."""
        running = [row for row in rows if row.state == rules.COLLECTING]
        for row in running[::23]:
            twin = next(
                (
                    one
                    for one in running
                    if one is not row and one.state == rules.COLLECTING and one.result == row.result
                ),
                None,
            )
            if twin is not None:
                row.state, row.retired_for_id = rules.RETIRED, twin.id
                row.version += 1

    def _own(self, left: list[tuple[texts.Theme, str]]) -> list[Proposal]:
        """What the resident whom one can be proposes: one runs, one is a draft."""
        resident = uuid5(people.NAMESPACE, "resident 0")
        at = self.now - timedelta(days=25)
        running = self._written("own running", *left[0], resident, at)
        self._run(running, at + timedelta(hours=20), 1.3)
        draft = self._written("own draft", *left[1], resident, self.now - timedelta(days=2))
        draft.filed_at, draft.threshold, draft.version = None, 0, 1
        draft.cost_kopecks = draft.budget_kopecks = None
        return [running, draft]
