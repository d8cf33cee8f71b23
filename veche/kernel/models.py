"""Tables every town has for the house itself: events, kept answers, rate windows."""

from __future__ import annotations

from django.db import models

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
    """The answer to a request that carried an idempotency key."""

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    request_digest = models.BinaryField()
    answer = models.JSONField(null=True)
    kept_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="kernel_answer_once")]


class LimitWindow(models.Model):
    """How often something was tried in a window of time; the key is a keyed digest."""

    key = models.BinaryField(primary_key=True)
    window = models.BigIntegerField()
    hits = models.IntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)
