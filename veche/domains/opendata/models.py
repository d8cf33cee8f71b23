"""Tables of the catalogue: uploaded sets, versions of all sets, their rows, who publishes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from veche.domains.opendata.rules import passport, stages
from veche.kernel.ids import new_id

CODE_MAX, TITLE_MAX, TEXT_MAX, SOURCE_MAX = 40, 200, 2000, 500
NOTE_MAX, REASON_MAX, FILE_NAME_MAX = 500, 1000, 120


class Publisher(models.Model):
    """One row: who publishes, as passports name them."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=TITLE_MAX, default="", db_default="")
    inn = models.CharField(max_length=10, default="", db_default="")
    phone = models.CharField(max_length=40, default="", db_default="")
    email = models.CharField(max_length=120, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="opendata_publisher_is_one"),
            models.CheckConstraint(
                condition=Q(inn="") | Q(inn__regex=r"^\d{10}$"), name="opendata_publisher_inn"
            ),
        ]


class OwnSet(models.Model):
    """A set that an office uploads: its passport. Its rows are those of its versions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=CODE_MAX, unique=True)
    title = models.CharField(max_length=TITLE_MAX)
    text = models.CharField(max_length=TEXT_MAX)
    theme = models.CharField(max_length=4)
    period = models.CharField(max_length=9)
    licence = models.CharField(max_length=10, default="CC-BY-4.0")
    # Where the data come from: a register, a law, a department.
    source = models.CharField(max_length=SOURCE_MAX, default="")
    valid_until = models.DateField(null=True)
    author_id = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())
    # When the passport was last mended.
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=stages.CODE), name="opendata_set_code_form"
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="opendata_set_told"),
            models.CheckConstraint(
                condition=Q(theme__in=passport.THEMES)
                & Q(period__in=passport.PERIODS)
                & Q(licence__in=list(passport.LICENCES)),
                name="opendata_set_known_words",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Watched(models.Model):
    """What was last seen of a service's own table: since when it is there, when it changed."""

    code = models.CharField(primary_key=True, max_length=CODE_MAX)
    first_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    structured_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    fields_sha256 = models.CharField(max_length=64)
    rows_number = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """A version of a set, uploaded or kept of a service's table: its columns and its rows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=CODE_MAX)
    # None for a service's own table.
    own = models.ForeignKey(OwnSet, models.CASCADE, null=True, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, default=stages.DRAFT)
    fields = models.JSONField(default=list)
    rows_number = models.PositiveIntegerField(default=0)
    # Of its rows as everyone gets them in CSV, once it is published.
    sha256 = models.CharField(max_length=64, default="")
    # Of the file as the office has it: whoever knew it could try what the guard hides. Of a copy
    # of a service's table: what it says whatever the day.
    upload_sha256 = models.CharField(max_length=64, default="", db_default="")
    faults = models.JSONField(default=list)
    faults_number = models.PositiveIntegerField(default=0)
    # Cells that look like somebody's own: they do not hold it up, whoever approves is told.
    doubts = models.JSONField(default=list)
    note = models.CharField(max_length=NOTE_MAX, default="")
    file_name = models.CharField(max_length=FILE_NAME_MAX, default="")
    uploader_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    publisher_id = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawer_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=REASON_MAX, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="opendata_version_once"),
            models.CheckConstraint(
                condition=Q(state__in=stages.STATES), name="opendata_version_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(stages.PUBLISHED, stages.WITHDRAWN))
                | Q(published_at__isnull=False, faults_number=0),
                name="opendata_version_published_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=stages.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="opendata_version_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Row(models.Model):
    """A row of a version: its cells as words, by place of the columns."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(Version, models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    # Of which row of the file it is: faults name it.
    line = models.PositiveIntegerField()
    cells = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="opendata_row_once"),
        ]

    def __str__(self) -> str:
        return str(self.position)
