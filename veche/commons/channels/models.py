"""The demo town's inbox: what would have gone to telephones and mail boxes."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class DemoMessage(models.Model):
    """A code as its reader would see it. The address is kept masked, so it is nobody's."""

    channel = models.CharField(max_length=5)
    masked_address = models.CharField(max_length=80)
    code = models.CharField(max_length=12)
    sent_at = models.DateTimeField(db_default=Now(), db_index=True)
