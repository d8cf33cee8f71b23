"""What people agreed to, in opaque ids."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from veche.commons.privacy.rules import CHANNELS


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
