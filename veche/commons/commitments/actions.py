"""What may be done with a commitment: one verb, one policy, one audit entry, one event.

Commons join the caller's transaction; called alone, each is a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.commitments import events, policies, queries, rules
from veche.commons.commitments.models import (
    Commitment,
    DueChange,
    OutcomeRating,
    PublicClock,
    Stage,
    TrustRating,
    TrustWeek,
)
from veche.commons.commitments.policies import Person
from veche.commons.files import public as files
from veche.commons.towns import public as towns
from veche.kernel import clock, limits, locks, outbox
from veche.kernel.errors import Invalid, NotFound
from veche.kernel.ids import slug_id

Opinion = TrustRating | OutcomeRating

STAGES_MAX = 50
REASON_MAX = 2000
# Whose files these are: public the moment they are attached, since the page they stand on is.
STAGE_FILES = "commitments.stage"


@dataclass(frozen=True)
class DecisionText:
    """What an official writes when a decision is recorded."""

    decision: str
    due_on: date
    answerable: rules.Answerable
    act: rules.Act
    indicator: rules.Indicator | None = None


@dataclass(frozen=True)
class ClockText:
    """The decision that switches the public clock."""

    is_on: bool
    starts_on: date
    act_title: str
    act_number: str
    act_on: date


@transaction.atomic
def set_public_clock(person: Person, *, text: ClockText) -> None:
    """Count lateness before everyone from a day on, or stop; earlier decisions stay in sight."""
    policies.may_set_public_clock(person).or_refuse()
    row = PublicClock.objects.create(**vars(text))
    audit.record(
        "commitments.public_clock_set", person.id, f"public-clock-{row.pk}", is_on=text.is_on
    )
    outbox.put(events.PublicClockSet(is_on=text.is_on))


def owe(
    *, source_kind: str, source_id: str, title: str, url: str, decide_by: date, at: datetime
) -> UUID:
    """Note that a decision is owed for a source; a second call changes nothing. Returns its id."""
    with transaction.atomic():
        row = Commitment(
            slug=slug_id(),
            source_kind=source_kind,
            source_id=source_id,
            source_title=title[:300],
            source_url=url,
            owed_at=at,
            decide_by=decide_by,
            deadline_on=decide_by,
        )
        Commitment.objects.bulk_create([row], ignore_conflicts=True)
        known = Commitment.objects.get(source_kind=source_kind, source_id=source_id)
        if known.id == row.id:
            audit.record("commitments.commitment_owed", None, row.id, source_kind=source_kind)
            outbox.put(events.CommitmentOwed(row.id, source_kind, source_id, decide_by))
    return known.id


def rename(*, source_kind: str, source_id: str, title: str, decision: str = "") -> None:
    """Take over how the source is called now; part of the source's own verb.

    `decision` replaces the decision there is, whatever its words: only a source that alone writes
    its decisions gives it, for of hidden words no older wording may stay.
    """
    rows = Commitment.objects.filter(source_kind=source_kind, source_id=source_id)
    rows.update(source_title=title[:300])
    if decision:
        rows.exclude(decision="").update(decision=decision)


@transaction.atomic
def record_decision(person: Person, *, commitment_id: UUID, text: DecisionText) -> None:
    """Publish what the body will do, who answers and by when."""
    policies.may_record_decision(person, queries.commitment_row(commitment_id)).or_refuse()
    _require_future(text.due_on, "due_on")
    row = _locked(commitment_id)
    policies.may_record_decision(person, row).or_refuse()
    row.state = rules.DECIDED
    row.decision = text.decision.strip()
    row.decided_at = clock.database_now()
    row.due_on = row.deadline_on = text.due_on
    _set_answerable(row, text.answerable)
    row.act_kind, row.act_number = text.act.kind, text.act.number
    row.act_on, row.act_url = text.act.on, text.act.url
    if text.indicator is not None:
        row.indicator_name, row.indicator_unit = text.indicator.name, text.indicator.unit
        row.indicator_start, row.indicator_goal = text.indicator.start, text.indicator.goal
        row.indicator_by = text.indicator.by
    row.save()
    audit.record("commitments.decision_recorded", person.id, row.id)
    outbox.put(events.CommitmentDecided(row.id, row.source_kind, row.source_id, text.due_on))


@transaction.atomic
def add_stage(
    person: Person,
    *,
    commitment_id: UUID,
    title: str,
    planned_on: date,
    photo_before_id: UUID | None = None,
) -> UUID:
    """Add a step to the end of the plan; the first one sets the work going. Returns its id."""
    policies.may_add_stage(person, queries.commitment_row(commitment_id)).or_refuse()
    row = _locked(commitment_id)
    policies.may_add_stage(person, row).or_refuse()
    last = Stage.objects.filter(commitment=row).aggregate(last=Max("position"))["last"] or 0
    if last >= STAGES_MAX:
        raise Invalid(_("Этапов уже слишком много"), advice=_("Объедините мелкие этапы в один."))
    stage = Stage.objects.create(
        commitment=row,
        position=last + 1,
        title=title.strip(),
        planned_on=planned_on,
        photo_before_id=photo_before_id,
    )
    _attach(person, stage, photo_before_id)
    Commitment.objects.filter(id=row.id, state=rules.DECIDED).update(state=rules.IN_WORK)
    audit.record("commitments.stage_added", person.id, row.id, stage_id=stage.id)
    outbox.put(events.StageAdded(row.id, stage.id))
    return stage.id


@transaction.atomic
def complete_stage(
    person: Person,
    *,
    commitment_id: UUID,
    stage_id: UUID,
    done_on: date,
    note: str = "",
    photo_after_id: UUID | None = None,
) -> None:
    """Mark a step as finished, with the photo of what came out. A finished step stays as it is."""
    policies.may_complete_stage(person, queries.commitment_row(commitment_id)).or_refuse()
    if done_on > _today():
        raise Invalid(
            _("Этап ещё не мог закончиться"),
            fields={"done_on": _("Укажите сегодняшний или прошедший день")},
        )
    row = _locked(commitment_id)
    policies.may_complete_stage(person, row).or_refuse()
    stage = queries.stage_row(stage_id)
    if stage.commitment_id != row.id:
        raise NotFound()
    if stage.done_on is not None:
        raise Invalid(
            _("Этот этап уже отмечен готовым"),
            advice=_("Обновите страницу: на ней видно, что можно сделать."),
            code="stage-done",
        )
    stage.done_on, stage.note, stage.photo_after_id = done_on, note.strip(), photo_after_id
    stage.save()
    _attach(person, stage, photo_after_id)
    Commitment.objects.filter(id=row.id, state=rules.DECIDED).update(state=rules.IN_WORK)
    audit.record("commitments.stage_completed", person.id, row.id, stage_id=stage.id)
    outbox.put(events.StageCompleted(row.id, stage.id))


@transaction.atomic
def change_due(person: Person, *, commitment_id: UUID, new_due_on: date, reason: str) -> None:
    """Move the term of the work; the reason is public and the old term stays in sight."""
    policies.may_change_due(person, queries.commitment_row(commitment_id)).or_refuse()
    reason = _reason(reason)
    _require_future(new_due_on, "new_due_on")
    row = _locked(commitment_id)
    policies.may_change_due(person, row).or_refuse()
    old = row.due_on
    if old is None or old == new_due_on:
        raise Invalid(_("Срок остался прежним"), fields={"new_due_on": _("Укажите другой день")})
    DueChange.objects.create(
        commitment=row,
        old_due_on=old,
        new_due_on=new_due_on,
        reason=reason,
        changed_at=clock.database_now(),
    )
    row.due_on = row.deadline_on = new_due_on
    row.save(update_fields=["due_on", "deadline_on"])
    audit.record("commitments.due_changed", person.id, row.id, reason)
    outbox.put(events.DueChanged(row.id, old, new_due_on))


@transaction.atomic
def decline_commitment(
    person: Person, *, commitment_id: UUID, reason: str, answerable: rules.Answerable
) -> None:
    """Refuse to do it, or to go on, with a public reason and a name under it."""
    policies.may_decline_commitment(person, queries.commitment_row(commitment_id)).or_refuse()
    reason = _reason(reason)
    row = _locked(commitment_id)
    policies.may_decline_commitment(person, row).or_refuse()
    row.state, row.decline_reason = rules.DECLINED, reason
    row.closed_at, row.deadline_on = clock.database_now(), None
    _set_answerable(row, answerable)
    row.save()
    audit.record("commitments.commitment_declined", person.id, row.id, reason)
    outbox.put(events.CommitmentDeclined(row.id, row.source_kind, row.source_id))


@transaction.atomic
def finish_commitment(
    person: Person, *, commitment_id: UUID, outcome: str, indicator_now: Decimal | None = None
) -> None:
    """Say what came out and close it; steps still open must be finished first."""
    policies.may_finish_commitment(person, queries.commitment_row(commitment_id)).or_refuse()
    row = _locked(commitment_id)
    policies.may_finish_commitment(person, row).or_refuse()
    if Stage.objects.filter(commitment=row, done_on=None).exists():
        raise Invalid(
            _("Не все этапы готовы"),
            advice=_("Отметьте оставшиеся этапы и завершите решение после них."),
            code="stages-open",
        )
    row.state, row.outcome = rules.DONE, outcome.strip()
    row.closed_at, row.deadline_on = clock.database_now(), None
    if row.indicator_name:
        row.indicator_now = indicator_now
    row.save()
    audit.record("commitments.commitment_done", person.id, row.id)
    outbox.put(events.CommitmentDone(row.id, row.source_kind, row.source_id))


@transaction.atomic
def rate_outcome(person: Person, *, commitment_id: UUID, stars: int) -> None:
    """Give 1 to 5 stars, or change one's mind; the counts follow at once."""
    row = queries.commitment_row(commitment_id)
    policies.may_rate_outcome(
        person, row, has_finished_stage=queries.has_finished_stage(row.id)
    ).or_refuse()
    if person.id is None:
        raise NotFound()  # the policy has refused already; this tells the type checker
    if stars not in rules.STARS:
        raise Invalid(_("Оценка бывает от 1 до 5"), fields={"stars": _("Выберите от 1 до 5")})
    # Each change is a line of the journal and an event that stay for good.
    limits.hit(f"rating:{person.id}", limit=60, seconds=600)
    locks.take(exclusive=[f"rating:{row.id}:{person.id}"])
    before = queries.stars_of(person.id, row.id)
    if before == stars:
        return
    OutcomeRating.objects.update_or_create(
        commitment=row,
        person_id=person.id,
        defaults={"stars": stars, "rated_at": clock.database_now()},
    )
    _count(row.id, stars, +1)
    if before is not None:
        _count(row.id, before, -1)
    audit.record("commitments.outcome_rated", None, row.id)
    outbox.put(events.OutcomeRated(row.id))


