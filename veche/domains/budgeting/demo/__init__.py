"""Six cycles of the demo town: four over, one voted on, one that takes proposals. By one seed."""
# not shown in this module: data of a made-up town

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse

from veche.commons.audit.demo import DemoAct
from veche.commons.ballots import public as ballots
from veche.commons.commitments import demo as commitments
from veche.commons.files import demo as pictures
from veche.commons.identity.demo import DemoPeople, Resident
from veche.commons.moderation import public as moderation
from veche.commons.moderation.demo import load_passed
from veche.commons.norms import public as norms
from veche.commons.places import public as places
from veche.domains.budgeting import rules
from veche.domains.budgeting.actions import counting, proposing, setting_up
from veche.domains.budgeting.demo import shares
from veche.domains.budgeting.demo.plan import CYCLES, Told
from veche.domains.budgeting.demo.texts import (
    CONTRACTORS,
    FOUND,
    LOCAL,
    OWN,
    REFUSED,
    STREETS,
    TOWN,
    UPKEEP,
    Idea,
)
from veche.domains.budgeting.models import (
    Check,
    CostLine,
    Cycle,
    Fund,
    Override,
    Project,
    Protocol,
)
from veche.domains.budgeting.queries import cycles, voting
from veche.domains.budgeting.queries.projects import KIND
from veche.domains.budgeting.rules import phases, templates
from veche.kernel import clock

NAMESPACE = UUID("5f0c7c0e-2f0e-4f0b-9a53-7c1f6b0f2d11")
SEED = 2514
THOUSAND = 100_000
FILES = "budgeting.project"
Log = Callable[[str], None]
__all__ = ["acts", "load"]


def load(known: DemoPeople, log: Log) -> None:
    """Enter the cycles that are not there yet; each is one transaction, so a crash is finished."""
    if not places.has_geography():
        return
    there = set(Cycle.objects.values_list("slug", flat=True))
    votes = 0
    for told in CYCLES:
        if told.slug not in there:
            with transaction.atomic():
                votes += _Telling(known, told).tell()
    if votes:
        log(f"народный бюджет: циклов {len(CYCLES)}, голосов {votes}")


