"""Tables of help."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from veche.kernel.ids import new_id


class Inquiry(models.Model):
    """What somebody asked of support. Nothing here says who."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=12, unique=True, editable=False)
    screen = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=2000)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, max_length=4000)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["answered_at", "asked_at", "id"], name="help_inquiry_queue")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
                name="help_inquiry_answered",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
