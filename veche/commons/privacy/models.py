"""Consents, requests and destroyed data, in opaque ids and numbers."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from veche.commons.privacy.rules import CHANNELS, GROUNDS, OPEN, OUTCOMES, STEPS, TERMS
from veche.kernel.ids import digits


class Consent(models.Model):
    """A consent given or taken back: which version of the words, when and how. Never changed."""

    append_only = True

    person_id = models.UUIDField()
    is_given = models.BooleanField()
    version = models.PositiveIntegerField()
    channel = models.CharField(max_length=16, choices=[(one, one) for one in CHANNELS])
    said_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["person_id", "-id"], name="privacy_consent_of_person")]


def _number() -> str:
    return digits(8)


class DataRequest(models.Model):
    """What a person asks about their data, by when it is answered, and how it ended."""

    number = models.CharField(max_length=8, primary_key=True, default=_number, editable=False)
    person_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=16, choices=[(one, one) for one in TERMS])
    state = models.CharField(
        max_length=16, choices=[(one, one) for one in (OPEN, *OUTCOMES)], default=OPEN
    )
    made_at = models.DateTimeField(db_default=Now())
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_on", "number"], name="privacy_request_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind"],
                condition=models.Q(state=OPEN),
                name="privacy_one_open_request",
            ),
            models.CheckConstraint(
                condition=models.Q(state=OPEN, answered_at=None)
                | (~models.Q(state=OPEN) & models.Q(answered_at__isnull=False)),
                name="privacy_request_answered",
            ),
        ]


class Destruction(models.Model):
    """Personal data that is gone: why and how many records. Acts are made of it."""

    append_only = True

    event_id = models.UUIDField(unique=True)
    ground = models.CharField(max_length=16, choices=[(one, one) for one in GROUNDS])
    number = models.PositiveIntegerField()
    destroyed_at = models.DateTimeField(db_default=Now(), db_index=True)


class Leak(models.Model):
    """A leak, or a drill of one: its clocks and when it was over."""

    number = models.CharField(max_length=8, primary_key=True, default=_number, editable=False)
    is_drill = models.BooleanField()
    found_at = models.DateTimeField()
    notice_by = models.DateTimeField()
    investigate_by = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-found_at"], name="privacy_leak_newest")]


class LeakStep(models.Model):
    """A step of the plan that somebody has done, and when."""

    append_only = True

    leak = models.ForeignKey(Leak, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16, choices=[(one, one) for one in STEPS])
    actor_id = models.UUIDField()
    done_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leak", "step"], name="privacy_leak_step_once")
        ]
