"""The journal: who did what to what, in opaque ids."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class AuditEntry(models.Model):
    """One act. The runtime role may add and read entries, never change or remove them."""

    append_only = True

    kind = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["recorded_at"], name="audit_by_time"),
            models.Index(fields=["kind", "-id"], name="audit_by_kind"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
        ]