@transaction.atomic
def tell_trust(person: Person, *, commitment_id: UUID, stars: int) -> None:
    """Say how much one trusts the decision, or change one's mind; this week's point follows."""
    row = queries.commitment_row(commitment_id)
    policies.may_tell_trust(person, row).or_refuse()
    if person.id is None:
        raise NotFound()  # the policy has refused already; this tells the type checker
    if stars not in rules.STARS:
        raise Invalid(_("Ответ бывает от 1 до 5"), fields={"stars": _("Выберите от 1 до 5")})
    limits.hit(f"trust:{person.id}", limit=60, seconds=600)
    locks.take(exclusive=[f"trust:{row.id}:{person.id}"])
    before = queries.trust_of(person.id, row.id)
    if before == stars:
        return
    TrustRating.objects.update_or_create(
        commitment=row, person_id=person.id, defaults={"stars": stars}
    )
    _move_week(row.id, 1 if before is None else 0, stars - (before or 0))
    audit.record("commitments.trust_told", None, row.id)
    outbox.put(events.TrustTold(row.id))


def _move_week(commitment_id: UUID, answers: int, total: int) -> None:
    """Weeks behind stay as they were read: what changes is this week's."""
    today = _today()
    week_on = today - timedelta(days=today.weekday())
    fresh = TrustWeek(commitment_id=commitment_id, week_on=week_on)
    TrustWeek.objects.bulk_create([fresh], ignore_conflicts=True)
    TrustWeek.objects.filter(commitment_id=commitment_id, week_on=week_on).update(
        answers=F("answers") + answers, total=F("total") + total
    )