class _Telling:
    """Draws one cycle as far as it has come."""

    def __init__(self, known: DemoPeople, told: Told) -> None:
        self.known, self.told = known, told
        self.draw = random.Random(f"{SEED} {told.slug}")  # noqa: S311  a demo, not a secret
        self.now = clock.now()
        self.parts = cycles.territories()[: told.parts]
        self.funds: list[Fund] = []
        self._own = OWN.get(told.slug, ())

    def tell(self) -> int:
        """Write it all; how many ballots were cast."""
        cycle = self._cycle()
        rows = self._projects(cycle)
        cast = self._vote(cycle, rows) if self.told.turnout else 0
        if cycle.state == rules.APPROVED:
            self._build(cycle)
        if self.told.collected:
            shares.collect(cycle, self.told.collected, self.known.admin_id, self.draw)
        return cast

    def _at(self, days: int) -> datetime:
        """The first moment of a day so many days from today."""
        day = cycles.today() + timedelta(days=days)
        return datetime.combine(day, time(), clock.zone(cycles.zone()))

    def _cycle(self) -> Cycle:
        told, template = self.told, templates.TEMPLATES[self.told.template]
        began = self._at(told.starts - 20)
        cycle = Cycle.objects.create(
            id=uuid5(NAMESPACE, told.slug),
            slug=told.slug,
            template=told.template,
            state=rules.RUNNING,
            title=told.title,
            summary=told.summary,
            body=told.body,
            ballot=template.ballot,
            votes_max=template.votes_max,
            others_max=template.others_max,
            min_age=norms.value(template.age_norm, began.date()).value,
            rule=told.rule,
            completion=told.completion,
            votes_min=told.votes_min,
            reserve_max=template.reserve_max,
            turnout_target=told.target or None,
            act_title=told.act,
            act_number=told.act_number,
            act_on=began.date(),
            author_id=self.known.author_id,
            begun_at=began,
            changed_at=began,
            published_at=began + timedelta(days=5),
        )
        setting_up.write_phases(cycle, days=self._days())
        money: list[tuple[UUID | None, int]] = [(None, told.town)] if told.town else []
        money += [(place.id, told.part) for place in self.parts]
        Fund.objects.bulk_create(
            Fund(cycle=cycle, code=f"f{n}", place_id=place, amount_kopecks=thousands * THOUSAND)
            for n, (place, thousands) in enumerate(money, 1)
        )
        return cycle

    def _days(self) -> dict[str, Any]:
        found, start = {}, cycles.today() + timedelta(days=self.told.starts)
        for kind in phases.KINDS:
            if kind in self.told.days:
                last = start + timedelta(days=self.told.days[kind] - 1)
                found[kind] = (start, last)
                start = last + timedelta(days=1)
        return found

    def _projects(self, cycle: Cycle) -> list[Project]:
        known = {place.id: place for place in places.places()}
        town = next(place for place in known.values() if place.kind == "town")
        rows: list[Project] = []
        for fund in cycles.funds_of(cycle):
            ideas = (*self._own, *TOWN[self.told.skips :][: self.told.ideas])
            if fund.place_id:
                ideas = self._local([one.id for one in self.parts].index(fund.place_id))
            place = known[fund.place_id] if fund.place_id else town
            for idea in ideas:
                if idea.thousands * THOUSAND <= fund.amount_kopecks:
                    rows.append(self._project(cycle, fund, idea, place, len(rows) + 1))
        refused = [self._refused(cycle, rows[0].fund, one, len(rows) + n)
                   for n, one in enumerate(REFUSED[: self.told.refused], 1)]  # fmt: skip
        cycle.numbers = len(rows) + len(refused)
        cycle.save(update_fields=["numbers"])
        sent = [row for row in [*rows, *refused] if row.is_public]
        load_passed(KIND, [(row.id, row.author_id, row.filed_at or self.now) for row in sent])
        for row in rows:
            if row.state == rules.MODERATION:
                text = proposing.as_text(row)
                moderation.submit(kind=KIND, subject_id=row.id, author_id=row.author_id, text=text)
        return [row for row in rows if row.state == self.told.stands]

    def _local(self, part: int) -> tuple[Idea, ...]:
        """What a district wants, each in a street of its own."""
        streets = STREETS[part % len(STREETS)][self.told.streets :]
        return tuple(
            replace(idea, spot=f"{street}, {idea.house}" if idea.house else street)
            for idea, street in zip(LOCAL, streets, strict=False)
        )

    def _project(
        self, cycle: Cycle, fund: Fund, idea: Idea, place: places.Place, number: int
    ) -> Project:
        filed = self._at(self.told.starts) + timedelta(days=number % 24, hours=9 + number % 9)
        is_new = filed > self.now - timedelta(hours=30)
        state = rules.MODERATION if is_new else self.told.stands
        author = self.draw.choice(self.known.residents())
        row = Project.objects.create(
            id=uuid5(NAMESPACE, f"{cycle.slug} {number}"),
            slug=f"{cycle.slug}-{number}"[:16],
            cycle=cycle,
            fund=fund,
            number=number,
            state=state,
            is_public=state != rules.MODERATION,
            author_id=author.id,
            title=idea.title if not fund.place_id else f"{idea.title}: {idea.spot}",
            need=idea.need,
            works=idea.works,
            benefits=idea.benefits,
            upkeep=self.draw.choice(UPKEEP),
            land=rules.TOWN_LAND,
            spot=idea.spot,
            latitude=place.latitude + self.draw.uniform(-0.006, 0.006),
            longitude=place.longitude + self.draw.uniform(-0.01, 0.01),
            begun_at=min(filed, self.now) - timedelta(days=1),
            filed_at=min(filed, self.now),
            changed_at=min(filed, self.now),
        )
        self._price(row, idea)
        if idea.picture and row.is_public:
            row.picture_id = pictures.hang(
                idea.picture, subject_kind=FILES, subject_id=str(row.id), is_public=True
            )
        row.save()
        if self.told.stands != rules.PROPOSED and row.is_public:
            self._checked(row)
        return row

    def _price(self, row: Project, idea: Idea) -> None:
        """The lines of the cost; partners pay a part where the programme has them."""
        whole = idea.thousands * THOUSAND
        lines = [(title, round(whole * share), rules.BY_TOWN) for title, share in idea.lines]
        if templates.TEMPLATES[row.cycle.template].has_partners:
            lines = [
                ("Работы и материалы, деньги области", round(whole * 0.7), rules.BY_REGION),
                ("Доля города", round(whole * 0.2), rules.BY_TOWN),
                ("Соберут жители", round(whole * 0.06), rules.BY_PEOPLE),
                ("Добавят предприниматели", round(whole * 0.04), rules.BY_BUSINESS),
            ]
        CostLine.objects.bulk_create(
            CostLine(project=row, position=n, title=title, amount_kopecks=amount, payer=payer)
            for n, (title, amount, payer) in enumerate(lines, 1)
        )
        row.cost_kopecks = sum(one[1] for one in lines if one[2] in rules.FROM_FUND)
        row.partners_kopecks = sum(one[1] for one in lines) - row.cost_kopecks

    def _checked(self, row: Project) -> None:
        at = self._at(self.told.starts + self.told.days[phases.PROPOSALS] + 5)
        Check.objects.bulk_create(
            Check(
                project=row,
                kind=kind,
                is_passed=True,
                reason=FOUND[kind],
                by_id=self.known.author_id,
                at=min(at, self.now),
            )
            for kind in rules.CHECKS
        )

    def _refused(self, cycle: Cycle, fund: Fund, one: tuple[str, str, str], number: int) -> Project:
        filed = self._at(self.told.starts) + timedelta(days=number % 20, hours=11)
        title, need, reason = one
        return Project.objects.create(
            id=uuid5(NAMESPACE, f"{cycle.slug} {number}"),
            slug=f"{cycle.slug}-{number}"[:16],
            cycle=cycle,
            fund=fund,
            number=number,
            state=rules.REFUSED,
            is_public=True,
            author_id=self.draw.choice(self.known.residents()).id,
            title=title,
            need=need,
            works="Построить",
            benefits="Всем",
            upkeep=UPKEEP[0],
            refused_because=reason,
            filed_at=filed,
            changed_at=filed + timedelta(days=9),
        )

    def _vote(self, cycle: Cycle, rows: Sequence[Project]) -> int:
        span = phases.of(cycles.spans_of(cycle), phases.BALLOT)
        assert span is not None  # each story with a turnout has a vote
        ballots.open_box(
            cycle.id,
            paper=voting.paper_of(cycle, rows),
            opens_at=span.starts_at,
            closes_at=span.ends_at,
            is_revisable=True,
        )
        self.funds = cycles.funds_of(cycle)
        cycle.settled_at = span.starts_at - timedelta(days=4)
        cycle.save(update_fields=["settled_at"])
        until = min(span.ends_at, self.now)
        # The first is the guest's own: their vote is theirs to cast.
        came = self.draw.sample(
            [one for one in self.known.residents()[1:] if one.age >= cycle.min_age],
            self.told.turnout,
        )
        whole = (until - span.starts_at) / timedelta(seconds=1)
        # All drawn before the first is put in: meanwhile the connection can be asked nothing.
        drawn = [
            self._ballot(
                cycle,
                rows,
                one,
                span.starts_at + timedelta(seconds=whole * self.draw.betavariate(0.8, 1.2)),
            )
            for one in came
        ]
        ballots.fill(cycle.id, [paper for paper in drawn if paper.choice])
        if span.ends_at <= self.now:
            self._count(cycle, rows, span.ends_at)
        return len(came)

    def _ballot(
        self, cycle: Cycle, rows: Sequence[Project], one: Resident, at: datetime
    ) -> ballots.FilledPaper:
        choice: dict[str, Any] = {}
        near = set(places.lineage(one.place_id))
        for fund in self.funds:
            mine = [row for row in rows if row.fund_id == fund.pk]
            if fund.place_id is None or fund.place_id in near:
                choice[fund.code] = self._answer(cycle, fund, mine, one)
        choice = {code: answer for code, answer in choice.items() if answer}
        return ballots.FilledPaper(one.id, choice, "web", one.level, str(one.place_id), at=at)

    def _answer(
        self, cycle: Cycle, fund: Fund, rows: Sequence[Project], one: Resident
    ) -> list[str] | dict[str, int]:
        """What somebody marks: the liked first, as far as the ballot goes."""
        weights = {idea.title: idea.weight for idea in (*TOWN, *LOCAL, *self._own)}
        # Weighted order by exponential keys (Efraimidis, Spirakis, 2006).
        keyed = sorted(
            rows, key=lambda row: self.draw.expovariate(weights[row.title.partition(": ")[0]] ** 2)
        )
        if cycle.ballot == rules.ONE:
            return [str(keyed[0].number)]
        if cycle.ballot == rules.POINTS:
            return {str(row.number): points for row, points in zip(keyed, (5, 3, 2), strict=False)}
        wanted = self.draw.choice((2, 3, 3, 4, 5))
        most = min(wanted, cycle.votes_max or wanted)
        found: list[str] = []
        left = fund.amount_kopecks
        for row in keyed:
            if len(found) < most and (cycle.ballot != rules.BUDGET or row.cost_kopecks <= left):
                found.append(str(row.number))
                left -= row.cost_kopecks
        return found

    def _count(self, cycle: Cycle, rows: Sequence[Project], closed_at: datetime) -> None:
        ballots.close_box(cycle.id)
        ballots.publish(cycle.id)
        cycle.closed_at, cycle.state = closed_at, rules.CLOSED
        cycle.save(update_fields=["closed_at", "state"])
        Project.objects.filter(id__in=[row.id for row in rows]).update(state=rules.BALLOTED)
        counting.apply_count(
            cycle, weighed=[(choice, 1) for choice in ballots.published_rows(cycle.id)]
        )
        counted = closed_at + timedelta(hours=1)
        Cycle.objects.filter(id=cycle.id).update(counted_at=counted, state=self.told.state)
        cycle.state = self.told.state

    def _build(self, cycle: Cycle) -> None:
        """The list is approved, and works have gone as far as the story says."""
        closed = cycles.day_of(cycle.closed_at or self.now)
        signed = closed + timedelta(days=4)
        Protocol.objects.create(
            cycle=cycle,
            number=f"{self.told.act_number}-гб",
            signed_on=signed,
            signatory_post="Глава города",
            signatory_name="С. В. Кузнецова",
            list_number=f"{signed.year}-пер",
            list_on=signed + timedelta(days=6),
            works_by=signed + timedelta(days=self.told.due),
        )
        won = list(Project.objects.filter(cycle=cycle, state=rules.WON).order_by("fund", "place"))
        for number, row in enumerate(won):
            reached = self.told.reached[number % len(self.told.reached)]
            self._move(row, reached, signed)
            self._promise(cycle, row, reached, signed)
        if self.told.overrides:
            self._override(cycle)

    def _move(self, row: Project, reached: str, signed: date) -> None:
        row.state = reached
        done = rules.BUILT.index(reached)
        if done >= rules.BUILT.index(rules.CONTRACT):
            row.contract_number = f"0811300{row.number:04d}{self.told.slug[-2:]}"
            row.contractor = CONTRACTORS[(row.number or 0) % len(CONTRACTORS)]
        if reached == rules.ACCEPTED:
            row.accepted_on = signed + timedelta(days=self._days_done(signed))
            row.accepted_by = "комиссия управления и трое жителей"
            row.guarantee_until = row.accepted_on + timedelta(days=5 * 365)
        row.save()

    def _days_done(self, signed: date) -> int:
        """How many days after the act what is built was accepted: in its term, and before today."""
        return min(self.told.due - 5, (cycles.today() - signed).days - 7)

    def _promise(self, cycle: Cycle, row: Project, reached: str, signed: date) -> None:
        done, due = rules.BUILT.index(reached), self.told.due
        titles = ("Проект и смета", "Торги и контракт", "Работы начаты", "Работа принята")
        # The last step that was made lies a week back at the least: nothing is done tomorrow.
        pace = min(self._days_done(signed), due * done // 4 - 3) if done else 0
        if reached == rules.ACCEPTED:
            pace = self._days_done(signed)
        steps = tuple(
            commitments.Step(title, due * n // 4, pace * n // done if n <= done else None)
            for n, title in enumerate(titles, 1)
        )
        state = "done" if reached == rules.ACCEPTED else "in_work" if done else "decided"
        story = commitments.Outcome(
            state,
            text=f"Построить: {row.title}",
            body=cycle.body,
            act=f"Адресный перечень № {signed.year}-пер",
            after=4,
            due=due,
            took=self._days_done(signed),
            steps=steps,
            stars=(2, 3, 9, 31, 44) if state == "done" else (0, 0, 0, 0, 0),
            outcome="Сделано и принято",
        )
        commitments.tell(
            story,
            source_id=row.id,
            title=row.title,
            url=reverse("budgeting:read-project", args=[row.slug]),
            decide_by=signed,
            closed_at=cycle.closed_at or self.now,
            source_kind=KIND,
        )

    def _override(self, cycle: Cycle) -> None:
        row = Project.objects.filter(cycle=cycle, state=rules.RESERVE).order_by("number").first()
        if row is not None:
            Override.objects.create(
                project=row,
                before=rules.RESERVE,
                after=rules.LOST,
                reason="На этом участке началась прокладка теплосети. До её окончания строить "
                "нельзя, поэтому держать проект в резерве было бы неправдой.",
                by_id=self.known.approver_id,
                at=(cycle.closed_at or self.now) + timedelta(days=2, hours=11, minutes=20),
            )
            row.state = rules.LOST
            row.save(update_fields=["state"])


def acts() -> Iterator[DemoAct]:
    """What the journal would hold, read from the rows."""
    for cycle in Cycle.objects.prefetch_related("phases"):
        yield DemoAct(cycle.begun_at, "budgeting.cycle_begun", cycle.author_id, cycle.id)
        for kind, at in (
            ("cycle_published", cycle.published_at),
            ("ballot_closed", cycle.closed_at),
            ("cycle_counted", cycle.counted_at),
        ):
            if at is not None:
                yield DemoAct(at, f"budgeting.{kind}", None, cycle.id)
    for row in Project.objects.filter(filed_at__isnull=False):
        assert row.filed_at is not None  # as asked
        yield DemoAct(row.filed_at, "budgeting.project_filed", row.author_id, row.id)
        if row.is_public:
            at = row.filed_at + timedelta(hours=3)
            yield DemoAct(at, "budgeting.project_published", None, row.id)
    yield from shares.acts()
