"""Who follows what, what was told, and what is on its way; persons are opaque ids."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.commons.notifications import rules
from veche.kernel.ids import new_id


class Following(models.Model):
    """A person wants to hear of one topic. Title and address are as they were then."""

    person_id = models.UUIDField()
    topic = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    since_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["topic", "person_id"], name="notifications_followers")]
        constraints = [
            models.UniqueConstraint(fields=["person_id", "topic"], name="notifications_follow_once")
        ]


class Area(models.Model):
    """A person wants to hear of what happens around a block. The house itself is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    slot = models.SmallIntegerField()
    place_name = models.CharField(max_length=120, default="")
    latitude = models.FloatField()
    longitude = models.FloatField()
    radius_m = models.IntegerField()
    cell = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["cell", "id"], name="notifications_area_cell")]
        constraints = [
            models.UniqueConstraint(fields=["person_id", "slot"], name="notifications_area_slot"),
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=rules.AREAS_MAX), name="notifications_areas_max"
            ),
            models.CheckConstraint(
                condition=Q(radius_m__gte=rules.RADIUS_MIN_M, radius_m__lte=rules.RADIUS_MAX_M),
                name="notifications_area_radius",
            ),
        ]


class Notice(models.Model):
    """What is told of one event, in every language; `step` and `last` say how far it has got."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event_id = models.UUIDField()
    kind = models.CharField(max_length=80)
    words = models.JSONField()
    url = models.CharField(max_length=300)
    topics = ArrayField(models.CharField(max_length=120))
    people = ArrayField(models.UUIDField())
    besides = ArrayField(models.UUIDField())
    crowd = models.CharField(max_length=120, default="", db_default="")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    step = models.IntegerField(default=0)
    last = models.CharField(max_length=60, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], name="notifications_made"),
            models.Index(fields=["id"], name="notifications_unfinished", condition=Q(done_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["event_id", "kind"], name="notifications_notice_once")
        ]


class InboxItem(models.Model):
    """A notice that has reached a person."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="items", db_index=False)
    person_id = models.UUIDField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-id"], name="notifications_inbox"),
            models.Index(
                fields=["person_id"], name="notifications_unread", condition=Q(read_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "person_id"], name="notifications_told_once")
        ]


class Letter(models.Model):
    """All that goes to one person by one channel at once: claimed, sent, marked.

    `is_out` stands while somebody is sending it; left over, it means that they were killed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    channel = models.CharField(max_length=8, choices=[(one, one) for one in rules.CHANNELS])
    number = models.CharField(max_length=8, default="")
    state = models.CharField(
        max_length=8, choices=[(one, one) for one in rules.STATES], default=rules.WAITING
    )
    attempts = models.SmallIntegerField(default=0)
    reached = ArrayField(models.UUIDField(), default=list)
    is_out = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_default=Now())
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "next_at"],
                name="notifications_letter_due",
                condition=Q(state=rules.WAITING),
            ),
            models.Index(fields=["made_at"], name="notifications_letter_made"),
            models.Index(fields=["person_id"], name="notifications_letter_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=rules.WAITING, next_at__isnull=False)
                | (~Q(state=rules.WAITING) & Q(next_at=None)),
                name="notifications_waiting_has_a_time",
            )
        ]


class Dispatch(models.Model):
    """A notice is to go to a person by a channel, not before an instant."""

    notice = models.ForeignKey(Notice, models.CASCADE, db_index=False)
    person_id = models.UUIDField()
    channel = models.CharField(max_length=8, choices=[(one, one) for one in rules.CHANNELS])
    due_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, models.CASCADE, null=True, related_name="dispatches")

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                name="notifications_due",
                condition=Q(letter=None),
            ),
            models.Index(fields=["person_id"], name="notifications_dispatch_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "person_id", "channel"], name="notifications_dispatch_once"
            )
        ]


class Preferences(models.Model):
    """How a person wants to be told; without a row, as the town begins."""

    person_id = models.UUIDField(primary_key=True)
    is_silent = models.BooleanField(default=False)
    closed = ArrayField(models.CharField(max_length=8), default=list)
    is_email_daily = models.BooleanField(default=True)
    quiet_from = models.SmallIntegerField(default=rules.QUIET_FROM)
    quiet_to = models.SmallIntegerField(default=rules.QUIET_TO)
    language = models.CharField(max_length=5, default="ru")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    quiet_from__gte=0, quiet_from__lte=23, quiet_to__gte=0, quiet_to__lte=23
                ),
                name="notifications_quiet_hours",
            )
        ]


class Choice(models.Model):
    """A person has switched one kind on or off for one channel."""

    person_id = models.UUIDField()
    kind = models.CharField(max_length=80)
    channel = models.CharField(max_length=8, choices=[(one, one) for one in rules.CHANNELS])
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind", "channel"], name="notifications_choice_once"
            )
        ]


class Reach(models.Model):
    """A person has a device or an account that a channel leads to; which, the vault knows."""

    person_id = models.UUIDField()
    channel = models.CharField(max_length=8, choices=[(one, one) for one in rules.CHANNELS])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "channel"], name="notifications_reach_once"
            )
        ]


class LinkCode(models.Model):
    """A code that a person types to the town's bot, to join their account there to this one."""

    person_id = models.UUIDField(primary_key=True)
    code_mac = models.BinaryField(unique=True)
    expires_at = models.DateTimeField(db_index=True)
