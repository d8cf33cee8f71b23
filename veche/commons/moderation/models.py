"""What waits for a moderator and what became of it: no text of it, of people nothing but ids."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from veche.commons.moderation import rules
from veche.kernel.ids import new_id


class Item(models.Model):
    """One thing that somebody wrote, by its kind and its id in the part that owns it.

    `version` moves with each change, so that the second of two moderators is told. While
    `settles_at` stands, a decision can still be taken back and its owner does not know of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    author_id = models.UUIDField(null=True)
    photo_ids = ArrayField(models.UUIDField(), default=list, db_default=[])
    state = models.CharField(max_length=9, default=rules.WAITING)
    state_before = models.CharField(max_length=9, default="", db_default="")
    is_public = models.BooleanField(default=False, db_default=False)
    urgency = models.SmallIntegerField(default=0, db_default=0)
    found = ArrayField(models.CharField(max_length=12), default=list, db_default=[])
    # A keyed digest of the letters alone: knows the same words again, tells none of them.
    sameness = models.BinaryField(null=True)
    complaints = models.PositiveIntegerField(default=0, db_default=0)
    version = models.PositiveIntegerField(default=1, db_default=1)
    submitted_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=20, default="", db_default="")
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    settles_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="moderation_item_once"),
            models.CheckConstraint(
                condition=Q(state__in=rules.STATES), name="moderation_item_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.REMOVED) | ~Q(reason=""),
                name="moderation_removed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(rules.WAITING, rules.REMOVED)) | Q(is_public=False),
                name="moderation_unread_is_unseen",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-urgency", "submitted_at", "id"],
                name="moderation_queue",
                condition=Q(state__in=rules.TO_READ),
            ),
            models.Index(
                fields=["settles_at"],
                name="moderation_settling",
                condition=Q(settles_at__isnull=False),
            ),
            models.Index(fields=["author_id", "state"], name="moderation_by_author"),
            models.Index(
                fields=["sameness"], name="moderation_same", condition=Q(sameness__isnull=False)
            ),
            models.Index(
                fields=["-decided_at", "id"],
                name="moderation_removed",
                condition=Q(state=rules.REMOVED),
            ),
        ]


class Complaint(models.Model):
    """A person said once that a thing should not stand there, and why."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="told")
    person_id = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=20)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "person_id"], name="moderation_complaint_once")
        ]


class Appeal(models.Model):
    """The author disagrees; somebody else than who removed it decides. Another removal may be
    argued anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="appeals")
    text = models.TextField(max_length=2000)
    filed_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField()
    is_upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=1000, default="", db_default="")
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_upheld=None, decided_at=None)
                | Q(is_upheld__isnull=False, decided_at__isnull=False) & ~Q(answer=""),
                name="moderation_appeal_answered",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_upheld=None), name="moderation_appeal_open_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="moderation_appeals", condition=Q(is_upheld=None)
            )
        ]


class Setting(models.Model):
    """What the town has set, from a moment on: whom it trusts, whether everything waits."""

    append_only = True

    is_special = models.BooleanField(default=False)
    delay_minutes = models.PositiveIntegerField(default=0)
    trusts_officials = models.BooleanField(default=True)
    trusted_level = models.SmallIntegerField(default=0)
    note = models.CharField(max_length=500)
    set_by_id = models.UUIDField()
    starts_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-starts_at", "-id"]


class Ban(models.Model):
    """What the law forbids to publish, from one day to another, by which act.

    What is likely to be it waits unseen, and its author is told why and whom to call. `words` are
    lines: each names words that stand together in a text. `topics` are themes of the owners of
    texts; with `photos_only` a theme alone holds what has photos.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=500)
    call = models.CharField(max_length=200)
    words = ArrayField(models.CharField(max_length=120), default=list)
    topics = ArrayField(models.CharField(max_length=60), default=list)
    photos_only = models.BooleanField(default=True)
    act_title = models.CharField(max_length=300)
    act_number = models.CharField(max_length=60)
    act_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    set_by_id = models.UUIDField()
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-starts_on", "-set_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="moderation_ban_period",
            )
        ]


class Watched(models.Model):
    """An account whose texts wait until a day, because a person has decided so."""

    person_id = models.UUIDField(primary_key=True)
    until = models.DateField()


class Twins(models.Model):
    """Two accounts that may be one person: what they have in common, and what a person said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    one_id = models.UUIDField()
    other_id = models.UUIDField()
    same_texts = models.PositiveIntegerField()
    same_minutes = models.PositiveIntegerField()
    same_home = models.BooleanField()
    found_at = models.DateTimeField(db_default=Now())
    verdict = models.CharField(max_length=9, default="", db_default="")
    decided_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one_id", "other_id"], name="moderation_twins_once"),
            models.CheckConstraint(
                condition=Q(one_id__lt=F("other_id")), name="moderation_twins_order"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=("", rules.ONE_PERSON, rules.DIFFERENT)),
                name="moderation_twins_verdict",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-found_at", "id"], name="moderation_twins_open", condition=Q(verdict="")
            )
        ]