@transaction.atomic
def forget_ratings(person_id: UUID, earlier_ids: Sequence[UUID] = ()) -> None:
    """Take a person's stars and trust back out of every count: part of erasing a person.

    Locked rows: whoever is told of it at the same time waits, then finds none left to count.
    """
    for opinion in _opinions([person_id, *earlier_ids]):
        _take_back(opinion)


@transaction.atomic
def join_ratings(surviving: Sequence[UUID], joined: Sequence[UUID]) -> None:
    """Two accounts are one person, who has one say of each decision: the surviving account's, else
    that of the other one. Each is given by all ids it has had, its own first."""
    ids = [*surviving, *joined]
    kept: set[tuple[type[Opinion], UUID]] = set()
    for opinion in sorted(_opinions(ids), key=lambda one: ids.index(one.person_id)):
        said = (type(opinion), opinion.commitment_id)
        if said in kept:
            _take_back(opinion)
        elif opinion.person_id != ids[0]:
            opinion.person_id = ids[0]
            opinion.save(update_fields=["person_id"])
        kept.add(said)


def _opinions(person_ids: Sequence[UUID]) -> list[Opinion]:
    """All that accounts said, held until it is changed; always in the same order."""
    trust = TrustRating.objects.select_for_update().filter(person_id__in=person_ids)
    stars = OutcomeRating.objects.select_for_update().filter(person_id__in=person_ids)
    order = ("commitment_id", "person_id")
    return [*trust.order_by(*order), *stars.order_by(*order)]


