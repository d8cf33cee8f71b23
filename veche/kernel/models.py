"""Tables every town has for the house itself: events, kept answers, runs, rate windows."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models.functions import Now

from veche.kernel.ids import new_id


class OutboxEvent(models.Model):
    """What happened, written in the transaction that did it and delivered at least once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=80)
    payload = models.JSONField()
    put_at = models.DateTimeField(auto_now_add=True)


class OutboxDelivery(models.Model):
    """A consumer has dealt with an event."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE)
    consumer = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "consumer"], name="kernel_delivery_once")
        ]


class KeptAnswer(models.Model):
    """The answer to a request that carried an idempotency key, or to a browser's last form."""

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    request_digest = models.BinaryField()
    answer = models.JSONField(null=True)
    kept_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="kernel_answer_once")]


class RetentionRun(models.Model):
    """A run of a job that drops data past its term: how many records, or what went wrong."""

    job = models.CharField(max_length=80)
    ran_at = models.DateTimeField(db_default=Now())
    destroyed = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["job", "-ran_at"], name="kernel_retention_newest")]


class LimitWindow(models.Model):
    """How often something was tried in a window of time; the key is a keyed digest."""

    key = models.BinaryField(primary_key=True)
    hits = models.IntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)


class Stamp(models.Model):
    """What processes keep in memory under a name is good while its stamp stays."""

    name = models.CharField(max_length=40, primary_key=True)
    stamp = models.UUIDField(default=uuid4)
