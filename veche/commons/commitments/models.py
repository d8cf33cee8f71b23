"""Promises of official bodies, their steps, moved terms and residents' stars."""

from __future__ import annotations

from django.db import models

from veche.commons.commitments import rules
from veche.kernel.ids import new_id, slug_id


class Commitment(models.Model):
    """One thing owed for one source: a closed poll, a budget vote, an initiative."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=16, unique=True, default=slug_id)
    source_kind = models.CharField(max_length=60)
    source_id = models.CharField(max_length=64)
    source_title = models.CharField(max_length=300)
    source_url = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default=rules.OWED)
    owed_at = models.DateTimeField()
    decide_by = models.DateField()
    due_on = models.DateField(null=True)
    # The date it is held to now, kept beside the state so that lists and the overdue job read one
    # column: decide_by, then due_on, then nothing.
    deadline_on = models.DateField(null=True)
    overdue_told_for = models.DateField(null=True)
    decision = models.TextField(default="")
    body_name = models.CharField(max_length=200, default="")
    responsible_post = models.CharField(max_length=200, default="")
    responsible_name = models.CharField(max_length=200, default="")
    act_kind = models.CharField(max_length=120, default="")
    act_number = models.CharField(max_length=60, default="")
    act_on = models.DateField(null=True)
    act_url = models.CharField(max_length=300, default="")
    indicator_name = models.CharField(max_length=200, default="")
    indicator_unit = models.CharField(max_length=40, default="")
    indicator_start = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    indicator_goal = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    indicator_now = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    indicator_by = models.DateField(null=True)
    outcome = models.TextField(default="")
    decline_reason = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    stars_1 = models.IntegerField(default=0)
    stars_2 = models.IntegerField(default=0)
    stars_3 = models.IntegerField(default=0)
    stars_4 = models.IntegerField(default=0)
    stars_5 = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["-owed_at", "id"], name="commitments_newest"),
            models.Index(
                fields=["deadline_on", "id"],
                name="commitments_deadline",
                condition=models.Q(deadline_on__isnull=False),
            ),
            models.Index(
                fields=["-closed_at", "id"],
                name="commitments_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_id"], name="commitments_one_for_source"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=rules.STATES), name="commitments_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=rules.OPEN, deadline_on__isnull=False)
                | models.Q(state__in=(rules.DONE, rules.DECLINED), deadline_on__isnull=True),
                name="commitments_deadline_while_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=rules.DECLINED) | ~models.Q(decline_reason=""),
                name="commitments_declined_with_reason",
            ),
        ]


class Stage(models.Model):
    """A step of the work, in the order it was planned."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="stages")
    position = models.IntegerField()
    title = models.CharField(max_length=200)
    planned_on = models.DateField()
    done_on = models.DateField(null=True)
    note = models.TextField(default="")
    photo_before_id = models.UUIDField(null=True)
    photo_after_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "position"], name="commitments_stage_position"
            )
        ]


class DueChange(models.Model):
    """A moved term. Rows are never changed nor removed, so every postponement stays in sight."""

    append_only = True

    commitment = models.ForeignKey(Commitment, models.DO_NOTHING, related_name="due_changes")
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.TextField()
    changed_at = models.DateTimeField()


class TrustRating(models.Model):
    """How much one person trusts a decision, 1 to 5, as they see it now."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="trust")
    person_id = models.UUIDField(db_index=True)
    stars = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "person_id"], name="commitments_one_trust"
            ),
            models.CheckConstraint(
                condition=models.Q(stars__in=rules.STARS), name="commitments_trust_stars"
            ),
        ]


class TrustWeek(models.Model):
    """How a week moved the opinions: answers given less answers taken back, and their sum.

    Summed from the first week they give the line; weeks that are over never change.
    """

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="trust_weeks")
    week_on = models.DateField()
    answers = models.IntegerField(default=0)
    total = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "week_on"], name="commitments_trust_week_once"
            )
        ]


class OutcomeRating(models.Model):
    """One person's stars for what came out."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="ratings")
    person_id = models.UUIDField(db_index=True)
    stars = models.SmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "person_id"], name="commitments_one_rating"
            ),
            models.CheckConstraint(
                condition=models.Q(stars__in=rules.STARS), name="commitments_stars"
            ),
        ]


class PublicClock(models.Model):
    """The town's dated decision to count its lateness before everyone, or to stop doing so."""

    append_only = True

    is_on = models.BooleanField()
    starts_on = models.DateField()
    act_title = models.CharField(max_length=300)
    act_number = models.CharField(max_length=60)
    act_on = models.DateField()
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
