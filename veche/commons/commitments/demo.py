"""What became of the demo town's promises, written as if time had passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from veche.commons.commitments import actions, rules
from veche.commons.commitments.models import Commitment, DueChange, PublicClock, Stage, TrustWeek
from veche.commons.files import demo as pictures
from veche.commons.towns import public as towns
from veche.kernel import clock


@dataclass(frozen=True)
class Step:
    """A stage of the work: days from the decision to the plan, and to the deed if it is done.

    `scene` is a picture with a before; its after is shown once the stage is done.
    """

    title: str
    plan: int
    done: int | None = None
    note: str = ""
    scene: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of what the town owed; `after` and `due` in days: until the decision, from it;
    `took` the same until it was done, five days before its term unless told."""

    state: str
    text: str = ""
    body: str = ""
    post: str = ""
    name: str = ""
    act: str = ""
    after: int = 18
    due: int = 240
    took: int | None = None
    steps: tuple[Step, ...] = ()
    moved: tuple[int, str] | None = None
    stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    indicator: tuple[str, str, float, float, int] | None = None
    outcome: str = ""
    reason: str = ""


def tell(
    story: Outcome,
    *,
    source_id: UUID,
    title: str,
    url: str,
    decide_by: date,
    closed_at: datetime,
    source_kind: str = "polls.poll",
) -> None:
    """Write a commitment in the state its story has reached."""
    row = Commitment(
        source_kind=source_kind,
        source_id=str(source_id),
        source_title=title,
        source_url=url,
        state=story.state,
        owed_at=closed_at,
        decide_by=decide_by,
        deadline_on=decide_by,
    )
    if story.state != rules.OWED:
        _decide(row, story, closed_at + timedelta(days=story.after))
    row.stars_1, row.stars_2, row.stars_3, row.stars_4, row.stars_5 = story.stars
    row.save(force_insert=True)
    if row.decided_at is not None:
        _steps(row, story)
        _trust(row, story)


def _trust(row: Commitment, story: Outcome) -> None:
    """Opinions that come fewer and fewer, and sink where a term was moved."""
    assert row.decided_at is not None  # only decided rows come here
    day = _day(row.decided_at)
    first = day - timedelta(days=day.weekday())
    weeks = min(10, (_day(clock.now()) - first).days // 7 + 1)
    slope = -0.12 if story.moved or story.state == rules.DECLINED else 0.05
    answers = [max(4, 60 - 7 * number) for number in range(weeks)]
    TrustWeek.objects.bulk_create(
        TrustWeek(
            commitment=row,
            week_on=first + timedelta(weeks=number),
            answers=count,
            total=round(count * (3.6 + slope * number)),
        )
        for number, count in enumerate(answers)
    )


def start_clock() -> None:
    """The demo town counts its lateness before everyone, since before its first promise."""
    if not PublicClock.objects.exists():
        PublicClock.objects.create(
            is_on=True,
            starts_on=date(2024, 1, 1),
            act_title="постановление администрации «О публичном контроле сроков»",
            act_number="3-п",
            act_on=date(2023, 12, 25),
        )


def _decide(row: Commitment, story: Outcome, decided_at: datetime) -> None:
    day = _day(decided_at)
    row.decided_at, row.decision = decided_at, story.text
    row.body_name, row.responsible_post, row.responsible_name = story.body, story.post, story.name
    if story.act:
        kind, _sign, number = story.act.partition("№")
        row.act_kind, row.act_number, row.act_on = kind.strip(), number.strip(), day
    row.due_on = day + timedelta(days=story.due)
    row.deadline_on = row.due_on
    if story.indicator:
        name, unit, start, goal, days = story.indicator
        row.indicator_name, row.indicator_unit = name, unit
        row.indicator_start, row.indicator_goal = start, goal
        row.indicator_by = day + timedelta(days=days)
    if story.state == rules.DONE:
        took = story.due - 5 if story.took is None else story.took
        row.closed_at, row.deadline_on = decided_at + timedelta(days=took), None
        row.outcome = story.outcome or story.text
        if story.indicator:
            row.indicator_now = story.indicator[3]
    if story.state == rules.DECLINED:
        row.decline_reason, row.closed_at = story.reason, decided_at
        row.due_on = row.deadline_on = None


def _steps(row: Commitment, story: Outcome) -> None:
    assert row.decided_at is not None  # only decided rows come here
    day = _day(row.decided_at)
    stages = [
        Stage(
            commitment=row,
            position=position,
            title=step.title,
            planned_on=day + timedelta(days=step.plan),
            done_on=None if step.done is None else day + timedelta(days=step.done),
            note=step.note,
        )
        for position, step in enumerate(story.steps, 1)
    ]
    for stage, step in zip(stages, story.steps, strict=True):
        if step.scene:
            _show(stage, step.scene)
    Stage.objects.bulk_create(stages)
    if story.moved and row.due_on:
        days, reason = story.moved
        later = row.due_on + timedelta(days=days)
        DueChange.objects.create(
            commitment=row,
            old_due_on=row.due_on,
            new_due_on=later,
            reason=reason,
            changed_at=row.decided_at + timedelta(days=story.due - 7),
        )
        row.due_on = row.deadline_on = later
        row.save(update_fields=["due_on", "deadline_on"])


def _show(stage: Stage, scene: str) -> None:
    """The place before the work, and after it once the work is done."""
    stage.photo_before_id = _picture(stage, f"{scene}-before")
    if stage.done_on is not None:
        stage.photo_after_id = _picture(stage, f"{scene}-after")


def _picture(stage: Stage, name: str) -> UUID:
    return pictures.hang(
        name, subject_kind=actions.STAGE_FILES, subject_id=str(stage.id), is_public=True
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.zone(towns.current().time_zone)).date()
