"""Addresses that hear of public events, and what became of each telling."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from veche.commons.webhooks.rules import BROKEN, FAILED, OFF, ON, TAKEN, WAITING
from veche.kernel.ids import new_id


class Endpoint(models.Model):
    """Where events go. The secret is sealed by a key that never enters the database.

    One without `owner_id` is the town's, any other a resident's own. `given_up` counts deliveries
    given up in a row: too many stop the address. A receiver that does not answer is left alone
    until `quiet_until`, longer each time; silent for too long, it is stopped as well. The secrets
    before the last change sign too until `earlier_until`, sealed as one, the newest first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    url = models.CharField(max_length=500)
    kinds = models.JSONField()
    sealed_secret = models.BinaryField()
    state = models.CharField(max_length=6, default=ON, choices=[(s, s) for s in (ON, OFF, BROKEN)])
    given_up = models.SmallIntegerField(default=0)
    added_by_id = models.UUIDField()
    added_at = models.DateTimeField()
    owner_id = models.UUIDField(null=True, db_index=True)
    silent_tries = models.SmallIntegerField(default=0, db_default=0)
    silent_since = models.DateTimeField(null=True)
    quiet_until = models.DateTimeField(null=True)
    sealed_earlier_secret = models.BinaryField(null=True)
    earlier_until = models.DateTimeField(null=True)


class Delivery(models.Model):
    """One event on its way to one address: the same id and the same bytes at each try."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE)
    event_id = models.UUIDField()
    kind = models.CharField(max_length=80)
    body = models.TextField()
    state = models.CharField(
        max_length=7, default=WAITING, choices=[(s, s) for s in (WAITING, TAKEN, FAILED)]
    )
    attempts = models.SmallIntegerField(default=0)
    status = models.SmallIntegerField(default=0)
    trouble = models.CharField(max_length=16, default="")
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhooks_event_once"),
            models.CheckConstraint(
                condition=Q(state=WAITING, next_at__isnull=False)
                | (~Q(state=WAITING) & Q(next_at=None)),
                name="webhooks_waiting_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=Q(state=WAITING), name="webhooks_due"),
            models.Index(fields=["endpoint", "-made_at"], name="webhooks_log"),
        ]
