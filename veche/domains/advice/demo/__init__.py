"""Some sixty questions of the demo town: guides, answers of neighbours, what still waits."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from veche.commons.identity.demo import DemoPeople
from veche.commons.moderation import public as moderation
from veche.commons.moderation.demo import load_passed
from veche.commons.towns import public as towns
from veche.domains.advice import rules
from veche.domains.advice.actions import answering, asking
from veche.domains.advice.demo import texts
from veche.domains.advice.demo.texts import Asked
from veche.domains.advice.models import Answer, Doubt, Guide, GuideVersion, Question, Rating
from veche.domains.advice.queries import guides, questions
from veche.kernel import clock

NAMESPACE = UUID("0f1f0d3f-7a3f-4dfb-9c3e-3b6a7f0a6c21")
SEED = 5911
DAYS = 200
Log = Callable[[str], None]


def load(known: DemoPeople, log: Log) -> None:
    """Ask and answer what is not there yet."""
    if Question.objects.exists():
        return
    with transaction.atomic():
        _Talk(known).hold()
    log(f"вопросы городу: {len(texts.QUESTIONS)}")


class _Talk:
    """Draws days, authors and marks by one seed."""

    def __init__(self, known: DemoPeople) -> None:
        self.known = known
        self.draw = random.Random(SEED)  # noqa: S311  a demo, not a secret
        self.people = [one.id for one in known.residents()[:600]]
        self.now = clock.now()
        self.zone = clock.zone(towns.current().time_zone)
        self.passed: list[tuple[UUID, UUID | None, datetime]] = []
        self.answered: list[tuple[UUID, UUID | None, datetime]] = []

    def hold(self) -> None:
        """All of it, the oldest first; what nobody has answered came lately."""
        order = sorted(texts.QUESTIONS, key=lambda one: not (one.official or one.neighbour))
        for place, asked in enumerate(order):
            self._one(asked, DAYS * (len(order) - place) / len(order))
        load_passed(asking.KIND, self.passed)
        load_passed(answering.KIND, self.answered)
        for theme, title in texts.WAITING:
            self._wait(theme, title)

    def _one(self, asked: Asked, days_ago: float) -> None:
        # What nobody has answered yet waits since some days, a few past the term.
        if not asked.official and not asked.neighbour:
            days_ago = self.draw.uniform(0.3, 9)
        at = self.now - timedelta(days=days_ago)
        row = Question(
            id=uuid5(NAMESPACE, asked.title),
            number=f"{uuid5(NAMESPACE, asked.title).int % 10**8:08d}",
            title=asked.title,
            theme=asked.theme,
            author_id=self.draw.choice(self.people),
            asked_at=at,
            published_at=at,
            is_public=True,
            due_on=questions.due_on(at.astimezone(self.zone).date()),
        )
        row.save()
        self.passed.append((row.id, row.author_id, at))
        said = {
            voice: self._say(row, voice, asked.body if voice == texts.TOWN else "", text, at)
            for voice, text in ((texts.TOWN, asked.official), (texts.PEOPLE, asked.neighbour))
            if text
        }
        if not said:
            return
        row.answers, row.has_official = len(said), texts.TOWN in said
        row.answered_at = min(one.published_at or at for one in said.values())
        row.best = said.get(asked.best)
        row.save()
        if row.best is not None:
            self._guide(row, row.best)

    def _say(self, row: Question, voice: str, body: str, text: str, at: datetime) -> Answer:
        hours = self.draw.uniform(3, 60) if voice == texts.TOWN else self.draw.uniform(0.5, 30)
        moment = min(at + timedelta(hours=hours), self.now)
        author = self.known.author_id if voice == texts.TOWN else self.draw.choice(self.people)
        said = Answer(
            id=uuid5(NAMESPACE, f"{row.title} {voice}"),
            question=row,
            text=text,
            voice=rules.OFFICIAL if voice == texts.TOWN else rules.NEIGHBOUR,
            speaks_for=body,
            author_id=author,
            is_public=True,
            written_at=moment,
            published_at=moment,
        )
        readers = self.draw.sample(self.people, self.draw.randint(2, 40))
        likes = [self.draw.random() < 0.88 for _one in readers]
        said.useful, said.useless = sum(likes), len(likes) - sum(likes)
        said.score = rules.score(said.useful, said.useless)
        said.save()
        Rating.objects.bulk_create(
            Rating(answer=said, person_id=reader, is_useful=like)
            for reader, like in zip(readers, likes, strict=True)
        )
        self.answered.append((said.id, author, moment))
        return said

    def _guide(self, row: Question, best: Answer) -> None:
        """Official words are checked; some long ago, some doubted by readers."""
        at = best.published_at or self.now
        is_town = best.voice == rules.OFFICIAL
        day = at.astimezone(self.zone).date()
        guide = Guide(
            id=uuid5(NAMESPACE, f"{row.title} guide"),
            number=row.number,
            question=row,
            answer=best,
            title=row.title,
            text=best.text,
            theme=row.theme,
            speaks_for=best.speaks_for,
            is_town_text=is_town,
            checked_on=day if is_town else None,
            check_by=guides.check_by(day) if is_town else None,
            changed_at=at,
        )
        guide.save()
        GuideVersion.objects.create(
            guide=guide,
            number=1,
            title=guide.title,
            text=guide.text,
            speaks_for=guide.speaks_for,
            made_at=at,
        )
        if self.draw.random() < 0.12:
            readers = self.draw.sample(self.people, self.draw.randint(1, 4))
            Doubt.objects.bulk_create(
                Doubt(guide=guide, person_id=reader, reason=self.draw.choice(rules.DOUBTS))
                for reader in readers
            )
            Guide.objects.filter(id=guide.id).update(doubts=len(readers))

    def _wait(self, theme: str, title: str) -> None:
        """Handed over as people do, so that moderators of the demo have something to read."""
        row = Question(
            id=uuid5(NAMESPACE, title),
            title=title,
            theme=theme,
            author_id=self.draw.choice(self.people),
            asked_at=self.now,
        )
        moderation.submit(kind=asking.KIND, subject_id=row.id, author_id=row.author_id, text=title)
        row.save()
