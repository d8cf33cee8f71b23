"""The town's own versions of templates; the shipped text stands before the first."""

from __future__ import annotations

from django.db import models


class TemplateVersion(models.Model):
    """One version of one template. Rows are never changed: a paper's text stays provable."""

    append_only = True

    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=40_000)
    author_id = models.UUIDField()
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="documents_version_once")
        ]