def _take_back(opinion: Opinion) -> None:
    opinion.delete()
    if isinstance(opinion, TrustRating):
        _move_week(opinion.commitment_id, -1, -opinion.stars)
    else:
        _count(opinion.commitment_id, opinion.stars, -1)


def _count(commitment_id: UUID, stars: int, by: int) -> None:
    column = f"stars_{stars}"
    Commitment.objects.filter(id=commitment_id).update(**{column: F(column) + by})


def _locked(commitment_id: UUID) -> Commitment:
    return Commitment.objects.select_for_update().get(id=commitment_id)


def _attach(person: Person, stage: Stage, photo_id: UUID | None) -> None:
    if photo_id is not None:
        files.attach(
            person.id,
            file_ids=[photo_id],
            subject_kind=STAGE_FILES,
            subject_id=str(stage.id),
            is_public=True,
        )


def _set_answerable(row: Commitment, answerable: rules.Answerable) -> None:
    row.body_name = answerable.body_name
    row.responsible_post = answerable.post
    row.responsible_name = answerable.person_name


def _today() -> date:
    return clock.today(towns.current().time_zone)


def _require_future(day: date, field: str) -> None:
    if day < _today():
        raise Invalid(
            _("Этот срок уже прошёл"), fields={field: _("Укажите сегодняшний день или позже")}
        )


def _reason(reason: str) -> str:
    clean = reason.strip()[:REASON_MAX]
    if not clean:
        raise Invalid(
            _("Нужна причина: её прочтут жители"), fields={"reason": _("Напишите причину")}
        )
    return clean
