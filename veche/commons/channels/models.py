"""The demo town's inbox: what would have gone to telephones and mail boxes."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class DemoMessage(models.Model):
    """A code or a letter as its reader would see it. The address is kept masked: it is nobody's."""

    channel = models.CharField(max_length=5)
    masked_address = models.CharField(max_length=80)
    code = models.CharField(max_length=12)
    number = models.CharField(max_length=8, db_default="")
    subject = models.CharField(max_length=300, db_default="")
    text = models.TextField(db_default="")
    sent_at = models.DateTimeField(db_default=Now(), db_index=True)


class SentMessage(models.Model):
    """That the town sent a message of this number; to whom and with what words is not kept."""

    number = models.CharField(max_length=8, primary_key=True)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=5)
    sent_at = models.DateTimeField(db_default=Now(), db_index=True)


class ScamReport(models.Model):
    """Somebody got a message that pretends to be the town's. Who, is not kept."""

    number = models.CharField(max_length=8, blank=True)
    is_ours = models.BooleanField()
    reported_at = models.DateTimeField(db_default=Now(), db_index=True)
