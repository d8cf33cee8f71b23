"""Tables of school polls: the poll, consents of parents, slips with codes. No child is named."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.domains.schools import rules
from veche.kernel.ids import new_id, slug_id


class SchoolPoll(models.Model):
    """What a school asks its pupils. The ballot box has its id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(max_length=12, unique=True, default=slug_id, editable=False)
    organisation_id = models.UUIDField()
    title = models.CharField(max_length=rules.TITLE_MAX)
    about = models.TextField(max_length=rules.TEXT_MAX, default="", blank=True)
    # Classes that are asked; none means the whole school.
    classes = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=8, default=rules.DRAFT)
    ends_at = models.DateTimeField()
    # Of how many answers together a sum is told: the norm of the day on which it was opened.
    least_answers = models.PositiveSmallIntegerField(default=0)
    # Slips that were ever made; how many they were stays when they are gone.
    slips_made = models.PositiveIntegerField(default=0)
    slips_void = models.PositiveIntegerField(default=0)
    stopped_because = models.CharField(max_length=rules.REASON_MAX, default="", blank=True)
    author_id = models.UUIDField()
    made_at = models.DateTimeField(db_default=Now())
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-made_at", "id"], name="schools_poll_own"),
            models.Index(fields=["state", "-closed_at", "id"], name="schools_poll_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=rules.STATES), name="schools_poll_state_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="schools_poll_title_given"),
            models.CheckConstraint(
                condition=Q(state=rules.DRAFT) | Q(opened_at__isnull=False),
                name="schools_poll_opened_once_shown",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.STOPPED) | ~Q(stopped_because=""),
                name="schools_poll_stop_is_reasoned",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_over(self, now: datetime) -> bool:
        """Whether its last hour has come, whatever the job that closes it has done."""
        return self.state != rules.RUNNING or self.ends_at <= now

    @property
    def last_at(self) -> datetime:
        """A moment of the last day on which it is answered: it ends at the midnight after."""
        return self.ends_at - timedelta(seconds=1)


class Consent(models.Model):
    """A parent's consent as the school has it on paper: its number in the school's folder.

    Whose child it is stands on the paper alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    class_name = models.CharField(max_length=4)
    number = models.CharField(max_length=rules.NUMBER_MAX)
    given_on = models.DateField()
    until = models.DateField()
    # The year in which its school year ends: numbers of the folder begin anew each year.
    year = models.PositiveSmallIntegerField()
    age = models.PositiveSmallIntegerField()
    recorded_by_id = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # One paper of the folder is one slip.
            models.UniqueConstraint(
                fields=["organisation_id", "year", "number"],
                condition=Q(withdrawn_at=None),
                name="schools_consent_once",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("given_on")), name="schools_consent_days"
            ),
        ]


class Slip(models.Model):
    """A slip of paper with a code: its bearer's right to one ballot. Whose it is, nobody knows.

    The code is kept sealed for as long as the slip may be printed, and gone with the poll.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    poll = models.ForeignKey(SchoolPoll, on_delete=models.CASCADE, related_name="slips")
    class_name = models.CharField(max_length=4)
    position = models.PositiveSmallIntegerField()
    digest = models.BinaryField(max_length=32, unique=True)
    wrapped = models.BinaryField()
    is_printed = models.BooleanField(default=False)
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["poll", "class_name", "position"], name="schools_slip_position"
            )
        ]


class Granted(models.Model):
    """A paper of the folder that a slip of this poll was made for; which slip, nobody knows.

    Its number stays when the consent is taken back: the same paper gives no second slip.
    """

    poll = models.ForeignKey(SchoolPoll, on_delete=models.CASCADE, related_name="granted")
    class_name = models.CharField(max_length=4)
    number = models.CharField(max_length=rules.NUMBER_MAX)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "number"], name="schools_granted_once")
        ]
