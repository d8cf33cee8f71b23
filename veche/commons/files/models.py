"""What is known of a stored file; its bytes lie in the storage under its random id."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from veche.commons.files import rules
from veche.kernel.ids import new_id

VISIBILITIES = ("private", "public")
KINDS = (rules.PHOTO, rules.DOCUMENT, rules.TABLE)


class StoredFile(models.Model):
    """A photo we drew anew, a document, or a table. Private until its subject is published."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField(null=True, db_index=True)
    purpose = models.CharField(max_length=40)
    visibility = models.CharField(max_length=8, default="private")
    kind = models.CharField(max_length=8)
    content_type = models.CharField(max_length=80)
    size_bytes = models.IntegerField()
    sha256 = models.BinaryField(max_length=32)
    width = models.IntegerField(default=0)
    height = models.IntegerField(default=0)
    widths = ArrayField(models.IntegerField(), default=list)
    name = models.CharField(max_length=120, default="")
    alt = models.CharField(max_length=300, default="")
    subject_kind = models.CharField(max_length=60, default="")
    subject_id = models.CharField(max_length=64, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="files_subject"),
            models.Index(
                fields=["created_at"], name="files_orphans", condition=models.Q(subject_kind="")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=VISIBILITIES), name="files_visibility"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="files_kind"),
        ]
